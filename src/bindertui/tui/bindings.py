"""Commands as the bindings of screens and widgets; their keys are looked up by the command's id in the app's keymap."""

from textual.binding import Binding, BindingType

from bindertui.tui.commands import COMMANDS, Command
from bindertui.tui.moves import MOVE_KEYS

SEARCHES = frozenset({"search", "find_here"})
"""Actions that give the keys to the search bar."""


def bindings(commands: tuple[Command, ...] = COMMANDS) -> list[BindingType]:
    """A screen's bindings, from its commands.

    What begins a search comes first of all: what is typed right behind its key must find the bar focused.
    """
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.name.read("en"),
            show=False,
            priority=command.action in SEARCHES,
            id=command.id,
        )
        for command in commands
        if not command.here
    ]


def move_bindings(actions: dict[str, str]) -> list[BindingType]:
    """The bindings of a widget that is moved in: what each move, or `open` or `fold`, is as an action of it."""
    return [Binding(",".join(MOVE_KEYS[name]), action, show=False, id=name) for name, action in actions.items()]
