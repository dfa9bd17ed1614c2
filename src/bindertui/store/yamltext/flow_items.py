"""The entries of a flow collection between their commas, and the lines they stand on."""

from bindertui.speech import wording
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.lines import (
    after_trivia,
    before_break,
    is_blank_line,
    is_comment_line,
    line_start,
    rest_of_line,
)
from bindertui.store.yamltext.refusal import EditError
from bindertui.values import frozen


@frozen
class Item:
    """An entry between commas.

    Attributes:
        lead: where the comments above it start, if it starts a line; else where it starts.
        comma: where the comma after it stands; None for the last without one.
        tail: where its line ends, with the comment that ends it; where the item or its comma ends, if more follows.
        first: it starts a line.
        last: it ends a line.
    """

    lead: int
    start: int
    end: int
    comma: int | None
    tail: int
    first: bool
    last: bool

    @property
    def alone(self) -> bool:
        """Whether its lines hold nothing else."""
        return self.first and self.last


@frozen
class Flow:
    """A flow collection; `open` and `close` are the places of its brackets."""

    text: str
    collection: Collection
    open: int
    close: int

    @classmethod
    def of(cls, collection: Collection) -> "Flow":
        """The collection, if it has brackets."""
        end = collection.node.end
        assert end is not None
        if collection.text[collection.start] not in "[{":
            raise EditError(wording("A key with its value stands here without braces. Write the braces first."))
        return cls(collection.text, collection, collection.start, end.end_mark.index - 1)

    def item(self, position: int) -> Item:
        """The entry at a position."""
        entry = self.collection.entry(position)
        text = self.text
        after = after_trivia(text, entry.end)
        comma = after if text[after] == "," else None
        behind = entry.end if comma is None else comma + 1
        rest = rest_of_line(text, behind)
        line = line_start(text, entry.start)
        first = is_blank_line(text, line, entry.start)
        lead = self._lead(line) if first else entry.start
        tail = behind + len(rest or "")
        return Item(lead, entry.start, entry.end, comma, tail, first, rest is not None)

    def _lead(self, line: int) -> int:
        while True:
            above = line_start(self.text, before_break(self.text, line))
            if above <= self.open or not is_comment_line(self.text, above):
                return line
            line = above
