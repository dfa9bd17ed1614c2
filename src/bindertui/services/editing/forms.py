"""What a reference may refer to: the partners, agreements, sources or entries of the binder.

A draft as a form: what is filled in becomes an edit of the draft's text, and nothing else in it moves.

Problems of a draft beside the fields and parts they are about.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import attrs
from attrs import evolve

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Path
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.fields import Role
from bindertui.model.forms import FormField, FormPart, find_part, form_fields, form_parts, related_fields, value_at
from bindertui.model.problems import Problem
from bindertui.model.schema import FILES, Group, Input, Keyed, Leaf, Many, Shape, form_shape
from bindertui.model.text import NEUTRAL, single_line
from bindertui.store.yaml.edit import Edit, EditError, Insert, Move, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.nodes import NodeError


@frozen
class ReferenceCandidate:
    """Something to refer to.

    Attributes:
        id: an entry's id or a source's key.
        title: what it is called, on a line and safe for a terminal.
    """

    id: str
    title: str


_KINDS = {
    Role.PARTNER: (EntryKind.PARTNER,),
    Role.AGREEMENT: (EntryKind.AGREEMENT,),
    Role.ENTRY: (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT),
}


def reference_candidates(binder: Binder, role: Role, language: str) -> list[ReferenceCandidate]:
    """Everything that a reference with a role may refer to, in the order of the binder."""
    if role is Role.SOURCE:
        return [
            ReferenceCandidate(key, single_line(source.title.read(language))) for key, source in binder.sources.items()
        ]
    kinds = _KINDS.get(role, ())
    return [
        ReferenceCandidate(place.id, single_line(place.title.read(language)))
        for place in binder.outline()
        if place.kind in kinds
    ]


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
    message: LazyString


@attrs.frozen(slots=False, eq=False)
class Form:
    """A draft that can be read: a value.

    What changes it gives another form; `EditError` says why a change cannot be made.

    Attributes:
        text: its text.
        kind: what the file holds.
        languages: of the binder, the first being the default.
    """

    text: YamlDocument
    kind: EntryKind
    languages: tuple[str, ...]

    @classmethod
    def read(cls, text: str, kind: EntryKind, languages: tuple[str, ...]) -> "Form | Unreadable":
        """The form of a text, or why it has none."""
        try:
            return cls(YamlDocument.parse(text), kind, languages)
        except NodeError as error:
            return Unreadable(error.mark.line, error.mark.column, error.message)

    @cached_property
    def value(self) -> Any:
        """What the text says, as plain data."""
        return self.text.plain()

    @cached_property
    def parts(self) -> list[FormPart]:
        """Its parts, in the order of the file."""
        return form_parts(FILES[self.kind], self.value, self.kind.value)

    def part_at(self, path: Path) -> FormPart:
        """The part that a path leads to or into."""
        return self.parts[find_part(self.parts, path)]

    def fields(self, part: FormPart) -> list[FormField]:
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
                return [SetKey(field.path, language, text, self.languages)]
            if language not in field.value:
                return []
            return [Remove((*field.path, language))] if others else _put(field, "")
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
            return self._edited([SetKey(path[:-1], str(path[-1]), [item], self._order(path[:-1]))])
        edits: list[Edit] = [Insert(path, index, item)]
        gap = None if path[-1:] == ("x",) else ""
        edits += (Insert(other, index, gap) for other in related_fields(path, self.value))
        return self._edited(edits)

    def keyed(self, key: str, item: Any) -> "Form":
        """A new key of the mapping that the file is."""
        if key in self.value:
            raise EditError(lazy_gettext("There is a {key} already. Choose another key.", key=key))
        return self._edited([SetKey((), key, item)])

    def moved(self, path: Path, step: int) -> "Form":
        """The item at a path, a step further on in its list; itself where there is no further."""
        listed, index = path[:-1], path[-1]
        count = len(value_at(self.value, listed) or ())
        if not isinstance(index, int) or not 0 <= index + step < count:
            return self
        others = related_fields(listed, self.value)
        return self._edited(Move(one, index, index + step) for one in (listed, *others))

    def deleted(self, path: Path) -> "Form":
        """Without the item at a path, or without the list if it was the last and the list need not be written."""
        listed, step = path[:-1], path[-1]
        value = value_at(self.value, listed)
        if isinstance(value, list) and len(value) == 1 and listed and listed[-1] not in self._required(listed[:-1]):
            return self._edited([Remove(listed)])
        return self._edited(Remove((*one, step)) for one in (listed, *related_fields(listed, self.value)))

    def _order(self, path: Path) -> tuple[str, ...]:
        """The keys that the mapping at a path may have, in the order they are written."""
        cls = self._class_at(path)
        return tuple(field.name for field in form_shape(cls)) if cls else ()

    def _required(self, path: Path) -> set[str]:
        cls = self._class_at(path)
        return {field.name for field in form_shape(cls) if field.required} if cls else set()

    def _class_at(self, path: Path) -> type | None:
        shape = self._shape_at(path)
        return shape.cls if isinstance(shape, Group) else None

    def _shape_at(self, path: Path) -> Shape | None:
        part = self.part_at(path)
        shape: Shape | None = part.shape
        for step in path[len(part.path) :]:
            known = form_shape(shape.cls) if isinstance(shape, Group) else ()
            shape = next((field.shape for field in known if field.name == step), None)
        return shape

    def _edited(self, edits: Iterable[Edit]) -> "Form":
        return evolve(self, text=self.text.edited(edits))


def _put(field: FormField, value: Any) -> list[Edit]:
    """A value in the place of what stands in a field; nothing takes away what need not be written."""
    if not field.order:
        return [Replace(field.path, value)]
    if value or field.required:
        return [SetKey(field.path[:-1], field.name, value, field.order)]
    return [Remove(field.path)] if field.value is not None else []


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


@frozen
class FieldProblem:
    """A problem and the place in the form it is about.

    Attributes:
        path: the field, or the part where no field of it is meant.
        part: the part that the field belongs to.
    """

    problem: Problem
    path: Path
    part: Path


def locate_problems(form: Form, problems: Iterable[Problem]) -> tuple[FieldProblem, ...]:
    """The problems of a draft, each with the field that stands where the problem is."""
    problems = tuple(problems)
    if not problems:
        return ()
    starts = [(form.place(part.path), part) for part in form.parts]
    return tuple(_located(form, problem, starts) for problem in problems)


def _located(form: Form, problem: Problem, starts: Sequence[tuple[tuple[int, int], FormPart]]) -> FieldProblem:
    at = (problem.line - 1, problem.column - 1)
    # The last part that begins before it, and of those that begin there the innermost.
    around = [part for start, part in starts if start <= at] or [starts[0][1]]
    part = around[-1]
    above = [candidate for candidate in reversed(around) if part.path[: len(candidate.path)] == candidate.path]
    for candidate in above:
        for field in form.fields(candidate):
            places = (form.place((*field.path, *inner)) for inner in ((), *((code,) for code in form.languages)))
            if field.value is not None and at in places:
                return FieldProblem(problem, field.path, candidate.path)
    return FieldProblem(problem, part.path, part.path)
