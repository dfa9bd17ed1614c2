"""What new, renamed and deleted entries have in common: their places, and ids that are free."""

from bindertui.errors import BinderError, NotFoundError
from bindertui.model.address import Address, Path, is_id
from bindertui.model.binder import RESERVED_IDS, Place
from bindertui.services.documents import edited
from bindertui.services.draft import path_in_file
from bindertui.services.library import Snapshot, document_id
from bindertui.speech import wording


def place_of(snapshot: Snapshot, identifier: str) -> Place:
    """The place of an entry, or `NotFoundError`."""
    place = snapshot.binder.place(identifier)
    if place is None or identifier in RESERVED_IDS:
        raise NotFoundError(
            wording("There is no entry {id!r} that can be added to, renamed or deleted.", id=identifier)
        )
    return place


def ensure_free(snapshot: Snapshot, identifier: str) -> None:
    """See that an id can be given, or raise `BinderError` saying why not."""
    if not is_id(identifier):
        raise BinderError(
            wording("{id!r} is not an id. Use lower-case letters, digits and single hyphens.", id=identifier)
        )
    if identifier in RESERVED_IDS or snapshot.binder.place(identifier) is not None:
        raise BinderError(wording("The id {id!r} is taken. Choose another.", id=identifier))


def path_of(snapshot: Snapshot, place: Place) -> Path:
    """Where an entry stands in its file."""
    document = document_id(snapshot, place.id)
    if document == place.id:
        return ()
    return path_in_file(edited(snapshot, document, ()).before or "", Address(place.id))
