"""The edit screen: the parts of an entry, the fields of one part, the same draft as YAML, and a preview."""

from functools import partial
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from bindertui.document.flow import Flow
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address, FieldPath
from bindertui.model.forms import FormPart, part_index
from bindertui.model.problems import Problem
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.session import EditSession
from bindertui.services.live import LiveBinder
from bindertui.services.reading import first_line_address
from bindertui.tui.bindings import app_keymap, command_bindings
from bindertui.tui.controllers.draft import DraftController, EditorInput
from bindertui.tui.controllers.external_changes import ExternalChanges
from bindertui.tui.controllers.form import FormController
from bindertui.tui.controllers.save import SaveController
from bindertui.tui.edit_commands import EDIT_COMMANDS, FIELD_COMMANDS
from bindertui.tui.external_editor import ExternalEditorError, run_external_editor
from bindertui.tui.labels import field_label
from bindertui.tui.screens.dialogs import HelpScreen
from bindertui.tui.screens.palette import PaletteItem, PaletteScreen, command_item, run_chosen
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.form_field import FieldsPane, FieldView
from bindertui.tui.widgets.line_view import crop_strip
from bindertui.tui.widgets.part_tree import PartTree
from bindertui.tui.widgets.yaml_editor import YamlEditor

_WIDE, _ROOMY = 100, 160
"""Columns needed to show parts and fields at once, and to show the preview, too."""


