"""What is searched: every text of a binder that a reader can be shown, with what the filters ask of it.

The files of a binder as search sees them: what is indexed, and replaced, together.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from bindertui._frozen import frozen
from bindertui.i18n import format_number
from bindertui.model.address import Address, Path
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Figure, Note, Partner, Section, Source, Table, Term, Withheld
from bindertui.model.enums import EntryKind
from bindertui.model.fields import Role, declared_fields, field_role
from bindertui.model.markup import linked_entries, strip_markup
from bindertui.model.outline import BINDER, GLOSSARY, SOURCES, Cover
from bindertui.model.text import NEUTRAL, Text, single_line


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
    """One text in all its languages, as it is shown.

    Attributes:
        place: where it stands, without a language.
        kind: what the entry is.
        title: the entry's title; of a term or a source, its own.
        text: each original on one line, its markup resolved, safe for a terminal.
        by_language: whether each original has an address of its own, its language the last step.
        within: ids of its entry and of the entries above it.
        as_of: the date it holds for, or None.
        partners: ids of the partners it links to in any language, or that its entry lists.
        flags: the words `is:` knows it by.
        label: the folded words its field goes by, so that `role` finds what stands under that heading.
    """

    place: Address
    kind: EntryKind
    title: Text
    weight: Weight
    text: Text
    by_language: bool
    within: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    partners: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    edition: str = ""
    label: str = ""

    @property
    def unit(self) -> str:
        """What counts as one entry, as an address: the entry; of a term or a source, its own place in the list."""
        place = self.place
        entry = f"{place.binder}/{place.entry}" if place.binder else place.entry
        return f"{entry}#{place.path[0]}" if place.entry in {GLOSSARY, SOURCES} else entry


_WEIGHTS = {
    "title": Weight.TITLE,
    "name": Weight.TITLE,
    "acronym": Weight.TITLE,
    "term": Weight.TITLE,
    "caption": Weight.HEADING,
    "columns": Weight.HEADING,
    "label": Weight.HEADING,
    "facts": Weight.LEAD,
    "events": Weight.BODY,
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
class SearchedEntry:
    """What all passages of one entry share.

    Attributes:
        path: where it stands in the list it belongs to, if it is an item of one.
    """

    value: Searched
    id: str
    kind: EntryKind
    binder: Binder
    path: Path = ()

    @property
    def within(self) -> tuple[str, ...]:
        """Ids of the entry and of the entries above it."""
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
        """Its title; of a term, the term."""
        return self.value.term if isinstance(self.value, Term) else self.value.title


@frozen
class _Context:
    """What the values around a text say of it.

    Attributes:
        sources: of the blocks and points it stands in; empty if they name none.
        as_of: the innermost date.
        flags: the words `is:` knows those blocks by.
    """

    sources: tuple[str, ...] = ()
    as_of: str | None = None
    flags: tuple[str, ...] = ()

    def within(self, value: Any) -> "_Context":
        """The context inside a value that stands in this one."""
        sources: tuple[str, ...] = getattr(value, "sources", ())
        as_of: str | None = getattr(value, "as_of", None)
        flag = _FLAGS.get(type(value))
        if not sources and not as_of and flag is None:
            return self
        flags = (*self.flags, flag) if flag else self.flags
        if isinstance(value, Note):
            flags = (*flags, str(value.note.kind))
        return _Context(tuple(dict.fromkeys((*self.sources, *sources))), as_of or self.as_of, flags)


class _Found(NamedTuple):
    """A value that makes a passage, at its place in an entry.

    Attributes:
        name: of its field.
        role: of its field; None of an item that is one passage as a whole.
    """

    path: Path
    name: str
    role: Role | None
    value: Any
    context: _Context


_WHOLE = {"facts": ("label", "value"), "events": ("date", "text")}
"""Lists whose items are one passage each, and the fields that make it: a value says nothing without its label."""


def _found(value: Any, path: Path, context: _Context) -> Iterator[_Found]:
    """What is to be searched of a value, in the order of its fields; nested sections are entries of their own."""
    for attribute in declared_fields(value.__class__):
        name = attribute.name
        content = getattr(value, name)
        if content is None or content == () or name == "sections":
            continue
        here = (*path, name)
        if name in _WHOLE and not path:
            for position, item in enumerate(content):
                yield _Found((name, position), name, None, item, context.within(item))
        else:
            yield from _below(content, here, name, field_role(attribute), context)


def _below(content: Any, path: Path, name: str, role: Role, context: _Context) -> Iterator[_Found]:
    if isinstance(content, tuple):
        for position, item in enumerate(content):
            yield from _below(item, (*path, position), name, role, context)
    elif isinstance(content, Text | str | int | float):
        yield _Found(path, name, role, content, context)
    elif content is not None:
        yield from _found(content, path, context.within(content))


def passages_of(entry: SearchedEntry) -> Iterator[Passage]:
    """The passages of an entry in reading order."""
    within, listed, title = entry.within, entry.listed, entry.title
    edition = entry.binder.cover.edition
    own: tuple[str, ...] = getattr(entry.value, "sources", ())
    for found in _found(entry.value, (), _Context()):
        context, whole = found.context, found.role is None
        originals, linked = _said(found.value, _WHOLE[found.name], entry.binder) if whole else _shown(entry, found)
        if originals:
            yield Passage(
                Address(entry.id, (*entry.path, *found.path)),
                entry.kind,
                title,
                _weight(entry, found),
                Text(originals),
                not whole and isinstance(found.value, Text),
                within,
                context.sources or own,
                context.as_of,
                tuple(dict.fromkeys((*listed, *linked))) if linked else listed,
                context.flags,
                edition,
                _LABELS.get(found.name, ""),
            )


_Originals = tuple[tuple[str, str], ...]
"""What is shown in each language, and as `NEUTRAL` what is the same in all."""


def _said(item: Any, names: tuple[str, str], binder: Binder) -> tuple[_Originals, list[str]]:
    """A fact or an event as one text in each language, as `Founded: 1985`; and the ids it links to."""
    parts = [getattr(item, name) for name in names]
    texts = [part for part in parts if isinstance(part, Text)]
    originals, linked = [], []
    for language in binder.languages if any(text.languages for text in texts) else (NEUTRAL,):
        said = [part.read(language) if isinstance(part, Text) else str(part) for part in parts]
        linked += [link for text in texts for link in _linked(text.read(language))]
        shown = single_line(_colon(language).join(_resolved(text, language, binder) for text in said))
        originals.append((language, shown))
    return tuple(originals), linked


def _weight(entry: SearchedEntry, found: _Found) -> Weight:
    if "takeaway" in found.context.flags:
        return Weight.LEAD
    weight = _WEIGHTS.get(found.name, Weight.REST)
    # A source is where to check a statement: its title must not crowd out the entries that make it.
    return min(weight, Weight.REST) if entry.kind is EntryKind.SOURCE else weight


def _shown(entry: SearchedEntry, found: _Found) -> tuple[_Originals, list[str]]:
    """What a value is shown as in each language, and the ids it links to; nothing of what is not to be searched."""
    name, value, binder = found.name, found.value, entry.binder
    if isinstance(value, Text) and found.role is not Role.URL:
        return _resolved_all(value, binder), [link for _, text in value.originals for link in _linked(text)]
    if found.role is Role.DATE and isinstance(value, str) and name != "as_of":
        return ((NEUTRAL, single_line(value)),), []
    if name == "provision":
        shown = [(each, single_line(f"{_REDACTED.get(each, '[Redacted]')} {value}")) for each in binder.languages]
        return tuple(shown), []
    if name in _LISTS and isinstance(value, str) and (named := binder.place(value)):
        return _resolved_all(named.title, binder), [value]
    if name == "values" and isinstance(value, int | float):
        return tuple(_figure_value(entry.value, found, binder)), []
    return (), []


def _resolved_all(text: Text, binder: Binder) -> _Originals:
    return tuple([(language, single_line(_resolved(said, language, binder))) for language, said in text.originals])


def _figure_value(value: Any, found: _Found, binder: Binder) -> Iterator[tuple[str, str]]:
    """A number of a figure with what it counts and its place on the x axis, as `Arrivals, 2018: 19,419`."""
    figure = _step_to(value, found.path[:-4])
    series, position = int(found.path[-3]), int(found.path[-1])
    labels = [figure.caption, figure.series[series].label if len(figure.series) > 1 else None, figure.unit]
    place = figure.x[position] if position < len(figure.x) else None
    for language in binder.languages:
        said = [_resolved(text.read(language), language, binder) for text in (*labels, place) if text]
        number = format_number(found.value, language)
        yield language, single_line(f"{', '.join(dict.fromkeys(said))}{_colon(language)}{number}")


def _colon(language: str) -> str:
    """The colon of a language, and the spaces it asks for."""
    return "\u00a0: " if language == "fr" else ": "


def _step_to(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _linked(text: str) -> Iterable[str]:
    return linked_entries(text) if "[[" in text else ()


def _resolved(text: str, language: str, binder: Binder) -> str:
    """A text with its markup resolved, a bare link shown by the title of its entry."""
    if "[" not in text and "*" not in text:
        return text

    def name(identifier: str) -> str:
        place = binder.place(identifier)
        return place.title.read(language) if place else identifier

    return strip_markup(text, name)


_KINDS: dict[type, EntryKind] = {
    Section: EntryKind.SECTION,
    Partner: EntryKind.PARTNER,
    Agreement: EntryKind.AGREEMENT,
}


def file_passages(binder: Binder) -> Iterator[Passage]:
    """Every passage of a binder in reading order; the originals of one text follow each other."""
    return (passage for file in content_files(binder) for passage in file.passages())


@frozen
class ContentFile:
    """What of a binder stands in one file, and is searched anew when that file changes.

    Attributes:
        path: in the binder, as `sections/context.yaml`.
        digest: of its bytes; empty where it cannot be told.
    """

    binder: Binder
    path: str
    digest: str

    def passages(self) -> Iterator[Passage]:
        """Its passages in reading order; none of a file that cannot be read."""
        for entry in self._entries():
            yield from passages_of(entry)

    def _entries(self) -> Iterator[SearchedEntry]:
        binder = self.binder
        held: Any = binder.held(self.path)
        if isinstance(held, Cover):
            yield SearchedEntry(held, BINDER, EntryKind.BINDER, binder)
        elif isinstance(held, tuple):
            for position, term in enumerate(held):
                yield SearchedEntry(term, GLOSSARY, EntryKind.TERM, binder, (position,))
        elif isinstance(held, Mapping):
            for key, source in held.items():
                yield SearchedEntry(source, SOURCES, EntryKind.SOURCE, binder, (key,))
        else:
            for entry in _with_nested(held):
                # An address leads to the first of two entries that share an id.
                if binder.entry(entry.id) is entry:
                    yield SearchedEntry(entry, entry.id, _KINDS[type(entry)], binder)


def content_files(binder: Binder) -> list[ContentFile]:
    """The files of a binder, in reading order."""
    return [ContentFile(binder, path, digest) for path, digest in binder.files().items()]


def _with_nested(entry: Any) -> Iterator[Section | Partner | Agreement]:
    if isinstance(entry, Section | Partner | Agreement):
        yield entry
    if isinstance(entry, Section):
        for nested in entry.sections:
            yield from _with_nested(nested)
