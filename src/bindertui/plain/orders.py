"""The commands of the plain mode, as words: those of both languages are understood, whatever is read."""

from attrs import frozen

from bindertui.model.text import Text, folded


@frozen
class Order:
    """A command.

    Attributes:
        name: what it does, as `next`.
        words: what it is called in each language, the name that is listed first; a word may be abbreviated.
        help: what it does, in each language.
    """

    name: str
    words: tuple[tuple[str, ...], tuple[str, ...]]
    help: Text


def _order(name: str, english: str, french: str, help_english: str, help_french: str) -> Order:
    words = (tuple(english.split()), tuple(french.split()))
    return Order(name, words, Text.of({"en": help_english, "fr": help_french}))


ORDERS = (
    _order("next", "next n", "suivant s", "Read on; so does Enter alone.", "Continuer la lecture, comme Entrée seule."),
    _order("previous", "previous p", "précédent p", "Read what comes before.", "Lire ce qui précède."),
    _order("repeat", "repeat r", "répéter r", "Read the same again.", "Relire la même chose."),
    _order("skip", "skip k", "sauter", "Go to the next heading.", "Passer au titre suivant."),
    _order("all", "all a", "tout", "Read to the end of this part.", "Lire jusqu’à la fin de cette partie."),
    _order("where", "where w", "où ou", "Say the place and its level.", "Dire l’endroit et son niveau."),
    _order(
        "contents",
        "contents c outline",
        "plan contenu",
        "List everything at the top, by number.",
        "Donner tout le premier niveau, par numéro.",
    ),
    _order("up", "up u", "monter", "Go up to the part this lies in.", "Remonter à la partie qui contient celle-ci."),
    _order("links", "links", "liens", "List the links of the paragraph.", "Donner les liens du paragraphe."),
    _order("sources", "sources", "sources", "Name the sources of the paragraph.", "Nommer les sources du paragraphe."),
    _order(
        "details",
        "details d",
        "détails",
        "Tell of the partner or the agreement the paragraph is about.",
        "Présenter le partenaire ou l’accord dont il est question.",
    ),
    _order(
        "search",
        "search find",
        "chercher",
        "Search the binder: search asylum, or /asylum.",
        "Chercher dans le cahier\u00a0: chercher asile, ou /asile.",
    ),
    _order("more", "more m", "plus", "List more of a long list.", "Donner la suite d’une longue liste."),
    _order("back", "back b", "retour", "Go back to where you came from.", "Revenir à l’endroit précédent."),
    _order("takeaways", "takeaways t", "essentiel", "List what matters most.", "Donner l’essentiel."),
    _order(
        "language",
        "language l français",
        "langue l english",
        "Read the other language, in the same place.",
        "Lire l’autre langue, au même endroit.",
    ),
    _order("binders", "binders", "cahiers", "List the binders there are.", "Donner la liste des cahiers."),
    _order("help", "help h ?", "aide ?", "List the commands.", "Donner les commandes."),
    _order("quit", "quit q exit", "quitter q", "Leave.", "Quitter."),
)


def understood(word: str, language: str) -> list[Order]:
    """The commands that a word may mean: one if it is clear, none if it is unknown.

    Whole words of the reader's language come first, then those of the other, then words that are abbreviated.
    """
    typed = folded(word)
    mine, other = (1, 0) if language == "fr" else (0, 1)
    for number in (mine, other):
        if exact := [order for order in ORDERS if typed in map(folded, order.words[number])]:
            return exact
    for number in (mine, other):
        if begun := [order for order in ORDERS if any(folded(name).startswith(typed) for name in order.words[number])]:
            return begun
    return []
