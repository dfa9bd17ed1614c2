"""What a replacement would change, text by text."""

from collections.abc import Sequence

from textual.message import Message
from textual.reactive import reactive

from bindertui.document.diff import diff_words
from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.model.text import one_line
from bindertui.services.replacing import Replacement
from bindertui.tui.widgets.lines import LineView

_LEAD = 24
"""Characters shown before the first change of a text."""


class ReplacementList(LineView):
    """The texts that would change, each on two rows: where it is, and what changes in it."""

    found: reactive[Sequence[Replacement]] = reactive(())
    picked: reactive[frozenset[int]] = reactive(frozenset)

    class Toggled(Message):
        """A text is to be picked, or left out."""

    class Opened(Message):
        """The place of a text is to be shown."""

    def item_count(self) -> int:
        """How many texts would change."""
        return len(self.found)

    def row_count(self) -> int:
        """How many rows they take."""
        return 2 * len(self.found)

    def rows_of(self, item: int) -> range:
        """The two rows of a text."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """The text on a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """Where a text is, or what changes in it: as much of that as there is room for, from its first change."""
        replacement = self.found[number // 2]
        if number % 2 == 0:
            mark = "☑ " if number // 2 in self.picked else "☐ "
            return (Run(mark), Run(one_line(str(replacement.address)), Tone.QUIET))
        return (Run("  "), *_shown(replacement))

    def watch_found(self) -> None:
        """Show what else was found."""
        self.resized()
        self.go(0)

    def watch_picked(self) -> None:
        """Mark what is picked."""
        self.refresh()

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def action_fold(self) -> None:
        """Space picks."""
        self.post_message(self.Toggled())

    def action_open(self) -> None:
        """Enter shows the place."""
        self.post_message(self.Opened())

    def clicked(self, row: int, column: int) -> None:
        """A click picks."""
        self.post_message(self.Toggled())


def _shown(replacement: Replacement) -> Row:
    """The text with what goes struck out before what comes, from a little before the first change."""
    removed, added = diff_words(one_line(replacement.before), one_line(replacement.after))
    row = _interleaved(removed, added)
    if row and row[0].tone not in {Tone.ADDED, Tone.REMOVED} and len(row[0].text) > _LEAD:
        row[0] = Run(f"… {row[0].text[-_LEAD:]}", row[0].tone)
    return tuple(row)


def _interleaved(removed: Row, added: Row) -> list[Run]:
    """What goes and what comes in the one text that both have in common."""
    going, coming = list(removed), list(added)
    row: list[Run] = []
    while going or coming:
        if going and going[0].tone is Tone.REMOVED:
            row.append(going.pop(0))
        elif coming and (coming[0].tone is Tone.ADDED or not going):
            row.append(coming.pop(0))
        else:
            # Where only one side changes, the other goes on with the same run.
            shared = min((len(runs[0].text) for runs in (going, coming) if runs), default=0)
            row.append(Run(going[0].text[:shared], going[0].tone))
            for runs in (going, coming):
                if runs:
                    rest = runs.pop(0)
                    runs[:0] = [Run(rest.text[shared:], rest.tone)] if rest.text[shared:] else []
    return row
