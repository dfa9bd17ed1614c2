"""How passages are laid out in the index, and read back from it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from attrs import frozen
from tantivy import Document

from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.passages import Passage, Weight
from bindertui.search.schema import ENTRY, LONGEST_START, PASSAGE, Layout
from bindertui.search.words import indexed, storable

_FACTORS = {weight: 2.0 ** (2.0 ** (weight - 1)) - 2.0 for weight in Weight}
"""Tantivy multiplies a score by log2(2 + value): these make it 1, 2, 4, 8 and 16 times as high."""

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


@frozen
class Shown:
    """What a document keeps of a passage to show it.

    Attributes:
        place: the address without a language.
        originals: (language, text, whether the language is a step of the address), in the order they are written.
    """

    place: Address
    kind: EntryKind
    title: Text
    originals: tuple[tuple[str, str, bool], ...]

    @classmethod
    def read(cls, stored: bytes) -> "Shown":
        """Read back what `_stored` wrote."""
        binder, entry, path, kind, title, originals = json.loads(stored)
        return cls(
            Address(entry, tuple(path), binder),
            EntryKind(kind),
            Text(tuple((language, text) for language, text in title)),
            tuple((language, text, by_language) for language, text, by_language in originals),
        )

    def address(self, language: str) -> Address:
        """Where the original in a language stands."""
        by_language = any(code == language and step for code, _, step in self.originals)
        return self.place / language if by_language else self.place


def day(text: str, missing: str = "0") -> int | None:
    """A date as a number that sorts, YYYYMMDD; what it leaves out is filled with a digit. None of what is no date."""
    return int(text.replace("-", "").ljust(8, missing)) if _DATE.fullmatch(text) else None


def documents(layout: Layout, passages: Iterable[Passage], first: int = 0) -> Iterator[Document]:
    """A document for each passage in all its languages, and after those of an entry one for the entry.

    Args:
        layout: the fields.
        passages: entry by entry, the originals of one text side by side.
        first: the place of the first of them in reading order.
    """
    order = first
    for _, of_entry in groupby(passages, key=lambda passage: passage.unit):
        start, whole = order, [(passage, indexed(passage.text)) for passage in of_entry]
        for _, originals in groupby(whole, key=lambda worded: worded[0].place):
            together = list(originals)
            document = _document(layout, [passage for passage, _ in together], PASSAGE, order)
            for passage, text in together:
                document.add_text(layout.exact(passage.language, PASSAGE), text)
                document.add_text(layout.stem(passage.language, PASSAGE), text)
                document.add_text(layout.start(passage.language), _starts(text))
            document.add_text("label", together[0][0].label)
            document.add_bytes("shown", _stored([passage for passage, _ in together]))
            yield document
            order += 1
        yield _entry(layout, whole, start)


def _entry(layout: Layout, whole: Sequence[tuple[Passage, str]], order: int) -> Document:
    document = _document(layout, [passage for passage, _ in whole], ENTRY, order)
    for language in layout.languages:
        # What is the same in every language belongs to an entry's words in each.
        spoken = {language, NEUTRAL}
        for passage, text in whole:
            if passage.language in spoken:
                document.add_text(layout.exact(language, ENTRY), text)
                document.add_text(layout.stem(language, ENTRY), text)
        for label in {passage.label for passage, _ in whole if passage.label}:
            document.add_text(layout.exact(language, ENTRY), label)
            document.add_text(layout.stem(language, ENTRY), label)
    for passage, text in whole:
        if passage.weight is Weight.TITLE:
            document.add_text("label", text)
    document.add_bytes("shown", whole[0][0].unit.encode())
    return document


def _starts(text: str) -> str:
    """The first one, two and three letters of every word, each once."""
    starts = {word[:LONGEST_START] for word in text.split()}
    return " ".join(starts.union(*({start[:length] for start in starts} for length in range(1, LONGEST_START))))


def _stored(originals: Sequence[Passage]) -> bytes:
    passage = originals[0]
    place = passage.place
    shown = [(each.language, each.text, each.address != place) for each in originals]
    return json.dumps((place.binder, place.entry, place.path, passage.kind, passage.title.originals, shown)).encode()


def _document(layout: Layout, passages: Sequence[Passage], level: str, order: int) -> Document:
    """A document with all but its words."""
    document = Document()
    for name, value in _filtered(layout, passages):
        if isinstance(value, int):
            document.add_unsigned(name, value)
        else:
            document.add_text(name, storable(value))
    document.add_text("level", level)
    document.add_unsigned("order", order)
    document.add_float("weight", _FACTORS[max(passage.weight for passage in passages)])
    return document


def _filtered(layout: Layout, passages: Sequence[Passage]) -> Iterator[tuple[str, str | int]]:
    """The fields that filters ask, each value once."""
    values: dict[tuple[str, str | int], None] = {}
    told: object = None
    for passage in passages:
        for language in (passage.language,) if passage.language != NEUTRAL else layout.languages:
            values["lang", language] = None
        telling = (passage.within, passage.partners, passage.sources, passage.flags, passage.as_of)
        if told != telling:
            values.update(dict.fromkeys((*_named(passage), *_dated(passage.edition, passage.as_of))))
            told = telling
    return iter(values)


def _named(passage: Passage) -> Iterator[tuple[str, str]]:
    yield "kind", str(passage.kind)
    yield "unit", passage.unit
    for name, values in (("within", passage.within), ("partner", passage.partners), ("flag", passage.flags)):
        for value in values:
            yield name, value
    for source in passage.sources:
        yield "source", source.casefold()


@lru_cache(maxsize=1 << 10)
def _dated(edition: str, as_of: str | None) -> tuple[tuple[str, str | int], ...]:
    """Dates as numbers that sort, and by year, month and day."""
    found: list[tuple[str, str | int]] = []
    for name, date in (("edition", edition), ("asof", as_of or "")):
        if (number := day(date)) is not None:
            found.append((f"{name}_day", number))
            found += [(name, date[:length]) for length in (4, 7, 10) if length <= len(date)]
    return tuple(found)
