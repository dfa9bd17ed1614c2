"""The file of a draft while others may change it: noticing, announcing and merging their changes."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol

from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.merge import check_and_merge
from bindertui.services.editing.outcomes import Stale
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.tui.controllers.draft import DraftController
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.labels import format_addresses
from bindertui.tui.threads import run_in_thread


class ExternalChangesHost(ScreenHost, Protocol):
    """The requirements of external changes on the edit screen."""

    @property
    def is_attached(self) -> bool:
        """Return whether the screen is still open."""

    def show_status(self) -> None:
        """Show whether the draft is saved, and whether its file has changed."""


class ExternalChanges:
    """Watches the file of a draft.

    Attributes:
        live: the binder, which publishes every change to its files.
        stale: how the file differs from the one the draft was begun from; None if it does not.
    """

    def __init__(self, host: ExternalChangesHost, draft: DraftController, live: LiveBinder) -> None:
        """Prepare to watch; `start` begins."""
        self._host = host
        self._draft = draft
        self.live = live
        self.stale: Stale | None = None
        self._checking = False
        self._paused = False
        self._unsubscribe: Callable[[], None] = lambda: None

    @property
    def is_checking(self) -> bool:
        """Whether the file is being compared with the draft."""
        return self._checking

    @property
    def label(self) -> str:
        """The state of the file, for the status bar; empty if it is unchanged."""
        if self.stale is None:
            return ""
        if self.stale.theirs is None and self.stale.unreadable is None:
            return gettext("file deleted", self._host.language)
        return gettext("file changed by others", self._host.language)

    def start(self) -> None:
        """Follow the binder, and check for changes made before."""
        self._unsubscribe = self.live.subscribe(self._receive)
        self.check()

    def stop(self) -> None:
        """Stop following the binder."""
        self._unsubscribe()

    def pause(self) -> None:
        """Do not check while the draft is being saved: the change may be its own."""
        self._paused = True

    def resume(self) -> None:
        """Allow checks again."""
        self._paused = False

    def _receive(self, snapshot: Snapshot) -> None:
        # Called in any thread. The event loop is gone if the app has ended.
        with suppress(RuntimeError):
            self._host.app.call_later(self._update, snapshot)

    def _update(self, snapshot: Snapshot) -> None:
        if not self._host.is_attached:
            return
        place = snapshot.binder.outline_item(self._draft.current.address.entry)
        # If the file is gone or broken, the draft stays with the last binder that had the entry.
        if place is not None and not place.is_broken:
            self._draft.set_snapshot(snapshot)
        self._draft.validate()
        self.check()

    def check(self) -> None:
        """Compare the file with the draft in a thread, unless that is being done or checks are paused."""
        if not (self._checking or self._paused):
            self._checking = True
            run_in_thread(self._host.app, partial(_check, self._draft.current), self._checked)

    async def _checked(self, result: tuple[Draft, Stale | None]) -> None:
        draft, stale = result
        self._checking = False
        if not self._host.is_attached or self._paused:
            return
        current = self._draft.current
        if (draft.digest, draft.text) != (current.digest, current.text):
            self.check()
            return
        before = self.stale
        await self.accept(stale)
        if stale is not None and not _is_same(stale, before):
            self._host.report(self._message(stale), "warning")

    async def accept(self, stale: Stale | None) -> None:
        """Note the state of the file; a draft without changes of its own continues from the new text.

        Args:
            stale: how the file differs from the one the draft was begun from; None if it does not.
        """
        self.stale = stale
        if stale is not None and stale.theirs is not None and self._has_no_changes(stale):
            await self._draft.settle()
            if self._has_no_changes(stale):
                await self.rebase(stale, stale.theirs)
        self._host.show_status()

    def _has_no_changes(self, stale: Stale) -> bool:
        """Return whether the draft changes nothing that the others have not changed in the same way."""
        draft = self._draft.current
        return draft.text == draft.base or (stale.merged == stale.theirs and stale.is_mergeable)

    async def rebase(self, stale: Stale, text: str) -> None:
        """Continue from the others' file with `text`; undo ends here."""
        assert stale.theirs is not None
        self.clear()
        await self._draft.rebase(stale.theirs, stale.digest, text)

    def clear(self) -> None:
        """Forget earlier changes: the draft contains them."""
        self.stale = None

    # Messages

    def _message(self, stale: Stale) -> str:
        """Return a message about the change and its effect on the draft."""
        language, name = self._host.language, single_line(stale.file)
        if stale.unreadable is not None:
            return self.unreadable_message(stale)
        if stale.theirs is None:
            return gettext(
                "{file} was deleted by someone else. You can create it again when you save.", language, file=name
            )
        fields = f" ({format_addresses(stale.changed)})" if stale.changed else ""
        if self.stale is None:
            message = lazy_gettext(
                "{file} was changed by someone else{fields}. You now see the new version.",
                file=name,
                fields=fields,
            )
        elif not stale.is_mergeable:
            message = lazy_gettext(
                "Someone else changed the same fields of {file} as you{fields}. "
                "You choose which version to keep when you save.",
                file=name,
                fields=fields,
            )
        else:
            message = lazy_gettext(
                "{file} was changed by someone else{fields}. Saving merges both changes.", file=name, fields=fields
            )
        return message.in_language(language)

    def unreadable_message(self, stale: Stale) -> str:
        """Return why the file can no longer be merged."""
        assert stale.unreadable is not None
        return gettext(
            "The file has changed and is no longer UTF-8 (at {place}). Save it as UTF-8; your draft is kept.",
            self._host.language,
            place=f"{stale.unreadable.line}:{stale.unreadable.column}",
        )


def _is_same(stale: Stale, before: Stale | None) -> bool:
    return before is not None and (stale.digest, stale.unreadable) == (before.digest, before.unreadable)


def _check(draft: Draft) -> tuple[Draft, Stale | None]:
    return draft, check_and_merge(draft)
