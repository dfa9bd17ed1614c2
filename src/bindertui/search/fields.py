"""The fields of the query language: their names, their values and what those mean, in both languages."""

from functools import cache

from attrs import frozen

from bindertui.model.text import Text
from bindertui.search.words import fold


@frozen
class Choice:
    """A value that a field may ask for.

    Attributes:
        value: as queries keep it.
        word: what a reader types for it, by language; accents and hyphens are theirs to leave out.
        help: what it finds.
        others: what it also answers to, folded.
    """

    value: str
    word: Text
    help: Text
    others: tuple[str, ...] = ()


@frozen
class Field:
    """A field that a query can filter by.

    Attributes:
        name: as queries keep it.
        word: what a reader types for it, by language.
        help: what it finds.
        choices: every value it can have; empty when the binder decides.
        dated: whether its values are dates.
    """

    name: str
    word: Text
    help: Text
    choices: tuple[Choice, ...] = ()
    dated: bool = False


def both(english: str, french: str) -> Text:
    """A text in both official languages."""
    return Text.of({"en": english, "fr": french})


_KINDS = (
    Choice("section", both("section", "section"), both("sections", "les sections"), ("sections",)),
    Choice(
        "partner",
        both("partner", "partenaire"),
        both("forums, organizations, countries, provinces", "forums, organisations, pays, provinces"),
        ("partners", "partenaires"),
    ),
    Choice(
        "agreement",
        both("agreement", "accord"),
        both("agreements between partners", "accords entre partenaires"),
        ("agreements", "accords"),
    ),
    Choice(
        "term",
        both("term", "terme"),
        both("the glossary", "le glossaire"),
        ("terms", "termes", "glossary", "glossaire"),
    ),
    Choice("source", both("source", "source"), both("titles of sources", "titres des sources"), ("sources",)),
    Choice(
        "binder",
        both("binder", "cahier"),
        both("the cover", "la page couverture"),
        ("binders", "cahiers"),
    ),
)
_FLAGS = (
    Choice(
        "withheld",
        both("withheld", "caviardé"),
        both("passages that were redacted", "passages caviardés"),
        ("redacted", "caviarde"),
    ),
    Choice("figure", both("figure", "figure"), both("charts", "graphiques"), ("graphique",)),
    Choice("table", both("table", "tableau"), both("tables", "tableaux")),
    Choice("note", both("note", "note"), both("notes of any kind", "notes de toute sorte")),
    Choice("aftermath", both("aftermath", "suite"), both("what came of it", "ce qu’il en est advenu")),
    Choice("caution", both("caution", "mise-en-garde"), both("words of caution", "mises en garde")),
    Choice(
        "takeaway",
        both("takeaway", "à-retenir"),
        both("key takeaways", "points à retenir"),
        ("retenir",),
    ),
)
FIELDS = {
    field.name: field
    for field in (
        Field("kind", both("kind", "type"), both("a kind of entry", "un type de fiche"), _KINDS),
        Field("in", both("in", "dans"), both("an entry and what is below it", "une fiche et ce qu’elle contient")),
        Field(
            "partner",
            both("partner", "partenaire"),
            both("passages that mention a partner", "les passages qui mentionnent un partenaire"),
        ),
        Field("source", both("source", "source"), both("what a source bears out", "ce qu’une source atteste")),
        Field(
            "edition",
            both("edition", "édition"),
            both("an edition: 2019, >2018, 2015..2019", "une édition\u00a0: 2019, >2018, 2015..2019"),
            dated=True,
        ),
        Field("lang", both("lang", "langue"), both("texts in one language", "les textes dans une langue")),
        Field(
            "asof",
            both("asof", "date"),
            both("what holds for a date: 2018, >2018", "ce qui vaut pour une date\u00a0: 2018, >2018"),
            dated=True,
        ),
        Field(
            "is",
            both("is", "est"),
            both("figures, tables, notes, redactions", "figures, tableaux, notes, passages caviardés"),
            _FLAGS,
        ),
    )
}
"""The fields of the query language, by name."""

ALIASES = {
    "type": "kind",
    "dans": "in",
    "partners": "partner",
    "partenaire": "partner",
    "partenaires": "partner",
    "sources": "source",
    "langue": "lang",
    "language": "lang",
    "as_of": "asof",
    "date": "asof",
    "est": "is",
}
"""Other names a field answers to, French ones among them; folded."""


@cache
def words_for(spec: Field) -> dict[str, str]:
    """Every folded word a field's choices answer to, with the value it stands for."""
    return {
        word: choice.value
        for choice in spec.choices
        for word in (choice.value, *(fold(text) for _, text in choice.word.originals), *choice.others)
    }
