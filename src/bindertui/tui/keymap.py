"""The keys of one session: those of the commands' declarations, and in their place those that a config file wants."""

from collections.abc import Mapping

from attrs import evolve, field

from bindertui.tui.commands import Command
from bindertui.tui.keys import LASTING, character_of
from bindertui.tui.moves import MOVE_KEYS
from bindertui.values import frozen

_NO_KEY = "no_key"
"""What a command without keys is bound to: no terminal sends it."""


@frozen
class Keymap:
    """Which keys run which command.

    Attributes:
        changed: the keys of the commands whose keys are others than declared, by the command's id.
    """

    changed: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def keys(self, identifier: str, declared: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of a command or a move, the one that is shown first."""
        return self.changed.get(identifier, declared)

    def moves(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of some moves beside those that always move."""
        return tuple(key for name in names for key in self.keys(name, MOVE_KEYS[name]) if key not in LASTING)

    def applied(self, commands: tuple[Command, ...], *, typing: bool = False) -> tuple[Command, ...]:
        """Commands with the keys they have in this session.

        Args:
            commands: as they are declared.
            typing: whether text is typed meanwhile, so that only keys count that type none; without any, a command is
                left out.
        """
        found = []
        for command in commands:
            keys = self.changed.get(command.id)
            if keys is not None and typing:
                keys = tuple(key for key in keys if not character_of(key))
            if keys or not typing or keys is None:
                found.append(command if keys is None else evolve(command, keys=keys))
        return tuple(found)

    @property
    def bound(self) -> dict[str, str]:
        """The changed keys by the ids of bindings, as Textual's keymap wants them."""
        return {name: ",".join(keys) or _NO_KEY for name, keys in self.changed.items()}
