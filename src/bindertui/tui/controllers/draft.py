"""One draft on a screen: what is typed becomes its text, is journaled, can be undone, and is checked as one types."""

from functools import partial
from time import monotonic
from typing import Literal

from textual import on
from textual.reactive import reactive
from textual.screen import Screen

from bindertui.document.flow import Flow
from bindertui.errors import BinderError
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address, Path
from bindertui.model.fields import Role
from bindertui.model.forms import FormField, FormPart, find_part
from bindertui.model.problems import Problem
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft, UndoStack, UndoStep, address_at
from bindertui.services.editing.forms import FieldProblem, Form, Unreadable, locate_problems, reference_candidates
from bindertui.services.editing.preview import preview_draft
from bindertui.services.editing.session import EditSession
from bindertui.services.reading import first_heading
from bindertui.tui.labels import field_label
from bindertui.tui.threads import SingleFlight, run_in_thread
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.form_field import FieldsPane, FieldView
from bindertui.tui.widgets.part_tree import PartsView
from bindertui.tui.widgets.yaml_editor import YamlBox

_BURST = 2.0
"""Seconds without a key after which what is typed next is undone by itself."""
_PAUSE = 0.2
"""Seconds after which what is typed is taken into the draft; with the journal's, less than a second till the disk."""
_LONG = 100_000
"""Characters of a text whose outline takes longer than a key may."""


