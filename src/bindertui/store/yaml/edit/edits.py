"""Edits of a YAML document as values, and the errors that refuse them."""

from pathlib import Path as FilePath

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString
from bindertui.model.address import FieldPath
from bindertui.store.yaml.nodes import NodeError

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""Plain data that an edit writes."""


@frozen
class Replace:
    """Replace the value at a path."""

    path: FieldPath
    value: Value

    @property
    def touched(self) -> FieldPath:
        """The path of the text that changes."""
        return self.path


@frozen
class SetKey:
    """Set a key of the mapping at a path; add it if it is not there.

    Attributes:
        order: the usual order of keys in such a mapping; decides the position of a new key.
    """

    path: FieldPath
    key: str
    value: Value
    order: tuple[str, ...] = field(default=(), converter=tuple[str, ...])

    @property
    def touched(self) -> FieldPath:
        """The path of the text that changes."""
        return self.path


@frozen
class Remove:
    """Remove a key with its value, or a list item."""

    path: FieldPath

    @property
    def touched(self) -> FieldPath:
        """The path of the text that changes."""
        return self.path[:-1]


@frozen
class Insert:
    """Insert an item into the list at a path, before the item at `index` or at the end."""

    path: FieldPath
    index: int
    value: Value

    @property
    def touched(self) -> FieldPath:
        """The path of the text that changes."""
        return self.path


@frozen
class Move:
    """Move an item of the list at a path from one index to another."""

    path: FieldPath
    source: int
    target: int

    @property
    def touched(self) -> FieldPath:
        """The path of the text that changes."""
        return self.path


Edit = Replace | SetKey | Remove | Insert | Move


class EditError(BinderError):
    """An edit cannot be made without changing anything else. The text is unchanged."""

    exit_code = ExitCode.INVALID


class NoSlotError(EditError):
    """The document has nothing at a path."""

    exit_code = ExitCode.NOTHING_FOUND


def unreadable_file(file: FilePath, error: NodeError) -> EditError:
    """Return the error for a file that cannot be edited because it cannot be parsed, with the position."""
    place = f"{file}:{error.mark.line + 1}:{error.mark.column + 1}"
    return EditError(LazyString("{place}: {reason}", (("place", place), ("reason", error.message))))
