"""What can be done to a YAML text, as values."""

from attrs import field

from bindertui.model.address import Path
from bindertui.store.yamltext.writing import Value
from bindertui.values import frozen


@frozen
class Replace:
    """Another value at a path."""

    path: Path
    value: Value

    @property
    def touched(self) -> Path:
        """The path whose text changes."""
        return self.path


@frozen
class WithKey:
    """A key, new or not, of the mapping at a path.

    Attributes:
        order: the order in which keys of such a mapping are written.
    """

    path: Path
    key: str
    value: Value
    order: tuple[str, ...] = field(default=(), converter=tuple[str, ...])

    @property
    def touched(self) -> Path:
        """The path whose text changes."""
        return self.path


@frozen
class Without:
    """What is at a path taken away: a key with its value, or an item."""

    path: Path

    @property
    def touched(self) -> Path:
        """The path whose text changes."""
        return self.path[:-1]


@frozen
class Insert:
    """An item before the one at an index of the list at a path, or after the last."""

    path: Path
    index: int
    value: Value

    @property
    def touched(self) -> Path:
        """The path whose text changes."""
        return self.path


@frozen
class Move:
    """An item of the list at a path, moved so that it stands at another index."""

    path: Path
    source: int
    target: int

    @property
    def touched(self) -> Path:
        """The path whose text changes."""
        return self.path


Edit = Replace | WithKey | Without | Insert | Move
