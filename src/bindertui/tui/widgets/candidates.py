"""What there is to pick from, a row each."""

from collections.abc import Sequence

from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.model.text import one_line
from bindertui.services.candidates import Candidate
from bindertui.tui.widgets.lines import LineView, cropped


class CandidateList(LineView):
    """The candidates that match, those that are taken first."""

    can_focus = False
    found: reactive[Sequence[Candidate]] = reactive(())
    taken: reactive[tuple[str, ...]] = reactive(())
    several: reactive[bool] = reactive(default=False)

    class Clicked(Message):
        """A candidate was clicked."""

    def item_count(self) -> int:
        """How many candidates match."""
        return len(self.found)

    def row(self, number: int) -> Row:
        """A candidate, with its mark."""
        candidate = self.found[number]
        mark = ("☑ " if candidate.id in self.taken else "☐ ") if self.several else ""
        shown = one_line(candidate.id)
        title = cropped(candidate.title, max(self.text_width - len(mark) - len(shown) - 2, 0))
        return (Run(mark), Run(shown, strong=candidate.id in self.taken), Run(f"  {title}", Tone.QUIET))

    def watch_found(self) -> None:
        """Show what matches."""
        self.resized()

    def watch_taken(self) -> None:
        """Mark what is taken."""
        self.refresh()

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Take what is clicked."""
        self.post_message(self.Clicked())
