"""What to say of a save that did not become a version."""

from bindertui.speech import wording
from bindertui.store.recorded import Reason, Unrecorded

_UNRECORDED = {
    Reason.REFUSED: wording("Git refused to commit it."),
    Reason.IGNORED: wording("Git was told to ignore this file."),
    Reason.BUSY: wording("Git is in the middle of a merge or the like, so it was not committed."),
    Reason.OVERTAKEN: wording("Someone has changed the file since, so it was not committed."),
    Reason.OUTSIDE: wording("The file lies outside the work tree of Git, so it was not committed."),
    Reason.DISTRUSTED: wording("Git does not work in this folder."),
    Reason.UNWRITABLE: wording("The versions of the file cannot be kept."),
}
_SAVED = wording("Saved.")
_KEPT = wording("This version is kept without Git.")


def unrecorded(outcome: Unrecorded, language: str) -> str:
    """Why a save did not become a commit, or a version, though it stands; the words of Git or of its hook follow."""
    sentences = (_SAVED, _UNRECORDED[outcome.reason], *((_KEPT,) if outcome.kept else ()))
    told = " ".join(sentence.read(language) for sentence in sentences)
    return f"{told}\n{outcome.words}" if outcome.words else told
