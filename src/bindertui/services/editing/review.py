"""The review of a changeset: its diff, shown before it is saved.

A module separate from `services.editing.commit`, which the verb `set` imports and which needs no diff.
"""

from bindertui._frozen import frozen
from bindertui.document.diff import DiffLine, LineChange, OmittedLines, changed_lines, diff_lines
from bindertui.document.flow import Run
from bindertui.model.text import single_line
from bindertui.services.editing.commit import Changeset


@frozen
class ChangeReview:
    """The diff of a changeset, for a review before saving.

    Attributes:
        lines: the name of each file, followed by its changed lines with context.
        files: the number of files.
    """

    lines: tuple[DiffLine | OmittedLines, ...]
    files: int


def review_changes(changes: Changeset) -> ChangeReview:
    """Return the diff of a changeset; a renamed file counts as one."""
    lines: list[DiffLine | OmittedLines] = []
    for change in changes.files:
        if change.after is None and any(other.old_name == change.file for other in changes.files):
            continue
        name = single_line(change.file)
        if change.old_name is not None:
            name = f"{single_line(change.old_name)} → {name}"
        lines.append(DiffLine(LineChange.SAME, (Run(name, strong=True),)))
        old_text = next((other.before for other in changes.files if other.file == change.old_name), None)
        lines += changed_lines(diff_lines(change.before or old_text or "", change.after or ""))
    return ChangeReview(tuple(lines), len({change.old_name or change.file for change in changes.files}))
