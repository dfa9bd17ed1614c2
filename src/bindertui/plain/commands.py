"""The commands of the plain mode; both languages are understood, whichever is read."""

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString, lazy_gettext, lazy_pgettext
from bindertui.model.text import fold_text


@frozen
class PlainCommand:
    """A command.

    Attributes:
        name: the internal name, such as `next`.
        names: its names by language, separated by spaces; the first is the usual one.
        help: a sentence for the list of commands.
    """

    name: str
    names: LazyString
    help: LazyString

    def words(self, language: str) -> tuple[str, ...]:
        """Return its names in a language; each may be abbreviated."""
        return tuple(self.names.in_language(language).split())


COMMANDS = (
    PlainCommand(
        "next",
        lazy_pgettext("commands of the plain mode", "next n"),
        lazy_gettext("Read the next paragraph (or just press Enter)."),
    ),
    PlainCommand(
        "previous",
        lazy_pgettext("commands of the plain mode", "previous p"),
        lazy_gettext("Read the previous paragraph."),
    ),
    PlainCommand(
        "repeat", lazy_pgettext("commands of the plain mode", "repeat r"), lazy_gettext("Read the paragraph again.")
    ),
    PlainCommand(
        "skip", lazy_pgettext("commands of the plain mode", "skip k"), lazy_gettext("Go to the next heading.")
    ),
    PlainCommand(
        "all", lazy_pgettext("commands of the plain mode", "all a"), lazy_gettext("Read to the end of this part.")
    ),
    PlainCommand("where", lazy_pgettext("commands of the plain mode", "where w"), lazy_gettext("Say where you are.")),
    PlainCommand(
        "contents",
        lazy_pgettext("commands of the plain mode", "contents c outline"),
        lazy_gettext("List the contents by number."),
    ),
    PlainCommand(
        "up", lazy_pgettext("commands of the plain mode", "up u"), lazy_gettext("Go up to the enclosing part.")
    ),
    PlainCommand(
        "links", lazy_pgettext("commands of the plain mode", "links"), lazy_gettext("List the links in the paragraph.")
    ),
    PlainCommand(
        "sources",
        lazy_pgettext("commands of the plain mode", "sources"),
        lazy_gettext("List the sources of the paragraph."),
    ),
    PlainCommand(
        "details",
        lazy_pgettext("commands of the plain mode", "details d"),
        lazy_gettext("Describe the partner or agreement in the paragraph."),
    ),
    PlainCommand(
        "search",
        lazy_pgettext("commands of the plain mode", "search find"),
        lazy_gettext("Search the binder: search asylum, or /asylum."),
    ),
    PlainCommand("more", lazy_pgettext("commands of the plain mode", "more m"), lazy_gettext("Continue a long list.")),
    PlainCommand(
        "back", lazy_pgettext("commands of the plain mode", "back b"), lazy_gettext("Go back to where you came from.")
    ),
    PlainCommand(
        "takeaways", lazy_pgettext("commands of the plain mode", "takeaways t"), lazy_gettext("List the key takeaways.")
    ),
    PlainCommand(
        "language",
        lazy_pgettext("commands of the plain mode", "language l français"),
        lazy_gettext("Switch to the other language, in the same place."),
    ),
    PlainCommand("binders", lazy_pgettext("commands of the plain mode", "binders"), lazy_gettext("List the binders.")),
    PlainCommand("help", lazy_pgettext("commands of the plain mode", "help h"), lazy_gettext("List the commands.")),
    PlainCommand("quit", lazy_pgettext("commands of the plain mode", "quit q exit"), lazy_gettext("Leave.")),
)


def parse_command(word: str, language: str) -> list[PlainCommand]:
    """Return the commands that a word may stand for: one if it is unambiguous, none if it is unknown.

    Full names in the reader's language win over full names in the other language, and those over abbreviations.
    """
    typed = fold_text(word)
    languages = sorted(LANGUAGES, key=lambda code: code != language)
    for code in languages:
        if exact := [command for command in COMMANDS if typed in map(fold_text, command.words(code))]:
            return exact
    for code in languages:
        if abbreviated := [
            command for command in COMMANDS if any(fold_text(name).startswith(typed) for name in command.words(code))
        ]:
            return abbreviated
    return []
