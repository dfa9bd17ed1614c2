"""A text of a file as it is shown to be edited, and what was meant by changing what is shown."""

import re
from itertools import pairwise

from bindertui.model.text import showable

_BREAK = re.compile("\r\n|\n|\r")


def shown_text(source: str) -> str:
    """A text with line ends of one kind, safe for a terminal."""
    return "\n".join(showable(line) for line in _BREAK.split(source))


def taken_over(source: str, shown: str) -> str:
    """The text that was meant by what is shown: above and below what was changed, the bytes of the source."""
    ends = _BREAK.findall(source)
    before, after = _BREAK.split(source), shown.split("\n")
    as_shown = [showable(line) for line in before]
    most = min(len(before), len(after))
    head = next((at for at in range(most) if as_shown[at] != after[at]), most)
    tail = next((at for at in range(most - head) if as_shown[-1 - at] != after[-1 - at]), most - head)
    usual = max(dict.fromkeys(ends), key=ends.count) if ends else "\n"
    kept = [line + end for line, end in zip(before, [*ends, ""], strict=True)]
    last = len(after) - tail
    changed = [line + (usual if at < len(after) - 1 else "") for at, line in enumerate(after) if head <= at < last]
    start = kept[:head]
    if start and not changed and not tail:
        start[-1] = before[head - 1]
    elif head == len(before) and changed:
        start[-1] += usual
    parts = [*start, *changed, *kept[len(before) - tail :]]
    for at, (part, after) in enumerate(pairwise(parts)):
        if part.endswith("\r") and after.startswith("\n"):
            # Side by side they would be one line end.
            parts[at] = f"{part}\n"
    return "".join(parts)
