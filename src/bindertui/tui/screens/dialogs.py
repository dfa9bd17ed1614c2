"""A question before something is done.

The bookmarks to choose from.

A question with several answers.

The help: every key, from the commands themselves.

A question that is answered by a line.
"""

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
    """Ends with whether it is to be done; Esc and the answer at hand both mean no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(False)", show=False)]

    def __init__(self, question: str, action: str, language: str) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            action: the answer that does it, a word or two.
            language: the reader's language.
        """
        super().__init__()
        self._question = question
        self._answers = (gettext("Cancel", language), action)

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), id="question")
            yield Options(self._answers)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        self.dismiss(event.option_index == 1)


class BookmarksDialog(ModalScreen[Address | None]):
    """A list of bookmarks; ends with the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,apostrophe", "dismiss(None)", show=False)]

    def __init__(self, bookmarks: tuple[tuple[Address, str], ...], language: str) -> None:
        """Prepare the list.

        Args:
            bookmarks: the bookmarks, each with the text to show for it.
            language: the reader's language.
        """
        super().__init__()
        self._places = bookmarks
        self._language = language

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(gettext("Bookmarks", self._language), "bold $accent"))
            yield Options(text for _, text in self._places)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the bookmark."""
        self.dismiss(self._places[event.option_index][0])


class ChoiceDialog(ModalScreen[int | None]):
    """Ends with the position of the answer; None if there was none, which changes nothing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, question: str, answers: Sequence[str]) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            answers: what can be answered, safe for a terminal; the first is at hand.
        """
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(classes="dialog"):
            with VerticalScroll(classes="question", can_focus=False):
                yield Static(Content(self._question))
            yield OptionList(*(Content(answer) for answer in self._answers), markup=False, compact=True)

    def on_mount(self) -> None:
        """The answers take the keys."""
        self.query_one(OptionList).focus()

    def action_move(self, step: int) -> None:
        """Move as j and k do everywhere."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        if self.is_current:
            self.dismiss(event.option_index)


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
    marker = "  ".join(filter(None, (always, own)))
    return Passage(
        address=Address(BINDER), runs=(Run(help_text),), indent=_KEYS // INDENT, marker=marker.ljust(_KEYS - 1)
    )


class TextPromptDialog(ModalScreen[str | None]):
    """Ends with what was typed; None if nothing was, which changes nothing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, value: str) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            value: what stands in the line at first.
        """
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """The question, and a line."""
        with Vertical(classes="dialog prompt"):
            yield Static(Content(self._question))
            yield LineInput()

    def on_mount(self) -> None:
        """Show what stands there."""
        self.query_one(LineInput).value = self._value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        if self.is_current:
            self.dismiss(event.value.strip() or None)
