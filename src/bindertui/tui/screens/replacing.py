"""Find and replace across the binder: every change is seen, picked, and saved with the others as one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, Static

from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.model.text import one_line
from bindertui.services.library import Snapshot
from bindertui.services.replacing import Replacement, Wanted, replacements
from bindertui.speech import say
from bindertui.tui.background import in_background
from bindertui.tui.widgets.fields.press import Press
from bindertui.tui.widgets.line_input import LineInput
from bindertui.tui.widgets.replacements import ReplacementList


class ReplacingScreen(Screen[Address | None]):
    """Ends with the place to go to; None stays where the reader was."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("s,ctrl+s", "save", show=False),
        Binding("a", "all", show=False),
    ]

    picked: reactive[frozenset[int]] = reactive(frozenset)

    def __init__(
        self, snapshot: Snapshot, language: str, save: Callable[[Sequence[Replacement], Wanted], object]
    ) -> None:
        """Prepare to replace.

        Args:
            snapshot: the binder.
            language: the reader's.
            save: shows what was picked as one change, and saves it.
        """
        super().__init__()
        self._snapshot = snapshot
        self._language = language
        self._save = save
        self._case = True
        self._words = False
        self._wanted: Wanted | None = None

    def compose(self) -> ComposeResult:
        """The lines to type in, the ways to look, what was found, and what the keys do."""
        yield Static(Content.styled(say("Find and replace", self._language), "bold $accent"), id="replace-title")
        with Horizontal(id="replace-lines"):
            yield LineInput(placeholder=say("Find", self._language), id="find")
            yield LineInput(placeholder=say("Replace by", self._language), id="with")
        with Horizontal(id="replace-ways"):
            yield Press(self._way("case"), id="case")
            yield Press(self._way("words"), id="words")
            yield Press(Content(say("All / none", self._language)), id="all")
            yield Static(id="replace-count")
        yield ReplacementList(id="replacements").data_bind(ReplacingScreen.picked)
        yield Static(
            Content.styled(
                say("Enter looks; in the list Space picks, Enter goes there, s saves.", self._language), "$quiet"
            ),
            id="replace-help",
        )

    def _way(self, name: str) -> Content:
        on, words = {
            "case": (self._case, say("Match case", self._language)),
            "words": (self._words, say("Whole words", self._language)),
        }[name]
        return Content(f"{'☑' if on else '☐'} {words}")

    @property
    def _list(self) -> ReplacementList:
        return self.query_one(ReplacementList)

    @on(Input.Submitted)
    def _look(self) -> None:
        """Find what is to be replaced, off the event loop."""
        find, put = (self.query_one(f"#{name}", LineInput).value for name in ("find", "with"))
        if find:
            self._wanted = Wanted(find, put, case=self._case, words=self._words)
            in_background(self.app, partial(_found, self._snapshot, self._wanted), partial(self._show, self._wanted))

    def _show(self, wanted: Wanted, found: tuple[Replacement, ...] | str) -> None:
        if not self.is_attached or wanted is not self._wanted:
            return
        if isinstance(found, str):
            self.notify(one_line(found), severity="warning", markup=False)
            return
        # What was left out stays left out where it is found again.
        before = enumerate(self._list.found)
        left_out = {(one.document, one.path) for at, one in before if at not in self.picked}
        self._list.found = found
        self.picked = frozenset(at for at, one in enumerate(found) if (one.document, one.path) not in left_out)
        self.watch_picked()
        if found:
            self._list.focus()

    def watch_picked(self) -> None:
        """Count what is picked."""
        if self.is_mounted:
            count = say(
                "{count} of {total} picked", self._language, count=len(self.picked), total=len(self._list.found)
            )
            self.query_one("#replace-count", Static).update(Content.styled(count, "$quiet"))

    @on(Press.Pressed)
    def _pressed(self, event: Press.Pressed) -> None:
        if event.press.id == "all":
            self.action_all()
            return
        if event.press.id == "case":
            self._case = not self._case
            event.press.content = self._way("case")
        else:
            self._words = not self._words
            event.press.content = self._way("words")
        self._look()

    @on(ReplacementList.Toggled)
    def _toggle(self) -> None:
        if self._list.found:
            self.picked ^= {self._list.cursor}

    @on(ReplacementList.Opened)
    def _open(self) -> None:
        if self._list.found:
            self.dismiss(self._list.found[self._list.cursor].address)

    def action_all(self) -> None:
        """Pick every text, or none if every one is picked."""
        everything = frozenset(range(len(self._list.found)))
        self.picked = frozenset() if self.picked == everything else everything

    def action_save(self) -> None:
        """Show what was picked as one change, to be saved."""
        chosen = [self._list.found[at] for at in sorted(self.picked)]
        if chosen and self._wanted is not None:
            self._save(chosen, self._wanted)
        else:
            self.notify(say("Nothing is picked.", self._language), markup=False)


def _found(snapshot: Snapshot, wanted: Wanted) -> tuple[Replacement, ...] | str:
    try:
        return tuple(replacements(snapshot, wanted))
    except BinderError as error:
        return str(error)
