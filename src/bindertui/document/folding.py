"""Folding: which lines of a flow are seen when some of its headings are folded."""

from bindertui.document.flow import AnyLine, Heading
from bindertui.model.address import Address


def unfolded(lines: tuple[AnyLine, ...], folded: frozenset[Address]) -> list[int]:
    """The positions of the lines that no folded heading hides."""
    shown = []
    hidden_below: int | None = None
    for position, line in enumerate(lines):
        if isinstance(line, Heading) and hidden_below is not None and line.depth <= hidden_below:
            hidden_below = None
        if hidden_below is None:
            shown.append(position)
            if isinstance(line, Heading) and line.address in folded:
                hidden_below = line.depth
    return shown


def headings_above(lines: tuple[AnyLine, ...], position: int) -> list[Address]:
    """The headings a line stands under."""
    found: list[Address] = []
    here = lines[position]
    depth = here.depth if isinstance(here, Heading) else None
    for line in reversed(lines[:position]):
        if isinstance(line, Heading) and (depth is None or line.depth < depth):
            found.append(line.address)
            depth = line.depth
    return found
