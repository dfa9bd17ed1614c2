"""The commands of the plain mode, as words: those of both languages are understood, whatever is read."""

from bindertui.model.text import folded
from bindertui.speech import LANGUAGES, Wording, wording, wording_in
from bindertui.values import frozen


@frozen
class Order:
    """A command.

    Attributes:
        name: what it does, as `next`.
        called: what it is called, in each language: several words, the first of which is its name.
        help: what it does.
    """

    name: str
    called: Wording
    help: Wording

    def words(self, language: str) -> tuple[str, ...]:
        """What it is called in a language; each word may be abbreviated."""
        return tuple(self.called.read(language).split())


ORDERS = (
    Order("next", wording_in("commands of the plain mode", "next n"), wording("Read on; so does Enter alone.")),
    Order("previous", wording_in("commands of the plain mode", "previous p"), wording("Read what comes before.")),
    Order("repeat", wording_in("commands of the plain mode", "repeat r"), wording("Read the same again.")),
    Order("skip", wording_in("commands of the plain mode", "skip k"), wording("Go to the next heading.")),
    Order("all", wording_in("commands of the plain mode", "all a"), wording("Read to the end of this part.")),
    Order("where", wording_in("commands of the plain mode", "where w"), wording("Say the place and its level.")),
    Order(
        "contents",
        wording_in("commands of the plain mode", "contents c outline"),
        wording("List everything at the top, by number."),
    ),
    Order("up", wording_in("commands of the plain mode", "up u"), wording("Go up to the part this lies in.")),
    Order("links", wording_in("commands of the plain mode", "links"), wording("List the links of the paragraph.")),
    Order(
        "sources", wording_in("commands of the plain mode", "sources"), wording("Name the sources of the paragraph.")
    ),
    Order(
        "details",
        wording_in("commands of the plain mode", "details d"),
        wording("Tell of the partner or the agreement the paragraph is about."),
    ),
    Order(
        "search",
        wording_in("commands of the plain mode", "search find"),
        wording("Search the binder: search asylum, or /asylum."),
    ),
    Order("more", wording_in("commands of the plain mode", "more m"), wording("List more of a long list.")),
    Order("back", wording_in("commands of the plain mode", "back b"), wording("Go back to where you came from.")),
    Order("takeaways", wording_in("commands of the plain mode", "takeaways t"), wording("List what matters most.")),
    Order(
        "language",
        wording_in("commands of the plain mode", "language l français"),
        wording("Read the other language, in the same place."),
    ),
    Order("binders", wording_in("commands of the plain mode", "binders"), wording("List the binders there are.")),
    Order("help", wording_in("commands of the plain mode", "help h"), wording("List the commands.")),
    Order("quit", wording_in("commands of the plain mode", "quit q exit"), wording("Leave.")),
)


def understood(word: str, language: str) -> list[Order]:
    """The commands that a word may mean: one if it is clear, none if it is unknown.

    Whole words of the reader's language come first, then those of the other, then words that are abbreviated.
    """
    typed = folded(word)
    spoken = sorted(LANGUAGES, key=lambda each: each != language)
    for each in spoken:
        if exact := [order for order in ORDERS if typed in map(folded, order.words(each))]:
            return exact
    for each in spoken:
        if begun := [order for order in ORDERS if any(folded(word).startswith(typed) for word in order.words(each))]:
            return begun
    return []
