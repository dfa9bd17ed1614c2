"""Find and replace across the binder."""

from collections.abc import Sequence
from functools import partial

from bindertui.model.address import Address
from bindertui.services.replacing import Replacement, Wanted, replaced
from bindertui.speech import say
from bindertui.tui.proposer import Deed, Proposer
from bindertui.tui.screens.replacing import ReplacingScreen


class Replacer(Proposer):
    """Replaces texts; what is saved can be taken back at once."""

    async def replace(self) -> None:
        """Find and replace across the binder."""
        if self.refused_aloud():
            return
        screen = ReplacingScreen(self._desk.snapshot, self._language, self._replace_picked)
        address: Address | None = await self._app.push_screen_wait(screen)
        if address is not None:
            self._screen.go(address)

    def _replace_picked(self, picked: Sequence[Replacement], wanted: Wanted) -> None:
        self._app.run_worker(self._replace(picked, wanted), group="dialog")

    async def _replace(self, picked: Sequence[Replacement], wanted: Wanted) -> None:
        make = partial(replaced, self._desk.snapshot, picked, wanted)
        await self.propose(make, say("Find and replace", self._language), Deed.SAVE, self._replaced)

    def _replaced(self) -> None:
        if isinstance(self._app.screen, ReplacingScreen):
            self._app.screen.dismiss(None)
        self._app.run_worker(self.offer_undo(), group="dialog")
