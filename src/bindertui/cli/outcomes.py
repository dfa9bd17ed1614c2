"""What came of a save, as sentences and an exit code."""

from bindertui.cli.output import narrate, put
from bindertui.errors import ExitCode
from bindertui.model.address import dotted
from bindertui.model.text import one_line
from bindertui.services.along import taken_along
from bindertui.services.outcomes import Conflict, Denied, Invalid, Outcome, Saved, Stale
from bindertui.services.unrecorded import unrecorded
from bindertui.settings import Settings
from bindertui.store.recorded import Recorded, Unrecorded


def told(outcome: Outcome, settings: Settings) -> ExitCode:
    """Print the digests of what was saved, or say why nothing was."""
    match outcome:
        case Saved():
            return _told_saved(outcome, settings)
        case Invalid():
            for problem in outcome.problems:
                narrate(str(problem))
            narrate("Nothing was saved.")
            return ExitCode.INVALID
        case Stale():
            narrate("The file has changed since. Nothing was saved; look at it and try again.")
            if outcome.unreadable:
                narrate(str(outcome.unreadable))
            for conflict in outcome.conflicts:
                narrate(_conflict(conflict))
            return ExitCode.CONFLICT
        case Denied():
            narrate(outcome.words(settings.language))
            return ExitCode.DENIED


def _told_saved(saved: Saved, settings: Settings) -> ExitCode:
    for warning in saved.warnings:
        narrate(str(warning))
    if saved.merged:
        narrate("Someone else had changed other fields of the file meanwhile; both changes are saved.")
    if isinstance(saved.recorded, Unrecorded):
        narrate(unrecorded(saved.recorded, settings.language))
    if isinstance(saved.recorded, Recorded) and saved.recorded.along:
        narrate(taken_along(settings.language))
    put(file.digest for file in saved.files if file.digest)
    return ExitCode.DONE


def _conflict(conflict: Conflict) -> str:
    mine, theirs = (one_line(str(side)) for side in (conflict.mine, conflict.theirs))
    return f"{dotted(conflict.path)}: yours is {mine!r}, the file has {theirs!r}."
