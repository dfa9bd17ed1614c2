"""Create, rename and delete entries: each returns a changeset with every file that is affected."""

import re
from collections.abc import Iterator

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.errors import BinderError, NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, FieldPath, is_id
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, FieldRole, iter_fields
from bindertui.model.markup import linked_entries
from bindertui.model.outline import BINDER, RESERVED_IDS, OutlineItem
from bindertui.model.text import NEUTRAL, Text
from bindertui.services.editing.commit import ChangedFile, Changeset, edit_document, iter_documents
from bindertui.services.editing.draft import path_in_file
from bindertui.services.library import Snapshot, document_id
from bindertui.store.yaml.edit import Edit, Insert, Remove, Replace, SetKey, Value, YamlDocument
from bindertui.store.yaml.nodes import dump_yaml

# Create


def create_entry(snapshot: Snapshot, kind: EntryKind, identifier: str, fields: dict[str, Value]) -> Changeset:
    """Create a top section, partner or agreement; a section becomes the last in reading order.

    Raises:
        BinderError: the id is not valid, or already used.
    """
    ensure_id_free(snapshot, identifier)
    file = snapshot.repository.file_name(kind, identifier)
    changes = [ChangedFile(file, None, None, dump_yaml(fields))]
    if kind is EntryKind.SECTION:
        count = len(snapshot.binder.cover.sections)
        changes.append(edit_document(snapshot, BINDER, [Insert(("sections",), count, identifier)]))
    return Changeset(snapshot, f"Add {identifier}", tuple(changes))


def create_subsection(snapshot: Snapshot, parent: str, identifier: str, fields: dict[str, Value]) -> Changeset:
    """Create a section nested in another, as its last.

    Raises:
        BinderError: the id is not valid, or already used.
        NotFoundError: the parent is not a section.
    """
    ensure_id_free(snapshot, identifier)
    item = find_outline_item(snapshot, parent)
    entry = snapshot.binder.entry(parent)
    if not isinstance(entry, Section):
        raise NotFoundError(lazy_gettext("{parent} is not a section. Only sections contain sections.", parent=parent))
    value: Value = {"id": identifier, **fields}
    path = entry_path(snapshot, item)
    if entry.sections:
        edit: Edit = Insert((*path, "sections"), len(entry.sections), value)
    else:
        edit = SetKey(path, "sections", [value])
    return Changeset(snapshot, f"Add {identifier}", (edit_document(snapshot, document_id(snapshot, parent), [edit]),))


# Rename


def rename_entry(snapshot: Snapshot, identifier: str, new: str) -> Changeset:
    """Give an entry another id: rename its file, and update every reference to it.

    Raises:
        BinderError: the new id is not valid, or already used.
        NotFoundError: there is no such entry.
    """
    item = find_outline_item(snapshot, identifier)
    ensure_id_free(snapshot, new)
    edits: dict[str, list[Edit]] = {}
    for reference in find_references(snapshot.binder, frozenset((identifier,))):
        text = rename_reference(reference.text, identifier, new)
        edits.setdefault(reference.document, []).append(Replace(reference.path, text))
    document = document_id(snapshot, identifier)
    path = entry_path(snapshot, item)
    plain = YamlDocument.parse(edit_document(snapshot, document, ()).before or "").plain()
    if document != identifier or (isinstance(plain, dict) and "id" in plain):
        edits.setdefault(document, []).append(Replace((*path, "id"), new))
    changes = [edit_document(snapshot, other, of_file) for other, of_file in edits.items() if other != identifier]
    if document == identifier:
        change = edit_document(snapshot, document, edits.get(document, []))
        file = snapshot.repository.file_name(item.kind, new)
        changes += [evolve(change, after=None), ChangedFile(file, None, None, change.after, change.file)]
    return Changeset(snapshot, f"Rename {identifier} to {new}", tuple(changes))


# Delete


@frozen
class StillReferenced:
    """The result if an entry cannot be deleted because others refer to it.

    Attributes:
        references: the fields that refer to it.
    """

    references: tuple["Reference", ...]


