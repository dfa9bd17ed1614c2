"""What the plain mode says of its own, in the reader's language."""

_WORDS = {
    "again": ("Level {}, {}: {}", "Niveau {}, {}\u00a0: {}"),
    "ambiguous": ("{} may be {}. Write more of it.", "{} peut être {}. Écrivez-en davantage."),
    "back.none": ("There is nothing to go back to.", "Il n’y a pas d’étape précédente."),
    "begin": ("This is the beginning.", "C’est le début."),
    "binders": ("Binders: choose one by its number.", "Cahiers\u00a0: choisissez-en un par son numéro."),
    "contents": ("Contents: choose by number.", "Plan\u00a0: choisissez par numéro."),
    "edition": ("Edition: {}.", "Édition\u00a0: {}."),
    "end": ("End of {}.", "Fin de «\u00a0{}\u00a0»."),
    "end.next": ("Enter goes on with: {}.", "Entrée passe à la suite\u00a0: {}."),
    "hint": (
        "Enter reads on, a number chooses, help lists the commands, quit leaves.",
        "Entrée continue la lecture, un numéro choisit, aide donne les commandes, quitter termine.",
    ),
    "language.now": ("English.", "Français."),
    "language.one": ("This binder has one language.", "Ce cahier n’a qu’une langue."),
    "links": ("Links:", "Liens\u00a0:"),
    "links.none": ("There are no links in this paragraph.", "Ce paragraphe ne contient aucun lien."),
    "more": ("More: {} of {} listed.", "Plus\u00a0: {} sur {} affichés."),
    "more.none": ("There is no more.", "Il n’y a rien de plus."),
    "no_number": ("The last list has no number {}.", "La dernière liste n’a pas de numéro {}."),
    "no_list": (
        "There is no list to choose from. Contents makes one.",
        "Aucune liste. Plan en donne une.",
    ),
    "of": ("{} {} of {}", "{} {} sur {}"),
    "part": ("part", "partie"),
    "preparing": ("Preparing the search …", "Préparation de la recherche…"),
    "paragraph": ("Paragraph {} of {}.", "Paragraphe {} sur {}."),
    "quit": ("Goodbye.", "Au revoir."),
    "row": ("Row {} of {}.", "Rangée {} sur {}."),
    "search.found": ("{} passages for {}.", "{} passages pour «\u00a0{}\u00a0»."),
    "search.found.one": ("1 passage for {1}.", "1 passage pour «\u00a0{1}\u00a0»."),
    "search.none": ("Nothing found for {}.", "Aucun résultat pour «\u00a0{}\u00a0»."),
    "search.what": (
        "Write what to search for: search asylum.",
        "Écrivez quoi chercher\u00a0: chercher asile.",
    ),
    "sources.none": ("This paragraph names no source.", "Ce paragraphe ne cite aucune source."),
    "table": ("Table, {} rows.", "Tableau, {} rangées."),
    "takeaways": ("Key takeaways:", "Principaux points à retenir\u00a0:"),
    "takeaways.none": ("This binder has no takeaways.", "Ce cahier n’a pas de points à retenir."),
    "top": (
        "This is the top. Contents lists everything.",
        "C’est le sommet. «\u00a0plan\u00a0» donne tout le contenu.",
    ),
    "unknown": (
        "There is no command {}. Help lists them.",
        "Il n’y a pas de commande «\u00a0{}\u00a0». «\u00a0aide\u00a0» les donne.",
    ),
}


def say_plainly(key: str, language: str) -> str:
    """A phrase of the plain mode in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
