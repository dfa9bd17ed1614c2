"""The commands of the reading and the history screen.

Each is declared once, for its keys, the bar at the bottom, the palette, the help and the config file.
"""

from functools import partial

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext, lazy_pgettext
from bindertui.tui.key_names import key_character

_EVERYWHERE = {"palette", "help", "language"}
"""Actions that are the same command on every screen."""


@frozen
class Command:
    """A command of the user.

    Attributes:
        action: the Textual action.
        keys: the declared keys.
        name: a word or two, for the bar and the palette.
        help: one sentence.
        in_bar: whether the bar at the bottom shows it, if there is room.
        always: whether the bar shows it before the others.
        here: whether the focused widget binds the keys, not the screen.
        scope: the screen it belongs to; empty for the reading screen.
        own_id: the id in the config file, if it differs from the action.
        writes: whether only editors have it.
    """

    action: str
    keys: tuple[str, ...]
    name: LazyString
    help: LazyString
    in_bar: bool = False
    here: bool = False
    always: bool = False
    scope: str = ""
    own_id: str = ""
    writes: bool = False

    @property
    def id(self) -> str:
        """The id in the config file, such as `next-match` or `edit.save`."""
        name = self.own_id or self.action.partition("(")[0].replace("_", "-")
        return f"{self.scope}.{name}" if self.scope and self.action not in _EVERYWHERE else name


def command(  # noqa: PLR0913 - a table of commands is easier to read this way
    action: str,
    keys: str,
    name: LazyString,
    help: LazyString,
    *,
    in_bar: bool = False,
    here: bool = False,
    always: bool = False,
    scope: str = "",
    id: str = "",
    writes: bool = False,
) -> Command:
    """Return a command; its keys are separated by spaces."""
    return Command(action, tuple(keys.split()), name, help, in_bar or always, here, always, scope, id, writes)


COMMANDS = (
    command(
        "search",
        "slash",
        lazy_gettext("Search"),
        lazy_gettext("Search the binder (English and French)."),
        always=True,
    ),
    command(
        "find_here",
        "f",
        lazy_gettext("Find here"),
        lazy_gettext("Find in this entry (same as pressing / twice)."),
    ),
    command(
        "next_match(1)",
        "n",
        lazy_gettext("Next match"),
        lazy_gettext("Go to the next match, in reading order."),
    ),
    command(
        "next_match(-1)",
        "N",
        lazy_gettext("Previous match"),
        lazy_gettext("Go to the previous match."),
        id="previous-match",
    ),
    command(
        "open",
        "enter",
        lazy_gettext("Open"),
        lazy_gettext("Open the entry, follow the link, or look up the source under the cursor."),
        in_bar=True,
        here=True,
    ),
    command(
        "fold",
        "space",
        lazy_gettext("Fold"),
        lazy_gettext("Fold or unfold the heading the cursor is on or below."),
        here=True,
    ),
    command(
        "link",
        "right left",
        lazy_gettext("Links"),
        lazy_gettext("Step through the links and source marks of the text."),
        here=True,
    ),
    command(
        "fold_here",
        "z",
        lazy_gettext("Fold here"),
        lazy_gettext("Fold or unfold the part the cursor is in."),
    ),
    command(
        "fold_all",
        "Z",
        lazy_gettext("Fold all"),
        lazy_gettext("Fold or unfold every part of the document."),
    ),
    command(
        "next_pane(1)",
        "tab",
        lazy_gettext("Pane"),
        lazy_gettext("Go to the next pane: outline, text, details."),
        in_bar=True,
    ),
    command(
        "next_pane(-1)",
        "shift+tab",
        lazy_gettext("Previous pane"),
        lazy_gettext("Go to the previous pane."),
        id="previous-pane",
    ),
    command(
        "details",
        "p",
        lazy_gettext("Details"),
        lazy_gettext("Show or hide the details: partner, agreement, sources, mentions."),
        in_bar=True,
    ),
    command(
        "back",
        "left_square_bracket",
        lazy_gettext("Back"),
        lazy_gettext("Go back to where you came from."),
    ),
    command(
        "forward",
        "right_square_bracket",
        lazy_gettext("Forward"),
        lazy_gettext("Go forward again."),
    ),
    command(
        "go_on",
        "c",
        lazy_gettext("Continue reading"),
        lazy_gettext("Continue reading where you stopped."),
    ),
    command(
        "library",
        "o",
        lazy_gettext("Other binders"),
        lazy_gettext("Open the list of binders, to read another or search all of them."),
    ),
    command(
        "language",
        "l",
        lazy_gettext("Français"),
        lazy_gettext("Switch to the other official language."),
        always=True,
    ),
    command(
        "both",
        "L",
        lazy_gettext("Both languages"),
        lazy_gettext("Show both languages, side by side if there is room."),
    ),
    command(
        "edit",
        "e",
        lazy_gettext("Edit"),
        lazy_gettext("Edit what is under the cursor."),
        always=True,
        writes=True,
    ),
    command(
        "drafts",
        "d",
        lazy_gettext("Drafts"),
        lazy_gettext("Open an unsaved draft."),
        writes=True,
    ),
    command(
        "new_entry",
        "plus",
        lazy_gettext("New entry"),
        lazy_gettext("Add a section, a partner or an agreement."),
        writes=True,
    ),
    command(
        "rename",
        "i",
        lazy_gettext("Rename id"),
        lazy_gettext("Rename this entry’s id, and update every link to it."),
        writes=True,
    ),
    command(
        "delete",
        "D",
        lazy_gettext("Delete entry"),
        lazy_gettext("Delete this entry, if nothing links to it."),
        writes=True,
    ),
    command(
        "replace",
        "R",
        lazy_gettext("Find and replace"),
        lazy_gettext("Find and replace in the binder, with a preview."),
        writes=True,
    ),
    command(
        "copy",
        "y",
        lazy_gettext("Copy"),
        lazy_gettext("Copy the selection or the current line."),
    ),
    command(
        "bookmark",
        "b",
        lazy_gettext("Bookmark"),
        lazy_gettext("Set or remove a bookmark on this line."),
    ),
    command(
        "bookmarks",
        "apostrophe",
        lazy_gettext("Bookmarks"),
        lazy_gettext("Go to a bookmark."),
    ),
    command(
        "history",
        "h",
        lazy_gettext("History"),
        lazy_gettext("Show the versions of this entry."),
    ),
    command(
        "palette",
        "colon ctrl+p",
        lazy_pgettext("palette", "Commands"),
        lazy_gettext("Find a command or an entry by name."),
    ),
    command(
        "theme",
        "T",
        lazy_gettext("Theme"),
        lazy_gettext("Switch between dark, light and high contrast."),
    ),
    command(
        "help",
        "question_mark f1",
        lazy_gettext("Help"),
        lazy_gettext("Show all keys."),
        always=True,
    ),
    command(
        "tour",
        "t",
        lazy_gettext("Tour"),
        lazy_gettext("Open the tour of the program, or close it."),
    ),
    command(
        "quit",
        "q",
        lazy_gettext("Quit"),
        lazy_gettext("Quit the program."),
        always=True,
    ),
)
"""Every command, in the order the help shows them."""

