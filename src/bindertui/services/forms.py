"""A draft as a form: what is filled in becomes an edit of the draft's text, and nothing else in it moves."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs
from attrs import evolve

from bindertui.model.address import Path
from bindertui.model.forms import FormField, companions, form_fields, value_at
from bindertui.model.inputs import FILES, Group, Input, Keyed, Leaf, Many, Shape, fields_of
from bindertui.model.kinds import EntryKind
from bindertui.model.parts import Part, part_at, parts
from bindertui.model.text import NEUTRAL
from bindertui.speech import Wording, wording
from bindertui.store.nodes import NodeError
from bindertui.store.yamltext import Edit, EditError, Insert, Move, Replace, WithKey, Without, YamlText
from bindertui.values import frozen

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)


@frozen
class Unreadable:
    """A draft whose text is not YAML, so that it has no form.

    Attributes:
        line: where, counted from 0.
        column: where, counted from 0, in characters.
        message: why, and what would be right.
    """

    line: int
    column: int
    message: Wording


@attrs.frozen(slots=False, eq=False)
class Form:
    """A draft that can be read: a value.

    What changes it gives another form; `EditError` says why a change cannot be made.

    Attributes:
        text: its text.
        kind: what the file holds.
        languages: of the binder, the first being the default.
    """

    text: YamlText
    kind: EntryKind
    languages: tuple[str, ...]

    @classmethod
    def read(cls, text: str, kind: EntryKind, languages: tuple[str, ...]) -> "Form | Unreadable":
        """The form of a text, or why it has none."""
        try:
            return cls(YamlText.parse(text), kind, languages)
        except NodeError as error:
            return Unreadable(error.mark.line, error.mark.column, error.message)

    @cached_property
    def value(self) -> Any:
        """What the text says, as plain data."""
        return self.text.plain()

    @cached_property
    def parts(self) -> list[Part]:
        """Its parts, in the order of the file."""
        return parts(FILES[self.kind], self.value, self.kind.value)

    def part_at(self, path: Path) -> Part:
        """The part that a path leads to or into."""
        return self.parts[part_at(self.parts, path)]

    def fields(self, part: Part) -> list[FormField]:
        """The fields of a part."""
        return form_fields(part, self.value)

    def place(self, path: Path) -> tuple[int, int]:
        """The line and the column, from 0, of what a path leads to, or of the nearest place that is written."""
        line, column = self.text.locate(path)
        return line, column

    # Filling in

    def typed(self, field: FormField, language: str, text: str) -> "Form":
        """A leaf with another text.

        Args:
            field: one of its fields.
            language: the language of the text; `NEUTRAL` for a text without one.
            text: what was typed; if it is empty, what stood there goes.
        """
        if isinstance(field.shape, Leaf) and field.shape.input is Input.NUMBER:
            return self._edited([Replace(field.path, _number(text))])
        if language == NEUTRAL:
            return self._edited(_put(field, text))
        return self._edited(self._translated(field, language, text))

    def chosen(self, field: FormField, value: str | list[str] | dict[str, str]) -> "Form":
        """A leaf with another choice, or with other references; nothing takes it away."""
        return self._edited(_put(field, value))

    def split(self, field: FormField) -> "Form":
        """A text without a language, written in every one."""
        return self._edited(_put(field, dict.fromkeys(self.languages, str(field.value or ""))))

    def _translated(self, field: FormField, language: str, text: str) -> list[Edit]:
        if isinstance(field.value, dict):
            others = [code for code in field.value if code != language]
            if text:
                return [WithKey(field.path, language, text, self.languages)]
            if language not in field.value:
                return []
            return [Without((*field.path, language))] if others else _put(field, "")
        plain = {self.languages[0]: field.value} if isinstance(field.value, str) and field.value else {}
        texts = {**plain, language: text} if text else plain
        return _put(field, {code: texts[code] for code in (*self.languages, language) if code in texts})

    # Lists

    def list_shape(self, path: Path) -> Many | Keyed | None:
        """The shape of the list at a path; None where there can be none."""
        shape = self._shape_at(path)
        return shape if isinstance(shape, Many | Keyed) else None

    def added(self, path: Path, index: int, item: Any) -> "Form":
        """An item in the list at a path, before the one at an index."""
        if not isinstance(value_at(self.value, path), list):
            return self._edited([WithKey(path[:-1], str(path[-1]), [item], self._order(path[:-1]))])
        edits: list[Edit] = [Insert(path, index, item)]
        gap = None if path[-1:] == ("x",) else ""
        edits += (Insert(other, index, gap) for other in companions(path, self.value))
        return self._edited(edits)

    def keyed(self, key: str, item: Any) -> "Form":
        """A new key of the mapping that the file is."""
        if key in self.value:
            raise EditError(wording("There is a {key} already. Choose another key.", key=key))
        return self._edited([WithKey((), key, item)])

    def moved(self, path: Path, step: int) -> "Form":
        """The item at a path, a step further on in its list; itself where there is no further."""
        listed, index = path[:-1], path[-1]
        count = len(value_at(self.value, listed) or ())
        if not isinstance(index, int) or not 0 <= index + step < count:
            return self
        others = companions(listed, self.value)
        return self._edited(Move(one, index, index + step) for one in (listed, *others))

    def deleted(self, path: Path) -> "Form":
        """Without the item at a path, or without the list if it was the last and the list need not be written."""
        listed, step = path[:-1], path[-1]
        value = value_at(self.value, listed)
        if isinstance(value, list) and len(value) == 1 and listed and listed[-1] not in self._required(listed[:-1]):
            return self._edited([Without(listed)])
        return self._edited(Without((*one, step)) for one in (listed, *companions(listed, self.value)))

    def _order(self, path: Path) -> tuple[str, ...]:
        """The keys that the mapping at a path may have, in the order they are written."""
        cls = self._class_at(path)
        return tuple(field.name for field in fields_of(cls)) if cls else ()

    def _required(self, path: Path) -> set[str]:
        cls = self._class_at(path)
        return {field.name for field in fields_of(cls) if field.required} if cls else set()

    def _class_at(self, path: Path) -> type | None:
        shape = self._shape_at(path)
        return shape.cls if isinstance(shape, Group) else None

    def _shape_at(self, path: Path) -> Shape | None:
        part = self.part_at(path)
        shape: Shape | None = part.shape
        for step in path[len(part.path) :]:
            known = fields_of(shape.cls) if isinstance(shape, Group) else ()
            shape = next((field.shape for field in known if field.name == step), None)
        return shape

    def _edited(self, edits: Iterable[Edit]) -> "Form":
        return evolve(self, text=self.text.edited(edits))


def _put(field: FormField, value: Any) -> list[Edit]:
    """A value in the place of what stands in a field; nothing takes away what need not be written."""
    if not field.order:
        return [Replace(field.path, value)]
    if value or field.required:
        return [WithKey(field.path[:-1], field.name, value, field.order)]
    return [Without(field.path)] if field.value is not None else []


def _number(text: str) -> int | float | str | None:
    """A typed number; what is none stays as it was typed, to be told of."""
    text = text.strip()
    if not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        return float(text) if repr(float(text)) == text else text
    except ValueError:
        return text
