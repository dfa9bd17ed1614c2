"""An entry taken away: refused while others refer to it."""

from attrs import evolve

from bindertui.model.binder import BINDER
from bindertui.model.entries import Section
from bindertui.services.arranging import path_of, place_of
from bindertui.services.changing import Changes
from bindertui.services.documents import edited
from bindertui.services.library import Snapshot, document_id
from bindertui.services.references import Reference, ids_in, references
from bindertui.store.yamltext import Without
from bindertui.values import frozen


@frozen
class Referenced:
    """An entry cannot go while others refer to it.

    Attributes:
        by: what refers to it.
    """

    by: tuple[Reference, ...]


def deleted(snapshot: Snapshot, identifier: str) -> Changes | Referenced:
    """An entry taken away, with the sections nested in it; refused while anything else refers to one of them.

    Raises:
        NotFoundError: there is no such entry.
    """
    place = place_of(snapshot, identifier)
    entry = snapshot.binder.entry(identifier)
    gone = frozenset(ids_in(entry)) if isinstance(entry, Section) else frozenset((identifier,))
    own = document_id(snapshot, identifier)
    path = path_of(snapshot, place)
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
