"""Draft: the text of a file while someone edits it, and the undo stack of its earlier texts."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.i18n import LazyString
from bindertui.model.address import Address, FieldPath
from bindertui.model.enums import EntryKind
from bindertui.services.library import Snapshot
from bindertui.store.yaml.edit import Edit, EditError, YamlDocument
from bindertui.store.yaml.nodes import NodeError


@frozen(slots=False)
class Draft:
    """The text of a file while someone edits it: an immutable value.

    Attributes:
        snapshot: the binder.
        address: the edited address.
        file: the name of its file in the binder.
        kind: the kind of file.
        path: where the address leads in the file.
        base: the text that the draft began from.
        digest: the digest of the file's bytes at that time; None if the file does not exist any more.
        text: the text to be saved, with the byte order mark if the file has one.
    """

    snapshot: Snapshot
    address: Address
    file: str
    kind: EntryKind
    path: FieldPath
    base: str
    digest: str | None
    text: str
    _document: YamlDocument | None = field(default=None, repr=False, eq=False)

    @property
    def file_id(self) -> str:
        """Return the id of the file: that of its entry, or `binder`, `glossary` or `sources`."""
        return PurePosixPath(self.file).stem

    @property
    def is_changed(self) -> bool:
        """Return whether there is anything to save."""
        return self.text != self.base or self.digest is None

    @property
    def cursor(self) -> tuple[int, int]:
        """Return line and column, from 0, of the address; the start if the text cannot be parsed."""
        try:
            line, column = self.parsed.locate(self.path)
        except EditError:
            return 0, 0
        return line, column

    @cached_property
    def parsed(self) -> YamlDocument:
        """Parse the text; `EditError` says why and where it cannot be parsed."""
        if self._document is not None:
            return self._document
        try:
            return YamlDocument.parse(self.text)
        except NodeError as error:
            file = self.snapshot.repository.display_name(self.file)
            raise unreadable(file, error.mark.line, error.mark.column, error.message) from None

    def with_text(self, text: str) -> "Draft":
        """Return the draft with another text."""
        return evolve(self, text=text, document=None)

    def apply(self, edits: Iterable[Edit]) -> "Draft":
        """Return the draft with edits applied to its text; their paths start at the root of the file.

        Raises:
            EditError: the text cannot be parsed, or an edit cannot be applied.
        """
        document = self.parsed.apply(edits)
        return evolve(self, text=document.text, document=document)


def unreadable(file: str, line: int, column: int, reason: LazyString) -> EditError:
    """Return the error for a file that cannot be parsed; line and column count from 0."""
    place = f"{file}:{line + 1}:{column + 1}"
    return EditError(LazyString("{place}: {reason}", (("place", place), ("reason", reason))))


def path_in_file(text: str, address: Address) -> FieldPath:
    """Return where an address leads in its file: for a nested section, through the sections that contain it."""
    try:
        tree = YamlDocument.parse(text).plain()
    except NodeError:
        return address.path
    return (*(_path_of_section(tree, address.entry) or ()), *address.path)


def address_at(document: str, value: Any, path: FieldPath, binder: str | None = None) -> Address:
    """Return the address of a path in a file, starting at the innermost section on the path.

    Args:
        document: the id of the file.
        value: the content of the file as plain data.
        path: the path from the root of the file.
        binder: the id of the binder, if the address is to name it.
    """
    entry, rest = document, path
    while len(rest) >= 2 and rest[0] == "sections" and isinstance(rest[1], int):
        sections = value.get("sections") if isinstance(value, dict) else None
        if not isinstance(sections, list) or rest[1] >= len(sections) or not isinstance(sections[rest[1]], dict):
            break
        value = sections[rest[1]]
        if not isinstance(value.get("id"), str):
            break
        entry, rest = value["id"], rest[2:]
    return Address(entry, rest, binder)


def _path_of_section(tree: Any, identifier: str, path: FieldPath = ()) -> FieldPath | None:
    sections = tree.get("sections") if isinstance(tree, dict) else None
    for position, section in enumerate(sections if isinstance(sections, list) else ()):
        inner = (*path, "sections", position)
        if isinstance(section, dict) and section.get("id") == identifier:
            return inner
        if (deeper := _path_of_section(section, identifier, inner)) is not None:
            return deeper
    return None


# Undo

_MAX_CHARACTERS = 10_000_000
"""Characters of earlier texts that are kept for undo."""


@frozen
class UndoStep:
    """The text of a draft at one moment.

    Attributes:
        text: the whole text.
        path: the field that was changed.
        typing: identifies the field that is typed in; further typing in it replaces this step.
    """

    text: str
    path: FieldPath = ()
    typing: object = None


@frozen
class UndoStack:
    """The present text of a draft, the texts to go back to, and the texts that were undone: an immutable value."""

    current: UndoStep
    undo_steps: tuple[UndoStep, ...] = ()
    redo_steps: tuple[UndoStep, ...] = ()

    def push(self, step: UndoStep) -> "UndoStack":
        """Return the stack with a new step; continued typing in a field replaces the step that it began with."""
        if step.text == self.current.text:
            return self
        if step.typing is not None and step.typing == self.current.typing and self.undo_steps:
            return UndoStack(step, self.undo_steps)
        return UndoStack(step, _newest((*self.undo_steps, self.current)))

    def undo(self) -> "UndoStack":
        """Return the stack one step back; unchanged at the first step."""
        if not self.undo_steps:
            return self
        *earlier, last = self.undo_steps
        return UndoStack(evolve(last, typing=None), tuple(earlier), (self.current, *self.redo_steps))

    def redo(self) -> "UndoStack":
        """Return the stack with the last undone step applied again; unchanged if there is none."""
        if not self.redo_steps:
            return self
        first, *later = self.redo_steps
        return UndoStack(
            evolve(first, typing=None), (*self.undo_steps, evolve(self.current, typing=None)), tuple(later)
        )


def _newest(steps: tuple[UndoStep, ...]) -> tuple[UndoStep, ...]:
    """Return the newest steps that fit the limit of characters, at least one."""
    characters = 0
    for position in range(len(steps) - 1, -1, -1):
        characters += len(steps[position].text)
        if characters > _MAX_CHARACTERS and position < len(steps) - 1:
            return steps[position + 1 :]
    return steps
