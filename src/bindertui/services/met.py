"""What two changes to one value come to."""

from attrs import define, field

from bindertui.model.address import Path
from bindertui.services.outcomes import Conflict, Side
from bindertui.store.yamltext import Edit


@define
class Met:
    """What two changes make of a value.

    Attributes:
        edits: what to do to theirs, one after the other.
        applied: the places of theirs where that is done.
        conflicts: where both have changed the same.
    """

    edits: list[Edit] = field(factory=list)
    _applied: list[Path] = field(factory=list)
    _conflicts: list[Conflict] = field(factory=list)

    @property
    def applied(self) -> tuple[Path, ...]:
        """The places of theirs that the edits are about."""
        return tuple(self._applied)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where both have changed the same."""
        return tuple(self._conflicts)

    def do(self, path: Path, *edits: Edit) -> None:
        """Note edits, and the place they are about."""
        self.edits += edits
        self._applied.append(path)

    def conflict(self, path: Path, base: Side, mine: Side, theirs: Side) -> None:
        """Note a place where both have changed the same."""
        self._conflicts.append(Conflict(path, base, mine, theirs))
