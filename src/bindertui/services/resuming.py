"""Going on with a draft that a session has left behind."""

from hashlib import sha256

from attrs import evolve

from bindertui.services.desk import Desk
from bindertui.services.draft import Draft
from bindertui.services.drafts import LeftDraft
from bindertui.services.library import document_id

_MOST = 200
"""Versions of the file among which the one that a draft was begun from is looked for."""


def left_of(desk: Desk, begun: Draft) -> LeftDraft | None:
    """The newest draft of the same file that was left, if there is one."""
    wanted = document_id(desk.snapshot, begun.address.entry)
    return next((one for one in desk.drafts.left() if document_id(desk.snapshot, one.address.entry) == wanted), None)


def resumed(desk: Desk, begun: Draft, left: LeftDraft) -> Draft | None:
    """A draft that was left, taken up; None if another session was faster.

    Where the file has changed since, the draft keeps the text it was begun from, so that saving it brings both
    together; if that text is in no history, it is a draft of the file as it is now.

    Args:
        desk: the desk of this session.
        begun: a draft of the same file as it is now.
        left: the draft that was left.

    Raises:
        OSError: the journal cannot be written.
    """
    taken = desk.drafts.take(left.id)
    if taken is None:
        return None
    draft = evolve(begun, text=taken.text)
    if taken.base == begun.digest:
        return draft
    base = _text_with(desk, draft, taken.base)
    return draft if base is None else evolve(draft, base=base, digest=taken.base)


def _text_with(desk: Desk, draft: Draft, digest: str) -> str | None:
    """The text of the file's version that has a digest."""
    versions = desk.history.versions(draft.file, _MOST)
    for content in desk.history.texts(versions):
        if content is not None and sha256(content).hexdigest() == digest:
            return content.decode("utf-8", "replace")
    return None
