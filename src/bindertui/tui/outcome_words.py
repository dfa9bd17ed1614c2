"""What to say of a save, in passing."""

from bindertui.errors import BinderError
from bindertui.model.text import one_line
from bindertui.services.desk import shown_file
from bindertui.services.outcomes import Denied, Invalid, Outcome, Saved, Stale
from bindertui.services.unrecorded import unrecorded
from bindertui.speech import say
from bindertui.store.recorded import Unrecorded


def outcome_words(outcome: Outcome | BinderError, language: str) -> str:
    """What came of a save, in a sentence that is safe for a terminal."""
    match outcome:
        case Saved(recorded=Unrecorded() as reason):
            return one_line(unrecorded(reason, language))
        case Saved(files=files):
            return say("Saved: {names}", language, names=", ".join(one_line(shown_file(file.path)) for file in files))
        case Invalid():
            return f"{say('This cannot be saved yet', language)}: {one_line(str(outcome.problems[0]))}"
        case Stale():
            return say(
                "Someone has changed {file} meanwhile. Nothing was saved; look again.",
                language,
                file=one_line(shown_file(outcome.file)),
            )
        case Denied():
            return one_line(outcome.words(language))
        case _:
            return one_line(str(outcome))
