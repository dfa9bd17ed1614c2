"""What to say of a save, in passing."""

from bindertui.document.words import labelled
from bindertui.errors import BinderError
from bindertui.model.text import one_line
from bindertui.services.along import taken_along
from bindertui.services.changing import shown_file
from bindertui.services.outcomes import Denied, Invalid, Outcome, Saved, Stale
from bindertui.services.unrecorded import unrecorded
from bindertui.speech import say
from bindertui.store.recorded import Recorded, Unrecorded


def along_words(saved: Saved, language: str) -> str:
    """That the commit of a save holds more than it has changed, as a sentence to add; empty where it does not."""
    along = isinstance(saved.recorded, Recorded) and saved.recorded.along
    return f"\n{taken_along(language)}" if along else ""


def outcome_words(outcome: Outcome | BinderError, language: str) -> str:
    """What came of a save, in a sentence that is safe for a terminal."""
    match outcome:
        case Saved(recorded=Unrecorded() as reason):
            return one_line(unrecorded(reason, language))
        case Saved(files=files):
            names = ", ".join(one_line(shown_file(file.path)) for file in files)
            return say("Saved: {names}", language, names=names) + along_words(outcome, language)
        case Invalid():
            return labelled(say("This cannot be saved yet", language), language) + outcome.problems[0].words(language)
        case Stale():
            return say(
                "Someone has changed {file} meanwhile. Nothing was saved; look again.",
                language,
                file=one_line(shown_file(outcome.file)),
            )
        case Denied():
            return one_line(outcome.words(language))
        case _:
            return one_line(outcome.words(language))
