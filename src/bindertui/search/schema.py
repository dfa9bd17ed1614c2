"""The fields of the index.

What a document of the index keeps of a passage, to show it when it is found.

How passages are laid out in the index, and read back from it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import field
from tantivy import Document, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer
from tantivy import Index as Store

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.analysis import analyzer, index_tokens, initials, limit_token
from bindertui.search.passages import Passage, Weight

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
    return f"{name}={_SPACE.sub(_NO_SPACE, limit_token(value))}"


def tag_value(term: str) -> str:
    """The value of a tag, from its term."""
    return term.partition("=")[2].replace(_NO_SPACE, " ")


def _codes(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for language in languages if language != NEUTRAL)) or ("en",)


@frozen
class IndexSchema:
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


@frozen
class StoredPassage:
    """What a document keeps of a passage to show it; its attributes are those of the passage."""

    place: Address
    kind: EntryKind
    title: Text
    text: Text
    by_language: bool

    @classmethod
    def read(cls, stored: bytes) -> "StoredPassage":
        """Read back what `stored` wrote."""
        binder, entry, path, kind, title, text, by_language = json.loads(stored)
        return cls(Address(entry, tuple(path), binder), EntryKind(kind), _text(title), _text(text), by_language)

    def address(self, language: str) -> Address:
        """Where the original in a language stands."""
        return self.place / language if self.by_language and language != NEUTRAL else self.place


def decode_stored(passage: "Passage") -> bytes:
    """What is kept of a passage."""
    place = passage.place
    kept = (place.binder, place.entry, place.path, passage.kind, passage.title.originals, passage.text.originals)
    return json.dumps((*kept, passage.by_language)).encode()


def _text(originals: list[list[str]]) -> Text:
    return Text(tuple((language, text) for language, text in originals))


_FACTORS = {weight: 2.0 ** (2.0 ** (weight - 1)) - 2.0 for weight in Weight}
"""Tantivy multiplies a score by log2(2 + value): these make it 1, 2, 4, 8 and 16 times as high."""


def index_documents(
    layout: IndexSchema, passages: Iterable[Passage], first: int = 0, file: str = ""
) -> Iterator[Document]:
    """A document for each passage in all its languages.

    Args:
        layout: the fields.
        passages: entry by entry.
        first: the place of the first of them in reading order.
        file: what they are replaced by all at once.
    """
    fields = {
        language: (layout.exact(language), layout.stem(language), layout.initial(language))
        for language in (*layout.languages, NEUTRAL)
    }
    from_file = tag("file", file)
    unit, start = "", first
    for order, passage in enumerate(passages, first):
        if passage.unit != unit:
            unit, start = passage.unit, order
        document = Document()
        for language, shown in passage.text.originals:
            exact, stem, initial = fields.get(language) or fields[NEUTRAL]
            text = index_tokens(shown)
            document.add_text(exact, text)
            document.add_text(stem, text)
            document.add_text(initial, initials(text))
        if passage.label:
            document.add_text("label", passage.label)
        _tell(document, layout, passage, from_file)
        document.add_unsigned("unit", start)
        document.add_unsigned("order", order)
        document.add_bytes("shown", decode_stored(passage))
        yield document


def _tell(document: Document, layout: IndexSchema, passage: Passage, from_file: str) -> None:
    """Put in a document what a passage says of itself beside its words."""
    words, days = _tagged(
        passage.kind,
        passage.within,
        passage.partners,
        passage.sources,
        passage.flags,
        passage.edition,
        passage.as_of,
    )
    spoken = _spoken(layout, tuple([language for language, _ in passage.text.originals]))
    document.add_text(TAGS, f"{from_file} {spoken} {words}")
    for name, number in days:
        document.add_unsigned(name, number)
    document.add_float("weight", _FACTORS[passage.weight])


@lru_cache(maxsize=1 << 8)
def _spoken(layout: IndexSchema, languages: tuple[str, ...]) -> str:
    """The tags of the languages some passages are in; one without a language is in all of them."""
    codes = (code for language in languages for code in ((language,) if language != NEUTRAL else layout.languages))
    return " ".join(tag("lang", code) for code in dict.fromkeys(codes))


@lru_cache(maxsize=1 << 12)
def _tagged(  # noqa: PLR0913, PLR0917 - what a passage says of itself
    kind: EntryKind,
    within: tuple[str, ...],
    partners: tuple[str, ...],
    sources: tuple[str, ...],
    flags: tuple[str, ...],
    edition: str,
    as_of: str | None,
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """What filters ask of a passage: its tags, and its dates as numbers by field."""
    tags = [tag("kind", kind)]
    tags += [tag("in", entry) for entry in within]
    tags += [tag("partner", partner) for partner in partners]
    tags += [tag("source", source.casefold()) for source in sources]
    tags += [tag("is", flag) for flag in flags]
    days = []
    for name, date in (("edition", edition), ("asof", as_of or "")):
        if (number := day(date)) is not None:
            days.append((DAYS[name], number))
            tags += [tag(name, date[:length]) for length in (4, 7, 10) if length <= len(date)]
    return " ".join(tags), tuple(days)
