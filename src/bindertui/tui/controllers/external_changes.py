"""A draft whose file others may change: one hears of it as it happens, and it stays to be seen."""

from contextlib import suppress
from functools import partial

from attrs import evolve

from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.text import single_line
from bindertui.services.editing.commit import display_name
from bindertui.services.editing.draft import Draft, UndoStack, UndoStep
from bindertui.services.editing.merge import check_and_merge
from bindertui.services.editing.outcomes import Stale
from bindertui.services.editing.session import EditSession
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.tui.controllers.draft import DraftingScreen
from bindertui.tui.labels import shorten_list
from bindertui.tui.threads import run_in_thread


class MeetingScreen(DraftingScreen):
    """A draft that knows how its file stands."""

    _saving = False

    def __init__(
        self, draft: Draft, desk: EditSession, language: str, published: LiveBinder, identifier: str | None = None
    ) -> None:
        """Prepare to edit a draft.

        Args:
            draft: the draft.
            desk: what is needed to keep and to save it.
            language: the reader's.
            published: the binder as it stands, whoever changes it.
            identifier: the name the draft is journaled under, if it is already.
        """
        super().__init__(draft, desk, language, identifier)
        self._published = published
        self._stale: Stale | None = None
        self._looking_outside = False

    async def on_mount(self) -> None:
        """Hear of what others do; what they have done already is told at once."""
        self._unfollow = self._published.subscribe(self._heard)
        self.look_outside()

    def on_unmount(self) -> None:
        """Hear no more."""
        self._unfollow()

    def _heard(self, snapshot: Snapshot) -> None:
        # The loop is gone when the app has ended meanwhile.
        with suppress(RuntimeError):
            self.app.call_later(self._renewed, snapshot)

    def _renewed(self, snapshot: Snapshot) -> None:
        """Go on with the binder as it stands now."""
        if not self.is_attached:
            return
        place = snapshot.binder.place(self._draft.address.entry)
        # Where the file is gone or broken, what the draft is a draft of is known from before.
        if place is not None and not place.broken:
            self._draft = evolve(self._draft, snapshot=snapshot)
        self.check()
        self.look_outside()

    def look_outside(self) -> None:
        """See how the file stands, off the event loop; while it is being saved, when that is over."""
        if not (self._looking_outside or self._saving):
            self._looking_outside = True
            run_in_thread(self.app, partial(looked_at, self._draft), self._seen)

    async def _seen(self, seen: tuple[Draft, Stale | None]) -> None:
        draft, stale = seen
        self._looking_outside = False
        if not self.is_attached or self._saving:
            # What has changed may be what is being saved.
            return
        if (draft.digest, draft.text) != (self._draft.digest, self._draft.text):
            self.look_outside()
            return
        await self.meet(stale, aloud=True)

    async def meet(self, stale: Stale | None, *, aloud: bool = False) -> None:
        """Mark that the file has changed, or that it stands as the draft was begun from it.

        A draft in which nothing is changed, or nothing that others have not changed alike, goes on from the file as
        it stands.

        Args:
            stale: how the file stands, if others have changed it.
            aloud: whether the change is told of, too.
        """
        before, self._stale = self._stale, stale
        if stale is not None and stale.theirs is not None and self._nothing_of_mine(stale):
            await self.settle()
            if self._nothing_of_mine(stale):
                await self.rebase(stale, stale.theirs)
        if aloud and stale is not None and not _alike(stale, before):
            self.tell(self._told(stale), "warning")
        self.tell_state()

    def _nothing_of_mine(self, stale: Stale) -> bool:
        draft = self._draft
        return draft.text == draft.base or (stale.merged == stale.theirs and not stale.conflicts and not stale.unclear)

    async def rebase(self, stale: Stale, text: str) -> None:
        """Go on from the file as others have left it, with another text.

        No step leads back to before: there it would take back what others have changed.
        """
        assert stale.theirs is not None
        self._draft = evolve(self._draft, base=stale.theirs, digest=stale.digest)
        self._stale = None
        self._typing = None
        self._steps = UndoStack(UndoStep(text, self._at))
        await self.show()

    def _told(self, stale: Stale) -> str:
        """What has become of the file, and what that means for the draft."""
        name = single_line(display_name(stale.file))
        if stale.unreadable is not None:
            return self.unreadable(stale)
        if stale.theirs is None:
            return gettext("{file} has been deleted meanwhile. Saving can write it again.", self.language, file=name)
        what = f" ({shorten_list(stale.changed)})" if stale.changed else ""
        if self._stale is None:
            told = lazy_gettext(
                "{file} has changed meanwhile{what}. You had changed nothing: this is how it stands now.",
                file=name,
                what=what,
            )
        elif stale.conflicts or stale.unclear:
            told = lazy_gettext(
                "{file} has changed meanwhile where you have changed it, too{what}. "
                "On saving you choose what it is to be.",
                file=name,
                what=what,
            )
        else:
            told = lazy_gettext(
                "{file} has changed meanwhile{what}; saving brings both together.", file=name, what=what
            )
        return told.read(self.language)

    def unreadable(self, stale: Stale) -> str:
        """Why the file cannot be merged with any more."""
        assert stale.unreadable is not None
        place = f"{stale.unreadable.line}:{stale.unreadable.column}"
        return gettext(
            "The file has changed and is no longer UTF-8 (at {place}). Save it as UTF-8; your draft is kept.",
            self.language,
            place=place,
        )

    def tell_state(self) -> None:
        """Say whether the draft is saved, what is wrong with it, and whether its file has changed."""
        super().tell_state()
        if self._stale is not None:
            gone = self._stale.theirs is None and self._stale.unreadable is None
            mark = gettext("file deleted", self.language) if gone else gettext("file changed meanwhile", self.language)
            self.state = (mark, *self.state)


def _alike(stale: Stale, before: Stale | None) -> bool:
    return before is not None and (stale.digest, stale.unreadable) == (before.digest, before.unreadable)


def looked_at(draft: Draft) -> tuple[Draft, Stale | None]:
    """A draft, and how its file stands."""
    return draft, check_and_merge(draft)
