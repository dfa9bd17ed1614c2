"""The two bars at the bottom: the status, and the keys."""

from itertools import accumulate

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.document.labels import with_colon
from bindertui.document.wrapping import cell_width
from bindertui.i18n import format_number, gettext
from bindertui.tui.bindings import app_keymap
from bindertui.tui.commands import COMMANDS, Command, shown_key
from bindertui.tui.widgets.line_view import crop_strip

_SEPARATOR = " › "
_ASIDE = " │ "
"""Separates the breadcrumbs from the acronyms."""
_BETWEEN = " · "
_LEAST = 12
"""Cells that an acronym with its meaning needs at least."""
_BAR = 10
"""Cells of the progress bar of the index."""


class StatusBar(Widget):
    """The breadcrumbs, the acronyms of the current line, and the status: index, others, matches, bookmark, language.

    Attributes:
        breadcrumbs: the titles of the entries around the cursor, the outermost first.
        acronyms: acronyms and their meanings.
        other_editors: who else edits the open entry.
        match_position: which match the cursor is at, as `3/17`.
        status: bookmark, read-only mode, language.
        index_progress: how many entries are indexed, of how many.
        index_in_memory: whether the index cannot be stored.
    """

    breadcrumbs: reactive[tuple[str, ...]] = reactive(())
    acronyms: reactive[tuple[tuple[str, str], ...]] = reactive(())
    other_editors: reactive[str] = reactive("")
    match_position: reactive[str] = reactive("")
    status: reactive[tuple[str, ...]] = reactive(())
    index_progress: reactive[tuple[int, int] | None] = reactive(None)
    index_in_memory: reactive[bool] = reactive(default=False)
    language: reactive[str] = reactive("en")

    def render(self) -> Content:
        """Render the breadcrumbs, cut from the left if they do not fit, the acronyms, and the status."""
        unkept = gettext("index not kept", self.language) if self.index_in_memory else ""
        indexing = _indexing(*self.index_progress, self.language) if self.index_progress else unkept
        right = "  ".join(filter(None, (indexing, self.other_editors, self.match_position, *self.status)))
        room = max(self.size.width - cell_width(right) - 2, 0)
        left = _fit_breadcrumbs(self.breadcrumbs, room // 3 if self.acronyms else room)
        meanings = self._meanings(room - cell_width(left) - cell_width(_ASIDE)) if self.acronyms else []
        middle = Content.assemble(_ASIDE, *meanings) if meanings else Content("")
        gap = " " * max(self.size.width - cell_width(left) - middle.cell_length - cell_width(right), 1)
        return Content.assemble(left, middle, gap, right)

    def _meanings(self, room: int) -> list[Content]:
        """Return the acronyms with their meanings, as many as fit; the last one may be cut."""
        parts: list[Content] = []
        for acronym, meaning in self.acronyms:
            before = _BETWEEN if parts else ""
            said = crop_strip(with_colon("", self.language) + meaning, room - cell_width(before + acronym))
            if room < _LEAST or not said:
                break
            parts.append(Content.assemble(before, (acronym, "bold"), said))
            room -= parts[-1].cell_length
        return parts


def _indexing(done: int, total: int, language: str) -> str:
    """Return the progress of the index, as a bar and in words."""
    filled = _BAR * min(done, total) // max(total, 1)
    words = gettext(
        "Indexing {done} of {total}", language, done=format_number(done, language), total=format_number(total, language)
    )
    return f"{'━' * filled}{'┄' * (_BAR - filled)} {words}"


def _fit_breadcrumbs(crumbs: tuple[str, ...], room: int) -> str:
    for first in range(len(crumbs)):
        text = _SEPARATOR.join(("…", *crumbs[first:]) if first else crumbs)
        if cell_width(text) <= room:
            return text
    return crop_strip(crumbs[-1], room) if crumbs else ""


class KeyBar(Widget):
    """The most useful keys, as many as fit; a click runs the command."""

    language: reactive[str] = reactive("en")

    class Pressed(Message):
        """The user clicked a command."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(
        self, commands: tuple[Command, ...] = COMMANDS, *, typing: bool = False, id: str | None = None
    ) -> None:
        """Prepare the bar.

        Args:
            commands: the commands of the screen.
            typing: whether the bar is shown while the user types text.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._commands = commands
        self._typing = typing

    def _items(self) -> list[tuple[Command, int]]:
        """Return the commands that fit, each with its first column; the last ones are left out first."""
        commands = app_keymap(self).applied(self._commands, typing=self._typing)
        shown = [command for command in commands if command.in_bar and command.keys]
        sizes = {
            command: cell_width(
                f"{shown_key(command.keys[0], self.language)} {command.name.in_language(self.language)}"
            )
            + 2
            for command in shown
        }
        last_first = shown[::-1]
        for command in sorted(last_first, key=lambda command: command.always):
            if sum(map(sizes.__getitem__, shown)) - 2 <= self.size.width:
                break
            shown.remove(command)
        columns = accumulate((sizes[command] for command in shown), initial=0)
        return list(zip(shown, columns, strict=False))

    def render(self) -> Content:
        """Render the keys, each with its name."""
        parts = []
        for command, _ in self._items():
            parts.append(Content.styled(shown_key(command.keys[0], self.language), "$accent bold"))
            parts.append(Content(f" {command.name.in_language(self.language)}  "))
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Report the command that was clicked."""
        under = [command for command, column in self._items() if column <= event.x]
        if under:
            self.post_message(self.Pressed(under[-1]))
