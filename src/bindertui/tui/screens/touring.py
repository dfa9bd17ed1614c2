"""The tour on the screen a binder is read on: offered once, taken step by step, left and taken up again."""

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from bindertui.tui.keyed import key_shown, leisure, welcomes
from bindertui.tui.screens.writing import WritingScreen

if TYPE_CHECKING:
    from bindertui.services.touring import Touring
    from bindertui.tui.tour import Seen, Tour
    from bindertui.tui.widgets.tour_bar import TourBar


class TouringScreen(WritingScreen):
    """A screen that shows its reader around."""

    _bar_of_tour: "TourBar | None" = None
    _touring: "Touring | None" = None
    _stepped_on_tour = 0
    _covered_on_tour = 0

    def offer_tour(self) -> None:
        """Offer the tour to whoever does not know it yet; nobody is offered it again who has declined it."""
        if welcomes(self) and not self._kept_tour().known:
            self._offer_at_leisure()

    @work(exclusive=True, group="tour")
    async def _offer_at_leisure(self) -> None:
        await leisure(self)
        if self._bar_of_tour is None:
            self._show_tour(None)

    def action_tour(self) -> None:
        """Take the tour, or take it up again; during it, skip the step."""
        bar = self._bar_of_tour
        if bar is None or bar.tour is None or bar.tour.over:
            from bindertui.tui.tour import STEPS, Tour  # noqa: PLC0415 - most readers know their way

            step = self._kept_tour().step
            steps = tuple(each for each in STEPS if each.name != "language" or len(self._snapshot.binder.languages) > 1)
            self._show_tour(Tour(step if step < len(steps) else 0, self._seen_by_tour(), steps=steps))
        else:
            self._show_tour(bar.tour.skipped(self._seen_by_tour()))

    def on_screen_suspend(self) -> None:
        """Another screen was opened: the help, say."""
        self._covered_on_tour += 1

    def on_idle(self) -> None:
        """Look whether the step has been taken, whenever something has happened."""
        bar = self._bar_of_tour
        if bar is not None and bar.tour is not None and (tour := bar.tour.looked(self._seen_by_tour())) is not bar.tour:
            self._show_tour(tour)

    def action_next_match(self, step: int) -> None:
        """Go to the next or the previous match, and let the tour know."""
        super().action_next_match(step)
        self._stepped_on_tour += 1

    def watch_language(self) -> None:
        """Show around in the reader's language."""
        super().watch_language()
        if self._bar_of_tour is not None:
            self._bar_of_tour.language = self.language

    def action_escape(self) -> None:
        """Close what was opened last; then leave the tour, or decline it."""
        if self._bar_of_tour is None or self.peeked is not None or self.asking:
            super().action_escape()
            return
        tour = self._bar_of_tour.tour
        self._bar_of_tour.remove()
        self.remove_class("-touring")
        self._bar_of_tour = None
        self._keep_tour(tour)
        if tour is not None and not tour.over:
            from bindertui.tui.tour_words import say_on_tour  # noqa: PLC0415 - as in `action_tour`

            key = key_shown(self, "tour", self.language)
            self.tell(say_on_tour("left", self.language).format(tour=key))

    def _show_tour(self, tour: "Tour | None") -> None:
        if self._bar_of_tour is None:
            from bindertui.tui.widgets.tour_bar import TourBar  # noqa: PLC0415 - as in `action_tour`

            self._bar_of_tour = TourBar(id="tour")
            self._bar_of_tour.language = self.language
            self.mount(self._bar_of_tour, before="#status")
            # What is said in passing stands above the bar, not on it.
            self.add_class("-touring")
        self._bar_of_tour.tour = tour
        if tour is not None:
            self._keep_tour(tour)

    def _kept_tour(self) -> "Touring":
        if self._touring is None:
            from bindertui.services.touring import Touring  # noqa: PLC0415 - as in `action_tour`

            self._touring = Touring.load(self._settings.state)
        return self._touring

    def _keep_tour(self, tour: "Tour | None") -> None:
        """Keep how far the tour has come; who cannot write there is offered it again."""
        self._touring = self._kept_tour().at(0 if tour is None or tour.over else tour.step)
        with suppress(OSError):
            self._touring.save()

    def _seen_by_tour(self) -> "Seen":
        from bindertui.tui.tour import Seen  # noqa: PLC0415 - as in `action_tour`

        return Seen(
            here=self.here,
            document=self.flow.entry if self.flow else "",
            folded=self.folded,
            asking=self.asking,
            found=self.understood.text if self.understood else "",
            stepped=self._stepped_on_tour,
            behind=len(self._trail.back),
            language=self.language,
            details="details" in self._panes.shown(),
            marked=self._bookmarks.places,
            covered=self._covered_on_tour,
        )
