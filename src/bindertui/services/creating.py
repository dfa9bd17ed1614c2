"""New entries: each a change to be reviewed, and saved as one."""

from bindertui.errors import NotFoundError
from bindertui.model.binder import BINDER
from bindertui.model.entries import Section
from bindertui.model.kinds import EntryKind
from bindertui.services.arranging import ensure_free, path_of, place_of
from bindertui.services.changing import Change, Changes
from bindertui.services.documents import edited
from bindertui.services.library import Snapshot, document_id
from bindertui.speech import wording
from bindertui.store.dump import dump
from bindertui.store.yamltext import Edit, Insert, Value, WithKey


def created(snapshot: Snapshot, kind: EntryKind, identifier: str, fields: dict[str, Value]) -> Changes:
    """A new top section, partner or agreement; a section comes last in the reading order.

    Raises:
        BinderError: the id is not well formed, or taken.
    """
    ensure_free(snapshot, identifier)
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
    ensure_free(snapshot, identifier)
    place = place_of(snapshot, parent)
    entry = snapshot.binder.entry(parent)
    if not isinstance(entry, Section):
        raise NotFoundError(wording("{parent} is no section. Sections are nested in sections.", parent=parent))
    value: Value = {"id": identifier, **fields}
    path = path_of(snapshot, place)
    if entry.sections:
        edit: Edit = Insert((*path, "sections"), len(entry.sections), value)
    else:
        edit = WithKey(path, "sections", [value])
    return Changes(snapshot, f"Add {identifier}", (edited(snapshot, document_id(snapshot, parent), [edit]),))
