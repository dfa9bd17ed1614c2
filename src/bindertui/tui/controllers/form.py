"""Filling in a form: choosing, and the lists of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on

from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.address import Path
from bindertui.model.entries import BLOCKS
from bindertui.model.forms import FormField, FormPart
from bindertui.model.schema import AnyBlock, Group, Input, Keyed, Leaf, Many, blank_value
from bindertui.model.text import single_line
from bindertui.services.editing.forms import Form, ReferenceCandidate, reference_candidates
from bindertui.tui.controllers.draft import field_at
from bindertui.tui.controllers.save import SavingScreen
from bindertui.tui.labels import field_label
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.picker import ReferencePicker
from bindertui.tui.widgets.form_field import FieldView

_NONE = ""
"""What is taken where nothing is to be."""
_NAME = "…"
"""What is taken where a name is to be written."""


class FillingScreen(SavingScreen):
    """A draft whose fields are chosen from lists, and whose lists are added to, reordered and shortened."""

    async def action_fill_in(self) -> None:
        """Fill in the fields of the part under the cursor."""
        raise NotImplementedError

    # Choosing and adding

    @on(FieldView.Split)
    async def _split(self, event: FieldView.Split) -> None:
        await self.settle()
        await self._try(lambda form: form.split(_current(form, event.field)), event.field.path)

    @on(FieldView.Asked)
    async def _asked(self, event: FieldView.Asked) -> None:
        await self.settle()
        field = event.field
        if isinstance(field.shape, Many | Keyed):
            self._add_to(field.path, field.shape, len(field.value or ()), field.name)
        elif isinstance(field.shape, Leaf):
            self._choose(field, field.shape)

    def _choose(self, field: FormField, leaf: Leaf) -> None:
        language = self.language
        if leaf.choices is not None:
            offered = [ReferenceCandidate(word.value, "") for word in leaf.choices]
        else:
            offered = reference_candidates(self._draft.snapshot.binder, leaf.role, language)
        if leaf.input is Input.MEMBER:
            offered.append(ReferenceCandidate(_NAME, gettext("A name, not a partner of this binder", language)))
        several = leaf.input is Input.REFERENCES
        if not several and not field.required:
            offered.insert(0, ReferenceCandidate(_NONE, gettext("None", language)))
        taken = field.value if isinstance(field.value, list) else [field.value] if field.value else []
        screen = ReferencePicker(field_label(field.name, language), offered, taken, language, several=several)
        self.app.push_screen(screen, partial(self._picked, field, several))

    async def _picked(self, field: FormField, several: bool, taken: tuple[str, ...] | None) -> None:  # noqa: FBT001
        if taken is None:
            return
        value: Any = list(taken) if several else taken[0]
        if value == _NAME:
            await self._try(lambda form: form.chosen(_current(form, field), self._no_name()), field.path)
        elif value != (field.value or ([] if several else _NONE)):
            await self._try(lambda form: form.chosen(_current(form, field), value), field.path)

    async def action_add(self) -> None:
        """Add an item to the list the cursor is in, after it."""
        await self.settle()
        part = self.part
        if part is None or not isinstance(self._form, Form):
            return
        if isinstance(part.shape, Many | Keyed) and not part.in_list:
            self._add_to(part.path, part.shape, len(part.value), part.name)
        elif part.in_list and (shape := self._form.list_shape(part.path[:-1])) is not None:
            index = part.path[-1]
            self._add_to(part.path[:-1], shape, index + 1 if isinstance(index, int) else 0, part.name)
        else:
            self.tell(gettext("Nothing can be added here.", self.language))

    def _add_to(self, path: Path, shape: Many | Keyed, index: int, name: str) -> None:
        language = self.language
        if isinstance(shape, Keyed):
            ask = TextPromptDialog(gettext("Key of the new source, as in S12", language), "")
            self.app.push_screen(ask, partial(self._add_key, shape))
        elif isinstance(shape.item, AnyBlock):
            answers = [field_label(kind, language) for kind in BLOCKS]
            ask_kind = ChoiceDialog(gettext("What is to be added?", language), answers)
            self.app.push_screen(ask_kind, partial(self._add_block, path, index))
        elif isinstance(shape.item, Leaf) and shape.item.input is Input.MEMBER:
            field = FormField((*path, index), name, shape.item, "", required=True, value=None)
            offered = reference_candidates(self._draft.snapshot.binder, shape.item.role, language)
            offered.append(ReferenceCandidate(_NAME, gettext("A name, not a partner of this binder", language)))
            screen = ReferencePicker(field_label(name, language), offered, (), language, several=False)
            self.app.push_screen(screen, partial(self._add_member, field))
        else:
            self.call_next(self._add, path, index, blank_value(shape.item, self._languages))

    def _no_name(self) -> Any:
        """A name by language, to be filled in."""
        return dict.fromkeys(self._languages, "")

    async def _add_block(self, path: Path, index: int, chosen: int | None) -> None:
        if chosen is not None:
            cls = list(BLOCKS.values())[chosen]
            await self._add(path, index, blank_value(Group(cls), self._languages))

    async def _add_member(self, field: FormField, taken: tuple[str, ...] | None) -> None:
        if taken is not None:
            index = field.path[-1]
            assert isinstance(index, int)
            item: Any = self._no_name() if taken == (_NAME,) else taken[0]
            await self._add(field.path[:-1], index, item)

    async def _add_key(self, shape: Keyed, key: str | None) -> None:
        if key:
            item = blank_value(shape.item, self._languages)
            await self._try(lambda form: form.keyed(key, item), (key,), enter=True)

    async def _add(self, path: Path, index: int, item: Any) -> None:
        await self._try(lambda form: form.added(path, index, item), (*path, index), enter=True)

    async def action_delete(self) -> None:
        """Delete the item under the cursor."""
        await self.settle()
        part = self.part
        if part is None or not part.in_list:
            self.tell(gettext("Only an item of a list can be deleted here.", self.language))
            return
        await self._try(lambda form: form.deleted(part.path), _after(part))

    async def action_move(self, step: int) -> None:
        """Move the item in its list, with its comments."""
        await self.settle()
        part, form = self.part, self._form
        if part is None or not part.in_list or not isinstance(form, Form):
            self.tell(gettext("There is no further place in this list.", self.language))
            return
        index = part.path[-1]
        target = (*part.path[:-1], index + step) if isinstance(index, int) else part.path
        if form.moved(part.path, step) is form:
            self.tell(gettext("There is no further place in this list.", self.language))
        else:
            await self._try(lambda form: form.moved(part.path, step), target)

    async def _try(self, do: Callable[[Form], Form], path: Path, *, enter: bool = False) -> None:
        """Change the draft, if that can be, and go where it was changed."""
        if not isinstance(self._form, Form):
            return
        try:
            form = do(self._form)
        except BinderError as error:
            self.tell(single_line(error.words(self.language)), "warning")
            return
        await self.change(form, path)
        if enter:
            await self.action_fill_in()


def _current(form: Form, field: FormField) -> FormField:
    """A field with what stands in it now."""
    return field_at(form, field.path) or field


def _after(part: FormPart) -> Path:
    """Where to go when an item is gone: to the one before it, or to its list."""
    index = part.path[-1]
    return (*part.path[:-1], index - 1) if isinstance(index, int) and index else part.path[:-1]
