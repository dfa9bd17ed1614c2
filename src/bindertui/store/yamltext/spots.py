"""Where a value stands, and what is written there."""

from bindertui.values import frozen


@frozen
class Written:
    """What stands after a dash or a colon.

    Attributes:
        head: what stands on that line; empty for nothing.
        lines: what stands on the lines below it, indented.
        under: the comment that ends the line comes after the head and not after the last line.
    """

    head: str
    lines: tuple[str, ...] = ()
    under: bool = False


@frozen
class Spot:
    """Where a value stands.

    Attributes:
        flow: in brackets or braces.
        parent: the column of the block collection around it.
        indent: how deep the lines below it are indented.
        column: where its first character stands.
        width: the most characters of a line that is filled anew, its indentation included.
        followed: a blank line comes after it, which must not become part of it.
        null: what stands for nothing here.
    """

    flow: bool
    parent: int
    indent: int
    column: int
    width: int
    followed: bool = False
    null: str = "~"
