"""Presence: lets others know which document is edited here, and shows who else edits the open one.

Apart from `edit`, which only editors load: every session takes part, soon after its first frame.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.app import App

from bindertui.i18n import gettext, ngettext
from bindertui.services.access import User
from bindertui.services.presence import Presence, PresenceClient


class PresenceController:
    """One session among those that have a binder open.

    Attributes:
        user: whose session it is.
    """

    def __init__(self, app: App[Any], presence: Presence, user: User, on_change: Callable[[], object]) -> None:
        """Join, until `close`.

        Args:
            app: the app of the session.
            presence: who edits what.
            user: see `user`.
            on_change: called in the app when someone begins or stops editing.
        """
        self.user = user
        self._client = PresenceClient(presence, user)

        def notify() -> None:
            # Called from other threads and other apps; this app may have ended meanwhile.
            with suppress(RuntimeError):
                app.call_later(on_change)

        self._unsubscribe = presence.subscribe(notify)

    def describe(self, document: str, language: str) -> str:
        """Return who else edits a document; empty if nobody does."""
        names = self._client.other_editors(document)
        if len(names) == 1:
            return gettext("{name} is editing", language, name=names[0])
        if not names:
            return ""
        return ngettext("{count} person is editing", "{count} people are editing", len(names), language)

    def start_editing(self, document: str, language: str) -> str:
        """Let others know that a document is edited here.

        Returns:
            what to tell the user about others who edit it; empty if nobody does.
        """
        self._client.start_editing(document)
        names = self._client.other_editors(document)
        message = gettext(
            "Also editing this entry: {names}. You can continue: changes to different fields are merged.",
            language,
            names=", ".join(names),
        )
        return message if names else ""

    def stop_editing(self, document: str) -> None:
        """Let others know that a document is no longer edited here."""
        self._client.stop_editing(document)

    def close(self) -> None:
        """Leave."""
        self._unsubscribe()
        self._client.close()
