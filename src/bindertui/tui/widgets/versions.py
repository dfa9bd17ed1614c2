"""The versions of an entry, one below the other."""

from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.model.text import one_line
from bindertui.services.history import NOW
from bindertui.speech import say
from bindertui.store.history import Version
from bindertui.tui.widgets.lines import LineView, cropped


class VersionList(LineView):
    """A version an item, on two rows: when and by whom, and what was done; a mark is on the one others go against."""

    versions: reactive[tuple[Version, ...]] = reactive(())
    marked: reactive[int | None] = reactive(None)
    language: reactive[str] = reactive("en")

    class Moved(Message):
        """The cursor stands on another version."""

    class Opened(Message):
        """The user wants to look at what changed."""

    class Marked(Message):
        """The user marks the version the cursor is on, or takes its mark away."""

    def item_count(self) -> int:
        """How many versions there are."""
        return len(self.versions)

    def row_count(self) -> int:
        """Two rows a version."""
        return 2 * len(self.versions)

    def rows_of(self, item: int) -> range:
        """The two rows of a version."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """The version on a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """When and by whom; below it, what was done."""
        version = self.versions[number // 2]
        if number % 2:
            message = version.message or ("" if version.id == NOW else say("changed outside the app", self.language))
            return (Run(cropped(f"  {one_line(message)}", self.text_width), Tone.QUIET),)
        mark = Run("◆ " if number // 2 == self.marked else "  ")
        return (mark, Run(cropped(named(version, self.language), self.text_width - 2), strong=True))

    def watch_versions(self) -> None:
        """Show other versions, from the newest."""
        self.resized()
        self.go(0)

    def watch_marked(self) -> None:
        """Draw the mark."""
        self.refresh()

    def watch_language(self) -> None:
        """Say the dates in the reader's language."""
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Tell that the cursor has moved."""
        super().watch_cursor(before, after)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def action_open(self) -> None:
        """Look at what changed."""
        self.post_message(self.Opened())

    def action_fold(self) -> None:
        """Mark the version: the key that folds elsewhere has nothing to fold here."""
        self.post_message(self.Marked())


def named(version: Version, language: str) -> str:
    """A version by when and by whom it was made; `NOW` in words."""
    if version.id == NOW:
        return say("As it stands", language)
    when = moment(version)
    return say("{when}, by {who}", language, when=when, who=one_line(version.who)) if version.who else when


def moment(version: Version) -> str:
    """When a version was made, on the reader's clock."""
    return version.when.astimezone().strftime("%Y-%m-%d %H:%M")
