"""Going on with a draft that a session has left behind."""

from attrs import evolve

from bindertui.services.desk import Desk
from bindertui.services.draft import Draft
from bindertui.services.drafts import LeftDraft
from bindertui.services.library import document_id


def left_of(desk: Desk, begun: Draft) -> LeftDraft | None:
    """The newest draft of the same file that was left, if there is one."""
    wanted = document_id(desk.snapshot, begun.address.entry)
    return next((one for one in desk.drafts.left() if document_id(desk.snapshot, one.address.entry) == wanted), None)


def resumed(desk: Desk, begun: Draft, left: LeftDraft) -> Draft | None:
    """A draft that was left, taken up; None if another session was faster.

    It keeps the text it was begun from: if the file has changed since, saving it brings both together.

    Args:
        desk: the desk of this session.
        begun: a draft of the same file as it is now.
        left: the draft that was left.

    Raises:
        OSError: the journal cannot be written.
    """
    taken = desk.drafts.take(left.id)
    return evolve(begun, base=taken.base, digest=taken.digest, text=taken.text) if taken else None
