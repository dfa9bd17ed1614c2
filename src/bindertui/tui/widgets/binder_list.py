"""The binders of a library, to choose from."""

from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import Passage, Run, Tone
from bindertui.document.layout import rows
from bindertui.document.words import date_words, labelled, word
from bindertui.document.wrapping import Row
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.model.kinds import EntryKind
from bindertui.model.text import one_line
from bindertui.services.library import Snapshot
from bindertui.speech import say_many
from bindertui.tui.widgets.lines import LineView

_BETWEEN = " · "


class BinderList(LineView):
    """Each binder by its title, with its edition, department and audience and how many entries it has."""

    snapshots: reactive[tuple[Snapshot, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    class Opened(Message):
        """The user chose a binder."""

        def __init__(self, snapshot: Snapshot) -> None:
            super().__init__()
            self.snapshot = snapshot

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []

    def item_count(self) -> int:
        """How many binders there are."""
        return len(self._starts)

    def row_count(self) -> int:
        """How many rows they take."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """The rows of a binder, without the blank one below it."""
        end = self._starts[item + 1] if item + 1 < len(self._starts) else len(self._rows)
        return range(self._starts[item], end - 1)

    def item_at(self, row: int) -> int:
        """The binder on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """A part of what is said of a binder."""
        return self._rows[number][1]

    def row_class(self, item: int) -> str | None:
        """Binders have no looks of their own: the words carry them."""
        return None

    def watch_snapshots(self) -> None:
        """Show other binders."""
        self._lay_out()

    def watch_language(self) -> None:
        """Show them in another language."""
        self._lay_out()

    def on_resize(self) -> None:
        """Fill another width."""
        self._lay_out()
        self.go(self.cursor)

    def _lay_out(self) -> None:
        self._rows, self._starts = [], []
        for item, snapshot in enumerate(self.snapshots if self.size.width else ()):
            self._starts.append(len(self._rows))
            for runs in self._lines(snapshot):
                line = Passage(address=Address(BINDER), runs=runs)
                self._rows += ((item, row) for row in rows(line, self.text_width))
            self._rows.append((item, ()))
        self.resized()

    def _lines(self, snapshot: Snapshot) -> tuple[Row, Row]:
        cover, language = snapshot.binder.cover, self.language
        entries = sum(place.kind is not EntryKind.INDEX for place in snapshot.binder.outline()) - 1
        said = [
            labelled(word("edition", language), language) + edition(cover.edition, language),
            one_line(cover.department.read(language)) if cover.department else "",
            word(f"audience.{cover.audience.value}", language),
            say_many("{count} entry", "{count} entries", entries, language),
        ]
        title = (Run(one_line(cover.title.read(language)), strong=True),)
        return title, (Run(_BETWEEN.join(filter(None, said)), Tone.QUIET),)

    def action_open(self) -> None:
        """Read the binder the cursor is on."""
        if self._starts:
            self.post_message(self.Opened(self.snapshots[self.cursor]))

    def clicked(self, row: int, column: int) -> None:
        """Read the binder that is clicked."""
        self.action_open()


def edition(date: str, language: str) -> str:
    """An edition's date in words."""
    return one_line(date_words(date, language))
