"""The commands of the plain mode, as words: those of both languages are understood, whatever is read."""

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString, lazy_gettext, lazy_pgettext
from bindertui.model.text import fold_text


@frozen
class PlainCommand:
    """A command.

    Attributes:
        name: what it does, as `next`.
        called: what it is called, in each language: several words, the first of which is its name.
        help: what it does.
    """

    name: str
    called: LazyString
    help: LazyString

    def words(self, language: str) -> tuple[str, ...]:
        """What it is called in a language; each word may be abbreviated."""
        return tuple(self.called.read(language).split())


ORDERS = (
    PlainCommand(
        "next", lazy_pgettext("commands of the plain mode", "next n"), lazy_gettext("Read on; so does Enter alone.")
    ),
    PlainCommand(
        "previous", lazy_pgettext("commands of the plain mode", "previous p"), lazy_gettext("Read what comes before.")
    ),
    PlainCommand(
        "repeat", lazy_pgettext("commands of the plain mode", "repeat r"), lazy_gettext("Read the same again.")
    ),
    PlainCommand(
        "skip", lazy_pgettext("commands of the plain mode", "skip k"), lazy_gettext("Go to the next heading.")
    ),
    PlainCommand(
        "all", lazy_pgettext("commands of the plain mode", "all a"), lazy_gettext("Read to the end of this part.")
    ),
    PlainCommand(
        "where", lazy_pgettext("commands of the plain mode", "where w"), lazy_gettext("Say the place and its level.")
    ),
    PlainCommand(
        "contents",
        lazy_pgettext("commands of the plain mode", "contents c outline"),
        lazy_gettext("List everything at the top, by number."),
    ),
    PlainCommand(
        "up", lazy_pgettext("commands of the plain mode", "up u"), lazy_gettext("Go up to the part this lies in.")
    ),
    PlainCommand(
        "links", lazy_pgettext("commands of the plain mode", "links"), lazy_gettext("List the links of the paragraph.")
    ),
    PlainCommand(
        "sources",
        lazy_pgettext("commands of the plain mode", "sources"),
        lazy_gettext("Name the sources of the paragraph."),
    ),
    PlainCommand(
        "details",
        lazy_pgettext("commands of the plain mode", "details d"),
        lazy_gettext("Tell of the partner or the agreement the paragraph is about."),
    ),
    PlainCommand(
        "search",
        lazy_pgettext("commands of the plain mode", "search find"),
        lazy_gettext("Search the binder: search asylum, or /asylum."),
    ),
    PlainCommand(
        "more", lazy_pgettext("commands of the plain mode", "more m"), lazy_gettext("List more of a long list.")
    ),
    PlainCommand(
        "back", lazy_pgettext("commands of the plain mode", "back b"), lazy_gettext("Go back to where you came from.")
    ),
    PlainCommand(
        "takeaways", lazy_pgettext("commands of the plain mode", "takeaways t"), lazy_gettext("List what matters most.")
    ),
    PlainCommand(
        "language",
        lazy_pgettext("commands of the plain mode", "language l français"),
        lazy_gettext("Read the other language, in the same place."),
    ),
    PlainCommand(
        "binders", lazy_pgettext("commands of the plain mode", "binders"), lazy_gettext("List the binders there are.")
    ),
    PlainCommand("help", lazy_pgettext("commands of the plain mode", "help h"), lazy_gettext("List the commands.")),
    PlainCommand("quit", lazy_pgettext("commands of the plain mode", "quit q exit"), lazy_gettext("Leave.")),
)


def parse_command(word: str, language: str) -> list[PlainCommand]:
    """The commands that a word may mean: one if it is clear, none if it is unknown.

    Whole words of the reader's language come first, then those of the other, then words that are abbreviated.
    """
    typed = fold_text(word)
    spoken = sorted(LANGUAGES, key=lambda each: each != language)
    for each in spoken:
        if exact := [order for order in ORDERS if typed in map(fold_text, order.words(each))]:
            return exact
    for each in spoken:
        if begun := [order for order in ORDERS if any(fold_text(word).startswith(typed) for word in order.words(each))]:
            return begun
    return []
