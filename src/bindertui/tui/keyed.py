"""An app whose keys are those of its session, and how screens and widgets learn them."""

from textual.app import App
from textual.dom import DOMNode

from bindertui.tui.commands import COMMANDS, Command, shown_key
from bindertui.tui.keymap import Keymap


class KeyedApp(App[None]):
    """An app with a keymap."""

    keymap: Keymap = Keymap()
    """The keys of this session."""


def key_shown(node: DOMNode, action: str, language: str, commands: tuple[Command, ...] = COMMANDS) -> str:
    """The key of a command as a sentence names it; where it has none, the key of the palette, which has them all."""
    with_keys = [command for command in keymap_of(node).applied(commands) if command.keys]
    named = [command for wanted in (action, "palette") for command in with_keys if command.action == wanted]
    return shown_key(named[0].keys[0], language) if named else ""


def moves_shown(node: DOMNode, names: tuple[str, ...], language: str) -> dict[str, str]:
    """The keys of some moves beside the arrows, by the names of the moves; an arrow where there is none."""
    keymap = keymap_of(node)
    return {name: shown_key((*keymap.moves((name,)), name)[0], language) for name in names}


def keymap_of(node: DOMNode) -> Keymap:
    """The keys of the session that a screen or a widget belongs to."""
    app = node.app
    return app.keymap if isinstance(app, KeyedApp) else Keymap()
