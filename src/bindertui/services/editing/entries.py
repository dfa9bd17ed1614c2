"""What new, renamed and deleted entries have in common: their places, and ids that are free.

New entries: each a change to be reviewed, and saved as one.

Where a binder refers to an entry: by its id, or by a link in a text.

An entry taken away: refused while others refer to it.

Another id for an entry: its file, and every reference to it, as one change.
"""

import re
from collections.abc import Iterator

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.errors import BinderError, NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, Path, is_id
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, Role, iter_fields
from bindertui.model.markup import linked_entries
from bindertui.model.outline import BINDER, RESERVED_IDS, Place
from bindertui.model.text import NEUTRAL, Text
from bindertui.services.editing.commit import ChangedFile, Changeset, edit_text, parse_documents
from bindertui.services.editing.draft import file_path_of
from bindertui.services.library import Snapshot, document_id
from bindertui.store.yaml.edit import Edit, Insert, Remove, Replace, SetKey, Value, YamlDocument
from bindertui.store.yaml.nodes import dump_yaml


def outline_position(snapshot: Snapshot, identifier: str) -> Place:
    """The place of an entry, or `NotFoundError`."""
    place = snapshot.binder.place(identifier)
    if place is None or identifier in RESERVED_IDS:
        raise NotFoundError(
            lazy_gettext("There is no entry {id!r} that can be added to, renamed or deleted.", id=identifier)
        )
    return place


def ensure_id_free(snapshot: Snapshot, identifier: str) -> None:
    """See that an id can be given, or raise `BinderError` saying why not."""
    if not is_id(identifier):
        raise BinderError(
            lazy_gettext("{id!r} is not an id. Use lower-case letters, digits and single hyphens.", id=identifier)
        )
    if identifier in RESERVED_IDS or snapshot.binder.place(identifier) is not None:
        raise BinderError(lazy_gettext("The id {id!r} is taken. Choose another.", id=identifier))


def entry_path(snapshot: Snapshot, place: Place) -> Path:
    """Where an entry stands in its file."""
    document = document_id(snapshot, place.id)
    if document == place.id:
        return ()
    return file_path_of(edit_text(snapshot, document, ()).before or "", Address(place.id))


def create_entry(snapshot: Snapshot, kind: EntryKind, identifier: str, fields: dict[str, Value]) -> Changeset:
    """A new top section, partner or agreement; a section comes last in the reading order.

    Raises:
        BinderError: the id is not well formed, or taken.
    """
    ensure_id_free(snapshot, identifier)
    file = snapshot.repository.file_for(kind, identifier)
    changes = [ChangedFile(file, None, None, dump_yaml(fields))]
    if kind is EntryKind.SECTION:
        count = len(snapshot.binder.cover.sections)
        changes.append(edit_text(snapshot, BINDER, [Insert(("sections",), count, identifier)]))
    return Changeset(snapshot, f"Add {identifier}", tuple(changes))


def create_subsection(snapshot: Snapshot, parent: str, identifier: str, fields: dict[str, Value]) -> Changeset:
    """A new section, the last of those nested in another.

    Raises:
        BinderError: the id is not well formed, or taken.
        NotFoundError: there is no such section to put it into.
    """
    ensure_id_free(snapshot, identifier)
    place = outline_position(snapshot, parent)
    entry = snapshot.binder.entry(parent)
    if not isinstance(entry, Section):
        raise NotFoundError(lazy_gettext("{parent} is no section. Sections are nested in sections.", parent=parent))
    value: Value = {"id": identifier, **fields}
    path = entry_path(snapshot, place)
    if entry.sections:
        edit: Edit = Insert((*path, "sections"), len(entry.sections), value)
    else:
        edit = SetKey(path, "sections", [value])
    return Changeset(snapshot, f"Add {identifier}", (edit_text(snapshot, document_id(snapshot, parent), [edit]),))


@frozen
class Reference:
    """A field that refers to an entry.

    Attributes:
        document: the id of the file the field lies in.
        path: where it lies there.
        text: what it says: an id, or a text with a link in it.
    """

    document: str
    path: Path
    text: str

    @property
    def address(self) -> Address:
        """Where it is, from the file's own entry inwards."""
        return Address(self.document, self.path)


