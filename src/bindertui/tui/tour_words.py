"""What the tour says, in the reader's language; the names in braces stand for keys."""

_WORDS = {
    "back": (
        "Nothing is lost by looking around: {back} goes back to where you came from.",
        "On ne se perd pas\u00a0: {back} ramène à l’endroit précédent.",
    ),
    "bookmark": (
        "{bookmark} marks this line for later, or unmarks it; {bookmarks} lists what you have marked.",
        "{bookmark} marque cette ligne pour plus tard, ou enlève la marque\u202f; {bookmarks} donne vos signets.",
    ),
    "details": (
        "{details} shows or hides the details: who the partner is, the sources, and every place that mentions it.",
        "{details} affiche ou masque les détails\u00a0: le partenaire, les sources et tout ce qui le mentionne.",
    ),
    "done": ("✓ Done.", "✓ Fait."),
    "end": (
        "That was the tour. {help} shows every key, and {tour} starts again. Enjoy your reading!",
        "La visite est terminée. {help} montre toutes les touches, {tour} recommence. Bonne lecture\u202f!",
    ),
    "fold": (
        "{fold_here} folds or unfolds the part the cursor is in, {fold_all} all parts at once. Fold something.",
        "{fold_here} plie ou déplie la partie où est le curseur, {fold_all} toutes les parties. Pliez-en une.",
    ),
    "help": (
        "{help} shows every key; {palette} finds commands and entries by name. Open one of them, then Esc.",
        "{help} montre toutes les touches\u202f; {palette} trouve commandes et fiches par nom. Ouvrez, puis Échap.",
    ),
    "language": (
        "Both languages are originals. {language} reads the other one, in the same place.",
        "Les deux langues font foi. {language} passe à l’autre, au même endroit.",
    ),
    "leave": ("Esc leaves the tour, {tour} skips this step.", "Échap quitte la visite, {tour} passe cette étape."),
    "leave.end": ("Esc closes this.", "Échap ferme ceci."),
    "left": (
        "{tour} takes the tour up again where you left it.",
        "{tour} reprend la visite là où vous l’avez laissée.",
    ),
    "move": (
        "The mark ▌ shows the line you are on. Move it with ↓ and ↑, or {down} and {up}.",
        "La marque ▌ montre votre ligne. Déplacez-la avec ↓ et ↑, ou {down} et {up}.",
    ),
    "next": (
        "{next_match} goes to the next passage found, {previous_match} to the one before. Step through them.",
        "{next_match} va au passage trouvé suivant, {previous_match} au précédent. Parcourez-les.",
    ),
    "offer": (
        "New here? {tour} takes the five-minute tour. Esc hides this for good.",
        "Première visite\u202f? {tour} vous guide en cinq minutes. Échap masque ceci pour de bon.",
    ),
    "open": (
        "Open a section: {next_pane} until the cursor is in the outline, ↓ to a section, Enter.",
        "Ouvrez une section\u00a0: {next_pane} jusqu’au plan, ↓ jusqu’à une section, Entrée.",
    ),
    "search": (
        "Search both languages at once: {search}, then a word, such as Canada. Results come as you type.",
        "Cherchez dans les deux langues\u00a0: {search}, puis un mot, comme Canada. Les résultats viennent en tapant.",
    ),
    "step": ("Tour, step {} of {}.", "Visite, étape {} sur {}."),
    "take": (
        "Enter goes to the best passage; Esc would return to where you were. Press Enter.",
        "Entrée va au meilleur passage\u202f; Échap vous ramènerait où vous étiez. Appuyez sur Entrée.",
    ),
}


def say_on_tour(key: str, language: str) -> str:
    """A phrase of the tour in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
