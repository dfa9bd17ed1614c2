"""The commands: one declaration each feeds the keys, the bar at the bottom, the palette and the help."""

from attrs import frozen
from textual.binding import Binding, BindingType

from bindertui.model.text import Text


@frozen
class Command:
    """Something a user can do.

    Attributes:
        action: the screen's action, as Textual names it.
        keys: the keys that do it.
        name: a word or two, for the bar and the palette.
        help: one sentence.
        in_bar: whether the bar at the bottom shows it.
        here: whether the widget with the focus binds the keys, not the screen.
    """

    action: str
    keys: tuple[str, ...]
    name: Text
    help: Text
    in_bar: bool = False
    here: bool = False


def command(  # noqa: PLR0913 - a table is read more easily than it is called
    action: str,
    keys: str,
    name: tuple[str, str],
    help: tuple[str, str],
    *,
    in_bar: bool = False,
    here: bool = False,
) -> Command:
    """A command from its keys, parted by spaces, and its name and help in English and French."""
    return Command(action, tuple(keys.split()), _both(*name), _both(*help), in_bar, here)


def _both(english: str, french: str) -> Text:
    return Text.of({"en": english, "fr": french})


COMMANDS = (
    command(
        "search",
        "slash",
        ("Search", "Chercher"),
        ("Search the whole binder; both languages are found.", "Chercher dans tout le cahier, dans les deux langues."),
        in_bar=True,
    ),
    command(
        "find_here",
        "f",
        ("Find here", "Chercher ici"),
        (
            "Find in the entry that is open; so does a second / in the bar.",
            "Chercher dans la fiche ouverte\u202f; un second / dans la barre fait de même.",
        ),
    ),
    command(
        "next_match(1)",
        "n",
        ("Next match", "Suivant"),
        (
            "Go to the next passage found, in reading order.",
            "Aller au passage trouvé suivant, dans l’ordre de lecture.",
        ),
    ),
    command(
        "next_match(-1)",
        "N",
        ("Previous match", "Précédent"),
        ("Go to the previous passage found.", "Aller au passage trouvé précédent."),
    ),
    command(
        "open",
        "enter",
        ("Open", "Ouvrir"),
        (
            "Open the entry, follow the link, or look up the source under the cursor.",
            "Ouvrir la fiche, suivre le lien ou consulter la source sous le curseur.",
        ),
        in_bar=True,
        here=True,
    ),
    command(
        "fold",
        "space",
        ("Fold", "Plier"),
        ("Fold or unfold the heading the cursor is on or below.", "Plier ou déplier le titre sous le curseur."),
        here=True,
    ),
    command(
        "link",
        "right left",
        ("Links", "Liens"),
        ("Step through the links and source marks of the text.", "Parcourir les liens et les renvois aux sources."),
        here=True,
    ),
    command(
        "fold_here",
        "z",
        ("Fold here", "Plier ici"),
        ("Fold or unfold the part the cursor is in.", "Plier ou déplier la partie où se trouve le curseur."),
    ),
    command(
        "fold_all",
        "Z",
        ("Fold all", "Tout plier"),
        ("Fold or unfold every part of the document.", "Plier ou déplier toutes les parties du document."),
    ),
    command(
        "next_pane(1)",
        "tab",
        ("Pane", "Volet"),
        ("Go to the next pane: outline, text, details.", "Passer au volet suivant\u00a0: plan, texte, détails."),
        in_bar=True,
    ),
    command(
        "next_pane(-1)",
        "shift+tab",
        ("Previous pane", "Volet précédent"),
        ("Go to the previous pane.", "Passer au volet précédent."),
    ),
    command(
        "details",
        "p",
        ("Details", "Détails"),
        (
            "Show or hide the details: partner, agreement, sources, mentions.",
            "Afficher ou masquer les détails\u00a0: partenaire, accord, sources, mentions.",
        ),
        in_bar=True,
    ),
    command(
        "back",
        "left_square_bracket",
        ("Back", "Retour"),
        ("Go back to where you came from.", "Revenir à l’endroit précédent."),
    ),
    command(
        "forward",
        "right_square_bracket",
        ("Forward", "Avancer"),
        ("Go forward again.", "Repartir vers l’avant."),
    ),
    command(
        "go_on",
        "c",
        ("Go on reading", "Reprendre"),
        (
            "Go on reading where you stopped, from the front page.",
            "Depuis la page d’accueil, reprendre la lecture là où vous l’aviez laissée.",
        ),
    ),
    command(
        "library",
        "o",
        ("Other binders", "Autres cahiers"),
        (
            "Go to the list of binders, to read another or to search all of them.",
            "Aller à la liste des cahiers, pour en lire un autre ou chercher dans tous.",
        ),
    ),
    command(
        "language",
        "l",
        ("Français", "English"),
        ("Read the other official language, in the same place.", "Lire l’autre langue officielle, au même endroit."),
        in_bar=True,
    ),
    command(
        "both",
        "L",
        ("Both languages", "Deux langues"),
        (
            "Read both languages, paragraph by paragraph; side by side where there is room.",
            "Lire les deux langues, paragraphe par paragraphe, côte à côte si la place le permet.",
        ),
    ),
    command(
        "edit",
        "e",
        ("Edit", "Modifier"),
        ("Edit what is under the cursor.", "Modifier ce qui est sous le curseur."),
        in_bar=True,
    ),
    command(
        "drafts",
        "d",
        ("Drafts", "Brouillons"),
        ("Go on with a draft that was not saved.", "Reprendre un brouillon non enregistré."),
    ),
    command(
        "new_entry",
        "plus",
        ("New entry", "Nouvelle fiche"),
        ("Add a section, a partner or an agreement.", "Ajouter une section, un partenaire ou un accord."),
    ),
    command(
        "rename",
        "i",
        ("Rename id", "Renommer"),
        (
            "Give this entry another id, wherever it is referred to.",
            "Donner à cette fiche un autre identifiant, partout où on y renvoie.",
        ),
    ),
    command(
        "delete",
        "D",
        ("Delete entry", "Supprimer"),
        ("Delete this entry, if nothing refers to it.", "Supprimer cette fiche, si rien n’y renvoie."),
    ),
    command(
        "replace",
        "R",
        ("Find and replace", "Remplacer"),
        (
            "Replace a text across the binder, each change seen first.",
            "Remplacer un texte dans tout le cahier, chaque modification étant d’abord montrée.",
        ),
    ),
    command(
        "copy",
        "y",
        ("Copy", "Copier"),
        (
            "Send the selection, or the line under the cursor, to the terminal’s clipboard.",
            "Envoyer la sélection ou la ligne au presse-papiers du terminal.",
        ),
    ),
    command(
        "bookmark",
        "b",
        ("Bookmark", "Signet"),
        ("Set or remove a bookmark on this line.", "Ajouter ou retirer un signet sur cette ligne."),
    ),
    command(
        "bookmarks",
        "apostrophe",
        ("Bookmarks", "Signets"),
        ("Go to a bookmark.", "Aller à un signet."),
    ),
    command(
        "history",
        "h",
        ("History", "Historique"),
        ("Show the versions of this entry.", "Afficher les versions de cette fiche."),
    ),
    command(
        "palette",
        "colon ctrl+p",
        ("Commands", "Commandes"),
        ("Find a command or an entry by name.", "Trouver une commande ou une fiche par son nom."),
    ),
    command(
        "theme",
        "T",
        ("Theme", "Thème"),
        ("Change between dark, light and high contrast.", "Alterner les thèmes\u00a0: sombre, clair, contraste élevé."),
    ),
    command(
        "help",
        "question_mark",
        ("Help", "Aide"),
        ("Show every key.", "Afficher toutes les touches."),
        in_bar=True,
    ),
    command(
        "quit",
        "q",
        ("Quit", "Quitter"),
        ("Leave the app.", "Quitter l’application."),
        in_bar=True,
    ),
)
"""Every command, in the order the help shows them."""

