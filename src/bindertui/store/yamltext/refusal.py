"""Why an edit of a YAML text is not made."""

from pathlib import Path

from bindertui.errors import BinderError, ExitCode
from bindertui.speech import Wording
from bindertui.store.nodes import NodeError


class EditError(BinderError):
    """An edit cannot be made so that nothing else changes; the text stays as it was."""

    exit_code = ExitCode.INVALID


class NoPlaceError(EditError):
    """A path leads nowhere in the text."""

    exit_code = ExitCode.NOTHING_FOUND


def unreadable(file: Path, error: NodeError) -> EditError:
    """Why a file cannot be edited: it cannot be read, and where."""
    place = f"{file}:{error.mark.line + 1}:{error.mark.column + 1}"
    return EditError(Wording("{place}: {reason}", (("place", place), ("reason", error.message))))
