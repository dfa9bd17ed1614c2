"""Editing from the reading screen: permission, the editor, unsaved drafts, other sessions.

Every session has this controller; the editor itself is loaded when it is first asked for.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.outline import AGREEMENTS, PARTNERS
from bindertui.model.text import single_line
from bindertui.services.access import User, UserRole, has_role
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.bindings import display_key
from bindertui.tui.controllers.host import EditHost
from bindertui.tui.threads import run_in_thread

if TYPE_CHECKING:
    from bindertui.services.editing.draft_store import RecoverableDraft
    from bindertui.services.editing.session import SaveListener
    from bindertui.services.history import Restore
    from bindertui.tui.controllers.editor import Editor
    from bindertui.tui.controllers.presence import PresenceController

_IDLE = 0.5
"""Seconds after the first frame before other sessions and unsaved drafts are looked for."""
_DRAFTS_TIMEOUT = 8.0
"""Seconds for which unsaved drafts are reported."""


class EditController:
    """The editing half of a session, and the changes of other sessions.

    Attributes:
        live_binder: the binder and its changes.
        read_only: whether the user may change nothing.
    """

    def __init__(
        self, host: EditHost, live_binder: LiveBinder, settings: Settings, user: User, on_save_attempt: "SaveListener"
    ) -> None:
        """Follow a binder, until `close`.

        Args:
            host: the screen.
            live_binder: the binder and its changes.
            settings: the settings of the run.
            user: the reader, who may be allowed to edit.
            on_save_attempt: called after each attempt to save, from other threads.
        """
        self._host = host
        self._settings = settings
        self._user = user
        self._on_save_attempt = on_save_attempt
        self.read_only = not has_role(user, UserRole.EDITOR)
        self._editor: Editor | None = None
        self._presence: PresenceController | None = None
        self._follow(live_binder)

    def start(self) -> None:
        """Look for changes, other sessions and unsaved drafts, once there is time."""
        self._host.set_timer(_IDLE, self.live_binder.watch)
        self._host.set_timer(_IDLE, self._join)
        if not self.read_only and (self._settings.state_folder / "drafts").exists():
            self._host.set_timer(_IDLE, partial(self._find_drafts, self._report_drafts))

    async def close(self) -> None:
        """Leave, and leave unsaved drafts to the next session."""
        self._leave()
        if self._editor is not None:
            # It waits for the disk, and other sessions may run on this event loop.
            await asyncio.to_thread(self._editor.close)

    # Changes of the binder

    def _follow(self, live_binder: LiveBinder) -> None:
        """Show every saved change, and every change of the files by others."""
        self.live_binder = live_binder
        self._unsubscribe = live_binder.subscribe(self._renew_soon)

    def _renew_soon(self, snapshot: Snapshot) -> None:
        # The event loop is closed if the app has ended meanwhile.
        with suppress(RuntimeError):
            self._host.app.call_later(self._host.renew, snapshot)

    def _open_copy(self, snapshot: Snapshot, address: Address) -> None:
        """Continue with a copy of the binder, and edit it at an address."""
        if self._editor is not None:
            self._editor.close()
            self._editor = None
        self._leave()
        self._follow(LiveBinder(snapshot))
        self.live_binder.watch()
        self._host.renew(snapshot)
        self._host.go(address)
        self.edit(address)

    # Other sessions

    def _join(self) -> "PresenceController":
        """Take part in the presence of the binder, and return the controller."""
        if self._presence is None:
            from bindertui.tui.controllers.presence import PresenceController  # noqa: PLC0415 - after the first frame

            presence = self.live_binder.presence(self._settings.versions_folder)
            self._presence = PresenceController(self._host.app, presence, self._user, self.show_presence)
            self.show_presence()
        return self._presence

    def _leave(self) -> None:
        if self._presence is not None:
            self._presence.close()
            self._presence = None
        self._unsubscribe()

    def show_presence(self) -> None:
        """Show who else edits the open document."""
        host = self._host
        if self._presence is not None and host.flow is not None:
            host.other_editors = self._presence.describe(host.flow.entry, host.language)
        if self._editor is not None:
            self._editor.show_presence()

    # Commands

    def edit(self, address: Address) -> None:
        """Edit the field or the entry at an address."""
        if address.entry in {PARTNERS, AGREEMENTS}:
            message = gettext(
                "Press + to add an entry, or Enter to open one.",
                self._host.language,
            )
            self._host.report(message)
        elif (editor := self.editor()) is not None:
            editor.edit(address)

    def editor(self) -> "Editor | None":
        """Return the editor; None, after a message, if the user may change nothing."""
        if self.read_only:
            self._host.report(self._host.read_only_message(), "warning")
            return None
        if self._editor is None:
            from bindertui.tui.controllers.editor import Editor  # noqa: PLC0415 - not before it is asked for

            self._editor = Editor(
                self._host,
                self._settings,
                presence=self._join(),
                live_binder=self.live_binder,
                on_save_attempt=self._on_save_attempt,
                open_copy=self._open_copy,
            )
        return self._editor

    def restore(self) -> "Restore | None":
        """Return a function that restores a version of an entry; None if the user may change nothing."""
        editor = None if self.read_only else self.editor()
        return editor.restore() if editor else None

    # Unsaved drafts

    def choose_draft(self) -> None:
        """Let the user choose an unsaved draft to continue."""
        if (editor := self.editor()) is not None:
            self._find_drafts(editor.choose_draft)

    def _find_drafts(self, then: "Callable[[tuple[RecoverableDraft, ...]], object]") -> None:
        find = partial(_read_drafts, self._host.snapshot, self._settings, self._user)
        run_in_thread(self._host.app, find, then)

    def _report_drafts(self, drafts: "tuple[RecoverableDraft, ...]") -> None:
        if drafts:
            host = self._host
            names = dict.fromkeys(single_line(str(draft.address.entry_address)) for draft in drafts[:3])
            message = gettext(
                "You have unsaved drafts: {names}. Press {key} to see them.",
                host.language,
                names=", ".join(names),
                key=display_key(host.app, "drafts", host.language),
            )
            host.app.notify(message, severity="warning", markup=False, timeout=_DRAFTS_TIMEOUT)


def _read_drafts(snapshot: Snapshot, settings: Settings, user: User) -> "tuple[RecoverableDraft, ...]":
    from bindertui.services.editing.draft_store import DraftStore  # noqa: PLC0415 - most sessions leave no drafts

    return DraftStore(snapshot, settings, user.name, lambda _: None).recoverable()
