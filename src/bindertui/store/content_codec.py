"""The content of files as JSON: sections, partners, agreements, the cover, glossary and sources.

Separate from `codec`, because the first frame only decodes outline items and need not import entries and blocks.
"""

from math import isfinite
from typing import TYPE_CHECKING, Any

from bindertui.model.entries import (
    Agreement,
    Block,
    Event,
    Fact,
    Figure,
    FigureData,
    Link,
    Note,
    NoteData,
    Paragraph,
    Partner,
    Point,
    Points,
    Section,
    Series,
    Source,
    Table,
    TableData,
    Term,
    Withheld,
    WithheldData,
)
from bindertui.model.enums import EntryKind, NoteKind, PartnerKind
from bindertui.model.outline import BrokenEntry, FileContent
from bindertui.model.text import Text
from bindertui.store.codec import (
    decode_broken,
    decode_cover,
    decode_list,
    decode_optional_text,
    decode_optional_word,
    decode_problems,
    decode_text,
    decode_word,
    decode_words,
    dump,
    parse,
    to_plain,
)

if TYPE_CHECKING:
    from bindertui.model.problems import Problem


def encode_content(content: FileContent) -> bytes:
    """Return the JSON of the content of a file."""
    tag = "broken" if isinstance(content, BrokenEntry) else "content"
    return dump([tag, to_plain(content)])


def decode_content(data: bytes, kind: EntryKind) -> FileContent:
    """Return the content of a file from its JSON.

    Args:
        data: the JSON.
        kind: the kind of content, by the name of the file; the JSON does not decide it.
    """
    tag, value = parse(data)
    if tag == "broken":
        return decode_broken(value)
    if tag != "content":
        raise ValueError("an unknown tag")
    content: FileContent = _DECODERS[kind](value)
    return content


def encode_loaded(content: FileContent | None, problems: "tuple[Problem, ...]", digest: str) -> bytes:
    """Return the JSON of a loaded file: its content or its problems, and its digest."""
    return dump(to_plain((content, problems, digest)))


def decode_loaded(data: bytes, kind: EntryKind) -> "tuple[FileContent | None, tuple[Problem, ...], str]":
    """Return the content, problems and digest of a loaded file from their JSON."""
    content, problems, digest = parse(data)
    return None if content is None else _DECODERS[kind](content), decode_problems(problems), decode_word(digest)


def _section(value: Any) -> Section:
    identifier, title, summary, partners, sources, body, sections = value
    return Section(
        decode_word(identifier),
        decode_text(title),
        decode_optional_text(summary),
        decode_words(partners),
        decode_words(sources),
        tuple([_block(block) for block in decode_list(body)]),
        tuple([_section(section) for section in decode_list(sections)]),
    )


def _partner(value: Any) -> Partner:
    identifier, kind, name, acronym, summary, role, lead, sources, members, agreements, facts, events, links = value
    return Partner(
        decode_word(identifier),
        PartnerKind(kind),
        decode_text(name),
        decode_optional_text(acronym),
        decode_optional_text(summary),
        decode_optional_text(role),
        decode_optional_text(lead),
        decode_words(sources),
        tuple([_word_or_text(member) for member in decode_list(members)]),
        decode_words(agreements),
        tuple([_fact(fact) for fact in decode_list(facts)]),
        tuple([_event(event) for event in decode_list(events)]),
        tuple([_link(link) for link in decode_list(links)]),
    )


def _agreement(value: Any) -> Agreement:
    (
        identifier,
        title,
        acronym,
        parties,
        signed,
        in_force,
        ended,
        status,
        citation,
        summary,
        sources,
        body,
        events,
    ) = value
    return Agreement(
        decode_word(identifier),
        decode_text(title),
        decode_optional_text(acronym),
        tuple([_word_or_text(party) for party in decode_list(parties)]),
        decode_optional_word(signed),
        decode_optional_word(in_force),
        decode_optional_word(ended),
        decode_optional_text(status),
        decode_optional_text(citation),
        decode_optional_text(summary),
        decode_words(sources),
        tuple([_block(block) for block in decode_list(body)]),
        tuple([_event(event) for event in decode_list(events)]),
    )


def _word_or_text(value: Any) -> str | Text:
    return value if type(value) is str else decode_text(value)


def _fact(value: Any) -> Fact:
    label, worth, as_of, sources = value
    return Fact(decode_text(label), decode_text(worth), decode_optional_word(as_of), decode_words(sources))


def _event(value: Any) -> Event:
    date, text, sources = value
    return Event(decode_word(date), decode_text(text), decode_words(sources))


def _link(value: Any) -> Link:
    label, url = value
    return Link(decode_text(label), decode_text(url))


def _term(value: Any) -> Term:
    term, meaning, entry, sources = value
    return Term(decode_text(term), decode_text(meaning), decode_optional_word(entry), decode_words(sources))


def _source(value: Any) -> Source:
    title, publisher, url, date = value
    return Source(
        decode_text(title), decode_optional_text(publisher), decode_optional_text(url), decode_optional_word(date)
    )


def _terms(value: Any) -> tuple[Term, ...]:
    return tuple([_term(term) for term in decode_list(value)])


def _sources(value: Any) -> dict[str, Source]:
    return {key: _source(source) for key, source in value.items()}


def _block(value: Any) -> Block:
    tag, content, sources, as_of = value
    cls, decode = _BLOCKS[tag]
    block: Block = cls(decode(content), decode_words(sources), decode_optional_word(as_of))
    return block


def _points(value: Any) -> tuple[Point, ...]:
    return tuple([_point(point) for point in decode_list(value)])


def _point(value: Any) -> Point:
    text, sources, as_of, points = value
    return Point(decode_text(text), decode_words(sources), decode_optional_word(as_of), _points(points))


def _texts(value: Any) -> tuple[Text, ...]:
    return tuple([decode_text(text) for text in decode_list(value)])


def _table(value: Any) -> TableData:
    columns, rows, caption = value
    return TableData(_texts(columns), tuple([_texts(row) for row in decode_list(rows)]), decode_optional_text(caption))


def _figure(value: Any) -> FigureData:
    x, series, caption, unit = value
    return FigureData(
        _texts(x),
        tuple([_series(each) for each in decode_list(series)]),
        decode_optional_text(caption),
        decode_optional_text(unit),
    )


def _series(value: Any) -> Series:
    label, values = value
    return Series(decode_text(label), tuple([_number(number) for number in decode_list(values)]))


def _number(value: Any) -> float | None:
    if value is not None and (type(value) not in {int, float} or not isfinite(value)):
        raise TypeError("a finite number is expected")
    number: float | None = value
    return number


def _note(value: Any) -> NoteData:
    kind, text = value
    return NoteData(NoteKind(kind), decode_text(text))


def _withheld(value: Any) -> WithheldData:
    (provision,) = value
    return WithheldData(decode_word(provision))


_BLOCKS: dict[str, Any] = {
    "text": (Paragraph, decode_text),
    "points": (Points, _points),
    "table": (Table, _table),
    "figure": (Figure, _figure),
    "note": (Note, _note),
    "withheld": (Withheld, _withheld),
}
"""The class of each block by its tag, and the decoder of its content."""

_DECODERS: dict[EntryKind, Any] = {
    EntryKind.BINDER: decode_cover,
    EntryKind.SECTION: _section,
    EntryKind.PARTNER: _partner,
    EntryKind.AGREEMENT: _agreement,
    EntryKind.TERM: _terms,
    EntryKind.SOURCE: _sources,
}
