"""Presence: announces the document that is edited here, and describes who else edits a document.

A module of its own, because every session loads it after the first frame, and few sessions load the editor.
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
        user: the user of the session.
    """

    def __init__(self, app: App[Any], presence: Presence, user: User, on_change: Callable[[], object]) -> None:
        """Join, until `close`.

        Args:
            app: the app of the session.
            presence: all editors of the binder.
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
        """Return who else edits a document, or an empty string."""
        names = self._client.other_editors(document)
        if len(names) == 1:
            return gettext("{name} is editing", language, name=names[0])
        if not names:
            return ""
        return ngettext("{count} person is editing", "{count} people are editing", len(names), language)

    def start_editing(self, document: str, language: str) -> str:
        """Announce that a document is edited here.

        Returns:
            A message that names others who edit it, or an empty string.
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
        """Announce that a document is no longer edited here."""
        self._client.stop_editing(document)

    def close(self) -> None:
        """Leave."""
        self._unsubscribe()
        self._client.close()
