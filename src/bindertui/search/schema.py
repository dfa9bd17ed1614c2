"""The fields of the index."""

from attrs import field, frozen
from tantivy import Index as Store
from tantivy import Schema, SchemaBuilder

from bindertui.model.text import NEUTRAL
from bindertui.search.words import analyzer

PASSAGE, ENTRY = "passage", "entry"
"""The levels of documents: one for each passage in all its languages, and one for each entry as a whole."""

FILTERS = {
    "kind": "kind",
    "in": "within",
    "partner": "partner",
    "source": "source",
    "edition": "edition",
    "lang": "lang",
    "asof": "asof",
    "is": "flag",
}
"""The index's fields by the fields of the query language."""
DAYS = {"edition": "edition_day", "asof": "asof_day"}
"""The fields that hold dates as numbers, by the fields of the query language."""

LONGEST_START = 3
"""How many letters a word may begin with to be found by its start; few words begin with more."""


@frozen
class Layout:
    """The fields of an index for some languages.

    Attributes:
        languages: their codes, the first the one of texts that do not say; `NEUTRAL` is not among them.
    """

    languages: tuple[str, ...]
    schema: Schema = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Make the schema."""
        builder = SchemaBuilder()
        for number in range(len(self.languages) + 1):
            # A text without a language is stemmed as the first language is.
            stems = f"stems_{number % len(self.languages)}"
            for level in (PASSAGE, ENTRY):
                builder.add_text_field(f"{level}_exact_{number}", tokenizer_name="words")
                builder.add_text_field(f"{level}_stem_{number}", tokenizer_name=stems, index_option="freq")
            builder.add_text_field(f"{PASSAGE}_start_{number}", tokenizer_name="words", index_option="basic")
        for name in ("level", "unit", *FILTERS.values()):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("label", tokenizer_name="words", index_option="basic")
        for name in DAYS.values():
            builder.add_unsigned_field(name, fast=True, indexed=True)
        builder.add_float_field("weight", fast=True)
        builder.add_unsigned_field("order", fast=True)
        builder.add_bytes_field("shown", stored=True)
        object.__setattr__(self, "schema", builder.build())

    def register(self, store: Store) -> None:
        """Give a store the analyzers its fields name."""
        store.register_tokenizer("words", analyzer(NEUTRAL))
        for number, language in enumerate(self.languages):
            store.register_tokenizer(f"stems_{number}", analyzer(language))

    def exact(self, language: str, level: str) -> str:
        """The field of the folded words of a language."""
        return f"{level}_exact_{self._number(language)}"

    def stem(self, language: str, level: str) -> str:
        """The field of the stems of a language."""
        return f"{level}_stem_{self._number(language)}"

    def start(self, language: str) -> str:
        """The field of the first one, two and three letters of the words of a language; passages have it."""
        return f"{PASSAGE}_start_{self._number(language)}"

    def _number(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else len(self.languages)
