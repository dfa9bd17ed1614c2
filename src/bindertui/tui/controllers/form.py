"""Changes to a draft through its form: choices, references, and the items of lists."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.address import FieldPath
from bindertui.model.entries import BLOCKS
from bindertui.model.fields import FieldRole
from bindertui.model.forms import FormField, FormPart
from bindertui.model.shapes import BlockShape, InputKind, KeyedShape, ListShape, MappingShape, ValueShape, blank_value
from bindertui.model.text import single_line
from bindertui.services.editing.forms import Form, ReferenceCandidate, reference_candidates
from bindertui.tui.controllers.draft import DraftController, field_at
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.labels import field_label
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.picker import ReferencePicker

_NOTHING = ""
"""The choice that removes a reference."""
_FREE_NAME = "…"
"""The choice of a name that is no partner of the binder, to be typed afterwards."""


class FormHost(ScreenHost, Protocol):
    """The requirements of the form on the edit screen."""

    async def fill_in(self) -> None:
        """Move the cursor to the first field of the current part."""


class FormController:
    """Offers choices for fields, and adds, moves and deletes items of lists."""

    def __init__(self, host: FormHost, draft: DraftController) -> None:
        """Prepare to change a draft.

        Args:
            host: the screen.
            draft: the draft.
        """
        self._host = host
        self._draft = draft

    # Fields

    async def split(self, field: FormField) -> None:
        """Write a text separately in each language."""
        await self._draft.settle()
        await self._change(lambda form: form.split_languages(_refreshed(form, field)), field.path)

    async def open(self, field: FormField) -> None:
        """Offer the choices for a field, or add an item if it is a list."""
        await self._draft.settle()
        if isinstance(field.shape, ListShape | KeyedShape):
            await self._add_item(field.path, field.shape, len(field.value or ()), field.name)
        elif isinstance(field.shape, ValueShape):
            self._choose(field, field.shape)

    def _choose(self, field: FormField, leaf: ValueShape) -> None:
        if leaf.choices is not None:
            offered = [ReferenceCandidate(word.value, "") for word in leaf.choices]
        else:
            offered = self._candidates(leaf.role)
        if leaf.input is InputKind.MEMBER:
            offered.append(self._free_name())
        several = leaf.input is InputKind.REFERENCES
        if not several and not field.required:
            offered.insert(0, ReferenceCandidate(_NOTHING, gettext("None", self._host.language)))
        chosen = field.value if isinstance(field.value, list) else [field.value] if field.value else []
        self._pick(field.name, offered, chosen, partial(self._set_choice, field, several), several=several)

    async def _set_choice(self, field: FormField, several: bool, chosen: tuple[str, ...] | None) -> None:  # noqa: FBT001
        if chosen is None:
            return
        value: Any = list(chosen) if several else chosen[0]
        if value == (field.value or ([] if several else _NOTHING)):
            return
        new = self._blank_name() if value == _FREE_NAME else value
        await self._change(lambda form: form.set_choice(_refreshed(form, field), new), field.path)

    def _candidates(self, role: FieldRole) -> list[ReferenceCandidate]:
        return reference_candidates(self._draft.binder, role, self._host.language)

    def _free_name(self) -> ReferenceCandidate:
        return ReferenceCandidate(
            _FREE_NAME, gettext("Another name (not a partner in this binder)", self._host.language)
        )

    def _blank_name(self) -> Any:
        return dict.fromkeys(self._draft.languages, "")

    def _pick(
        self,
        name: str,
        offered: list[ReferenceCandidate],
        chosen: list[str],
        callback: Callable[[tuple[str, ...] | None], Any],
        *,
        several: bool = False,
    ) -> None:
        language = self._host.language
        picker = ReferencePicker(field_label(name, language), offered, chosen, language, multiple=several)
        self._host.app.push_screen(picker, callback)

    # Items of lists

    async def add(self) -> None:
        """Add an item to the list at the cursor, after the current item."""
        await self._draft.settle()
        part, form = self._draft.part, self._draft.form
        if part is None or form is None:
            return
        if isinstance(part.shape, ListShape | KeyedShape) and not part.in_list:
            await self._add_item(part.path, part.shape, len(part.value), part.name)
        elif part.in_list and (shape := form.list_shape(part.path[:-1])) is not None:
            index = part.path[-1]
            await self._add_item(part.path[:-1], shape, index + 1 if isinstance(index, int) else 0, part.name)
        else:
            self._host.report(gettext("Move to a list (Body, Facts, …) to add an item.", self._host.language))

    async def _add_item(self, path: FieldPath, shape: ListShape | KeyedShape, index: int, name: str) -> None:
        language, app = self._host.language, self._host.app
        if isinstance(shape, KeyedShape):
            prompt = TextPromptDialog(gettext("Key of the new source, for example S12", language), "")
            app.push_screen(prompt, partial(self._insert_keyed, shape))
        elif isinstance(shape.item, BlockShape):
            kinds = ChoiceDialog(gettext("Add:", language), [field_label(kind, language) for kind in BLOCKS])
            app.push_screen(kinds, partial(self._insert_block, path, index))
        elif isinstance(shape.item, ValueShape) and shape.item.input is InputKind.MEMBER:
            offered = [*self._candidates(shape.item.role), self._free_name()]
            self._pick(name, offered, [], partial(self._insert_member, path, index))
        else:
            await self._insert(path, index, blank_value(shape.item, self._draft.languages))

    async def _insert_keyed(self, shape: KeyedShape, key: str | None) -> None:
        if key:
            item = blank_value(shape.item, self._draft.languages)
            await self._change(lambda form: form.insert_key(key, item), (key,), fill_in=True)

    async def _insert_block(self, path: FieldPath, index: int, chosen: int | None) -> None:
        if chosen is not None:
            cls = list(BLOCKS.values())[chosen]
            await self._insert(path, index, blank_value(MappingShape(cls), self._draft.languages))

    async def _insert_member(self, path: FieldPath, index: int, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            await self._insert(path, index, self._blank_name() if chosen == (_FREE_NAME,) else chosen[0])

    async def _insert(self, path: FieldPath, index: int, item: Any) -> None:
        await self._change(lambda form: form.insert_item(path, index, item), (*path, index), fill_in=True)

    async def delete(self) -> None:
        """Delete the item at the cursor."""
        await self._draft.settle()
        part = self._draft.part
        if part is None or not part.in_list:
            self._host.report(gettext("Move to an item of a list to delete it.", self._host.language))
            return
        await self._change(lambda form: form.delete_item(part.path), _path_before(part))

    async def move(self, step: int) -> None:
        """Move the item at the cursor in its list, with its comments."""
        await self._draft.settle()
        part, form = self._draft.part, self._draft.form
        if part is None or form is None or not part.in_list or form.move_item(part.path, step) is form:
            self._host.report(gettext("The item cannot be moved further.", self._host.language))
            return
        index = part.path[-1]
        target = (*part.path[:-1], index + step) if isinstance(index, int) else part.path
        await self._change(lambda form: form.move_item(part.path, step), target)

    async def _change(self, change: Callable[[Form], Form], path: FieldPath, *, fill_in: bool = False) -> None:
        """Change the form and go to `path`, or report why it cannot be changed."""
        if self._draft.form is None:
            return
        try:
            form = change(self._draft.form)
        except BinderError as error:
            self._host.report(single_line(error.describe(self._host.language)), "warning")
            return
        await self._draft.apply(form, path)
        if fill_in:
            await self._host.fill_in()


def _refreshed(form: Form, field: FormField) -> FormField:
    """Return a field with its current value."""
    return field_at(form, field.path) or field


def _path_before(part: FormPart) -> FieldPath:
    """Return the path of the item before a part, or of its list if it is the first."""
    index = part.path[-1]
    return (*part.path[:-1], index - 1) if isinstance(index, int) and index else part.path[:-1]
