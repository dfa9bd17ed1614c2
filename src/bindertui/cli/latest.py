"""The binder a verb is about when none is named."""

from bindertui.cli.output import narrate
from bindertui.model.text import one_line
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings
from bindertui.speech import say_many


def latest(settings: Settings) -> Snapshot:
    """The binder of the library that the settings lead to; of several, the latest edition, and says which that is.

    Raises:
        NotFoundError: there is no binder there.
    """
    library = Library.open(settings)
    snapshot = library.snapshot()
    if (count := len(library.folders)) > 1:
        edition = one_line(snapshot.binder.cover.id)
        narrate(
            say_many(
                "This is {edition}, the latest edition of {count} binder here. Name another with --binder PATH.",
                "This is {edition}, the latest edition of {count} binders here. Name another with --binder PATH.",
                count,
                settings.language,
                edition=edition,
            )
        )
    return snapshot