def find_references(binder: Binder, identifiers: frozenset[str]) -> Iterator[Reference]:
    """Every field that refers to one of several entries, in reading order."""
    for document, value, path in parse_documents(binder):
        for leaf in iter_fields(value, path):
            if isinstance(leaf.value, Text):
                for language, original in leaf.value.originals:
                    if not identifiers.isdisjoint(linked_entries(original)):
                        yield Reference(
                            document, leaf.path if language == NEUTRAL else (*leaf.path, language), original
                        )
            elif leaf.role in REFERENCES and leaf.role is not Role.SOURCE and leaf.value in identifiers:
                yield Reference(document, leaf.path, leaf.value)


def rename_reference(text: str, old: str, new: str) -> str:
    """What a reference says when the entry has another id."""
    if text == old:
        return new
    return re.sub(rf"\[\[{re.escape(old)}(?=\||\]\])", f"[[{new}", text)


def referenced_ids(section: Section) -> Iterator[str]:
    """The ids of a section and of those nested in it."""
    yield section.id
    for nested in section.sections:
        yield from referenced_ids(nested)


@frozen
class ReferencedError:
    """An entry cannot go while others refer to it.

    Attributes:
        by: what refers to it.
    """

    by: tuple[Reference, ...]


def delete_entry(snapshot: Snapshot, identifier: str) -> Changeset | ReferencedError:
    """An entry taken away, with the sections nested in it; refused while anything else refers to one of them.

    Raises:
        NotFoundError: there is no such entry.
    """
    place = outline_position(snapshot, identifier)
    entry = snapshot.binder.entry(identifier)
    gone = frozenset(referenced_ids(entry)) if isinstance(entry, Section) else frozenset((identifier,))
    own = document_id(snapshot, identifier)
    path = entry_path(snapshot, place)
    by: list[Reference] = []
    listed: list[Reference] = []
    for reference in find_references(snapshot.binder, gone):
        if reference.document == own and reference.path[: len(path)] == path:
            continue
        (listed if reference.document == BINDER and reference.path[0] == "sections" else by).append(reference)
    if by:
        return ReferencedError(tuple(by))
    changes = []
    if own == identifier:
        changes.append(evolve(edit_text(snapshot, own, []), after=None))
    else:
        changes.append(edit_text(snapshot, own, [Remove(path)]))
    if listed and own == identifier:
        changes.append(edit_text(snapshot, BINDER, [Remove(reference.path) for reference in reversed(listed)]))
    return Changeset(snapshot, f"Delete {identifier}", tuple(changes))


def rename_entry(snapshot: Snapshot, identifier: str, new: str) -> Changeset:
    """Another id for an entry, in its place and wherever it is referred to.

    Raises:
        BinderError: the new id is not well formed, or taken.
        NotFoundError: there is no such entry.
    """
    place = outline_position(snapshot, identifier)
    ensure_id_free(snapshot, new)
    edits: dict[str, list[Edit]] = {}
    for reference in find_references(snapshot.binder, frozenset((identifier,))):
        text = rename_reference(reference.text, identifier, new)
        edits.setdefault(reference.document, []).append(Replace(reference.path, text))
    own = document_id(snapshot, identifier)
    path = entry_path(snapshot, place)
    plain = YamlDocument.parse(edit_text(snapshot, own, ()).before or "").plain()
    if own != identifier or (isinstance(plain, dict) and "id" in plain):
        edits.setdefault(own, []).append(Replace((*path, "id"), new))
    changes = [edit_text(snapshot, document, made) for document, made in edits.items() if document != identifier]
    if own == identifier:
        change = edit_text(snapshot, own, edits.get(own, []))
        file = snapshot.repository.file_for(place.kind, new)
        changes += [evolve(change, after=None), ChangedFile(file, None, None, change.after, change.file)]
    return Changeset(snapshot, f"Rename {identifier} to {new}", tuple(changes))
