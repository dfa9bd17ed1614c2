"""How passages are laid out in the index, and read back from it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tantivy import Document

from bindertui.model.kinds import EntryKind
from bindertui.model.text import NEUTRAL
from bindertui.search.passages import Passage, Weight
from bindertui.search.schema import DAYS, TAGS, Layout, day, tag
from bindertui.search.shown import stored
from bindertui.search.words import indexed, initials

_FACTORS = {weight: 2.0 ** (2.0 ** (weight - 1)) - 2.0 for weight in Weight}
"""Tantivy multiplies a score by log2(2 + value): these make it 1, 2, 4, 8 and 16 times as high."""


def documents(layout: Layout, passages: Iterable[Passage], first: int = 0, file: str = "") -> Iterator[Document]:
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
            text = indexed(shown)
            document.add_text(exact, text)
            document.add_text(stem, text)
            document.add_text(initial, initials(text))
        if passage.label:
            document.add_text("label", passage.label)
        _tell(document, layout, passage, from_file)
        document.add_unsigned("unit", start)
        document.add_unsigned("order", order)
        document.add_bytes("shown", stored(passage))
        yield document


def _tell(document: Document, layout: Layout, passage: Passage, from_file: str) -> None:
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
