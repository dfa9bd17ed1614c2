"""Changes to several files as lines to look at before they are saved, and what comes of saving them."""

from bindertui.document.diff import DiffLine, Gap, LineChange, changed_lines, diff_lines
from bindertui.document.flow import Run
from bindertui.model.text import one_line
from bindertui.services.changing import Change, Changes, shown_file
from bindertui.services.outcomes import Saved
from bindertui.values import frozen


@frozen
class Review:
    """What changes will do, file by file.

    Attributes:
        lines: the name of each file, and below it the lines that change with those around them.
        files: how many files there are.
    """

    lines: tuple[DiffLine | Gap, ...]
    files: int


def review(changes: Changes) -> Review:
    """The lines that changes to files change."""
    lines: list[DiffLine | Gap] = []
    for change in changes.files:
        name = one_line(shown_file(change.file))
        if change.was is not None:
            name = f"{one_line(shown_file(change.was))} → {name}"
        lines.append(DiffLine(LineChange.SAME, (Run(name, strong=True),)))
        moved = next((other.before for other in changes.files if other.file == change.was), None)
        if change.after is None and any(other.was == change.file for other in changes.files):
            lines.pop()
            continue
        lines += changed_lines(diff_lines(change.before or moved or "", change.after or ""))
    return Review(tuple(lines), len({change.was or change.file for change in changes.files}))


def undone(changes: Changes, saved: Saved) -> Changes:
    """The changes that take back what was saved; someone else's change meanwhile makes them stale."""
    digests = {file.path: file.digest for file in saved.files}
    files = tuple(Change(one.file, one.after, digests.get(one.file), one.before) for one in changes.files)
    return Changes(changes.snapshot, f"Undo: {changes.message}", files)
