"""What came of a save, as sentences and an exit code."""

from bindertui.cli.output import narrate, put
from bindertui.errors import ExitCode
from bindertui.model.address import dotted
from bindertui.model.text import one_line
from bindertui.services.outcomes import Conflict, Denied, Invalid, Outcome, Saved, Stale
from bindertui.settings import Settings
from bindertui.speech import say
from bindertui.store.recorded import Recorded, Unrecorded


def told(outcome: Outcome, settings: Settings) -> ExitCode:
    """Print the digests of what was saved, or say why nothing was."""
    language = settings.language
    match outcome:
        case Saved():
            return _told_saved(outcome, language)
        case Invalid():
            for problem in outcome.problems:
                narrate(problem.words(language))
            narrate(say("Nothing was saved.", language))
            return ExitCode.INVALID
        case Stale():
            narrate(say("The file has changed since. Nothing was saved; look at it and try again.", language))
            if outcome.unreadable:
                narrate(outcome.unreadable.words(language))
            for conflict in outcome.conflicts:
                narrate(_conflict(conflict, language))
            return ExitCode.CONFLICT
        case Denied():
            narrate(outcome.words(language))
            return ExitCode.DENIED


def _told_saved(saved: Saved, language: str) -> ExitCode:
    for warning in saved.warnings:
        narrate(warning.words(language))
    if saved.merged:
        narrate(say("Someone else had changed other fields of the file meanwhile; both changes are saved.", language))
    if isinstance(saved.recorded, Unrecorded):
        from bindertui.services.unrecorded import unrecorded  # noqa: PLC0415 - most saves become a version

        narrate(unrecorded(saved.recorded, language))
    if isinstance(saved.recorded, Recorded) and saved.recorded.along:
        from bindertui.services.along import taken_along  # noqa: PLC0415 - as above

        narrate(taken_along(language))
    put(file.digest for file in saved.files if file.digest)
    return ExitCode.DONE


def _conflict(conflict: Conflict, language: str) -> str:
    mine, theirs = (one_line(str(side)) for side in (conflict.mine, conflict.theirs))
    return say(
        "{path}: yours is {mine!r}, the file has {theirs!r}.",
        language,
        path=dotted(conflict.path),
        mine=mine,
        theirs=theirs,
    )
