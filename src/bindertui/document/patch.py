"""The difference between two texts as a patch."""

from collections.abc import Iterator, Sequence

from bindertui.document.alignment import Stretch, aligned
from bindertui.document.shortest import Effort


def unified(before: str, after: str, old_name: str, new_name: str, context: int = 3) -> str:
    """The difference as a patch that `patch` and `git apply` read; empty where there is none.

    The lines stand as they are in the texts: what shows them to anyone makes them safe.
    """
    old, new = _with_breaks(before), _with_breaks(after)
    hunks = list(_hunks(aligned(old, new, Effort()), context))
    if not hunks:
        return ""
    parts = [f"--- {old_name}\n+++ {new_name}\n"]
    for hunk in hunks:
        removed = range(hunk[0].before.start, hunk[-1].before.stop)
        added = range(hunk[0].after.start, hunk[-1].after.stop)
        parts.append(f"@@ -{_span(removed)} +{_span(added)} @@\n")
        for stretch in hunk:
            if stretch.same:
                parts += (_patched(" ", old[number]) for number in stretch.before)
            else:
                parts += (_patched("-", old[number]) for number in stretch.before)
                parts += (_patched("+", new[number]) for number in stretch.after)
    return "".join(parts)


def _hunks(stretches: Sequence[Stretch], context: int) -> Iterator[list[Stretch]]:
    """The changes, each with the unchanged lines around it, those that touch joined."""
    hunk: list[Stretch] = []
    for position, stretch in enumerate(stretches):
        if not stretch.same:
            hunk.append(stretch)
        elif position == 0:
            hunk.append(_cut(stretch, max(len(stretch.before) - context, 0), len(stretch.before)))
        elif position == len(stretches) - 1:
            hunk.append(_cut(stretch, 0, context))
        elif len(stretch.before) <= 2 * context:
            hunk.append(stretch)
        else:
            yield [*hunk, _cut(stretch, 0, context)]
            hunk = [_cut(stretch, len(stretch.before) - context, len(stretch.before))]
    if any(not stretch.same for stretch in hunk):
        yield hunk


def _cut(stretch: Stretch, start: int, stop: int) -> Stretch:
    return Stretch(stretch.same, stretch.before[start:stop], stretch.after[start:stop])


def _span(lines: range) -> str:
    """A range of lines as a hunk's head writes it; an empty one by the line it stands behind."""
    return f"{lines.start + 1 if lines else lines.start},{len(lines)}"


def _patched(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _with_breaks(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
