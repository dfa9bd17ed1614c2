"""What can be done to a YAML text, as values.

Why an edit of a YAML text is not made.
"""

from pathlib import Path as FilePath

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString
from bindertui.model.address import FieldPath
from bindertui.store.yaml.nodes import NodeError

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What an edit writes: plain data."""


@frozen
class Replace:
    """Another value at a path."""

    path: FieldPath
    value: Value

    @property
    def touched(self) -> FieldPath:
        """The path whose text changes."""
        return self.path


@frozen
class SetKey:
    """A key, new or not, of the mapping at a path.

    Attributes:
        order: the order in which keys of such a mapping are written.
    """

    path: FieldPath
    key: str
    value: Value
    order: tuple[str, ...] = field(default=(), converter=tuple[str, ...])

    @property
    def touched(self) -> FieldPath:
        """The path whose text changes."""
        return self.path


@frozen
class Remove:
    """What is at a path taken away: a key with its value, or an item."""

    path: FieldPath

    @property
    def touched(self) -> FieldPath:
        """The path whose text changes."""
        return self.path[:-1]


@frozen
class Insert:
    """An item before the one at an index of the list at a path, or after the last."""

    path: FieldPath
    index: int
    value: Value

    @property
    def touched(self) -> FieldPath:
        """The path whose text changes."""
        return self.path


@frozen
class Move:
    """An item of the list at a path, moved so that it stands at another index."""

    path: FieldPath
    source: int
    target: int

    @property
    def touched(self) -> FieldPath:
        """The path whose text changes."""
        return self.path


Edit = Replace | SetKey | Remove | Insert | Move


class EditError(BinderError):
    """An edit cannot be made so that nothing else changes; the text stays as it was."""

    exit_code = ExitCode.INVALID


class NoSlotError(EditError):
    """A path leads nowhere in the text."""

    exit_code = ExitCode.NOTHING_FOUND


def unreadable_file(file: FilePath, error: NodeError) -> EditError:
    """Why a file cannot be edited: it cannot be read, and where."""
    place = f"{file}:{error.mark.line + 1}:{error.mark.column + 1}"
    return EditError(LazyString("{place}: {reason}", (("place", place), ("reason", error.message))))