HISTORY = (
    command(
        "leave",
        "escape h q",
        ("Close", "Fermer"),
        ("Go back to the text.", "Revenir au texte."),
        in_bar=True,
    ),
    command(
        "pane",
        "tab shift+tab",
        ("Pane", "Volet"),
        ("Go from the versions to what changed, and back.", "Passer des versions aux changements, et inversement."),
        in_bar=True,
    ),
    command(
        "mark",
        "space",
        ("Compare from here", "Comparer d’ici"),
        (
            "Compare this version with the one the cursor goes to; again to compare each with the one before it.",
            "Comparer cette version à celle du curseur\u202f; de nouveau pour comparer chacune à la précédente.",
        ),
        in_bar=True,
    ),
    command(
        "whole",
        "w",
        ("Whole text", "Texte entier"),
        ("Show the whole text, or only what changed.", "Afficher le texte entier ou seulement les changements."),
        in_bar=True,
    ),
    command(
        "restore",
        "r",
        ("Restore", "Rétablir"),
        ("Save this version again.", "Enregistrer de nouveau cette version."),
        in_bar=True,
    ),
)
"""The commands of the history screen."""

MOVES = (
    (_both("↑ ↓  j k", "↑ ↓  j k"), _both("Move by a line.", "Avancer d’une ligne.")),
    (_both("PgUp PgDn", "PgPréc PgSuiv"), _both("Move by a page.", "Avancer d’une page.")),
    (
        _both("Home End  g G", "Début Fin  g G"),
        _both("Go to the first or the last line.", "Aller à la première ou à la dernière ligne."),
    ),
    (
        _both("Esc", "Échap"),
        _both(
            "Close what is open; end a search where it began.",
            "Fermer ce qui est ouvert\u202f; revenir d’une recherche.",
        ),
    ),
)
"""The keys that move the cursor in every pane."""

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
    "right": "→",
    "left": "←",
    "escape": "Esc",
}
_IN_FRENCH = {"space": "espace", "enter": "entrée", "shift+tab": "maj+tab", "Esc": "Échap"}


def shown_key(key: str, language: str) -> str:
    """A key as it is shown to readers of a language."""
    shown = _SHOWN.get(key, key)
    return _IN_FRENCH.get(shown, shown) if language == "fr" else shown


def bindings(commands: tuple[Command, ...] = COMMANDS) -> list[BindingType]:
    """A screen's bindings, from its commands.

    The search comes first of all: what is typed right behind its key must find the bar focused.
    """
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.name.read("en"),
            show=False,
            priority=command.action == "search",
            id=command.action,
        )
        for command in commands
        if not command.here
    ]
