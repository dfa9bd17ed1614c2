"""A flow as plain text: linear, without box drawing, for pipes, pages and screen readers."""

from collections.abc import Iterator

from bindertui.document.flow import Flow, Heading, tight
from bindertui.document.layout import rows
from bindertui.document.wrapping import width


def plain(flow: Flow, room: int = 100) -> Iterator[str]:
    """The rows of a flow as text, `room` cells wide, one at a time."""
    for number, line in enumerate(flow.lines):
        if number and not tight(flow.lines[number - 1], line):
            yield ""
        found = rows(line, room, "told")
        yield from ("".join(run.text for run in row).rstrip(" ") for row in found)
        if isinstance(line, Heading) and line.depth <= 1:
            yield ("=" if line.depth == 0 else "-") * max(width(row) for row in found)
