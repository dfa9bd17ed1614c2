"""The fields of the index."""

import re

from attrs import field
from tantivy import Index as Store
from tantivy import Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from bindertui.model.text import NEUTRAL
from bindertui.search.words import analyzer, storable
from bindertui.values import frozen

FORMAT = 4
"""Changes whenever an index written before would be misread."""

TAGS = "tags"
"""The field of everything that is not words: what filters ask, and the file a passage comes from."""
FILTERS = ("kind", "in", "partner", "source", "edition", "lang", "asof", "is")
"""The fields of the query language: each is a kind of tag."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")

DAYS = {"edition": "edition_day", "asof": "asof_day"}
"""The fields that hold dates as numbers, by the fields of the query language."""

_SPACE = re.compile(r"\s")
_NO_SPACE = "\x1f"
"""Stands for white space in a tag: tags are parted by it."""


def tag(name: str, value: str) -> str:
    """A value of a kind of tag as the term that stands in the index."""
    return f"{name}={_SPACE.sub(_NO_SPACE, storable(value))}"


def tag_value(term: str) -> str:
    """The value of a tag, from its term."""
    return term.partition("=")[2].replace(_NO_SPACE, " ")


def _codes(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for language in languages if language != NEUTRAL)) or ("en",)


@frozen
class Layout:
    """The fields of an index for some languages.

    Attributes:
        languages: their codes, the first the one of texts that do not say; `NEUTRAL` is not among them.
    """

    languages: tuple[str, ...] = field(converter=_codes)
    schema: Schema = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Make the schema."""
        builder = SchemaBuilder()
        for number in range(len(self.languages) + 1):
            # A text without a language is stemmed as the first language is.
            stems = f"stems_{number % len(self.languages)}"
            builder.add_text_field(f"exact_{number}", tokenizer_name="words")
            builder.add_text_field(f"stem_{number}", tokenizer_name=stems, index_option="freq")
            builder.add_text_field(f"initial_{number}", tokenizer_name="words", index_option="basic")
        builder.add_text_field("label", tokenizer_name="words", index_option="basic")
        builder.add_text_field(TAGS, tokenizer_name="tags", index_option="basic")
        for name in DAYS.values():
            builder.add_unsigned_field(name, fast=True, indexed=True)
        builder.add_float_field("weight", fast=True)
        builder.add_unsigned_field("order", fast=True)
        builder.add_unsigned_field("unit", fast=True, indexed=True)
        builder.add_bytes_field("shown", stored=True)
        object.__setattr__(self, "schema", builder.build())

    def store(self, folder: str | None = None) -> Store:
        """An index with these fields: in a folder, which may hold it already, or in memory.

        Raises:
            ValueError: the folder holds something else, or cannot be read or written.
        """
        store = Store(self.schema, folder)
        store.register_tokenizer("words", analyzer())
        store.register_tokenizer("tags", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
        for number, language in enumerate(self.languages):
            store.register_tokenizer(f"stems_{number}", analyzer(language))
        return store

    def exact(self, language: str) -> str:
        """The field of the folded words of a language."""
        return f"exact_{self._number(language)}"

    def stem(self, language: str) -> str:
        """The field of the stems of a language."""
        return f"stem_{self._number(language)}"

    def initial(self, language: str) -> str:
        """The field of the first letters of the words of a language: few words begin with more letters than one."""
        return f"initial_{self._number(language)}"

    def _number(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else len(self.languages)


def day(text: str, missing: str = "0") -> int | None:
    """A date as a number that sorts, YYYYMMDD; what it leaves out is filled with a digit. None of what is no date."""
    return int(text.replace("-", "").ljust(8, missing)) if _DATE.fullmatch(text) else None