def delete_entry(snapshot: Snapshot, identifier: str) -> Changeset | StillReferenced:
    """Delete an entry with the sections nested in it, unless something else refers to one of them.

    Raises:
        NotFoundError: there is no such entry.
    """
    item = find_outline_item(snapshot, identifier)
    entry = snapshot.binder.entry(identifier)
    deleted = frozenset(section_ids(entry)) if isinstance(entry, Section) else frozenset((identifier,))
    document = document_id(snapshot, identifier)
    path = entry_path(snapshot, item)
    references: list[Reference] = []
    in_reading_order: list[Reference] = []
    for reference in find_references(snapshot.binder, deleted):
        if reference.document == document and reference.path[: len(path)] == path:
            continue
        is_order = reference.document == BINDER and reference.path[0] == "sections"
        (in_reading_order if is_order else references).append(reference)
    if references:
        return StillReferenced(tuple(references))
    changes = []
    if document == identifier:
        changes.append(evolve(edit_document(snapshot, document, []), after=None))
    else:
        changes.append(edit_document(snapshot, document, [Remove(path)]))
    if in_reading_order and document == identifier:
        removals = [Remove(reference.path) for reference in reversed(in_reading_order)]
        changes.append(edit_document(snapshot, BINDER, removals))
    return Changeset(snapshot, f"Delete {identifier}", tuple(changes))


# References


@frozen
class Reference:
    """A field that refers to an entry.

    Attributes:
        document: the id of the file that has the field.
        path: the path of the field in the file.
        text: its text: an id, or prose with a link in it.
    """

    document: str
    path: FieldPath
    text: str

    @property
    def address(self) -> Address:
        """Return the address of the field, from the entry of the file."""
        return Address(self.document, self.path)


def find_references(binder: Binder, identifiers: frozenset[str]) -> Iterator[Reference]:
    """Yield every field that refers to one of several entries, in reading order."""
    for document, value, path in iter_documents(binder):
        for leaf in iter_fields(value, path):
            if isinstance(leaf.value, Text):
                for language, original in leaf.value.originals:
                    if not identifiers.isdisjoint(linked_entries(original)):
                        field = leaf.path if language == NEUTRAL else (*leaf.path, language)
                        yield Reference(document, field, original)
            elif leaf.role in REFERENCES and leaf.role is not FieldRole.SOURCE and leaf.value in identifiers:
                yield Reference(document, leaf.path, leaf.value)


def rename_reference(text: str, old: str, new: str) -> str:
    """Return the text of a reference with an id replaced by another."""
    if text == old:
        return new
    return re.sub(rf"\[\[{re.escape(old)}(?=\||\]\])", f"[[{new}", text)


def section_ids(section: Section) -> Iterator[str]:
    """Yield the ids of a section and of all sections nested in it."""
    yield section.id
    for nested in section.sections:
        yield from section_ids(nested)


# Lookup


def find_outline_item(snapshot: Snapshot, identifier: str) -> OutlineItem:
    """Return the outline item of an entry; `NotFoundError` for ids that cannot be edited as entries."""
    item = snapshot.binder.outline_item(identifier)
    if item is None or identifier in RESERVED_IDS:
        raise NotFoundError(
            lazy_gettext("There is no entry {id!r} that you can add to, rename or delete.", id=identifier)
        )
    return item


def ensure_id_free(snapshot: Snapshot, identifier: str) -> None:
    """Raise `BinderError` if an id is not valid or already used."""
    if not is_id(identifier):
        raise BinderError(
            lazy_gettext("{id!r} is not a valid id. Use lower-case letters, digits and single hyphens.", id=identifier)
        )
    if identifier in RESERVED_IDS or snapshot.binder.outline_item(identifier) is not None:
        raise BinderError(lazy_gettext("The id {id!r} is taken. Choose another.", id=identifier))


def entry_path(snapshot: Snapshot, item: OutlineItem) -> FieldPath:
    """Return the path of an entry in its file; empty if the file is its own."""
    document = document_id(snapshot, item.id)
    if document == item.id:
        return ()
    return path_in_file(edit_document(snapshot, document, ()).before or "", Address(item.id))
