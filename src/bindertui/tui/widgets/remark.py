"""The line under the search bar: how much was found, and what of the query was not understood."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.document.wrapping import cells
from bindertui.model.text import one_line
from bindertui.speech import say_many
from bindertui.tui.widgets.lines import cropped

if TYPE_CHECKING:
    from bindertui.search.query import Query, QueryProblem

_BETWEEN = " · "


class Remark(Widget):
    """A problem of the query, else what there is to say of its answer."""

    language: reactive[str] = reactive("en")
    asking: reactive[bool] = reactive(default=False)
    understood: reactive["Query | None"] = reactive(None)
    said: reactive[tuple[str, ...]] = reactive(())

    def watch_asking(self, asking: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Stand there only while somebody searches."""
        self.display = asking

    def render(self) -> Content:
        """What is wrong; what may yet be put right by typing on is only mentioned."""
        room = self.size.width
        wrong = [problem for problem in self._problems if not problem.unfinished]
        more = f" (+{len(wrong) - 1})" if len(wrong) > 1 else ""
        problem = cropped(f"✗ {one_line(wrong[0].message.read(self.language))}{more}", room) if wrong else ""
        unfinished = [problem.message.read(self.language) for problem in self._problems if problem.unfinished]
        rest = _BETWEEN.join((*([""] if wrong else []), *map(one_line, self.said), *unfinished))
        return Content.assemble(
            Content.styled(problem, "$error bold"), Content.styled(cropped(rest, room - cells(problem)), "$quiet")
        )

    @property
    def _problems(self) -> "tuple[QueryProblem, ...]":
        return self.understood.problems if self.understood else ()


def counted(total: int, language: str) -> str:
    """How many passages there are, in words."""
    return say_many("{count} passage", "{count} passages", total, language)
