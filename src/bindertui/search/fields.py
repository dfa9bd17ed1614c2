"""The fields of the query language: their names, their values and what those mean, in both languages."""

from functools import cache

from bindertui.model.text import Text
from bindertui.search.words import fold
from bindertui.speech import Wording, wording
from bindertui.values import frozen


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
    help: Wording
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
    help: Wording
    choices: tuple[Choice, ...] = ()
    dated: bool = False


def both(english: str, french: str) -> Text:
    """A text in both official languages."""
    return Text.of({"en": english, "fr": french})


_KINDS = (
    Choice("section", both("section", "section"), wording("sections"), ("sections",)),
    Choice(
        "partner",
        both("partner", "partenaire"),
        wording("forums, organizations, countries, provinces"),
        ("partners", "partenaires"),
    ),
    Choice(
        "agreement",
        both("agreement", "accord"),
        wording("agreements between partners"),
        ("agreements", "accords"),
    ),
    Choice(
        "term",
        both("term", "terme"),
        wording("the glossary"),
        ("terms", "termes", "glossary", "glossaire"),
    ),
    Choice("source", both("source", "source"), wording("titles of sources"), ("sources",)),
    Choice(
        "binder",
        both("binder", "cahier"),
        wording("the cover"),
        ("binders", "cahiers"),
    ),
)
_FLAGS = (
    Choice(
        "withheld",
        both("withheld", "caviardé"),
        wording("passages that were redacted"),
        ("redacted", "caviarde"),
    ),
    Choice("figure", both("figure", "figure"), wording("charts"), ("graphique",)),
    Choice("table", both("table", "tableau"), wording("tables")),
    Choice("note", both("note", "note"), wording("notes of any kind")),
    Choice("aftermath", both("aftermath", "suite"), wording("what came of it")),
    Choice("caution", both("caution", "mise-en-garde"), wording("words of caution")),
    Choice(
        "takeaway",
        both("takeaway", "à-retenir"),
        wording("key takeaways"),
        ("retenir",),
    ),
)
FIELDS = {
    field.name: field
    for field in (
        Field("kind", both("kind", "type"), wording("a kind of entry"), _KINDS),
        Field("in", both("in", "dans"), wording("an entry and what is below it")),
        Field(
            "partner",
            both("partner", "partenaire"),
            wording("passages that mention a partner"),
        ),
        Field("source", both("source", "source"), wording("what a source bears out")),
        Field(
            "edition",
            both("edition", "édition"),
            wording("an edition: 2019, >2018, 2015..2019"),
            dated=True,
        ),
        Field("lang", both("lang", "langue"), wording("texts in one language")),
        Field(
            "asof",
            both("asof", "date"),
            wording("what holds for a date: 2018, >2018"),
            dated=True,
        ),
        Field(
            "is",
            both("is", "est"),
            wording("figures, tables, notes, redactions"),
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
