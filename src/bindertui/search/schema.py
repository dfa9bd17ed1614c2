"""The schema of the index: its fields, and the stored part of its documents."""

import json
import re
from typing import TYPE_CHECKING

from attrs import field
from tantivy import Index as Engine
from tantivy import Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.analysis import build_analyzer, replace_surrogates

if TYPE_CHECKING:
    from bindertui.search.passages import IndexedPassage

FORMAT = 4
"""The version of the schema; increase it when older indexes can no longer be read."""

TAGS = "tags"
"""The field of all exact values: those that filters match, and the file a passage comes from."""
FILTERS = ("kind", "in", "partner", "source", "edition", "lang", "asof", "is")
"""The fields of the query language; each is one kind of tag."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")

DATE_FIELDS = {"edition": "edition_day", "asof": "asof_day"}
"""The numeric index fields of dates, by the field of the query language."""

_SPACE = re.compile(r"\s")
_ESCAPED_SPACE = "\x1f"
"""Replaces white space in a tag, since white space separates tags."""


def tag(name: str, value: str) -> str:
    """Return the index term of a value."""
    return f"{name}={_SPACE.sub(_ESCAPED_SPACE, replace_surrogates(value))}"


def tag_value(term: str) -> str:
    """Return the value in an index term."""
    return term.partition("=")[2].replace(_ESCAPED_SPACE, " ")


def _language_codes(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for language in languages if language != NEUTRAL)) or ("en",)


@frozen
class IndexSchema:
    """The fields of an index for some languages.

    Attributes:
        languages: language codes, without `NEUTRAL`; texts without a language are treated like the first.
        engine_schema: the schema object of the engine.
    """

    languages: tuple[str, ...] = field(converter=_language_codes)
    engine_schema: Schema = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Build the engine's schema."""
        builder = SchemaBuilder()
        for number in range(len(self.languages) + 1):
            # Texts without a language are stemmed like those of the first language.
            stems = f"stems_{number % len(self.languages)}"
            builder.add_text_field(f"exact_{number}", tokenizer_name="words")
            builder.add_text_field(f"stem_{number}", tokenizer_name=stems, index_option="freq")
            builder.add_text_field(f"initial_{number}", tokenizer_name="words", index_option="basic")
        builder.add_text_field("label", tokenizer_name="words", index_option="basic")
        builder.add_text_field(TAGS, tokenizer_name="tags", index_option="basic")
        for name in DATE_FIELDS.values():
            builder.add_unsigned_field(name, fast=True, indexed=True)
        builder.add_float_field("weight", fast=True)
        builder.add_unsigned_field("order", fast=True)
        builder.add_unsigned_field("unit", fast=True, indexed=True)
        builder.add_bytes_field("shown", stored=True)
        object.__setattr__(self, "engine_schema", builder.build())

    def open_engine(self, folder: str | None = None) -> Engine:
        """Open or create an index with these fields, in a folder or in memory.

        Raises:
            ValueError: the folder has something else, or cannot be read or written.
        """
        engine = Engine(self.engine_schema, folder)
        engine.register_tokenizer("words", build_analyzer())
        engine.register_tokenizer("tags", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
        for number, language in enumerate(self.languages):
            engine.register_tokenizer(f"stems_{number}", build_analyzer(language))
        return engine

    def exact_field(self, language: str) -> str:
        """Return the field of the folded words of a language."""
        return f"exact_{self._field_number(language)}"

    def stem_field(self, language: str) -> str:
        """Return the field of the stems of a language."""
        return f"stem_{self._field_number(language)}"

    def initial_field(self, language: str) -> str:
        """Return the field of the first letters of words, for prefixes of one letter."""
        return f"initial_{self._field_number(language)}"

    def _field_number(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else len(self.languages)


def date_number(text: str, missing: str = "0") -> int | None:
    """Return a date as a sortable number, YYYYMMDD, with missing digits filled; None if the text is not a date."""
    return int(text.replace("-", "").ljust(8, missing)) if _DATE.fullmatch(text) else None


@frozen
class StoredPassage:
    """The stored part of a passage's document, to show it in the results; see `Passage` for the attributes."""

    place: Address
    kind: EntryKind
    title: Text
    text: Text
    by_language: bool

    @classmethod
    def decode(cls, stored: bytes) -> "StoredPassage":
        """Decode the output of `encode_passage`."""
        binder, entry, path, kind, title, text, by_language = json.loads(stored)
        return cls(
            Address(entry, tuple(path), binder), EntryKind(kind), _decode_text(title), _decode_text(text), by_language
        )

    def address(self, language: str) -> Address:
        """Return the address of the original in a language."""
        return self.place / language if self.by_language and language != NEUTRAL else self.place


def encode_passage(passage: "IndexedPassage") -> bytes:
    """Encode a passage for storage in its document."""
    place = passage.place
    values = (place.binder, place.entry, place.path, passage.kind, passage.title.originals, passage.text.originals)
    return json.dumps((*values, passage.by_language)).encode()


def _decode_text(originals: list[list[str]]) -> Text:
    return Text(tuple((language, text) for language, text in originals))
