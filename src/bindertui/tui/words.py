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
    "index.unkept": ("index not kept", "index non conservé"),
    "indexing": ("Indexing {} of {}", "Indexation\u00a0: {} sur {}"),
    "language.one": ("This binder has one language.", "Ce cahier n’a qu’une langue."),
    "library": ("Binders", "Cahiers"),
    "library.entries": ("{} entries", "{} fiches"),
    "library.entries.one": ("1 entry", "1 fiche"),
    "library.one": ("There is only this binder here.", "Il n’y a que ce cahier ici."),
    "match.first": ("From the first match again", "Retour au premier passage trouvé"),
    "match.last": ("From the last match again", "Retour au dernier passage trouvé"),
    "nowhere.back": ("There is nothing to go back to.", "Il n’y a pas d’étape précédente."),
    "nowhere.forward": ("There is nothing to go forward to.", "Il n’y a pas d’étape suivante."),
    "opening": ("Reading the binder …", "Lecture du cahier…"),
    "palette": ("Commands and entries", "Commandes et fiches"),
    "read_only": ("read-only", "lecture seule"),
    "results.around": ("open now", "ouverte"),
    "results.count": ("{} passages", "{} passages"),
    "results.count.one": ("1 passage", "1 passage"),
    "results.preparing": ("Preparing the search …", "Préparation de la recherche…"),
    "results.none": ("Nothing found for “{}”.", "Aucun résultat pour «\u00a0{}\u00a0»."),
    "results.scattered": (
        "No passage has all the words; these entries do.",
        "Aucun passage ne contient tous les mots\u202f; ces fiches, oui.",
    ),
    "results.here": ("{} in this entry", "{} dans cette fiche"),
    "results.here.none": ("Nothing in this entry for “{}”", "Rien dans cette fiche pour «\u00a0{}\u00a0»"),
    "scope.binder": ("Binder", "Cahier"),
    "scope.entry": ("This entry", "Cette fiche"),
    "scope.library": ("All binders", "Tous les cahiers"),
    "scope.to_binder": ("/ searches the whole binder", "/ cherche dans tout le cahier"),
    "scope.to_entry": ("/ searches this entry alone", "/ cherche dans cette fiche seule"),
    "search": (
        'Search both languages: words, "a phrase", -not, kind:partner …',
        'Chercher (français, anglais)\u00a0: mots, "expression", -sans, type:accord…',
    ),
    "search.entry": ("Find in the entry that is open", "Chercher dans la fiche ouverte"),
    "search.first": ("Press / to search first.", "Appuyez d’abord sur / pour chercher."),
    "theme": ("Theme", "Thème"),
}


def say(key: str, language: str) -> str:
    """A phrase of the app in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
