"""Dialogs: confirm, choose, type a line, bookmarks, and the help."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.layout import INDENT
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.outline import BINDER
from bindertui.tui.bindings import app_keymap
from bindertui.tui.commands import COMMANDS, MOVES, Command, shown_key
from bindertui.tui.widgets.completion_list import Options
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.search_bar import LineInput


class ConfirmDialog(ModalScreen[bool]):
    """A yes-or-no question; the default answer and Esc mean no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(False)", show=False)]

    def __init__(self, question: str, action: str, language: str) -> None:
        """Prepare the question.

        Args:
            question: the question, safe for a terminal.
            action: the label of yes, a word or two.
            language: the language of the interface.
        """
        super().__init__()
        self._question = question
        self._answers = (gettext("Cancel", language), action)

    def compose(self) -> ComposeResult:
        """Compose the question and its two answers."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), id="question")
            yield Options(self._answers)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the answer."""
        self.dismiss(event.option_index == 1)


class BookmarksDialog(ModalScreen[Address | None]):
    """A list of bookmarks; ends with the address that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,apostrophe", "dismiss(None)", show=False)]

    def __init__(self, bookmarks: tuple[tuple[Address, str], ...], language: str) -> None:
        """Prepare the list.

        Args:
            bookmarks: the addresses with the text to show for each.
            language: the language of the interface.
        """
        super().__init__()
        self._bookmarks = bookmarks
        self._language = language

    def compose(self) -> ComposeResult:
        """Compose the title and the list."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(gettext("Bookmarks", self._language), "bold $accent"))
            yield Options(text for _, text in self._bookmarks)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the bookmark."""
        self.dismiss(self._bookmarks[event.option_index][0])


class ChoiceDialog(ModalScreen[int | None]):
    """A question with several answers; ends with the index of the answer, or None on Esc."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, question: str, answers: Sequence[str]) -> None:
        """Prepare the question.

        Args:
            question: the question, safe for a terminal.
            answers: the answers, safe for a terminal; the first is the default.
        """
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Compose the question and its answers."""
        with Vertical(classes="dialog"):
            with VerticalScroll(classes="question", can_focus=False):
                yield Static(Content(self._question))
            yield OptionList(*(Content(answer) for answer in self._answers), markup=False, compact=True)

    def on_mount(self) -> None:
        """Focus the answers."""
        self.query_one(OptionList).focus()

    def action_move(self, step: int) -> None:
        """Move the cursor, for j and k."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the answer."""
        if self.is_current:
            self.dismiss(event.option_index)


_KEY_COLUMN = 18
"""Cells of the column with the keys."""


class HelpScreen(ModalScreen[None]):
    """The help: every key with what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "dismiss", show=False)]

    def __init__(self, language: str, commands: tuple[Command, ...] = COMMANDS) -> None:
        """Prepare the help.

        Args:
            language: the language of the interface.
            commands: the commands of the current screen.
        """
        super().__init__()
        self._language = language
        self._commands = commands

    def compose(self) -> ComposeResult:
        """Compose the view."""
        with Vertical(classes="dialog", id="keys-page"):
            yield FlowView(id="help")

    def on_mount(self) -> None:
        """Show the keys."""
        view = self.query_one(FlowView)
        view.flow = self._build_flow()
        view.focus()

    def _build_flow(self) -> Flow:
        language = self._language
        title = gettext("Keys", language)
        keymap = app_keymap(self)
        lines: list[AnyLine] = [Heading(address=Address(BINDER), runs=(Run(title),))]
        lines.append(
            Passage(address=Address(BINDER), runs=(Run(gettext("Esc closes this page.", language), Tone.QUIET),))
        )
        for always, moves, help_text in MOVES:
            lines.append(
                _line(always.in_language(language), keymap.moves(moves), help_text.in_language(language), language)
            )
        commands = keymap.applied(self._commands)
        lines += [_line("", command.keys, command.help.in_language(language), language) for command in commands]
        return Flow(BINDER, title, language, tuple(lines))


def _line(always: str, keys: tuple[str, ...], help_text: str, language: str) -> Passage:
    own = " ".join(shown_key(key, language) for key in keys)
    marker = "  ".join(filter(None, (always, own))).ljust(_KEY_COLUMN - 1)
    return Passage(
        address=Address(BINDER),
        runs=(Run(help_text),),
        indent=_KEY_COLUMN // INDENT,
        marker=marker,
    )


class TextPromptDialog(ModalScreen[str | None]):
    """A question answered by a line of text; ends with the text, or None if it is empty or on Esc."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, value: str) -> None:
        """Prepare the question.

        Args:
            question: the question, safe for a terminal.
            value: the text to start with.
        """
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """Compose the question and the line."""
        with Vertical(classes="dialog prompt"):
            yield Static(Content(self._question))
            yield LineInput()

    def on_mount(self) -> None:
        """Show the text to start with."""
        self.query_one(LineInput).value = self._value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close with the text."""
        if self.is_current:
            self.dismiss(event.value.strip() or None)
