"""The draft on an edit screen: typed text, undo, the crash journal and validation.

Typed text stays in the widgets at first; the draft receives it 0.2 seconds after the first key, or earlier if a command
needs the draft. `settle` collects the unsent text of all widgets and records it as undo steps. A step is a whole
text, so undo and redo never have to invert an edit. Keys that follow each other in one field within two seconds
share a step.

A typed text is always applied to the form as it was before typing in that field began. Otherwise quotes that a
half-typed text needed would stay in the file when the finished text does not need them.

After every change, `refresh` has the screen show the draft, stores it in the crash journal (which writes in a thread of
its own) and validates it in a thread. Only one validation runs at a time: if the draft has changed when it ends, its
result is dropped and the next one starts.
"""

from functools import partial
from time import monotonic
from typing import Protocol

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.flow import Flow
from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.address import Address, FieldPath
from bindertui.model.binder import Binder
from bindertui.model.fields import FieldRole
from bindertui.model.forms import FormField, FormPart
from bindertui.model.problems import Problem
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft, UndoStack, UndoStep, address_at
from bindertui.services.editing.forms import FieldProblem, Form, locate_problems
from bindertui.services.editing.preview import preview_draft
from bindertui.services.editing.session import EditSession
from bindertui.services.library import Snapshot
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.threads import SingleFlight, run_in_thread

_TYPING_GAP = 2.0
"""Seconds without a key after which typing starts a new undo step."""
_INPUT_DELAY = 0.2
"""Seconds from the first key until typed text reaches the draft; the journal then needs less than a second more."""
_LONG = 100_000
"""Characters of a text too long to compute its outline between two key presses."""


@frozen
class EditorInput:
    """Text that was typed since the widgets were asked last.

    Attributes:
        fields: the texts of the form, by field path and language.
        yaml: the text of the file; None if nothing was typed there.
    """

    fields: dict[tuple[FieldPath, str], str]
    yaml: str | None


class DraftHost(ScreenHost, Protocol):
    """The requirements of the draft on the edit screen."""

    @property
    def is_attached(self) -> bool:
        """Return whether the screen is still open."""

    @property
    def yaml_cursor(self) -> tuple[int, int]:
        """Return the line and column of the cursor in the YAML text, from 0."""

    def take_input(self) -> EditorInput:
        """Return the text typed since the last call."""

    async def show_draft(self) -> None:
        """Show the current form or text of the draft."""

    def show_problems(self, preview: Flow | None) -> None:
        """Show the problems of the draft, and how readers will see the entry; None keeps the preview."""


