"""The text of a file while someone edits it.

Undo and redo: the texts of a draft, one after the other.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.model.address import Address, Path
from bindertui.model.enums import EntryKind
from bindertui.services.library import Snapshot
from bindertui.store.yaml.edit import Edit, EditError, YamlDocument
from bindertui.store.yaml.edit.edits import unreadable_file
from bindertui.store.yaml.nodes import Mark, NodeError


@frozen(slots=False)
class Draft:
    """The text of a file while someone edits it: a value.

    Attributes:
        snapshot: the binder it is of.
        address: what is edited.
        file: the file it lies in.
        kind: what that file holds.
        path: where it lies there.
        base: the text the draft was begun from.
        digest: the digest of the file's bytes then; None where there is no such file any more.
        text: the text as it is to be saved, with the byte order mark if the file has one.
    """

    snapshot: Snapshot
    address: Address
    file: FilePath
    kind: EntryKind
    path: Path
    base: str
    digest: str | None
    text: str
    _read: YamlDocument | None = field(default=None, repr=False, eq=False)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.text != self.base or self.digest is None

    @property
    def mark(self) -> Mark:
        """Where the address leads in the text, for a cursor; the start where the text cannot be read."""
        try:
            return self.parsed.locate(self.path)
        except EditError:
            return Mark(0, 0)

    @cached_property
    def parsed(self) -> YamlDocument:
        """The text, read; `EditError` says where and why it cannot be."""
        if self._read is not None:
            return self._read
        try:
            return YamlDocument.parse(self.text)
        except NodeError as error:
            raise unreadable_file(self.file, error) from None

    def written(self, text: str) -> "Draft":
        """The draft with another text."""
        return evolve(self, text=text, read=None)

    def edited(self, edits: Iterable[Edit]) -> "Draft":
        """The draft with edits made in its text, their paths from the root of the file.

        Raises:
            EditError: the text cannot be read, or an edit cannot be made.
        """
        parsed = self.parsed.edited(edits)
        return evolve(self, text=parsed.text, read=parsed)


def file_path_of(text: str, address: Address) -> Path:
    """Where an address leads in its file: into a nested section, by the positions of the sections above it."""
    try:
        tree = YamlDocument.parse(text).plain()
    except NodeError:
        return address.path
    return (*(_to_section(tree, address.entry) or ()), *address.path)


def address_at(document: str, value: Any, path: Path, binder: str | None = None) -> Address:
    """The address of a path in a file: from the innermost section it leads into.

    Args:
        document: the id of the file.
        value: what the file says, as plain data.
        path: from the root of the file.
        binder: the id of its binder, to be named in the address.
    """
    entry, rest = document, path
    while len(rest) >= 2 and rest[0] == "sections" and isinstance(rest[1], int):
        below = value.get("sections") if isinstance(value, dict) else None
        if not isinstance(below, list) or rest[1] >= len(below) or not isinstance(below[rest[1]], dict):
            break
        value = below[rest[1]]
        if not isinstance(value.get("id"), str):
            break
        entry, rest = value["id"], rest[2:]
    return Address(entry, rest, binder)


def _to_section(tree: Any, identifier: str, path: Path = ()) -> Path | None:
    below = tree.get("sections") if isinstance(tree, dict) else None
    for position, section in enumerate(below if isinstance(below, list) else ()):
        here = (*path, "sections", position)
        if isinstance(section, dict) and section.get("id") == identifier:
            return here
        if (deeper := _to_section(section, identifier, here)) is not None:
            return deeper
    return None


_MOST = 10_000_000
"""Characters of earlier texts that are kept to go back to."""


@frozen
class UndoStep:
    """A draft at a moment.

    Attributes:
        text: the whole text.
        path: the field that was changed to come here.
        typing: what was being typed in; a change that goes on in the same place is no step of its own.
    """

    text: str
    path: Path = ()
    typing: object = None


@frozen
class UndoStack:
    """A draft with what it was before, and what it was before that was undone: a value."""

    now: UndoStep
    before: tuple[UndoStep, ...] = ()
    after: tuple[UndoStep, ...] = ()

    def taken(self, step: UndoStep) -> "UndoStack":
        """One step further; typing on in the same place belongs to the step that began there."""
        if step.text == self.now.text:
            return self
        if step.typing is not None and step.typing == self.now.typing and self.before:
            return UndoStack(step, self.before)
        return UndoStack(step, _fitting((*self.before, self.now)))

    def undone(self) -> "UndoStack":
        """A step back; itself at the first."""
        if not self.before:
            return self
        *before, last = self.before
        return UndoStack(evolve(last, typing=None), tuple(before), (self.now, *self.after))

    def redone(self) -> "UndoStack":
        """A step that was undone, again; itself at the last."""
        if not self.after:
            return self
        first, *after = self.after
        return UndoStack(evolve(first, typing=None), (*self.before, evolve(self.now, typing=None)), tuple(after))


def _fitting(steps: tuple[UndoStep, ...]) -> tuple[UndoStep, ...]:
    """The newest of several steps that are not too much to keep."""
    kept = 0
    for position in range(len(steps) - 1, -1, -1):
        kept += len(steps[position].text)
        if kept > _MOST and position < len(steps) - 1:
            return steps[position + 1 :]
    return steps
