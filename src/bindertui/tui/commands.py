"""The commands: one declaration each feeds the keys, the bar at the bottom, the palette and the help."""

from functools import partial

from bindertui.speech import Wording, wording, wording_in
from bindertui.tui.keys import character_of
from bindertui.values import frozen

_EVERYWHERE = {"palette", "help", "language"}
"""Actions that are one command on whatever screen they are run."""


@frozen
class Command:
    """Something a user can do.

    Attributes:
        action: the screen's action, as Textual names it.
        keys: the keys that do it.
        name: a word or two, for the bar and the palette.
        help: one sentence.
        in_bar: whether the bar at the bottom shows it, where there is room.
        always: whether the bar shows it before the others: what is done most, help, and the way out.
        here: whether the widget with the focus binds the keys, not the screen.
        scope: the screen it belongs to; empty for those that a binder is read on.
        own_id: what it is called in the config file, where the action does not say it.
        writes: whether it is for those alone who may change the binder.
    """

    action: str
    keys: tuple[str, ...]
    name: Wording
    help: Wording
    in_bar: bool = False
    here: bool = False
    always: bool = False
    scope: str = ""
    own_id: str = ""
    writes: bool = False

    @property
    def id(self) -> str:
        """What the command is called in the config file, as `next-match` or `edit.save`."""
        name = self.own_id or self.action.partition("(")[0].replace("_", "-")
        return f"{self.scope}.{name}" if self.scope and self.action not in _EVERYWHERE else name


def command(  # noqa: PLR0913 - a table is read more easily than it is called
    action: str,
    keys: str,
    name: Wording,
    help: Wording,
    *,
    in_bar: bool = False,
    here: bool = False,
    always: bool = False,
    scope: str = "",
    id: str = "",
    writes: bool = False,
) -> Command:
    """A command from its keys, parted by spaces, and its name and help."""
    return Command(action, tuple(keys.split()), name, help, in_bar or always, here, always, scope, id, writes)


COMMANDS = (
    command(
        "search",
        "slash",
        wording("Search"),
        wording("Search the whole binder; both languages are found."),
        always=True,
    ),
    command(
        "find_here",
        "f",
        wording("Find here"),
        wording("Find in the entry that is open; so does a second / in the bar."),
    ),
    command(
        "next_match(1)",
        "n",
        wording("Next match"),
        wording("Go to the next passage found, in reading order."),
    ),
    command(
        "next_match(-1)",
        "N",
        wording("Previous match"),
        wording("Go to the previous passage found."),
        id="previous-match",
    ),
    command(
        "open",
        "enter",
        wording("Open"),
        wording("Open the entry, follow the link, or look up the source under the cursor."),
        in_bar=True,
        here=True,
    ),
    command(
        "fold",
        "space",
        wording("Fold"),
        wording("Fold or unfold the heading the cursor is on or below."),
        here=True,
    ),
    command(
        "link",
        "right left",
        wording("Links"),
        wording("Step through the links and source marks of the text."),
        here=True,
    ),
    command(
        "fold_here",
        "z",
        wording("Fold here"),
        wording("Fold or unfold the part the cursor is in."),
    ),
    command(
        "fold_all",
        "Z",
        wording("Fold all"),
        wording("Fold or unfold every part of the document."),
    ),
    command(
        "next_pane(1)",
        "tab",
        wording("Pane"),
        wording("Go to the next pane: outline, text, details."),
        in_bar=True,
    ),
    command(
        "next_pane(-1)",
        "shift+tab",
        wording("Previous pane"),
        wording("Go to the previous pane."),
        id="previous-pane",
    ),
    command(
        "details",
        "p",
        wording("Details"),
        wording("Show or hide the details: partner, agreement, sources, mentions."),
        in_bar=True,
    ),
    command(
        "back",
        "left_square_bracket",
        wording("Back"),
        wording("Go back to where you came from."),
    ),
    command(
        "forward",
        "right_square_bracket",
        wording("Forward"),
        wording("Go forward again."),
    ),
    command(
        "go_on",
        "c",
        wording("Go on reading"),
        wording("Go on reading where you stopped, from the front page."),
    ),
    command(
        "library",
        "o",
        wording("Other binders"),
        wording("Go to the list of binders, to read another or to search all of them."),
    ),
    command(
        "language",
        "l",
        wording("Français"),
        wording("Read the other official language, in the same place."),
        always=True,
    ),
    command(
        "both",
        "L",
        wording("Both languages"),
        wording("Read both languages, paragraph by paragraph; side by side where there is room."),
    ),
    command(
        "edit",
        "e",
        wording("Edit"),
        wording("Edit what is under the cursor."),
        always=True,
        writes=True,
    ),
    command(
        "drafts",
        "d",
        wording("Drafts"),
        wording("Go on with a draft that was not saved."),
        writes=True,
    ),
    command(
        "new_entry",
        "plus",
        wording("New entry"),
        wording("Add a section, a partner or an agreement."),
        writes=True,
    ),
    command(
        "rename",
        "i",
        wording("Rename id"),
        wording("Give this entry another id, wherever it is referred to."),
        writes=True,
    ),
    command(
        "delete",
        "D",
        wording("Delete entry"),
        wording("Delete this entry, if nothing refers to it."),
        writes=True,
    ),
    command(
        "replace",
        "R",
        wording("Find and replace"),
        wording("Replace a text across the binder, each change seen first."),
        writes=True,
    ),
    command(
        "copy",
        "y",
        wording("Copy"),
        wording("Send the selection, or the line under the cursor, to the terminal’s clipboard."),
    ),
    command(
        "bookmark",
        "b",
        wording("Bookmark"),
        wording("Set or remove a bookmark on this line."),
    ),
    command(
        "bookmarks",
        "apostrophe",
        wording("Bookmarks"),
        wording("Go to a bookmark."),
    ),
    command(
        "history",
        "h",
        wording("History"),
        wording("Show the versions of this entry."),
    ),
    command(
        "palette",
        "colon ctrl+p",
        wording_in("palette", "Commands"),
        wording("Find a command or an entry by name."),
    ),
    command(
        "theme",
        "T",
        wording("Theme"),
        wording("Change between dark, light and high contrast."),
    ),
    command(
        "help",
        "question_mark f1",
        wording("Help"),
        wording("Show every key."),
        always=True,
    ),
    command(
        "tour",
        "t",
        wording("Tour"),
        wording("Open the tour of the program, or close it."),
    ),
    command(
        "quit",
        "q",
        wording("Quit"),
        wording("Leave the app."),
        always=True,
    ),
)
"""Every command, in the order the help shows them."""

