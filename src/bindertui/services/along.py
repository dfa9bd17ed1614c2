"""What to say of a commit that holds more than was saved."""

from bindertui.speech import say


def taken_along(language: str) -> str:
    """That a commit holds more than its save has changed."""
    return say("The commit also holds earlier changes of the file that were in no commit.", language)
