"""Small values of the model for tests."""

from bindertui.model.outline import Cover
from bindertui.model.text import Text


def en_fr(en: str, fr: str) -> Text:
    """Return a text in both official languages."""
    return Text.of({"en": en, "fr": fr})


def cover(*sections: str, title: Text | None = None) -> Cover:
    """Return the cover of a small bilingual binder with these sections."""
    title = title or en_fr("Transition binder", "Cahier de transition")
    return Cover("small", title, "2019-11", ("en", "fr"), sections)