READING = tuple(command for command in COMMANDS if not command.writes)
"""Those of them that are there for who may only read."""

_in_history = partial(command, scope="history")

HISTORY = (
    _in_history(
        "leave",
        "escape h q",
        wording("Close"),
        wording("Go back to the text."),
        always=True,
    ),
    _in_history(
        "pane",
        "tab shift+tab",
        wording("Pane"),
        wording("Go from the versions to what changed, and back."),
        in_bar=True,
    ),
    _in_history(
        "mark",
        "space",
        wording("Compare from here"),
        wording("Compare this version with the one the cursor goes to; again to compare each with the one before it."),
        in_bar=True,
    ),
    _in_history(
        "whole",
        "w",
        wording("Whole text"),
        wording("Show the whole text, or only what changed."),
        in_bar=True,
    ),
    _in_history(
        "restore",
        "r",
        wording("Restore"),
        wording("Save this version again."),
        in_bar=True,
    ),
    command(
        "help",
        "question_mark f1",
        wording("Help"),
        wording("Show every key."),
        always=True,
    ),
)
"""The commands of the history screen."""

MOVES = (
    (wording("↑ ↓"), ("down", "up"), wording("Move by a line.")),
    (wording("PgUp PgDn"), ("page-down", "page-up"), wording("Move by a page.")),
    (wording("Home End"), ("first", "last"), wording("Go to the first or the last line.")),
    (wording("Esc"), (), wording("Close what is open; end a search where it began.")),
)
"""The keys that move the cursor in every pane: those that always do, the moves with keys of their own, and the help."""

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
    "space": wording("space"),
    "enter": wording("enter"),
    "shift+tab": wording("shift+tab"),
    "escape": wording("Esc"),
}


def shown_key(key: str, language: str) -> str:
    """A key as it is shown to readers of a language."""
    named = _NAMED.get(key)
    if named:
        return named.read(language)
    return _SHOWN.get(key) or character_of(key).strip() or (key.upper() if key[:1] == "f" and key[1:] else key)