READING = tuple(command for command in COMMANDS if not command.writes)
"""The commands of users who may only read."""

_in_history = partial(command, scope="history")

HISTORY = (
    _in_history(
        "leave",
        "escape h q",
        lazy_gettext("Close"),
        lazy_gettext("Go back to the text."),
        always=True,
    ),
    _in_history(
        "pane",
        "tab shift+tab",
        lazy_gettext("Pane"),
        lazy_gettext("Switch between the versions and the changes."),
        in_bar=True,
    ),
    _in_history(
        "mark",
        "space",
        lazy_gettext("Compare from here"),
        lazy_gettext("Compare with this version; press again to compare each version with the one before it."),
        in_bar=True,
    ),
    _in_history(
        "whole",
        "w",
        lazy_gettext("Whole text"),
        lazy_gettext("Show the full text, or only the changes."),
        in_bar=True,
    ),
    _in_history(
        "restore",
        "r",
        lazy_gettext("Restore"),
        lazy_gettext("Restore this version."),
        in_bar=True,
    ),
    command(
        "help",
        "question_mark f1",
        lazy_gettext("Help"),
        lazy_gettext("Show all keys."),
        always=True,
    ),
)
"""The commands of the history screen."""

MOVES = (
    (lazy_gettext("↑ ↓"), ("down", "up"), lazy_gettext("Move by a line.")),
    (lazy_gettext("PgUp PgDn"), ("page-down", "page-up"), lazy_gettext("Move by a page.")),
    (lazy_gettext("Home End"), ("first", "last"), lazy_gettext("Go to the first or the last line.")),
    (lazy_gettext("Esc"), (), lazy_gettext("Close; cancel the search and go back.")),
)
"""The keys that move the cursor in every pane: their names, the moves that can be changed, and the help."""

_SHOWN = {
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "apostrophe": "'",
    "colon": ":",
    "question_mark": "?",
    "exclamation_mark": "!",
    "plus": "+",
    "equals_sign": "=",
    "up": "↑",
    "down": "↓",
    "right": "→",
    "left": "←",
    "f1": "F1",
}
_NAMED = {
    "space": lazy_gettext("space"),
    "enter": lazy_gettext("enter"),
    "shift+tab": lazy_gettext("shift+tab"),
    "escape": lazy_gettext("Esc"),
}


def shown_key(key: str, language: str) -> str:
    """Return the name of a key in a language."""
    named = _NAMED.get(key)
    if named:
        return named.in_language(language)
    return _SHOWN.get(key) or key_character(key).strip() or (key.upper() if key[:1] == "f" and key[1:] else key)
