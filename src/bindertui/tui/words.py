"""The words of the app's own surfaces, in the reader's language."""

_WORDS = {
    "bookmarks": ("Bookmarks", "Signets"),
    "bookmarks.added": ("Bookmarked", "Signet ajouté"),
    "bookmarks.gone": ("Bookmark removed", "Signet retiré"),
    "bookmarks.none": (
        "There are no bookmarks yet. Press {} on a line to set one.",
        "Aucun signet. Appuyez sur {} sur une ligne pour en ajouter un.",
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
    "cancel": ("Cancel", "Annuler"),
    "config.mistakes": (
        "The config file has {} mistakes (see `bindertui config check`); all else in it counts. {}",
        "Le fichier de configuration comporte {} erreurs (`bindertui config check`)\u202f; le reste est appliqué. {}",
    ),
    "config.mistakes.one": (
        "The config file has a mistake; all else in it counts. {1}",
        "Le fichier de configuration comporte une erreur\u202f; le reste est appliqué. {1}",
    ),
    "copied": (
        "Sent to the terminal, {} characters. Whether it reaches the clipboard is up to the terminal.",
        "Envoyé au terminal, {} caractères. Le terminal décide s’il le met dans le presse-papiers.",
    ),
    "copied.nothing": ("There is nothing to copy here.", "Il n’y a rien à copier ici."),
    "help": ("Keys", "Touches"),
    "help.close": ("Esc closes this page.", "Échap ferme cette page."),
    "history": ("Versions of {}", "Versions de «\u00a0{}\u00a0»"),
    "history.by": ("{}, by {}", "{}, par {}"),
    "history.by_hand": ("changed outside the app", "modifié hors de l’application"),
    "history.compared": ("{} → {}", "{} → {}"),
    "history.first": ("{}, the first version", "{}, la première version"),
    "history.gap": ("{} unchanged lines", "{} lignes inchangées"),
    "history.gap.one": ("1 unchanged line", "1 ligne inchangée"),
    "history.lost": ("This version can no longer be read.", "Cette version ne peut plus être lue."),
    "history.unplaced": (
        "This cannot be put back alone. Restore the section it lies in.",
        "Impossible de rétablir cette partie seule. Rétablissez la section qui la contient.",
    ),
    "history.no_file": (
        "This list has no versions of its own; its entries do.",
        "Cette liste n’a pas de versions propres\u202f; ses fiches, oui.",
    ),
    "history.no_restore": (
        "Nothing can be restored here: the binder is read-only.",
        "Rien ne peut être rétabli ici\u00a0: le cahier est en lecture seule.",
    ),
    "history.none": (
        "There are no versions yet. Saving makes one.",
        "Aucune version pour l’instant. Chaque enregistrement en crée une.",
    ),
    "history.now": ("As it stands", "État actuel"),
    "history.reading": ("Reading the versions …", "Lecture des versions…"),
    "history.restore": ("Restore", "Rétablir"),
    "history.restore.ask": (
        "Restore the version of {}? It is saved as a new version: what stands now is not lost.",
        "Rétablir la version du {}\u202f? Elle formera une nouvelle version\u00a0: l’état actuel ne sera pas perdu.",
    ),
    "history.restore.now": ("This is how it stands already.", "C’est déjà l’état actuel."),
    "history.same": ("The two versions say the same.", "Les deux versions sont identiques."),
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
    "results.partial": (
        "No entry has all the words; these have the most.",
        "Aucune fiche ne contient tous les mots\u202f; celles-ci en ont le plus.",
    ),
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
    "search.first": ("Press {} to search first.", "Appuyez d’abord sur {} pour chercher."),
    "theme": ("Theme", "Thème"),
}


def say(key: str, language: str) -> str:
    """A phrase of the app in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
