"""The user's own editor, on the text of a draft.

The edit screen: the parts of an entry, the fields of one of them, the same draft as YAML, and a preview.
"""

import shlex
import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Static

from bindertui.i18n import gettext
from bindertui.model.text import single_line
from bindertui.services.editing.commit import display_name
from bindertui.services.editing.draft import UndoStep
from bindertui.services.editing.forms import Form
from bindertui.tui.bindings import app_keymap, command_bindings
from bindertui.tui.controllers.form import FillingScreen
from bindertui.tui.edit_commands import EDIT, IN_FIELDS
from bindertui.tui.screens.palette import PaletteItem, command_item
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.line_view import crop_strip
from bindertui.tui.widgets.part_tree import PartsView

_WITH_COLON = {"code", "codium", "subl", "hx", "zed"}
"""Editors that are told the line behind the name of the file."""
_FLAGS = {"code": ["--wait", "--goto"], "codium": ["--wait", "--goto"], "subl": ["--wait"], "zed": ["--wait"]}
"""What makes them wait until the file is closed, and go to the line."""


class ExternalEditorError(Exception):
    """The editor could not be run, or what it wrote cannot be read; the message says why."""


def run_external_editor(command: str, text: str, name: str, line: int) -> str:
    """A text as the user's own editor leaves it; the terminal must be free for it.

    Args:
        command: the editor's, with its arguments; it is not run by a shell.
        text: what is edited.
        name: the name of the file it is shown as, which tells an editor the language.
        line: where to begin, counted from 1.

    Raises:
        OwnEditorError: it could not be run, or said that it failed.
    """
    try:
        with TemporaryDirectory(prefix="bindertui-") as folder:
            file = Path(folder) / Path(name).name
            file.write_bytes(text.encode())
            # It is the user's own command, from their own environment.
            run = subprocess.run([*_words(command), *_place(command, file, line)], check=False)  # noqa: S603
            if run.returncode:
                raise ExternalEditorError(f"{command}: {run.returncode}")
            return file.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise ExternalEditorError(str(error)) from None


def _words(command: str) -> list[str]:
    words = shlex.split(command)
    if not words:
        raise ExternalEditorError(command)
    return words


def _place(command: str, file: Path, line: int) -> list[str]:
    program = Path(_words(command)[0]).name
    flags = _FLAGS.get(program, [])
    return [*flags, f"{file}:{line}"] if program in _WITH_COLON else [f"+{line}", str(file)]


