"""Textual bindings of the commands, and how screens and widgets find the keymap of their session."""

from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from bindertui.tui.commands import COMMANDS, Command, shown_key
from bindertui.tui.key_names import MOVE_KEYS
from bindertui.tui.keymap import Keymap

SEARCHES = frozenset({"search", "find_here"})
"""Actions that open the search bar."""


def command_bindings(commands: tuple[Command, ...] = COMMANDS) -> list[BindingType]:
    """Return the bindings of a screen, from its commands.

    Those that open the search bar have priority: a letter typed right after the key must find the bar focused.
    """
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.name.in_language("en"),
            show=False,
            priority=command.action in SEARCHES,
            id=command.id,
        )
        for command in commands
        if not command.here
    ]


def move_bindings(actions: dict[str, str]) -> list[BindingType]:
    """Return the bindings of a list, from the action for each move, `open` and `fold`."""
    return [Binding(",".join(MOVE_KEYS[name]), action, show=False, id=name) for name, action in actions.items()]


class KeymapApp(App[None]):
    """An app whose keys can be configured."""

    keymap: Keymap = Keymap()
    """The keys of the session."""


def display_key(node: DOMNode, action: str, language: str, commands: tuple[Command, ...] = COMMANDS) -> str:
    """Return the key of a command for a message; if it has none, the key of the palette, which lists all commands."""
    with_keys = [command for command in app_keymap(node).applied(commands) if command.keys]
    named = [command for wanted in (action, "palette") for command in with_keys if command.action == wanted]
    return shown_key(named[0].keys[0], language) if named else ""


def display_move_keys(node: DOMNode, names: tuple[str, ...], language: str) -> dict[str, str]:
    """Return a key for each move, other than the arrows if there is one."""
    keymap = app_keymap(node)
    return {name: shown_key((*keymap.moves((name,)), name)[0], language) for name in names}


def app_keymap(node: DOMNode) -> Keymap:
    """Return the keymap of the session of a screen or a widget."""
    app = node.app
    return app.keymap if isinstance(app, KeymapApp) else Keymap()