class DraftController:
    """Turns typed text into a draft that can be undone, survives a crash and is validated.

    Attributes:
        id: the name of the draft in the journal.
        current: the draft.
        languages: the languages of the binder.
        form: the draft as a form; None if its text is not valid YAML.
        path: the field or part the user is at.
        problems: the problems found by the last validation.
        field_problems: the same problems with the fields they belong to; empty without a form.
    """

    def __init__(self, host: DraftHost, draft: Draft, session: EditSession, draft_id: str | None) -> None:
        """Start to edit a draft.

        Args:
            host: the screen.
            draft: the draft.
            session: journals and validates it.
            draft_id: the name of the draft in the journal, if it is there already.
        """
        self._host = host
        self._session = session
        self.id = draft_id or session.drafts.new_id()
        self.current = draft
        self.path: FieldPath = draft.path
        self._steps = UndoStack(UndoStep(draft.text, draft.path))
        self.languages = draft.snapshot.binder.languages
        self.form: Form | None = None
        self._edited_form: Form | None = None
        self.form = self._parse(draft.text)
        self.problems: tuple[Problem, ...] = ()
        self.field_problems: tuple[FieldProblem, ...] = ()
        self._input_pending = False
        self._burst = 0
        self._last_key = 0.0
        self._typing: tuple[object, Form | None] | None = None
        self._validating = False
        self._outlining = SingleFlight()
        self._released = False

    @property
    def text(self) -> str:
        """The text of the draft."""
        return self.current.text

    @property
    def binder(self) -> Binder:
        """The binder the draft belongs to."""
        return self.current.snapshot.binder

    @property
    def part(self) -> FormPart | None:
        """The part of the form the user is at."""
        return self.form.part_at(self.path) if self.form else None

    @property
    def address(self) -> Address:
        """The address of the field or part the user is at."""
        return address_at(self.current.file_id, self.form.value if self.form else None, self.path)

    @property
    def is_idle(self) -> bool:
        """Whether all input is in the draft, and the draft is validated."""
        return not (self._input_pending or self._validating)

    def reference_title(self, role: FieldRole, name: str) -> str:
        """Return the title of an entry or source that is referred to; a cross if there is none."""
        if role is FieldRole.SOURCE:
            source = self.binder.sources.get(name)
            return single_line(source.title.in_language(self._host.language)) if source else "✗"
        place = self.binder.outline_item(name)
        return single_line(place.title.in_language(self._host.language)) if place else "✗"

    # Typed text

    def schedule_input(self) -> None:
        """Take typed text into the draft soon."""
        now = monotonic()
        self._burst += now - self._last_key > _TYPING_GAP
        self._last_key = now
        if not self._input_pending:
            self._input_pending = True
            self._host.set_timer(_INPUT_DELAY, self.settle)

    async def settle(self) -> None:
        """Take typed text into the draft now."""
        self._input_pending = False
        if self._take_input():
            await self.refresh()

    def _take_input(self) -> bool:
        """Record typed text as undo steps, and return whether there was any."""
        typed = self._host.take_input()
        if typed.yaml is not None:
            self._record(UndoStep(typed.yaml, self.path, ("yaml", self._burst)))
            return True
        for (path, language), text in typed.fields.items():
            self._type(path, language, text)
        return bool(typed.fields)

    def _type(self, path: FieldPath, language: str, text: str) -> None:
        form = self._parse(self._steps.current.text)
        if self._typing is None or self._typing[0] != (path, language):
            self._typing = ((path, language), form)
        _, before = self._typing
        if before is None or (field := field_at(before, path)) is None:
            return
        try:
            self._edited_form = before.set_text(field, language, text)
        except BinderError as error:
            self._host.report(single_line(error.describe(self._host.language)), "warning")
        else:
            step = UndoStep(self._edited_form.text.text, path, (path, language, self._burst))
            self._steps = self._steps.push(step)

    # Changes

    async def apply(self, form: Form, path: FieldPath) -> None:
        """Take a changed form as the draft, and go to the path that was changed."""
        self.path, self._edited_form = path, form
        await self.replace_text(form.text.text)

    async def replace_text(self, text: str) -> None:
        """Take another text as the draft."""
        self._record(UndoStep(text, self.path))
        await self.refresh()

    def _record(self, step: UndoStep) -> None:
        self._typing = None
        self._steps = self._steps.push(step)

    async def undo(self) -> None:
        """Undo the last change, and go to where it was."""
        await self.settle()
        changed, steps = self._steps.current.path, self._steps.undo()
        if steps is self._steps:
            self._host.report(gettext("Nothing to undo.", self._host.language))
        else:
            await self._go_to_step(steps, changed)

    async def redo(self) -> None:
        """Redo the change that was undone last."""
        await self.settle()
        steps = self._steps.redo()
        if steps is self._steps:
            self._host.report(gettext("Nothing to redo.", self._host.language))
        else:
            await self._go_to_step(steps, steps.current.path)

    async def _go_to_step(self, steps: UndoStack, path: FieldPath) -> None:
        self._typing = None
        self._steps, self.path = steps, path
        await self.refresh()

    async def refresh(self) -> None:
        """Show the draft, store it in the journal, and validate it."""
        self._apply_step()
        if (form := self.form) is not None and len(form.text.text) > _LONG:
            # Off the event loop, so that keys typed meanwhile show at once.
            await self._outlining.run(lambda: form.parts)
        await self._host.show_draft()
        self._store()
        self.validate()

    def _apply_step(self) -> None:
        """Give the draft the text of the current undo step."""
        text = self._steps.current.text
        if text != self.text or self.form is None:
            self.current = self.current.with_text(text)
            self.form = self._parse(text)

    def _parse(self, text: str) -> Form | None:
        """Return a text as a form, reusing the forms at hand; None if it is not valid YAML."""
        for known in (self._edited_form, self.form):
            if known is not None and known.text.text == text:
                return known
        form = Form.parse(text, self.current.kind, self.languages)
        return form if isinstance(form, Form) else None

    # The file and the binder

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Validate against another state of the binder from now on."""
        self.current = evolve(self.current, snapshot=snapshot)

    def set_base(self, base: str, digest: str | None) -> None:
        """Set the text and digest of the file that the draft is compared with; the draft keeps its own text."""
        self.current = evolve(self.current, base=base, digest=digest)

    async def rebase(self, base: str, digest: str | None, text: str) -> None:
        """Continue from another state of the file, with another text.

        Undo ends here: an earlier step would undo the changes of others.
        """
        self.set_base(base, digest)
        self._typing = None
        self._steps = UndoStack(UndoStep(text, self.path))
        await self.refresh()

    # The journal

    def _store(self) -> None:
        draft = self.current
        if draft.is_changed:
            cursor = self.form.position(self.path) if self.form else self._host.yaml_cursor
            self._session.drafts.record(self.id, draft.address, draft.text, cursor, draft.base)
        else:
            self._session.drafts.remove(self.id)

    def discard(self) -> None:
        """Remove the draft from the journal."""
        self._session.drafts.remove(self.id)

    def release(self) -> None:
        """Do not store the draft again: the user has saved, kept or discarded it."""
        self._released = True

    def flush(self) -> None:
        """Store text that is still in the widgets, unless the draft was released; the last chance before the end."""
        if not self._released:
            self._take_input()
            self._apply_step()
            self._store()

    # Validation

    def validate(self) -> None:
        """Find the problems of the draft in a thread, unless that is being done already."""
        if not self._validating:
            self._validating = True
            work = partial(_validate, self._session, self.current, self._host.language)
            run_in_thread(self._host.app, work, self._show_validation)

    def _show_validation(self, validation: "_Validation") -> None:
        self._validating = False
        if not self._host.is_attached:
            return
        if validation.draft.text != self.text or validation.language != self._host.language:
            self.validate()
            return
        self.problems = validation.problems
        self.field_problems = locate_problems(self.form, self.problems) if self.form else ()
        self._host.show_problems(validation.preview)


def field_at(form: Form, path: FieldPath) -> FormField | None:
    """Return the field of a form at a path; None if there is none."""
    return next((field for field in form.fields(form.part_at(path)) if field.path == path), None)


@frozen
class _Validation:
    """The problems and the preview of a draft; the preview is None if the text cannot be read."""

    draft: Draft
    language: str
    problems: tuple[Problem, ...]
    preview: Flow | None


def _validate(session: EditSession, draft: Draft, language: str) -> _Validation:
    try:
        preview = preview_draft(draft, language)
    except BinderError:
        preview = None
    return _Validation(draft, language, tuple(session.validate(draft)), preview)
