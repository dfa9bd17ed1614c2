"""How passages are laid out in the index, and read back from it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from attrs import frozen
from tantivy import Document

from bindertui.model.address import Address
from bindertui.model.binder import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.passages import Passage, Weight
from bindertui.search.schema import DAYS, TAGS, Layout, tag
from bindertui.search.words import indexed, initials

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


def documents(layout: Layout, passages: Iterable[Passage], first: int = 0, file: str = "") -> Iterator[Document]:
    """A document for each passage in all its languages.

    Args:
        layout: the fields.
        passages: entry by entry, the originals of one text side by side.
        first: the place of the first of them in reading order.
        file: what they are replaced by all at once.
    """
    fields = {
        language: (layout.exact(language), layout.stem(language), layout.initial(language))
        for language in (*layout.languages, NEUTRAL)
    }
    unit, start = "", first
    for order, (place, originals) in enumerate(groupby(passages, key=lambda passage: passage.place), first):
        together = list(originals)
        if together[0].unit != unit:
            unit, start = together[0].unit, order
        document = Document()
        for passage in together:
            exact, stem, initial = fields.get(passage.language) or fields[NEUTRAL]
            text = indexed(passage.text)
            document.add_text(exact, text)
            document.add_text(stem, text)
            document.add_text(initial, initials(text))
        if together[0].label:
            document.add_text("label", together[0].label)
        _tell(document, layout, together, file)
        document.add_unsigned("unit", start)
        document.add_unsigned("order", order)
        document.add_bytes("shown", _stored(place, together))
        yield document


def _stored(place: Address, originals: Sequence[Passage]) -> bytes:
    passage = originals[0]
    shown = [(each.language, each.text, each.address != place) for each in originals]
    return json.dumps((place.binder, place.entry, place.path, passage.kind, passage.title.originals, shown)).encode()


def _tell(document: Document, layout: Layout, originals: Sequence[Passage], file: str) -> None:
    """Put in a document what passages say of themselves beside their words; the originals of a text differ in links."""
    one = originals[0]
    partners = one.partners
    for other in originals[1:]:
        if other.partners != partners:
            partners = tuple(dict.fromkeys((*partners, *other.partners)))
    words, days = _tagged(one.kind, one.within, partners, one.sources, one.flags, one.edition, one.as_of)
    spoken = _spoken(layout, tuple([passage.language for passage in originals]))
    document.add_text(TAGS, f"{tag('file', file)} {spoken} {words}")
    for name, number in days:
        document.add_unsigned(name, number)
    document.add_float("weight", _FACTORS[one.weight])


@lru_cache(maxsize=1 << 8)
def _spoken(layout: Layout, languages: tuple[str, ...]) -> str:
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
