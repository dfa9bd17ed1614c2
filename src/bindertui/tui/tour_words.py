"""What the tour says; the names in braces stand for keys."""

from bindertui.speech import Wording, wording

PHRASES: dict[str, Wording] = {
    "back": wording("Nothing is lost by looking around: {back} goes back to where you came from."),
    "bookmark": wording("{bookmark} marks this line for later, or unmarks it; {bookmarks} lists what you have marked."),
    "details": wording(
        "{details} shows or hides the details: who the partner is, the sources, and every place that mentions it."
    ),
    "done": wording("✓ Done."),
    "end": wording("That was the tour. {help} shows every key, and {tour} starts again. Enjoy your reading!"),
    "fold": wording(
        "{fold_here} folds or unfolds the part the cursor is in, {fold_all} all parts at once. Fold something."
    ),
    "help": wording(
        "{help} shows every key; {palette} finds commands and entries by name. Open one of them, then Esc."
    ),
    "language": wording("Both languages are originals. {language} reads the other one, in the same place."),
    "leave": wording("Esc leaves the tour, {tour} skips this step."),
    "leave.end": wording("Esc closes this."),
    "left": wording("{tour} takes the tour up again where you left it."),
    "move": wording("The mark ▌ shows the line you are on. Move it with ↓ and ↑, or {down} and {up}."),
    "next": wording(
        "{next_match} goes to the next passage found, {previous_match} to the one before. Step through them."
    ),
    "offer": wording("New here? {tour} takes the five-minute tour. Esc hides this for good."),
    "open": wording("Open a section: {next_pane} until the cursor is in the outline, ↓ to a section, Enter."),
    "search": wording(
        "Search both languages at once: {search}, then a word, such as Canada. Results come as you type."
    ),
    "step": wording("Tour, step {number} of {count}."),
    "take": wording("Enter goes to the best passage; Esc would return to where you were. Press Enter."),
}


def say_on_tour(key: str, language: str) -> str:
    """A phrase of the tour in a language, its braces not yet filled."""
    return PHRASES[key].read(language)
