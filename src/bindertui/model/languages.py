"""What languages are called."""

from bindertui.model.text import NEUTRAL
from bindertui.speech import wording

_NAMES = {"en": wording("English"), "fr": wording("French"), NEUTRAL: wording("Every language")}


def language_name(code: str, language: str) -> str:
    """What a language is called; its code where the program has no name for it."""
    return _NAMES[code].read(language) if code in _NAMES else code