class DraftingScreen(Screen[Address | None]):
    """The state of one draft.

    A subclass composes the widgets: the fields and the text that are made here, `#parts` and `#preview`.
    """

    language: reactive[str] = reactive("en")
    problems: reactive[tuple[FieldProblem, ...]] = reactive(())
    state: reactive[tuple[str, ...]] = reactive(())
    crumbs: reactive[tuple[str, ...]] = reactive(())
    as_yaml: reactive[bool] = reactive(default=False)

    def __init__(self, draft: Draft, desk: EditSession, language: str, identifier: str | None = None) -> None:
        """Prepare to edit a draft.

        Args:
            draft: the draft.
            desk: what is needed to keep and to save it.
            language: the reader's.
            identifier: the name the draft is journaled under, if it is already.
        """
        super().__init__()
        self._desk = desk
        self._draft = draft
        self._kind = draft.kind
        self._languages = draft.snapshot.binder.languages
        self._identifier = identifier or desk.drafts.begin()
        self._steps = UndoStack(UndoStep(draft.text, draft.path))
        self._made: Form | None = None
        self._form = Form.read(draft.text, self._kind, self._languages)
        self._at: Path = draft.path
        self._waiting = False
        self._burst = 0
        self._last_typed = 0.0
        self._typing: tuple[object, Form | Unreadable] | None = None
        self._checking = False
        self._outlining = SingleFlight()
        self._others = ""
        self._raw: tuple[Problem, ...] = ()
        self._fields = FieldsPane(id="fields")
        self._yaml = YamlBox(id="yaml")
        self._left = False
        self.set_reactive(DraftingScreen.language, language)

    def _read(self, text: str) -> Form | Unreadable:
        """The form of a text; the one at hand or the one made last, if it is theirs."""
        for form in (self._made, self._form):
            if isinstance(form, Form) and form.text.text == text:
                return form
        return Form.read(text, self._kind, self._languages)

    @property
    def part(self) -> FormPart | None:
        """The part that is filled in."""
        return self._form.part_at(self._at) if isinstance(self._form, Form) else None

    def titled(self, role: Role, name: str) -> str:
        """What something that is referred to is called."""
        binder = self._draft.snapshot.binder
        if role is Role.SOURCE:
            source = binder.sources.get(name)
            return single_line(source.title.read(self.language)) if source else "✗"
        place = binder.place(name)
        return single_line(place.title.read(self.language)) if place else "✗"

    # What is typed

    @on(FieldView.Typed)
    @on(YamlBox.Written)
    def _wait(self) -> None:
        now = monotonic()
        self._burst += now - self._last_typed > _BURST
        self._last_typed = now
        if not self._waiting:
            self._waiting = True
            self.set_timer(_PAUSE, self.settle)

    async def settle(self) -> None:
        """Take what was typed into the draft."""
        self._waiting = False
        if self._take_unsent():
            await self.show()

    def _take_unsent(self) -> bool:
        """Take what was typed as the next step; whether anything was."""
        typed, written = self._fields.unsent(), self._yaml.unsent()
        if written is not None:
            self._take(UndoStep(written, self._at, ("yaml", self._burst)))
            return True
        for (path, language), text in typed.items():
            self._take_typed(path, language, text)
        return bool(typed)

    def _take_typed(self, path: Path, language: str, text: str) -> None:
        """Take a text into the draft as if it had been typed at once.

        What stood there while it was being typed may have needed quotes that the text itself does not.
        """
        form = self._read(self._steps.now.text)
        if self._typing is None or self._typing[0] != (path, language):
            self._typing = ((path, language), form)
        _, before = self._typing
        if not isinstance(before, Form) or (field := field_at(before, path)) is None:
            return
        try:
            self._made = before.typed(field, language, text)
        except BinderError as error:
            self.tell(single_line(error.words(self.language)), "warning")
        else:
            step = UndoStep(self._made.text.text, path, (path, language, self._burst))
            self._steps = self._steps.taken(step)

    async def change(self, form: Form, path: Path) -> None:
        """Take another form of the draft, changed at a path, and go there."""
        self._at, self._made = path, form
        self._take(UndoStep(form.text.text, path))
        await self.show()

    def _take(self, step: UndoStep) -> None:
        self._typing = None
        self._steps = self._steps.taken(step)

    async def action_undo(self) -> None:
        """Take the last change back."""
        await self.settle()
        changed, steps = self._steps.now.path, self._steps.undone()
        if steps is self._steps:
            self.tell(gettext("There is nothing to undo.", self.language))
            return
        self._typing = None
        self._steps, self._at = steps, changed
        await self.show()

    async def action_redo(self) -> None:
        """Make the change again that was taken back."""
        await self.settle()
        steps = self._steps.redone()
        if steps is self._steps:
            self.tell(gettext("There is nothing to redo.", self.language))
            return
        self._typing = None
        self._steps, self._at = steps, steps.now.path
        await self.show()

    # What is shown

    async def show(self) -> None:
        """Show the draft as it is now, keep it, and check it."""
        self._follow_steps()
        if isinstance(self._form, Form):
            await self._outline(self._form)
        # It may have become another meanwhile.
        if isinstance(self._form, Form):
            parts = self._form.parts
            self.query_one("#parts", PartsView).show(parts, find_part(parts, self._at))
            await self.show_fields()
        else:
            self.as_yaml = True
        if self.as_yaml:
            self._yaml.show(self._draft.text)
        self._keep()
        self.check()
        self.tell_state()

    def _follow_steps(self) -> None:
        """Have the draft say what the last step has made of it."""
        text = self._steps.now.text
        if text != self._draft.text or isinstance(self._form, Unreadable):
            self._draft = self._draft.written(text)
            self._form = self._read(text)

    async def _outline(self, form: Form) -> None:
        """Make the outline of a long text off the event loop, so that what is typed meanwhile is seen at once."""
        if len(form.text.text) > _LONG:
            await self._outlining.answer(lambda: form.parts)

    async def show_fields(self) -> None:
        """Show the fields of the part that is filled in."""
        if isinstance(self._form, Form) and self.part is not None:
            fields = self._form.fields(self.part)
            await self._fields.show(fields, self._languages, self.language, self.titled)
            self._tell_fields()

    @on(PartsView.Moved)
    async def _moved(self, event: PartsView.Moved) -> None:
        event.stop()
        await self.follow()

    async def follow(self) -> None:
        """Show the fields of the part that the cursor of the outline is on, unless they are there."""
        view, part = self.query_one("#parts", PartsView), self.part
        if part is None or view.parts[view.cursor].path == part.path:
            return
        self._at = view.parts[view.cursor].path
        await self.settle()
        await self.show_fields()
        self.tell_state()
        self._look()
        if isinstance(self._form, Form) and self.as_yaml:
            self._yaml.move_cursor(self._form.place(self._at), center=True)

    def _mark(self) -> None:
        """Mark the lines of the text that have problems."""
        self._yaml.mark(frozenset(one.line - 1 for one in self._raw))

    def _tell_fields(self) -> None:
        told: dict[Path, tuple[str, ...]] = {}
        for one in self.problems:
            told[one.path] = (*told.get(one.path, ()), one.problem.message.read(self.language))
        self._fields.tell(told)

    def accompany(self, others: str) -> None:
        """Say who else edits the same, in words; nothing is said of nobody."""
        self._others = others
        if self.is_mounted:
            self.tell_state()

    def tell_state(self) -> None:
        """Say whether the draft is saved, and what is wrong with it."""
        count = len(self._raw)
        wrong = (
            ngettext("{count} problem", "{count} problems", count, self.language)
            if count
            else gettext("no problem", self.language)
        )
        changed = gettext("not saved", self.language) if self._draft.changed else gettext("no changes", self.language)
        self.state = tuple(filter(None, (self._others, changed, wrong, self.language.upper())))
        if isinstance(self._form, Form):
            way = [part for part in self._form.parts if self._at[: len(part.path)] == part.path]
            self.crumbs = tuple(_crumb(part, self.language) for part in way)

    # Keeping and checking

    def _keep(self) -> None:
        draft = self._draft
        if draft.changed:
            line, column = self._form.place(self._at) if isinstance(self._form, Form) else self._yaml.cursor_location
            self._desk.drafts.keep(self._identifier, draft.address, draft.text, (line, column), draft.base)
        else:
            self._desk.drafts.forget(self._identifier)

    def leave(self) -> None:
        """End, now that it is decided what becomes of the draft."""
        self._left = True
        self.dismiss(self.here)

    def on_unmount(self) -> None:
        """Keep what was typed last, where the screen ends with the app: there is no later time to take it."""
        if not self._left:
            self._take_unsent()
            self._follow_steps()
            self._keep()

    def check(self) -> None:
        """Find what is wrong with the draft, off the event loop; never twice at once."""
        if not self._checking:
            self._checking = True
            run_in_thread(self.app, partial(_checked, self._desk, self._draft, self.language), self._checked)

    def _checked(self, found: tuple[Draft, str, tuple[Problem, ...], Flow | None]) -> None:
        draft, language, problems, flow = found
        self._checking = False
        if not self.is_attached:
            return
        if draft.text != self._draft.text or language != self.language:
            self.check()
            return
        self._raw = problems
        self.problems = locate_problems(self._form, problems) if isinstance(self._form, Form) else ()
        self._mark()
        self.query_one("#parts", PartsView).wrong = frozenset(one.part for one in self.problems)
        self._tell_fields()
        self.tell_state()
        view = self.query_one("#preview", FlowView)
        if flow is not None:
            view.flow = flow
        self._look()

    def _look(self) -> None:
        """Let the preview follow."""
        self.query_one("#preview", FlowView).place = self.here

    @property
    def here(self) -> Address:
        """The address of the part that is filled in."""
        value = self._form.value if isinstance(self._form, Form) else None
        place = address_at(self._draft.file.stem, value, self._at)
        flow = self.query_one("#preview", FlowView).flow
        return first_heading(flow.lines, place) if flow else place

    def candidates(self, role: Role) -> list[tuple[str, str]]:
        """The ids and titles that a reference may have."""
        return [(one.id, one.title) for one in reference_candidates(self._draft.snapshot.binder, role, self.language)]

    def tell(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        """Say something in passing, in the place of what was said before."""
        self.app.clear_notifications()
        self.notify(message, severity=severity, markup=False, timeout=6)


def field_at(form: Form, path: Path) -> FormField | None:
    """The field of a form at a path."""
    return next((field for field in form.fields(form.part_at(path)) if field.path == path), None)


def _crumb(part: FormPart, language: str) -> str:
    name = field_label(part.name, language)
    return f"{name} {part.path[-1] + 1}" if part.in_list and isinstance(part.path[-1], int) else name


def _checked(desk: EditSession, draft: Draft, language: str) -> tuple[Draft, str, tuple[Problem, ...], Flow | None]:
    try:
        flow = preview_draft(draft, language)
    except BinderError:
        flow = None
    return draft, language, tuple(desk.problems(draft)), flow
