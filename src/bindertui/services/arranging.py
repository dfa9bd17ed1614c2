"""Entries that come, go or change their id: each a change to several files, to be reviewed and saved as one."""

from attrs import evolve, frozen

from bindertui.errors import BinderError, NotFoundError
from bindertui.model.address import Address, Path, is_id
from bindertui.model.binder import BINDER, RESERVED_IDS, EntryKind, Place
from bindertui.model.entries import Section
from bindertui.services.changing import Change, Changes
from bindertui.services.documents import edited
from bindertui.services.editing import path_in_file
from bindertui.services.library import Snapshot
from bindertui.services.reading import document_id
from bindertui.services.references import Reference, ids_in, references, renamed_in
from bindertui.store.dump import dump
from bindertui.store.yamltext import Edit, Insert, Replace, Value, WithKey, Without, YamlText


@frozen
class Referenced:
    """An entry cannot go while others refer to it.

    Attributes:
        by: what refers to it.
    """

    by: tuple[Reference, ...]


def created(snapshot: Snapshot, kind: EntryKind, identifier: str, fields: dict[str, Value]) -> Changes:
    """A new top section, partner or agreement; a section comes last in the reading order.

    Raises:
        BinderError: the id is not well formed, or taken.
    """
    _ensure_free(snapshot, identifier)
    file = snapshot.repository.file_for(kind, identifier)
    changes = [Change(file, None, None, dump(fields))]
    if kind is EntryKind.SECTION:
        count = len(snapshot.binder.cover.sections)
        changes.append(edited(snapshot, BINDER, [Insert(("sections",), count, identifier)]))
    return Changes(snapshot, f"Add {identifier}", tuple(changes))


def created_within(snapshot: Snapshot, parent: str, identifier: str, fields: dict[str, Value]) -> Changes:
    """A new section, the last of those nested in another.

    Raises:
        BinderError: the id is not well formed, or taken.
        NotFoundError: there is no such section to put it into.
    """
    _ensure_free(snapshot, identifier)
    place = _place(snapshot, parent)
    entry = snapshot.binder.entry(parent)
    if not isinstance(entry, Section):
        raise NotFoundError(f"{parent} is no section. Sections are nested in sections.")
    value: Value = {"id": identifier, **fields}
    path = _path(snapshot, place)
    if entry.sections:
        edit: Edit = Insert((*path, "sections"), len(entry.sections), value)
    else:
        edit = WithKey(path, "sections", [value])
    return Changes(snapshot, f"Add {identifier}", (edited(snapshot, document_id(snapshot, parent), [edit]),))


def renamed(snapshot: Snapshot, identifier: str, new: str) -> Changes:
    """Another id for an entry, in its place and wherever it is referred to.

    Raises:
        BinderError: the new id is not well formed, or taken.
        NotFoundError: there is no such entry.
    """
    place = _place(snapshot, identifier)
    _ensure_free(snapshot, new)
    edits: dict[str, list[Edit]] = {}
    for reference in references(snapshot.binder, frozenset((identifier,))):
        text = renamed_in(reference.text, identifier, new)
        edits.setdefault(reference.document, []).append(Replace(reference.path, text))
    own = document_id(snapshot, identifier)
    path = _path(snapshot, place)
    plain = YamlText.parse(edited(snapshot, own, ()).before or "").plain()
    if own != identifier or (isinstance(plain, dict) and "id" in plain):
        edits.setdefault(own, []).append(Replace((*path, "id"), new))
    changes = [edited(snapshot, document, made) for document, made in edits.items() if document != identifier]
    if own == identifier:
        change = edited(snapshot, own, edits.get(own, []))
        file = snapshot.repository.file_for(place.kind, new)
        changes += [evolve(change, after=None), Change(file, None, None, change.after, change.file)]
    return Changes(snapshot, f"Rename {identifier} to {new}", tuple(changes))


def deleted(snapshot: Snapshot, identifier: str) -> Changes | Referenced:
    """An entry taken away, with the sections nested in it; refused while anything else refers to one of them.

    Raises:
        NotFoundError: there is no such entry.
    """
    place = _place(snapshot, identifier)
    entry = snapshot.binder.entry(identifier)
    gone = frozenset(ids_in(entry)) if isinstance(entry, Section) else frozenset((identifier,))
    own = document_id(snapshot, identifier)
    path = _path(snapshot, place)
    by: list[Reference] = []
    listed: list[Reference] = []
    for reference in references(snapshot.binder, gone):
        if reference.document == own and reference.path[: len(path)] == path:
            continue
        (listed if reference.document == BINDER and reference.path[0] == "sections" else by).append(reference)
    if by:
        return Referenced(tuple(by))
    changes = []
    if own == identifier:
        changes.append(evolve(edited(snapshot, own, []), after=None))
    else:
        changes.append(edited(snapshot, own, [Without(path)]))
    if listed and own == identifier:
        changes.append(edited(snapshot, BINDER, [Without(reference.path) for reference in reversed(listed)]))
    return Changes(snapshot, f"Delete {identifier}", tuple(changes))


def _place(snapshot: Snapshot, identifier: str) -> Place:
    place = snapshot.binder.place(identifier)
    if place is None or identifier in RESERVED_IDS:
        raise NotFoundError(f"There is no entry {identifier!r} that can be added to, renamed or deleted.")
    return place


def _ensure_free(snapshot: Snapshot, identifier: str) -> None:
    if not is_id(identifier):
        raise BinderError(f"{identifier!r} is not an id. Use lower-case letters, digits and single hyphens.")
    if identifier in RESERVED_IDS or snapshot.binder.place(identifier) is not None:
        raise BinderError(f"The id {identifier!r} is taken. Choose another.")


def _path(snapshot: Snapshot, place: Place) -> Path:
    """Where an entry stands in its file."""
    document = document_id(snapshot, place.id)
    if document == place.id:
        return ()
    return path_in_file(edited(snapshot, document, ()).before or "", Address(place.id))
