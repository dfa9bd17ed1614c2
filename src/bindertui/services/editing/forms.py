"""Form: a draft as fields to fill in. Each change of a field is an edit of the text, which leaves the rest as it is.

Also the candidates for reference fields, and the fields that problems of a draft belong to.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import attrs
from attrs import evolve

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import FieldPath
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.fields import FieldRole
from bindertui.model.forms import FormField, FormPart, dependent_lists, form_fields, form_parts, part_index, value_at
from bindertui.model.problems import Problem
from bindertui.model.shapes import (
    FILE_SHAPES,
    InputKind,
    KeyedShape,
    ListShape,
    MappingShape,
    Shape,
    ValueShape,
    field_shapes,
)
from bindertui.model.text import NEUTRAL, single_line
from bindertui.store.yaml.edit import Edit, EditError, Insert, Move, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.nodes import NodeError


@frozen
class ReferenceCandidate:
    """An entry or source that a reference field may refer to.

    Attributes:
        id: the id of the entry or the key of the source.
        title: its title in one line, safe for a terminal.
    """

    id: str
    title: str


_KINDS = {
    FieldRole.PARTNER: (EntryKind.PARTNER,),
    FieldRole.AGREEMENT: (EntryKind.AGREEMENT,),
    FieldRole.ENTRY: (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT),
}


def reference_candidates(binder: Binder, role: FieldRole, language: str) -> list[ReferenceCandidate]:
    """Return everything that a field with a role may refer to, in the order of the binder."""
    if role is FieldRole.SOURCE:
        return [
            ReferenceCandidate(key, single_line(source.title.in_language(language)))
            for key, source in binder.sources.items()
        ]
    kinds = _KINDS.get(role, ())
    return [
        ReferenceCandidate(item.id, single_line(item.title.in_language(language)))
        for item in binder.outline()
        if item.kind in kinds
    ]


_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)


@frozen
class Unreadable:
    """The result of parsing a draft that is not valid YAML.

    Attributes:
        line: where it is wrong, counted from 0.
        column: where, counted from 0, in characters.
        message: the error and how to correct it.
    """

    line: int
    column: int
    message: LazyString


@attrs.frozen(slots=False, eq=False)
class Form:
    """A draft as a form: an immutable value.

    Methods that change it return another form, or raise `EditError` if the change cannot be made.

    Attributes:
        text: the text of the draft.
        kind: the kind of file.
        languages: the languages of the binder, the default first.
    """

    text: YamlDocument
    kind: EntryKind
    languages: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, kind: EntryKind, languages: tuple[str, ...]) -> "Form | Unreadable":
        """Return the form of a text, or why it cannot be parsed."""
        try:
            return cls(YamlDocument.parse(text), kind, languages)
        except NodeError as error:
            return Unreadable(error.mark.line, error.mark.column, error.message)

    @cached_property
    def value(self) -> Any:
        """Return the content of the text as plain data."""
        return self.text.plain()

    @cached_property
    def parts(self) -> list[FormPart]:
        """Return the parts of the form, in the order of the file."""
        return form_parts(FILE_SHAPES[self.kind], self.value, self.kind.value)

    def part_at(self, path: FieldPath) -> FormPart:
        """Return the part that contains a path."""
        return self.parts[part_index(self.parts, path)]

    def fields(self, part: FormPart) -> list[FormField]:
        """Return the fields of a part."""
        return form_fields(part, self.value)

    def position(self, path: FieldPath) -> tuple[int, int]:
        """Return line and column, from 0, of a path, or of the nearest enclosing value that exists."""
        line, column = self.text.locate(path)
        return line, column

    # Fields

    def set_text(self, field: FormField, language: str, text: str) -> "Form":
        """Set the text of a field.

        Args:
            field: the field.
            language: the language of the text; `NEUTRAL` for a text without one.
            text: the new text; an empty one removes the value.
        """
        if isinstance(field.shape, ValueShape) and field.shape.input is InputKind.NUMBER:
            return self._edited([Replace(field.path, _number(text))])
        if language == NEUTRAL:
            return self._edited(_put(field, text))
        return self._edited(self._translated(field, language, text))

    def set_choice(self, field: FormField, value: str | list[str] | dict[str, str]) -> "Form":
        """Set the choice or the references of a field; an empty value removes it."""
        return self._edited(_put(field, value))

    def split_languages(self, field: FormField) -> "Form":
        """Turn a text without a language into one for each language of the binder."""
        return self._edited(_put(field, dict.fromkeys(self.languages, str(field.value or ""))))

    def _translated(self, field: FormField, language: str, text: str) -> list[Edit]:
        if isinstance(field.value, dict):
            others = [code for code in field.value if code != language]
            if text:
                return [SetKey(field.path, language, text, self.languages)]
            if language not in field.value:
                return []
            return [Remove((*field.path, language))] if others else _put(field, "")
        plain = {self.languages[0]: field.value} if isinstance(field.value, str) and field.value else {}
        texts = {**plain, language: text} if text else plain
        return _put(field, {code: texts[code] for code in (*self.languages, language) if code in texts})

    # Lists

    def list_shape(self, path: FieldPath) -> ListShape | KeyedShape | None:
        """Return the shape of the list at a path; None if there can be no list."""
        shape = self._shape_at(path)
        return shape if isinstance(shape, ListShape | KeyedShape) else None

    def insert_item(self, path: FieldPath, index: int, item: Any) -> "Form":
        """Insert an item into the list at a path, before the one at an index."""
        if not isinstance(value_at(self.value, path), list):
            return self._edited([SetKey(path[:-1], str(path[-1]), [item], self._order(path[:-1]))])
        edits: list[Edit] = [Insert(path, index, item)]
        gap = None if path[-1:] == ("x",) else ""
        edits += (Insert(other, index, gap) for other in dependent_lists(path, self.value))
        return self._edited(edits)

    def insert_key(self, key: str, item: Any) -> "Form":
        """Add a key to the mapping at the root of the file."""
        if key in self.value:
            raise EditError(lazy_gettext("The key {key} exists already. Choose another.", key=key))
        return self._edited([SetKey((), key, item)])

    def move_item(self, path: FieldPath, step: int) -> "Form":
        """Move the item at a path by `step` positions; return the form unchanged at the end of the list."""
        listed, index = path[:-1], path[-1]
        count = len(value_at(self.value, listed) or ())
        if not isinstance(index, int) or not 0 <= index + step < count:
            return self
        others = dependent_lists(listed, self.value)
        return self._edited(Move(one, index, index + step) for one in (listed, *others))

    def delete_item(self, path: FieldPath) -> "Form":
        """Delete the item at a path, or the whole list with its last item if the list is optional."""
        listed, step = path[:-1], path[-1]
        value = value_at(self.value, listed)
        if isinstance(value, list) and len(value) == 1 and listed and listed[-1] not in self._required(listed[:-1]):
            return self._edited([Remove(listed)])
        return self._edited(Remove((*one, step)) for one in (listed, *dependent_lists(listed, self.value)))

    def _order(self, path: FieldPath) -> tuple[str, ...]:
        """Return the keys that the mapping at a path may have, in the order they are written."""
        cls = self._class_at(path)
        return tuple(field.name for field in field_shapes(cls)) if cls else ()

    def _required(self, path: FieldPath) -> set[str]:
        cls = self._class_at(path)
        return {field.name for field in field_shapes(cls) if field.required} if cls else set()

    def _class_at(self, path: FieldPath) -> type | None:
        shape = self._shape_at(path)
        return shape.cls if isinstance(shape, MappingShape) else None

    def _shape_at(self, path: FieldPath) -> Shape | None:
        part = self.part_at(path)
        shape: Shape | None = part.shape
        for step in path[len(part.path) :]:
            known = field_shapes(shape.cls) if isinstance(shape, MappingShape) else ()
            shape = next((field.shape for field in known if field.name == step), None)
        return shape

    def _edited(self, edits: Iterable[Edit]) -> "Form":
        return evolve(self, text=self.text.apply(edits))


def _put(field: FormField, value: Any) -> list[Edit]:
    """Return the edit that sets a field; an empty value removes an optional field."""
    if not field.order:
        return [Replace(field.path, value)]
    if value or field.required:
        return [SetKey(field.path[:-1], field.name, value, field.order)]
    return [Remove(field.path)] if field.value is not None else []


def _number(text: str) -> int | float | str | None:
    """Return typed text as a number; text that is not a number stays as it is, for the validation to report."""
    text = text.strip()
    if not text:
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    try:
        return float(text) if repr(float(text)) == text else text
    except ValueError:
        return text


@frozen
class FieldProblem:
    """A problem of a draft with its place in the form.

    Attributes:
        problem: the problem.
        path: the field, or the part if the problem is not about one field.
        part: the part that has the field.
    """

    problem: Problem
    path: FieldPath
    part: FieldPath


def locate_problems(form: Form, problems: Iterable[Problem]) -> tuple[FieldProblem, ...]:
    """Return the problems of a draft, each with the field at its place in the text."""
    problems = tuple(problems)
    if not problems:
        return ()
    starts = [(form.position(part.path), part) for part in form.parts]
    return tuple(_locate(form, problem, starts) for problem in problems)


def _locate(form: Form, problem: Problem, starts: Sequence[tuple[tuple[int, int], FormPart]]) -> FieldProblem:
    position = (problem.line - 1, problem.column - 1)
    # The last part that starts before it; of those that start together the innermost.
    before = [part for start, part in starts if start <= position] or [starts[0][1]]
    part = before[-1]
    enclosing = [candidate for candidate in reversed(before) if part.path[: len(candidate.path)] == candidate.path]
    for candidate in enclosing:
        for field in form.fields(candidate):
            positions = (form.position((*field.path, *inner)) for inner in ((), *((code,) for code in form.languages)))
            if field.value is not None and position in positions:
                return FieldProblem(problem, field.path, candidate.path)
    return FieldProblem(problem, part.path, part.path)
