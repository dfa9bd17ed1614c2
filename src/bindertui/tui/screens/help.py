"""The help: every key, from the commands themselves."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.layout import INDENT
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.speech import say
from bindertui.tui.commands import COMMANDS, MOVES, Command, shown_key
from bindertui.tui.keyed import keymap_of
from bindertui.tui.widgets.flow_view import FlowView

_KEYS = 18
"""Cells for the keys, left of what they do."""


class HelpScreen(ModalScreen[None]):
    """Every key and what it does, in the reader's language."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "dismiss", show=False)]

    def __init__(self, language: str, commands: tuple[Command, ...] = COMMANDS) -> None:
        """Prepare the page.

        Args:
            language: the reader's language.
            commands: those of the screen that is asked about.
        """
        super().__init__()
        self._language = language
        self._commands = commands

    def compose(self) -> ComposeResult:
        """A page of lines."""
        with Vertical(classes="dialog", id="keys-page"):
            yield FlowView(id="help")

    def on_mount(self) -> None:
        """Show the page."""
        view = self.query_one(FlowView)
        view.flow = self._page()
        view.focus()

    def _page(self) -> Flow:
        language = self._language
        title = say("Keys", language)
        keymap = keymap_of(self)
        lines: list[AnyLine] = [Heading(address=Address(BINDER), runs=(Run(title),))]
        lines.append(Passage(address=Address(BINDER), runs=(Run(say("Esc closes this page.", language), Tone.QUIET),)))
        for always, moves, help_text in MOVES:
            lines.append(_line(always.read(language), keymap.moves(moves), help_text.read(language), language))
        commands = keymap.applied(self._commands)
        lines += [_line("", command.keys, command.help.read(language), language) for command in commands]
        return Flow(BINDER, title, language, tuple(lines))


def _line(always: str, keys: tuple[str, ...], help_text: str, language: str) -> Passage:
    own = " ".join(shown_key(key, language) for key in keys)
    marker = "  ".join(filter(None, (always, own)))
    return Passage(
        address=Address(BINDER), runs=(Run(help_text),), indent=_KEYS // INDENT, marker=marker.ljust(_KEYS - 1)
    )
