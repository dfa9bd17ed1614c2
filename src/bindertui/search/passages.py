"""What is searched: every text of a binder that a reader can be shown, with what the filters ask of it."""

from collections.abc import Iterator
from enum import IntEnum
from itertools import groupby
from typing import Any

from attrs import frozen

from bindertui.model.address import Address, Path, Step
from bindertui.model.binder import BINDER, GLOSSARY, SOURCES, Binder, Cover
from bindertui.model.blocks import Figure, Note, Table, Withheld
from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.fields import Role
from bindertui.model.inline import entries_linked, spans
from bindertui.model.kinds import EntryKind
from bindertui.model.text import NEUTRAL, Text, number_text, one_line
from bindertui.model.walk import Leaf, leaves


class Weight(IntEnum):
    """How much a match in a text says about what the text is about; higher is more."""

    REST = 1
    BODY = 2
    LEAD = 3
    """Summaries, roles and takeaways."""
    HEADING = 4
    """Captions, column headings and labels inside an entry."""
    TITLE = 5
    """The name, title or acronym of an entry."""


@frozen
class Passage:
    """One text in one language, as it is shown.

    Attributes:
        address: where it stands, its language the last step when the text is written by language.
        kind: what the entry is.
        title: the entry's title; of a term or a source, its own.
        language: `NEUTRAL` for a text that is the same to readers of every language.
        text: on one line, its markup resolved, safe for a terminal.
        within: ids of its entry and of the entries above it.
        as_of: the date it holds for, or None.
        partners: ids of the partners it links to, or that its entry lists.
        flags: the words `is:` knows it by.
        label: the folded words its field goes by, so that `role` finds what stands under that heading.
    """

    address: Address
    kind: EntryKind
    title: Text
    weight: Weight
    language: str
    text: str
    within: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    partners: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    edition: str = ""
    label: str = ""

    @property
    def place(self) -> Address:
        """The address without the language: the same for both originals of a text."""
        path = self.address.path
        if self.language != NEUTRAL and path and path[-1] == self.language:
            return Address(self.address.entry, path[:-1], self.address.binder)
        return self.address

    @property
    def unit(self) -> str:
        """What counts as one entry, as an address: the entry; of a term or a source, its own place in the list."""
        address = self.address
        entry = f"{address.binder}/{address.entry}" if address.binder else address.entry
        return f"{entry}#{address.path[0]}" if address.entry in {GLOSSARY, SOURCES} else entry


_WEIGHTS = {
    "title": Weight.TITLE,
    "name": Weight.TITLE,
    "acronym": Weight.TITLE,
    "term": Weight.TITLE,
    "caption": Weight.HEADING,
    "columns": Weight.HEADING,
    "label": Weight.HEADING,
    "summary": Weight.LEAD,
    "role": Weight.LEAD,
    "meaning": Weight.LEAD,
    "text": Weight.BODY,
    "value": Weight.BODY,
    "values": Weight.BODY,
    "rows": Weight.BODY,
    "lead": Weight.BODY,
    "status": Weight.BODY,
    "provision": Weight.BODY,
}
_LABELS = {
    "role": "role",
    "lead": "lead leads responsable",
    "members": "member members membre membres",
    "parties": "party parties partie",
    "agreements": "agreement agreements accord accords",
    "signed": "signed signe signee signature",
    "in_force": "force vigueur",
    "ended": "ended fin",
    "status": "status etat",
}
_FLAGS: dict[type, str] = {Withheld: "withheld", Figure: "figure", Table: "table", Note: "note"}
_REDACTED = {"fr": "[Caviardé]"}
_LISTS = ("members", "parties", "agreements")

Searched = Section | Partner | Agreement | Term | Source | Cover


@frozen
class _Entry:
    """What all passages of one entry share."""

    value: Searched
    id: str
    kind: EntryKind
    binder: Binder
    path: Path = ()

    @property
    def within(self) -> tuple[str, ...]:
        return (*self.binder.parents(self.id), self.id)

    @property
    def listed(self) -> tuple[str, ...]:
        """The partners the whole entry is about."""
        if isinstance(self.value, Section):
            return self.value.partners
        if isinstance(self.value, Agreement):
            return tuple(party for party in self.value.parties if isinstance(party, str))
        return (self.id,) if isinstance(self.value, Partner) else ()

    @property
    def title(self) -> Text:
        return self.value.term if isinstance(self.value, Term) else self.value.title


def passages(binder: Binder) -> Iterator[Passage]:
    """Every passage of a binder in reading order; the originals of one text follow each other."""
    for entry in _entries(binder):
        yield from _of_entry(entry)


def _entries(binder: Binder) -> Iterator[_Entry]:
    yield _Entry(binder.cover, BINDER, EntryKind.BINDER, binder)
    kinds = {Section: EntryKind.SECTION, Partner: EntryKind.PARTNER, Agreement: EntryKind.AGREEMENT}
    for entry in binder.entries():
        yield _Entry(entry, entry.id, kinds[type(entry)], binder)
    for position, term in enumerate(binder.terms):
        yield _Entry(term, GLOSSARY, EntryKind.TERM, binder, (position,))
    for key, source in binder.sources.items():
        yield _Entry(source, SOURCES, EntryKind.SOURCE, binder, (key,))


