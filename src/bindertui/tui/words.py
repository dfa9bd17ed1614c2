"""The words of the app's own surfaces, in the reader's language."""

_WORDS = {
    "bookmarks": ("Bookmarks", "Signets"),
    "bookmarks.added": ("Bookmarked", "Signet ajouté"),
    "bookmarks.gone": ("Bookmark removed", "Signet retiré"),
    "bookmarks.none": (
        "There are no bookmarks yet. Press b on a line to set one.",
        "Aucun signet. Appuyez sur b sur une ligne pour en ajouter un.",
    ),
    "bookmarks.unsaved": (
        "The bookmark holds for this session only: {} cannot be written.",
        "Le signet ne vaut que pour cette session\u00a0: impossible d’écrire dans {}.",
    ),
    "broken": (
        "{} files have problems: {}. `bindertui check` says what is wrong.",
        "{} fichiers comportent des erreurs\u00a0: {}. `bindertui check` dit lesquelles.",
    ),
    "broken.one": (
        "A file has problems: {1}. `bindertui check` says what is wrong.",
        "Un fichier comporte des erreurs\u00a0: {1}. `bindertui check` dit lesquelles.",
    ),
    "copied": (
        "Sent to the terminal, {} characters. Whether it reaches the clipboard is up to the terminal.",
        "Envoyé au terminal, {} caractères. Le terminal décide s’il le met dans le presse-papiers.",
    ),
    "copied.nothing": ("There is nothing to copy here.", "Il n’y a rien à copier ici."),
    "help": ("Keys", "Touches"),
    "help.close": ("Esc closes this page.", "Échap ferme cette page."),
    "language.one": ("This binder has one language.", "Ce cahier n’a qu’une langue."),
    "nowhere.back": ("There is nothing to go back to.", "Il n’y a pas d’étape précédente."),
    "nowhere.forward": ("There is nothing to go forward to.", "Il n’y a pas d’étape suivante."),
    "opening": ("Reading the binder …", "Lecture du cahier…"),
    "palette": ("Commands and entries", "Commandes et fiches"),
    "read_only": ("read-only", "lecture seule"),
    "results.count": ("{} passages", "{} passages"),
    "results.count.one": ("1 passage", "1 passage"),
    "results.preparing": ("Preparing the search …", "Préparation de la recherche…"),
    "results.none": ("Nothing found for “{}”.", "Aucun résultat pour «\u00a0{}\u00a0»."),
    "results.partial": (
        "No entry has all the words; these have the most.",
        "Aucune fiche ne contient tous les mots\u202f; celles-ci en ont le plus.",
    ),
    "results.scattered": (
        "No passage has all the words; these entries do.",
        "Aucun passage ne contient tous les mots\u202f; ces fiches, oui.",
    ),
    "search": (
        'Search both languages: words, "a phrase", -not, kind:partner …',
        'Chercher dans les deux langues\u00a0: mots, "expression", -sans, kind:partner …',
    ),
    "search.first": ("Press / to search first.", "Appuyez d’abord sur / pour chercher."),
    "theme": ("Theme", "Thème"),
}


def say(key: str, language: str) -> str:
    """A phrase of the app in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
