"""What to say of a commit that holds more than was saved."""

_ALONG = (
    "The commit also holds earlier changes of the file that were in no commit.",
    "Le commit contient aussi des modifications antérieures du fichier qui n’étaient dans aucun commit.",
)


def taken_along(language: str) -> str:
    """That a commit holds more than its save has changed."""
    english, french = _ALONG
    return french if language == "fr" else english