class EditScreen(Screen[Address | None]):
    """Lays out the widgets, and connects them with the controllers; ends with the address to continue reading at.

    Attributes:
        draft: the draft that is edited.
        form: changes the draft through its form.
        external_changes: follows the file of the draft.
        saver: saves the draft and leaves the screen.
    """

    CSS_PATH = "edit.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide"), (_ROOMY, "-roomy")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *command_bindings(EDIT_COMMANDS),
        Binding("escape", "outwards", show=False),
    ]

    language: reactive[str] = reactive("en")
    status: reactive[tuple[str, ...]] = reactive(())
    breadcrumbs: reactive[tuple[str, ...]] = reactive(())
    as_yaml: reactive[bool] = reactive(default=False)

    def __init__(
        self, draft: Draft, session: EditSession, language: str, live: LiveBinder, draft_id: str | None = None
    ) -> None:
        """Prepare to edit a draft.

        Args:
            draft: the draft.
            session: stores and saves it.
            language: the language of the interface.
            live: the binder, which publishes every change to its files.
            draft_id: the name of the draft in the journal, if it is there already.
        """
        super().__init__()
        self.set_reactive(EditScreen.language, language)
        self._session = session
        self.draft = DraftController(self, draft, session, draft_id)
        self.form = FormController(self, self.draft)
        self.external_changes = ExternalChanges(self, self.draft, live)
        self.saver = SaveController(self, self.draft, self.external_changes, session)
        self._fields = FieldsPane(id="fields")
        self._yaml = YamlEditor(id="yaml")
        self._preview_chosen: bool | None = None
        self._editors = ""

    def compose(self) -> ComposeResult:
        """Compose the title, the panes, and the bars."""
        yield Static(id="edit-title")
        with Container(id="edit-panes"):
            yield PartTree(id="parts").data_bind(EditScreen.language)
            with Vertical(id="filling"):
                yield self._fields
                yield self._yaml
            yield FlowView(id="preview")
        yield StatusBar(id="edit-status").data_bind(EditScreen.breadcrumbs, EditScreen.status)
        yield KeyBar(EDIT_COMMANDS, id="edit-keys").data_bind(EditScreen.language)
        yield KeyBar(FIELD_COMMANDS, typing=True, id="field-keys").data_bind(EditScreen.language)

    async def on_mount(self) -> None:
        """Open at the part the draft was begun for."""
        self._parts.languages = self.draft.languages
        self._show_title()
        self._arrange()
        await self.draft.refresh()
        if self.draft.form:
            self.set_focus(self._parts)
            self._parts.land(self._parts.cursor)
        else:
            self.set_focus(self._yaml)
        self.external_changes.start()

    def on_unmount(self) -> None:
        """Store the latest input: the app may be ending, and there is no later time."""
        self.external_changes.stop()
        self.draft.flush()

    @property
    def _parts(self) -> PartTree:
        return self.query_one("#parts", PartTree)

    @property
    def _preview(self) -> FlowView:
        return self.query_one("#preview", FlowView)

    @property
    def address(self) -> Address:
        """The address of the part at the cursor, or of the nearest heading of the preview."""
        flow = self._preview.flow
        return first_line_address(flow.lines, self.draft.address) if flow else self.draft.address

    # Panes

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        self._arrange()

    def watch_as_yaml(self) -> None:
        """Show the fields, or the YAML text."""
        if self.is_mounted:
            self._arrange()

    def on_resize(self) -> None:
        """Show the panes there is room for."""
        self._show_title()
        self._arrange()

    def _arrange(self) -> None:
        parts, filling, preview = self._parts, self.query_one("#filling"), self._preview
        width, focused = self.size.width, self.focused
        inside = focused is not None and filling in focused.ancestors
        previewing = self._is_previewing()
        self.query_one("#edit-keys").display = not inside
        self.query_one("#field-keys").display = inside
        self._fields.display = not self.as_yaml
        self._yaml.display = self.as_yaml
        preview.display = previewing
        filling.display = (not previewing or width >= _ROOMY) and (width >= _WIDE or inside or self.as_yaml)
        parts.display = width >= _WIDE or not (filling.display or previewing)
        if not parts.display and focused is parts:
            self.set_focus(preview if previewing else self._yaml)

    def _is_previewing(self) -> bool:
        return self.size.width >= _ROOMY if self._preview_chosen is None else self._preview_chosen

    def _focus_parts(self) -> None:
        if self.draft.form:
            self._parts.display = True
            self.set_focus(self._parts)

    # Typing and moving

    @on(FieldView.Edited)
    @on(YamlEditor.Edited)
    def _typed(self) -> None:
        self.draft.schedule_input()

    @on(FieldView.Split)
    async def _split(self, event: FieldView.Split) -> None:
        await self.form.split(event.field)

    @on(FieldView.Opened)
    async def _open_field(self, event: FieldView.Opened) -> None:
        await self.form.open(event.field)

    @on(PartTree.Moved)
    async def _part_moved(self, event: PartTree.Moved) -> None:
        event.stop()
        await self._follow_parts()

    async def _follow_parts(self) -> None:
        """Show the fields of the part at the cursor of the outline, unless they are shown already."""
        draft, cursor = self.draft, self._parts.parts[self._parts.cursor].path if self._parts.parts else ()
        if draft.part is None or cursor == draft.part.path:
            return
        draft.path = cursor
        await draft.settle()
        await self._show_fields()
        self.show_status()
        self._preview.target = self.address
        if draft.form and self.as_yaml:
            self._yaml.move_cursor(draft.form.position(draft.path), center=True)

    async def fill_in(self) -> None:
        """Move the cursor to the first field of the current part, or into the YAML text."""
        self.query_one("#filling").display = True
        if self.as_yaml:
            self.set_focus(self._yaml)
        else:
            await self._follow_parts()
            self._fields.focus_field(self.draft.path)

    async def go(self, path: FieldPath) -> None:
        """Move the cursor to the field at a path."""
        self.draft.path = path
        await self.draft.refresh()
        self._fields.focus_field(path)

    async def go_to_problem(self, problem: Problem) -> None:
        """Move the cursor to a problem, in the form or in the YAML text."""
        if self.as_yaml or self.draft.form is None:
            self._yaml.move_cursor((problem.line - 1, problem.column - 1), center=True)
            self._yaml.focus()
        else:
            field = next((one for one in self.draft.field_problems if one.problem == problem), None)
            await self.go(field.path if field else ())

    # The host of the controllers

    @property
    def yaml_cursor(self) -> tuple[int, int]:
        """The line and column of the cursor in the YAML text, from 0."""
        return self._yaml.cursor_location

    def take_input(self) -> EditorInput:
        """Return the text typed since the last call."""
        return EditorInput(self._fields.take_input(), self._yaml.take_input())

    async def show_draft(self) -> None:
        """Show the parts and fields of the draft, or its text as YAML."""
        if self.draft.form:
            parts = self.draft.form.parts
            self._parts.show(parts, part_index(parts, self.draft.path))
            await self._show_fields()
        else:
            self.as_yaml = True
        if self.as_yaml:
            self._yaml.show(self.draft.text)
        self.show_status()

    async def _show_fields(self) -> None:
        draft = self.draft
        if draft.form and draft.part is not None:
            fields = draft.form.fields(draft.part)
            await self._fields.show(fields, draft.languages, self.language, draft.reference_title)
            self._show_field_problems()

    def show_problems(self, preview: Flow | None) -> None:
        """Mark the problems of the draft, and show how readers will see the entry."""
        self._yaml.mark_problems(frozenset(problem.line - 1 for problem in self.draft.problems))
        self._parts.problem_paths = frozenset(problem.part for problem in self.draft.field_problems)
        self._show_field_problems()
        self.show_status()
        if preview is not None:
            self._preview.flow = preview
        self._preview.target = self.address

    def _show_field_problems(self) -> None:
        messages: dict[FieldPath, tuple[str, ...]] = {}
        for one in self.draft.field_problems:
            messages[one.path] = (*messages.get(one.path, ()), one.problem.message.in_language(self.language))
        self._fields.show_problems(messages)

    def show_editors(self, editors: str) -> None:
        """Show in the status bar who else edits the entry."""
        self._editors = editors
        if self.is_mounted:
            self.show_status()

    def show_status(self) -> None:
        """Show whether the draft is saved, how many problems it has, and whether its file has changed."""
        language, draft = self.language, self.draft
        changed = gettext("not saved", language) if draft.current.is_changed else gettext("no changes", language)
        label = self.external_changes.label
        self.status = tuple(filter(None, (label, self._editors, changed, self._problem_count(), language.upper())))
        if draft.form:
            way = [part for part in draft.form.parts if draft.path[: len(part.path)] == part.path]
            self.breadcrumbs = tuple(_breadcrumb(part, language) for part in way)

    def _problem_count(self) -> str:
        count = len(self.draft.problems)
        return (
            ngettext("{count} problem", "{count} problems", count, self.language)
            if count
            else gettext("no problem", self.language)
        )

    def _show_title(self) -> None:
        draft = self.draft.current
        place = draft.snapshot.binder.outline_item(draft.address.entry)
        entry = single_line(place.title.in_language(self.language)) if place else draft.address.entry
        name = single_line(draft.file)
        title = crop_strip(gettext("Editing {title}", self.language, title=entry), self.size.width - len(name) - 4)
        self.query_one("#edit-title", Static).update(
            Content.assemble(Content.styled(title, "bold $accent"), Content.styled(f"  {name}", "$quiet"))
        )

    def report(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        """Show a short message in place of the previous one."""
        self.app.clear_notifications()
        self.notify(message, severity=severity, markup=False, timeout=6)

    def close(self) -> None:
        """Close the screen."""
        self.dismiss(self.address)

    # Commands on the draft

    async def action_fill_in(self) -> None:
        """Fill in the fields of the part at the cursor."""
        await self.fill_in()

    async def action_add(self) -> None:
        """Add an item to the list."""
        await self.form.add()

    async def action_delete(self) -> None:
        """Delete the item."""
        await self.form.delete()

    async def action_move(self, step: int) -> None:
        """Move the item in its list."""
        await self.form.move(step)

    async def action_undo(self) -> None:
        """Undo the last change."""
        await self.draft.undo()

    async def action_redo(self) -> None:
        """Redo the change that was undone last."""
        await self.draft.redo()

    async def action_save(self) -> None:
        """Review the changes, and save them."""
        await self.saver.save()

    async def action_differences(self) -> None:
        """Show the changes so far."""
        await self.saver.show_changes()

    async def action_problems(self) -> None:
        """List the problems, and go to one."""
        await self.draft.settle()
        problems = self.draft.problems
        title = ngettext("{count} problem", "{count} problems", len(problems), self.language)
        self.saver.list_problems(title, problems)

    async def action_leave(self) -> None:
        """Go back to reading; offer to save, keep or discard unsaved changes."""
        await self.saver.leave()

    async def action_editor(self) -> None:
        """Edit the draft with the user's own editor, at the current line."""
        draft = self.draft
        await draft.settle()
        command = self._session.editor
        if not command:
            self.report(
                gettext("Set $VISUAL or $EDITOR to the command of your editor first.", self.language), "warning"
            )
            return
        line = draft.form.position(draft.path)[0] if draft.form else self._yaml.cursor_location[0]
        text, failure = None, ""
        try:
            with self.app.suspend():
                # An exception that leaves this block would keep Textual from resuming.
                try:
                    text = run_external_editor(command, draft.text, draft.current.file, line + 1)
                except ExternalEditorError as error:
                    failure = single_line(str(error))
        except SuspendNotSupported:
            self.report(
                gettext("Your own editor only runs on your own machine. Press y to edit the YAML here.", self.language),
                "warning",
            )
            return
        if text is None:
            self.report(gettext("The editor could not be started: {error}", self.language, error=failure), "warning")
        else:
            await draft.replace_text(text)

    # Commands on the view

    async def action_outwards(self) -> None:
        """Go from a field to the parts, and from the parts back to reading."""
        if self.focused is self._parts:
            await self.saver.leave()
            return
        await self.draft.settle()
        if self.size.width < _ROOMY and self._is_previewing():
            self._preview_chosen = False
        elif self.as_yaml and self.draft.form:
            self._leave_yaml()
        self._focus_parts()

    async def action_yaml(self) -> None:
        """Show the draft as YAML, or as a form again."""
        draft = self.draft
        await draft.settle()
        if not self.as_yaml:
            self.as_yaml = True
            self._yaml.show(draft.text)
            if draft.form:
                self._yaml.move_cursor(draft.form.position(draft.path), center=True)
            self.query_one("#filling").display = True
            self.set_focus(self._yaml)
        elif draft.form:
            self._leave_yaml()
            self._focus_parts()
            await draft.refresh()
        else:
            self.report(
                gettext("This YAML has a mistake. Fix it here, or press ctrl+z to undo.", self.language), "warning"
            )

    def _leave_yaml(self) -> None:
        """Show the form at the part that contains the cursor of the YAML text."""
        form = self.draft.form
        assert form is not None
        row, _ = self._yaml.cursor_location
        before = [part for part in form.parts if form.position(part.path)[0] <= row]
        self.draft.path = before[-1].path if before else ()
        self.as_yaml = False

    def action_preview(self) -> None:
        """Show or hide the entry as readers will see it."""
        self._preview_chosen = not self._is_previewing()
        self._arrange()
        if not self._preview_chosen:
            self._focus_parts()
        elif self.size.width < _ROOMY:
            self._preview.focus()

    async def action_language(self) -> None:
        """Switch to the other language."""
        await self.draft.settle()
        languages = self.draft.languages
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._show_title()
        self._fields.reset()
        await self.draft.refresh()

    def action_palette(self) -> None:
        """Offer the commands and the parts by name."""
        language = self.language
        commands = app_keymap(self).applied(EDIT_COMMANDS)
        items = [command_item(one, language, self.run_action) for one in commands if not one.here]
        if self.draft.form:
            items += [
                PaletteItem("".join(run.text for run in self._parts.row(at)).strip(), "", partial(self.go, part.path))
                for at, part in enumerate(self.draft.form.parts)
            ]
        self.app.push_screen(PaletteScreen(items, gettext("Commands and entries", language)), run_chosen)

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(HelpScreen(self.language, EDIT_COMMANDS))

    @on(KeyBar.Pressed)
    async def _key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.action)


def _breadcrumb(part: FormPart, language: str) -> str:
    name = field_label(part.name, language)
    return f"{name} {part.path[-1] + 1}" if part.in_list and isinstance(part.path[-1], int) else name
