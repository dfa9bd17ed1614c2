"""The others who have the binder open: what they edit, in words for whoever reads or edits it here."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.app import App

from bindertui.services.access import Who
from bindertui.services.presence import Presence
from bindertui.services.seat import Seat
from bindertui.speech import say, say_many


class Company:
    """Tells others what is edited here, and is told what they edit.

    Attributes:
        who: whose session this is.
    """

    def __init__(self, app: App[Any], presence: Presence, who: Who, told: Callable[[], object]) -> None:
        """Take part, until `close`.

        Args:
            app: the app that is told.
            presence: who is editing what.
            who: see `who`.
            told: called in the app when somebody has begun or ended.
        """
        self.who = who
        self._seat = Seat(presence, who)

        def tell() -> None:
            # On a thread, or in the app of somebody else; and this one may have ended meanwhile.
            with suppress(RuntimeError):
                app.call_later(told)

        self._leave = presence.subscribe(tell)

    def words(self, document: str, language: str) -> str:
        """Who else edits a document; empty if nobody does."""
        names = self._seat.others(document)
        if len(names) == 1:
            return say("{name} is editing", language, name=names[0])
        if not names:
            return ""
        return say_many("{count} person is editing", "{count} people are editing", len(names), language)

    def begin(self, document: str, language: str) -> str:
        """A document is edited here: what its editor is to know of others who edit it; empty if nobody does."""
        self._seat.edit(document)
        names = self._seat.others(document)
        told = say(
            "Also editing this entry: {names}. Go on: changes to different fields are all saved.",
            language,
            names=", ".join(names),
        )
        return told if names else ""

    def end(self, document: str) -> None:
        """A document is edited here no longer."""
        self._seat.leave(document)

    def close(self) -> None:
        """Take part no longer."""
        self._leave()
        self._seat.close()
