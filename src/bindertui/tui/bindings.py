"""Textual bindings of the commands, and the app that holds a keymap."""

from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from bindertui.tui.commands import COMMANDS, Command, shown_key
from bindertui.tui.key_names import MOVE_KEYS
from bindertui.tui.keymap import Keymap

SEARCHES = frozenset({"search", "find_here"})
"""Actions that give the keys to the search bar."""


def command_bindings(commands: tuple[Command, ...] = COMMANDS) -> list[BindingType]:
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


class KeymapApp(App[None]):
    """An app with a keymap."""

    keymap: Keymap = Keymap()
    """The keys of this session."""


def display_key(node: DOMNode, action: str, language: str, commands: tuple[Command, ...] = COMMANDS) -> str:
    """The key of a command as a sentence names it; where it has none, the key of the palette, which has them all."""
    with_keys = [command for command in app_keymap(node).applied(commands) if command.keys]
    named = [command for wanted in (action, "palette") for command in with_keys if command.action == wanted]
    return shown_key(named[0].keys[0], language) if named else ""


def display_move_keys(node: DOMNode, names: tuple[str, ...], language: str) -> dict[str, str]:
    """The keys of some moves beside the arrows, by the names of the moves; an arrow where there is none."""
    keymap = app_keymap(node)
    return {name: shown_key((*keymap.moves((name,)), name)[0], language) for name in names}


def app_keymap(node: DOMNode) -> Keymap:
    """The keys of the session that a screen or a widget belongs to."""
    app = node.app
    return app.keymap if isinstance(app, KeymapApp) else Keymap()