def _of_entry(entry: _Entry) -> Iterator[Passage]:
    within, listed, title = entry.within, entry.listed, entry.title
    edition = entry.binder.cover.edition
    for path, together in groupby(leaves(entry.value, without=("sections",)), key=_passage_path):
        leaf = next(together)
        context = _Context.of(entry.value, leaf.path)
        weight = _weight(entry, leaf, context)
        label = _LABELS.get(leaf.attribute.name, "")
        whole = _WHOLE.get(str(path[0]))
        shown = _said(_step_to(entry.value, path), whole, entry.binder) if whole else _shown(entry, leaf)
        for language, text, partners in shown:
            place = (*entry.path, *path)
            by_language = not whole and isinstance(leaf.value, Text) and language != NEUTRAL
            yield Passage(
                Address(entry.id, (*place, language) if by_language else place),
                entry.kind,
                title,
                weight,
                language,
                text,
                within,
                context.sources,
                context.as_of,
                tuple(dict.fromkeys((*listed, *partners))),
                context.flags,
                edition,
                label,
            )


_WHOLE = {"facts": ("label", "value"), "events": ("date", "text")}
"""Lists whose items are one passage each, and the fields that make it: a value says nothing without its label."""


def _passage_path(leaf: Leaf) -> Path:
    """The path of the passage a leaf belongs to."""
    return leaf.path[:2] if leaf.path[0] in _WHOLE else leaf.path


def _said(item: Any, names: tuple[str, str], binder: Binder) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A fact or an event as one text in each language, as `Founded: 1985`."""
    parts = [getattr(item, name) for name in names]
    texts = [part for part in parts if isinstance(part, Text)]
    spoken = any(text.languages for text in texts)
    for language in binder.languages if spoken else (NEUTRAL,):
        said = [part.read(language) if isinstance(part, Text) else str(part) for part in parts]
        linked = tuple(link for text in texts for link in _linked(text.read(language)))
        yield language, one_line(_colon(language).join(_resolved(text, language, binder) for text in said)), linked


@frozen
class _Context:
    """What the values around a leaf say of it."""

    sources: tuple[str, ...]
    as_of: str | None
    flags: tuple[str, ...]

    @classmethod
    def of(cls, value: Any, path: Path) -> "_Context":
        """Follow a path from an entry inwards, minding the sources, dates and kinds of block on the way."""
        own: tuple[str, ...] = getattr(value, "sources", ())
        sources: list[str] = []
        flags: list[str] = []
        as_of: str | None = None
        for step in path:
            value = _step(value, step)
            sources += getattr(value, "sources", ())
            as_of = getattr(value, "as_of", None) or as_of
            if flag := _FLAGS.get(type(value)):
                flags.append(flag)
                if isinstance(value, Note):
                    flags.append(str(value.note.kind))
        return cls(tuple(dict.fromkeys(sources)) or tuple(own), as_of, tuple(flags))


def _weight(entry: _Entry, leaf: Leaf, context: _Context) -> Weight:
    if "takeaway" in context.flags:
        return Weight.LEAD
    weight = _WEIGHTS.get(leaf.attribute.name, Weight.REST)
    # A source is where to check a statement: its title must not crowd out the entries that make it.
    return min(weight, Weight.REST) if entry.kind is EntryKind.SOURCE else weight


def _shown(entry: _Entry, leaf: Leaf) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The texts a leaf is shown as: language, text, and the ids it links to."""
    name, value, binder = leaf.attribute.name, leaf.value, entry.binder
    if isinstance(value, Text):
        if leaf.role is not Role.URL:
            for language, text in value.originals:
                yield language, one_line(_resolved(text, language, binder)), _linked(text)
    elif leaf.role is Role.DATE and isinstance(value, str) and name != "as_of":
        yield NEUTRAL, one_line(value), ()
    elif name == "provision":
        for language in binder.languages:
            yield language, one_line(f"{_REDACTED.get(language, '[Redacted]')} {value}"), ()
    elif name in _LISTS and isinstance(value, str) and (named := binder.place(value)):
        for language, text in named.title.originals:
            yield language, one_line(_resolved(text, language, binder)), (value,)
    elif name == "values" and isinstance(value, int | float):
        yield from _figure_value(entry.value, leaf, binder)


def _figure_value(value: Any, leaf: Leaf, binder: Binder) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A number of a figure with what it counts and its place on the x axis, as `Arrivals, 2018: 19,419`."""
    figure = _step_to(value, leaf.path[:-4])
    series, position = int(leaf.path[-3]), int(leaf.path[-1])
    labels = [figure.caption, figure.series[series].label if len(figure.series) > 1 else None, figure.unit]
    place = figure.x[position] if position < len(figure.x) else None
    for language in binder.languages:
        said = [_resolved(text.read(language), language, binder) for text in (*labels, place) if text]
        number = number_text(leaf.value, language)
        yield language, one_line(f"{', '.join(dict.fromkeys(said))}{_colon(language)}{number}"), ()


def _colon(language: str) -> str:
    """The colon of a language, and the spaces it asks for."""
    return "\u00a0: " if language == "fr" else ": "


def _step_to(value: Any, path: Path) -> Any:
    for step in path:
        value = _step(value, step)
    return value


def _step(value: Any, step: Step) -> Any:
    return value[step] if isinstance(step, int) else getattr(value, step)


def _linked(text: str) -> tuple[str, ...]:
    return tuple(entries_linked(text)) if "[[" in text else ()


def _resolved(text: str, language: str, binder: Binder) -> str:
    """A text with its markup resolved, a bare link shown by the title of its entry."""
    if "[" not in text and "*" not in text:
        return text
    return "".join(
        entry.title.read(language)
        if span.entry and not span.text and (entry := binder.place(span.entry))
        else span.text or span.entry or ""
        for span in spans(text)
    )
