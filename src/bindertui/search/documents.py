"""Documents: turn the passages of a binder into documents of the index.

Searching an existing index needs only `search.schema`, which does not load the classes of entries.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tantivy import Document

from bindertui.model.enums import EntryKind
from bindertui.model.text import NEUTRAL
from bindertui.search.analysis import first_letters, to_engine_text
from bindertui.search.passages import IndexedPassage, Weight
from bindertui.search.schema import DATE_FIELDS, TAGS, IndexSchema, date_number, encode_passage, tag

_FACTORS = {weight: 2.0 ** (2.0 ** (weight - 1)) - 2.0 for weight in Weight}
"""Tantivy multiplies a score by log2(2 + value); with these values the factors are 1, 2, 4, 8 and 16."""


def build_documents(
    schema: IndexSchema, passages: Iterable[IndexedPassage], first_order: int = 0, file: str = ""
) -> Iterator[Document]:
    """Yield a document for each passage, in all its languages.

    Args:
        schema: the fields.
        passages: entry by entry.
        first_order: the order of the first passage.
        file: the file of the passages; its documents are replaced together.
    """
    fields = {
        language: (schema.exact_field(language), schema.stem_field(language), schema.initial_field(language))
        for language in (*schema.languages, NEUTRAL)
    }
    from_file = tag("file", file)
    unit, start = "", first_order
    for order, passage in enumerate(passages, first_order):
        if passage.unit != unit:
            unit, start = passage.unit, order
        document = Document()
        for language, shown in passage.text.originals:
            exact, stem, initial = fields.get(language) or fields[NEUTRAL]
            text = to_engine_text(shown)
            document.add_text(exact, text)
            document.add_text(stem, text)
            document.add_text(initial, first_letters(text))
        if passage.label:
            document.add_text("label", passage.label)
        _add_metadata(document, schema, passage, from_file)
        document.add_unsigned("unit", start)
        document.add_unsigned("order", order)
        document.add_bytes("shown", encode_passage(passage))
        yield document


def _add_metadata(document: Document, layout: IndexSchema, passage: IndexedPassage, from_file: str) -> None:
    """Add everything but the words of a passage to its document."""
    words, days = _filter_tags(
        passage.kind,
        passage.within,
        passage.partners,
        passage.sources,
        passage.flags,
        passage.edition,
        passage.as_of,
    )
    spoken = _language_tags(layout, tuple([language for language, _ in passage.text.originals]))
    document.add_text(TAGS, f"{from_file} {spoken} {words}")
    for name, number in days:
        document.add_unsigned(name, number)
    document.add_float("weight", _FACTORS[passage.weight])


@lru_cache(maxsize=1 << 8)
def _language_tags(layout: IndexSchema, languages: tuple[str, ...]) -> str:
    """Return the language tags of a passage; texts without a language count for all languages."""
    codes = (code for language in languages for code in ((language,) if language != NEUTRAL else layout.languages))
    return " ".join(tag("lang", code) for code in dict.fromkeys(codes))


@lru_cache(maxsize=1 << 12)
def _filter_tags(  # noqa: PLR0913, PLR0917 - hashable arguments for the cache
    kind: EntryKind,
    within: tuple[str, ...],
    partners: tuple[str, ...],
    sources: tuple[str, ...],
    flags: tuple[str, ...],
    edition: str,
    as_of: str | None,
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return the tags of a passage, and its dates as numbers by field."""
    tags = [tag("kind", kind)]
    tags += [tag("in", entry) for entry in within]
    tags += [tag("partner", partner) for partner in partners]
    tags += [tag("source", source.casefold()) for source in sources]
    tags += [tag("is", flag) for flag in flags]
    days = []
    for name, date in (("edition", edition), ("asof", as_of or "")):
        if (number := date_number(date)) is not None:
            days.append((DATE_FIELDS[name], number))
            tags += [tag(name, date[:length]) for length in (4, 7, 10) if length <= len(date)]
    return " ".join(tags), tuple(days)
