"""Passages: every text of a binder that search can find, with its metadata, file by file."""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from bindertui._frozen import frozen
from bindertui.i18n import format_number
from bindertui.model.address import Address, FieldPath
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Figure, Note, Partner, Section, Source, Table, Term, Withheld
from bindertui.model.enums import EntryKind
from bindertui.model.fields import FieldRole, declared_fields, field_role
from bindertui.model.markup import linked_entries, strip_markup
from bindertui.model.outline import BINDER, GLOSSARY, SOURCES, Cover
from bindertui.model.text import NEUTRAL, Text, single_line


class Weight(IntEnum):
    """How much a match in a text says about the subject of its entry; higher is more."""

    REST = 1
    BODY = 2
    LEAD = 3
    """Summaries, roles and takeaways."""
    HEADING = 4
    """Captions, column headings and labels inside an entry."""
    TITLE = 5
    """The name, title or acronym of an entry."""


@frozen
class IndexedPassage:
    """One text in all its languages, as shown to readers.

    Attributes:
        place: its address, without a language.
        kind: the kind of its entry.
        title: the title of its entry; for a term or a source, its own.
        weight: how much a match in it counts.
        text: each original on one line, with markup resolved and safe for a terminal.
        by_language: whether each original has an address of its own, with the language as the last step.
        within: the ids of its entry and of the entries above.
        sources: the keys of its sources.
        as_of: the date it applies to, or None.
        partners: ids of the partners it links to in any language, or that its entry lists.
        flags: values of the field `is:`.
        edition: the edition of the binder.
        label: folded names of its field, so that a search for `role` finds the text in that field.
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
        """The entry that a passage counts for, as an address; a term or a source counts as an entry of its own."""
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

EntryValue = Section | Partner | Agreement | Term | Source | Cover


@frozen
class IndexedEntry:
    """An entry and the attributes that its passages share.

    Attributes:
        value: the entry.
        id: its id.
        kind: its kind.
        binder: its binder.
        path: its position, if it is an item of the glossary or the sources.
    """

    value: EntryValue
    id: str
    kind: EntryKind
    binder: Binder
    path: FieldPath = ()

    @property
    def within(self) -> tuple[str, ...]:
        """The ids of the entry and of the entries above."""
        return (*self.binder.parents(self.id), self.id)

    @property
    def listed(self) -> tuple[str, ...]:
        """The partners that the entry as a whole is about."""
        if isinstance(self.value, Section):
            return self.value.partners
        if isinstance(self.value, Agreement):
            return tuple(party for party in self.value.parties if isinstance(party, str))
        return (self.id,) if isinstance(self.value, Partner) else ()

    @property
    def title(self) -> Text:
        """Its title; for a term, the term."""
        return self.value.term if isinstance(self.value, Term) else self.value.title


@frozen
class _Context:
    """Attributes that a text inherits from the values around it.

    Attributes:
        sources: the sources of its blocks and points; empty if they have none.
        as_of: the innermost date.
        flags: values of the field `is:`.
    """

    sources: tuple[str, ...] = ()
    as_of: str | None = None
    flags: tuple[str, ...] = ()

    def within(self, value: Any) -> "_Context":
        """Return the context inside a nested value."""
        sources: tuple[str, ...] = getattr(value, "sources", ())
        as_of: str | None = getattr(value, "as_of", None)
        flag = _FLAGS.get(type(value))
        if not sources and not as_of and flag is None:
            return self
        flags = (*self.flags, flag) if flag else self.flags
        if isinstance(value, Note):
            flags = (*flags, str(value.note.kind))
        return _Context(tuple(dict.fromkeys((*self.sources, *sources))), as_of or self.as_of, flags)


class _FieldValue(NamedTuple):
    """A value that becomes a passage, and its position in an entry.

    Attributes:
        path: its path in the entry.
        name: the name of its field.
        role: the role of its field; None for an item that becomes one passage as a whole.
        value: the value.
        context: its context.
    """

    path: FieldPath
    name: str
    role: FieldRole | None
    value: Any
    context: _Context


_JOINED_LISTS = {"facts": ("label", "value"), "events": ("date", "text")}
"""Lists with items that become one passage each, and the fields to join: a value means little without its label."""


def _iter_field_values(value: Any, path: FieldPath, context: _Context) -> Iterator[_FieldValue]:
    """Yield the values to index in the order of their fields; nested sections are entries of their own."""
    for attribute in declared_fields(value.__class__):
        name = attribute.name
        content = getattr(value, name)
        if content is None or content == () or name == "sections":
            continue
        here = (*path, name)
        if name in _JOINED_LISTS and not path:
            for position, item in enumerate(content):
                yield _FieldValue((name, position), name, None, item, context.within(item))
        else:
            yield from _iter_nested(content, here, name, field_role(attribute), context)


def _iter_nested(content: Any, path: FieldPath, name: str, role: FieldRole, context: _Context) -> Iterator[_FieldValue]:
    if isinstance(content, tuple):
        for position, item in enumerate(content):
            yield from _iter_nested(item, (*path, position), name, role, context)
    elif isinstance(content, Text | str | int | float):
        yield _FieldValue(path, name, role, content, context)
    elif content is not None:
        yield from _iter_field_values(content, path, context.within(content))


def entry_passages(entry: IndexedEntry) -> Iterator[IndexedPassage]:
    """Yield the passages of an entry in reading order."""
    within, listed, title = entry.within, entry.listed, entry.title
    edition = entry.binder.cover.edition
    own: tuple[str, ...] = getattr(entry.value, "sources", ())
    for field_value in _iter_field_values(entry.value, (), _Context()):
        context, whole = field_value.context, field_value.role is None
        originals, linked = (
            _join_item(field_value.value, _JOINED_LISTS[field_value.name], entry.binder)
            if whole
            else _visible_texts(entry, field_value)
        )
        if originals:
            yield IndexedPassage(
                Address(entry.id, (*entry.path, *field_value.path)),
                entry.kind,
                title,
                _weight(entry, field_value),
                Text(originals),
                not whole and isinstance(field_value.value, Text),
                within,
                context.sources or own,
                context.as_of,
                tuple(dict.fromkeys((*listed, *linked))) if linked else listed,
                context.flags,
                edition,
                _LABELS.get(field_value.name, ""),
            )


_Originals = tuple[tuple[str, str], ...]
"""The texts by language, or under `NEUTRAL` one for all languages."""


def _join_item(item: Any, names: tuple[str, str], binder: Binder) -> tuple[_Originals, list[str]]:
    """Return a fact or an event as one text for each language, such as `Founded: 1985`, and the ids it links to."""
    parts = [getattr(item, name) for name in names]
    texts = [part for part in parts if isinstance(part, Text)]
    originals, linked = [], []
    for language in binder.languages if any(text.languages for text in texts) else (NEUTRAL,):
        said = [part.in_language(language) if isinstance(part, Text) else str(part) for part in parts]
        linked += [link for text in texts for link in _links_in(text.in_language(language))]
        shown = single_line(_colon(language).join(_resolve(text, language, binder) for text in said))
        originals.append((language, shown))
    return tuple(originals), linked


def _weight(entry: IndexedEntry, field_value: _FieldValue) -> Weight:
    if "takeaway" in field_value.context.flags:
        return Weight.LEAD
    weight = _WEIGHTS.get(field_value.name, Weight.REST)
    # Titles of sources must not outrank the entries that cite them.
    return min(weight, Weight.REST) if entry.kind is EntryKind.SOURCE else weight


def _visible_texts(entry: IndexedEntry, field_value: _FieldValue) -> tuple[_Originals, list[str]]:
    """Return a value as shown in each language, and the ids it links to; nothing if it is not searched."""
    name, value, binder = field_value.name, field_value.value, entry.binder
    if isinstance(value, Text) and field_value.role is not FieldRole.URL:
        return _resolve_all(value, binder), [link for _, text in value.originals for link in _links_in(text)]
    if field_value.role is FieldRole.DATE and isinstance(value, str) and name != "as_of":
        return ((NEUTRAL, single_line(value)),), []
    if name == "provision":
        shown = [(each, single_line(f"{_REDACTED.get(each, '[Redacted]')} {value}")) for each in binder.languages]
        return tuple(shown), []
    if name in _LISTS and isinstance(value, str) and (named := binder.outline_item(value)):
        return _resolve_all(named.title, binder), [value]
    if name == "values" and isinstance(value, int | float):
        return tuple(_figure_value(entry.value, field_value, binder)), []
    return (), []


def _resolve_all(text: Text, binder: Binder) -> _Originals:
    return tuple([(language, single_line(_resolve(said, language, binder))) for language, said in text.originals])


def _figure_value(value: Any, field_value: _FieldValue, binder: Binder) -> Iterator[tuple[str, str]]:
    """Yield a number of a figure with its labels, such as `Arrivals, 2018: 19,419`."""
    figure = _value_at(value, field_value.path[:-4])
    series, position = int(field_value.path[-3]), int(field_value.path[-1])
    labels = [figure.caption, figure.series[series].label if len(figure.series) > 1 else None, figure.unit]
    place = figure.x[position] if position < len(figure.x) else None
    for language in binder.languages:
        said = [_resolve(text.in_language(language), language, binder) for text in (*labels, place) if text]
        number = format_number(field_value.value, language)
        yield language, single_line(f"{', '.join(dict.fromkeys(said))}{_colon(language)}{number}")


def _colon(language: str) -> str:
    """Return the colon of a language with its spaces."""
    return "\u00a0: " if language == "fr" else ": "


def _value_at(value: Any, path: FieldPath) -> Any:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _links_in(text: str) -> Iterable[str]:
    return linked_entries(text) if "[[" in text else ()


def _resolve(text: str, language: str, binder: Binder) -> str:
    """Return a text without markup; a link without a text becomes the title of its entry."""
    if "[" not in text and "*" not in text:
        return text

    def name(identifier: str) -> str:
        place = binder.outline_item(identifier)
        return place.title.in_language(language) if place else identifier

    return strip_markup(text, name)


_KINDS: dict[type, EntryKind] = {
    Section: EntryKind.SECTION,
    Partner: EntryKind.PARTNER,
    Agreement: EntryKind.AGREEMENT,
}


def binder_passages(binder: Binder) -> Iterator[IndexedPassage]:
    """Yield every passage of a binder in reading order."""
    return (passage for file in content_files(binder) for passage in file.passages())


@frozen
class ContentFile:
    """A file of a binder; its passages are indexed together.

    Attributes:
        binder: the binder.
        path: its path in the binder, such as `sections/context.yaml`.
        digest: its digest; empty if unknown.
    """

    binder: Binder
    path: str
    digest: str

    def passages(self) -> Iterator[IndexedPassage]:
        """Yield its passages in reading order; none if the file cannot be read."""
        for entry in self._entries():
            yield from entry_passages(entry)

    def _entries(self) -> Iterator[IndexedEntry]:
        binder = self.binder
        content: Any = binder.file_content(self.path)
        if isinstance(content, Cover):
            yield IndexedEntry(content, BINDER, EntryKind.BINDER, binder)
        elif isinstance(content, tuple):
            for position, term in enumerate(content):
                yield IndexedEntry(term, GLOSSARY, EntryKind.TERM, binder, (position,))
        elif isinstance(content, Mapping):
            for key, source in content.items():
                yield IndexedEntry(source, SOURCES, EntryKind.SOURCE, binder, (key,))
        else:
            for entry in _with_nested(content):
                # If two entries share an id, addresses lead to the first.
                if binder.entry(entry.id) is entry:
                    yield IndexedEntry(entry, entry.id, _KINDS[type(entry)], binder)


def content_files(binder: Binder) -> list[ContentFile]:
    """Return the files of a binder, in reading order."""
    return [ContentFile(binder, path, digest) for path, digest in binder.files().items()]


def _with_nested(entry: Any) -> Iterator[Section | Partner | Agreement]:
    if isinstance(entry, Section | Partner | Agreement):
        yield entry
    if isinstance(entry, Section):
        for nested in entry.sections:
            yield from _with_nested(nested)
