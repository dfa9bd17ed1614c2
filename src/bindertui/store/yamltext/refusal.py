"""Why an edit of a YAML text is not made."""

from bindertui.errors import BinderError, ExitCode


class EditError(BinderError):
    """An edit cannot be made so that nothing else changes; the text stays as it was."""

    exit_code = ExitCode.INVALID


class NoPlaceError(EditError):
    """A path leads nowhere in the text."""

    exit_code = ExitCode.NOTHING_FOUND