class EditScreen(FillingScreen):
    """Edits an entry; ends with the place to go on reading at."""

    CSS_PATH = "edit.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-roomy")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *command_bindings(EDIT),
        Binding("escape", "outwards", show=False),
    ]

    _previewing: bool | None = None

    def compose(self) -> ComposeResult:
        """What is edited, the panes, and the bars."""
        yield Static(id="edit-title")
        with Container(id="edit-panes"):
            yield PartsView(id="parts").data_bind(EditScreen.language)
            with Vertical(id="filling"):
                yield self._fields
                yield self._yaml
            yield FlowView(id="preview")
        yield StatusBar(id="edit-status").data_bind(EditScreen.crumbs, EditScreen.state)
        yield KeyBar(EDIT, id="edit-keys").data_bind(EditScreen.language)
        yield KeyBar(IN_FIELDS, typing=True, id="field-keys").data_bind(EditScreen.language)

    async def on_mount(self) -> None:
        """Open at the part the draft was begun for."""
        self.query_one("#parts", PartsView).languages = self._languages
        self._tell_title()
        self._arrange()
        await self.show()
        if isinstance(self._form, Form):
            parts = self.query_one("#parts", PartsView)
            self.set_focus(parts)
            parts.land(parts.cursor)
        else:
            self.set_focus(self._yaml)

    def _tell_title(self) -> None:
        place = self._draft.snapshot.binder.place(self._draft.address.entry)
        title = single_line(place.title.read(self.language)) if place else self._draft.address.entry
        name = single_line(display_name(self._draft.file))
        told = crop_strip(gettext("Editing {title}", self.language, title=title), self.size.width - len(name) - 4)
        self.query_one("#edit-title", Static).update(
            Content.assemble(Content.styled(told, "bold $accent"), Content.styled(f"  {name}", "$quiet"))
        )

    # Where the user is

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        self._arrange()

    def watch_as_yaml(self) -> None:
        """Show the fields, or the text."""
        if self.is_mounted:
            self._arrange()

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._tell_title()
        self._arrange()

    def _arrange(self) -> None:
        parts = self.query_one("#parts", PartsView)
        filling, preview = self.query_one("#filling"), self.query_one("#preview", FlowView)
        width = self.size.width
        focused = self.focused
        inside = focused is not None and filling in focused.ancestors
        looking = self._looking()
        self.query_one("#edit-keys").display = not inside
        self.query_one("#field-keys").display = inside
        self._fields.display = not self.as_yaml
        self._yaml.display = self.as_yaml
        preview.display = looking
        filling.display = (not looking or width >= 160) and (width >= 100 or inside or self.as_yaml)
        parts.display = width >= 100 or not (filling.display or looking)
        if not parts.display and focused is parts:
            self.set_focus(preview if looking else self._yaml)

    def _looking(self) -> bool:
        return self.size.width >= 160 if self._previewing is None else self._previewing

    async def action_outwards(self) -> None:
        """From a field to the parts, from there out; nothing is lost."""
        parts = self.query_one("#parts", PartsView)
        if self.focused is parts:
            await self.action_leave()
            return
        await self.settle()
        if self.size.width < 160 and self._looking():
            self._previewing = False
        elif self.as_yaml and isinstance(self._form, Form):
            self._from_yaml()
        self._to_parts()

    def _to_parts(self) -> None:
        parts = self.query_one("#parts", PartsView)
        if isinstance(self._form, Form):
            parts.display = True
            self.set_focus(parts)

    async def action_fill_in(self) -> None:
        """Fill in the fields of the part under the cursor, from the one the user came for."""
        self.query_one("#filling").display = True
        if self.as_yaml:
            self.set_focus(self._yaml)
        else:
            await self.follow()
            self._fields.enter(self._at)

    async def action_yaml(self) -> None:
        """The draft as YAML, or as a form again."""
        await self.settle()
        if not self.as_yaml:
            self.as_yaml = True
            self._yaml.show(self._draft.text)
            if isinstance(self._form, Form):
                self._yaml.move_cursor(self._form.place(self._at), center=True)
            self.query_one("#filling").display = True
            self.set_focus(self._yaml)
        elif isinstance(self._form, Form):
            self._from_yaml()
            self._to_parts()
            await self.show()
        else:
            self.tell(
                gettext("The text is not YAML that can be read. Mend it here, or undo.", self.language), "warning"
            )

    def _from_yaml(self) -> None:
        """Show the form at the part the cursor of the text is in."""
        assert isinstance(self._form, Form)
        row, _ = self._yaml.cursor_location
        before = [part for part in self._form.parts if self._form.place(part.path)[0] <= row]
        self._at = before[-1].path if before else ()
        self.as_yaml = False

    def action_preview(self) -> None:
        """Show or hide the entry as readers will see it."""
        self._previewing = not self._looking()
        self._arrange()
        if self._previewing and self.size.width < 160:
            self.query_one("#preview", FlowView).focus()
        elif not self._previewing:
            self._to_parts()

    async def action_language(self) -> None:
        """Use the other language."""
        await self.settle()
        languages = self._languages
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._tell_title()
        self._fields.clear_view()
        await self.show()

    # The other commands

    async def action_editor(self) -> None:
        """Edit the draft with the user's own editor, at this line."""
        await self.settle()
        if not self._desk.editor:
            self.tell(gettext("Set $VISUAL or $EDITOR to the command of your editor first.", self.language), "warning")
            return
        line = self._form.place(self._at)[0] if isinstance(self._form, Form) else self._yaml.cursor_location[0]
        text, failure = None, ""
        try:
            with self.app.suspend():
                # Textual does not come back from an exception that leaves this block.
                try:
                    text = run_external_editor(self._desk.editor, self._draft.text, self._draft.file.name, line + 1)
                except ExternalEditorError as error:
                    failure = single_line(str(error))
        except SuspendNotSupported:
            self.tell(
                gettext("Your own editor runs on your own machine only; here, y shows the YAML.", self.language),
                "warning",
            )
            return
        if text is None:
            self.tell(gettext("The editor could not be run: {error}", self.language, error=failure), "warning")
        else:
            self._take(UndoStep(text, self._at))
            await self.show()

    def action_palette(self) -> None:
        """Offer the commands and the parts by name."""
        from bindertui.tui.screens.palette import PaletteScreen, run_chosen  # noqa: PLC0415 - not before it is asked for

        language = self.language
        commands = app_keymap(self).applied(EDIT)
        offers = [command_item(one, language, self.run_action) for one in commands if not one.here]
        if isinstance(self._form, Form):
            view = self.query_one("#parts", PartsView)
            offers += [
                PaletteItem("".join(run.text for run in view.row(at)).strip(), "", partial(self.go, part.path))
                for at, part in enumerate(self._form.parts)
            ]
        self.app.push_screen(PaletteScreen(offers, gettext("Commands and entries", language)), run_chosen)

    def action_help(self) -> None:
        """Show every key."""
        from bindertui.tui.screens.dialogs import HelpScreen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(HelpScreen(self.language, EDIT))

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.action)
