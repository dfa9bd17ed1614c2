"""From reading to writing: editing what is under the cursor, and changing which entries there are."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bindertui.model.address import Address
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.tui.background import in_background
from bindertui.tui.conversation import converse
from bindertui.tui.edit_words import say_edit
from bindertui.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from bindertui.tui.editor import Editor


class WritingScreen(ReadingScreen):
    """A binder that is read, and can be written where that is allowed."""

    def __init__(self, snapshot: Snapshot, settings: Settings, *, read_only: bool) -> None:
        """Prepare to read a binder.

        Args:
            snapshot: the binder.
            settings: the settings of the run.
            read_only: whether nothing may be changed.
        """
        super().__init__(snapshot, settings, read_only=read_only)
        self._settings = settings
        self._editor: Editor | None = None

    def action_edit(self) -> None:
        """Edit what is under the cursor."""
        if (editor := self._editing()) is not None:
            editor.edit(self._snapshot, self.here)

    def action_new_entry(self) -> None:
        """Add a section, a partner or an agreement."""
        if (editor := self._editing()) is not None:
            converse(self.app, editor.arranger(self._snapshot).add(self.here.entry, self._edit_new))

    def action_rename(self) -> None:
        """Give the entry another id."""
        if (editor := self._editing()) is not None:
            converse(self.app, editor.arranger(self._snapshot).rename(self.here.entry))

    def action_delete(self) -> None:
        """Delete the entry."""
        if (editor := self._editing()) is not None:
            converse(self.app, editor.arranger(self._snapshot).delete(self.here.entry))

    def action_replace(self) -> None:
        """Replace a text across the binder."""
        if (editor := self._editing()) is not None:
            converse(self.app, editor.arranger(self._snapshot).replace())

    def _edit_new(self, address: Address) -> None:
        self.go(address)
        if (editor := self._editing()) is not None:
            editor.edit(self._snapshot, address)

    def _editing(self) -> "Editor | None":
        """What edits; None, having said why, where nothing may be changed."""
        if self._read_only:
            self.tell(say_edit("read_only", self.language), severity="warning")
            return None
        from bindertui.tui.editor import Editor  # noqa: PLC0415 - not before it is asked for

        self._editor = self._editor or Editor(self, self._settings, self.reread, self._open_copy)
        return self._editor

    def _open_copy(self, snapshot: Snapshot, address: Address) -> None:
        """Go on with a copy of the binder, and edit it at the same place."""
        if self._editor is not None:
            self._editor.close()
            self._editor = None
        self.renew(snapshot)
        self._edit_new(address)

    def reread(self, then: Callable[[], object]) -> None:
        """Read the binder again, as it stands in its files now, and then do something."""
        in_background(self.app, partial(Snapshot.of, self._snapshot.repository), partial(self._reread, then))

    def _reread(self, then: Callable[[], object], snapshot: Snapshot) -> None:
        self.renew(snapshot)
        then()

    def on_unmount(self) -> None:
        """Leave drafts to the next session."""
        if self._editor is not None:
            self._editor.close()
