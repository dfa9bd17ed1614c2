"""Another id for an entry: its file, and every reference to it, as one change."""

from attrs import evolve

from bindertui.services.arranging import ensure_free, path_of, place_of
from bindertui.services.changing import Change, Changes
from bindertui.services.documents import edited
from bindertui.services.library import Snapshot, document_id
from bindertui.services.references import references, renamed_in
from bindertui.store.yamltext import Edit, Replace, YamlText


def renamed(snapshot: Snapshot, identifier: str, new: str) -> Changes:
    """Another id for an entry, in its place and wherever it is referred to.

    Raises:
        BinderError: the new id is not well formed, or taken.
        NotFoundError: there is no such entry.
    """
    place = place_of(snapshot, identifier)
    ensure_free(snapshot, new)
    edits: dict[str, list[Edit]] = {}
    for reference in references(snapshot.binder, frozenset((identifier,))):
        text = renamed_in(reference.text, identifier, new)
        edits.setdefault(reference.document, []).append(Replace(reference.path, text))
    own = document_id(snapshot, identifier)
    path = path_of(snapshot, place)
    plain = YamlText.parse(edited(snapshot, own, ()).before or "").plain()
    if own != identifier or (isinstance(plain, dict) and "id" in plain):
        edits.setdefault(own, []).append(Replace((*path, "id"), new))
    changes = [edited(snapshot, document, made) for document, made in edits.items() if document != identifier]
    if own == identifier:
        change = edited(snapshot, own, edits.get(own, []))
        file = snapshot.repository.file_for(place.kind, new)
        changes += [evolve(change, after=None), Change(file, None, None, change.after, change.file)]
    return Changes(snapshot, f"Rename {identifier} to {new}", tuple(changes))
