"""The fields of the query language, their values and help texts, in both official languages."""

from functools import cache

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.text import Text
from bindertui.search.analysis import fold_word


@frozen
class FieldChoice:
    """One value of a field that has a fixed set of values.

    Attributes:
        value: the value in a parsed query.
        label: the word to type, by language; accents and hyphens are optional.
        help: a description of the passages it finds.
        aliases: other words for the value, folded.
    """

    value: str
    label: Text
    help: LazyString
    aliases: tuple[str, ...] = ()


@frozen
class QueryField:
    """A field that a query can filter by.

    Attributes:
        name: the name in a parsed query.
        label: the name to type, by language.
        help: a description of the passages it finds.
        choices: every allowed value; empty when the values depend on the binder.
        is_date: whether its values are dates.
    """

    name: str
    label: Text
    help: LazyString
    choices: tuple[FieldChoice, ...] = ()
    is_date: bool = False


def both_languages(english: str, french: str) -> Text:
    """Return a text in both official languages."""
    return Text.of({"en": english, "fr": french})


_KINDS = (
    FieldChoice("section", both_languages("section", "section"), lazy_gettext("sections"), ("sections",)),
    FieldChoice(
        "partner",
        both_languages("partner", "partenaire"),
        lazy_gettext("forums, organizations, countries, provinces"),
        ("partners", "partenaires"),
    ),
    FieldChoice(
        "agreement",
        both_languages("agreement", "accord"),
        lazy_gettext("agreements between partners"),
        ("agreements", "accords"),
    ),
    FieldChoice(
        "term",
        both_languages("term", "terme"),
        lazy_gettext("the glossary"),
        ("terms", "termes", "glossary", "glossaire"),
    ),
    FieldChoice("source", both_languages("source", "source"), lazy_gettext("titles of sources"), ("sources",)),
    FieldChoice(
        "binder",
        both_languages("binder", "cahier"),
        lazy_gettext("the cover"),
        ("binders", "cahiers"),
    ),
)
_FLAGS = (
    FieldChoice(
        "withheld",
        both_languages("withheld", "caviardé"),
        lazy_gettext("passages that were redacted"),
        ("redacted", "caviarde"),
    ),
    FieldChoice("figure", both_languages("figure", "figure"), lazy_gettext("charts"), ("graphique",)),
    FieldChoice("table", both_languages("table", "tableau"), lazy_gettext("tables")),
    FieldChoice("note", both_languages("note", "note"), lazy_gettext("notes of any kind")),
    FieldChoice("aftermath", both_languages("aftermath", "suite"), lazy_gettext("what happened next")),
    FieldChoice("caution", both_languages("caution", "mise-en-garde"), lazy_gettext("cautions")),
    FieldChoice(
        "takeaway",
        both_languages("takeaway", "à-retenir"),
        lazy_gettext("key takeaways"),
        ("retenir",),
    ),
)
FIELDS = {
    field.name: field
    for field in (
        QueryField("kind", both_languages("kind", "type"), lazy_gettext("a kind of entry"), _KINDS),
        QueryField("in", both_languages("in", "dans"), lazy_gettext("an entry and everything below it")),
        QueryField(
            "partner",
            both_languages("partner", "partenaire"),
            lazy_gettext("passages that mention a partner"),
        ),
        QueryField("source", both_languages("source", "source"), lazy_gettext("passages that cite a source")),
        QueryField(
            "edition",
            both_languages("edition", "édition"),
            lazy_gettext("an edition: 2019, >2018, 2015..2019"),
            is_date=True,
        ),
        QueryField("lang", both_languages("lang", "langue"), lazy_gettext("texts in one language")),
        QueryField(
            "asof",
            both_languages("asof", "date"),
            lazy_gettext("passages for a date: 2018, >2018"),
            is_date=True,
        ),
        QueryField(
            "is",
            both_languages("is", "est"),
            lazy_gettext("figures, tables, notes, redactions"),
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
"""Other names of fields, folded, French ones included."""


@cache
def choices_by_word(spec: QueryField) -> dict[str, str]:
    """Map every folded word for a choice of a field to the value of that choice."""
    return {
        word: choice.value
        for choice in spec.choices
        for word in (choice.value, *(fold_word(text) for _, text in choice.label.originals), *choice.aliases)
    }
