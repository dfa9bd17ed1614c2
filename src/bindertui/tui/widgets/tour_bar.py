"""The bar that offers the tour, and leads through it."""

from string import Formatter

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.tui.keyed import key_shown, moves_shown
from bindertui.tui.tour import Tour
from bindertui.tui.tour_words import say_on_tour

_COMMANDS = ("back", "bookmark", "bookmarks", "details", "fold_all", "fold_here", "help", "language", "palette",
             "search", "tour")  # fmt: skip
_STEPPING = {"next_match": "next_match(1)", "previous_match": "next_match(-1)", "next_pane": "next_pane(1)"}


class TourBar(Widget):
    """What to do next; without a tour, the offer of one."""

    language: reactive[str] = reactive("en", layout=True)
    tour: reactive[Tour | None] = reactive(None, layout=True)

    def render(self) -> Content:
        """The step and how to take it, with the keys of this session."""
        tour = self.tour
        if tour is None:
            return self._said("offer")
        name = "end" if tour.over else tour.steps[tour.step].name
        step = say_on_tour("step", self.language).format(number=tour.step + 1, count=len(tour.steps))
        begin = [say_on_tour("done", self.language)] if tour.praised else []
        begin += [] if tour.over else [step]
        return Content.assemble(
            Content.styled(" ".join(begin), "bold"),
            " ",
            self._said(name),
            " ",
            self._said("leave.end" if tour.over else "leave", "$quiet"),
        )

    def _said(self, key: str, style: str = "") -> Content:
        """A phrase with the keys that it names standing out."""
        keys = {name: key_shown(self, name, self.language) for name in _COMMANDS}
        keys |= {name: key_shown(self, action, self.language) for name, action in _STEPPING.items()}
        keys |= moves_shown(self, ("down", "up"), self.language)
        parts = []
        for words, name, _, _ in Formatter().parse(say_on_tour(key, self.language)):
            parts += [Content.styled(words, style), Content.styled(keys.get(name or "", ""), "$accent bold")]
        return Content.assemble(*parts)
