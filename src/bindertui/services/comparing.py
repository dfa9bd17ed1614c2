"""What changed between two versions."""

from bindertui.document.diff import DiffLine, Gap, changed_lines, diff_lines
from bindertui.errors import NotFoundError
from bindertui.services.history import EntryHistory
from bindertui.store.history import Version

_LONGEST = 5000
"""Lines of a comparison that are shown; nobody reads more, and a screen has to be laid out."""


def compared(
    history: EntryHistory, old: Version | None, new: Version, *, whole: bool
) -> tuple[DiffLine | Gap, ...] | None:
    """The lines of two versions of an entry with what changed from one to the other; None if either cannot be read.

    Args:
        history: the entry's.
        old: the older version; None for the one before the first, which leaves the first as it is.
        new: the newer version.
        whole: whether what did not change is wanted too.
    """
    try:
        after = history.text(new)
        before = history.text(old) if old else after
    except NotFoundError:
        return None
    lines = diff_lines(before, after)
    shown = lines if whole or old is None else changed_lines(lines)
    return (*shown[:_LONGEST], Gap(len(shown) - _LONGEST)) if len(shown) > _LONGEST else shown
