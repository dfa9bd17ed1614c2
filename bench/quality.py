"""`search-quality`: recall and rank of search results, for queries with known answers."""

from collections.abc import Iterable

from attrs import frozen
from tests.search.judged_queries import JUDGED, Judged

from bench.figures import Figure, grade_figure, log
from bench.options import Options
from bench.workspace import Workspace
from bindertui.model.enums import EntryKind
from bindertui.search.results import Hit
from bindertui.services.library import Library
from bindertui.services.search import Finder
from bindertui.settings import Settings

TOP = 5
"""The number of hits that count for recall."""
RECALL_BUDGET, RANK_BUDGET = 0.95, 0.85
_HITS = 50


@frozen
class Answer:
    """The result of a query with known answers.

    Attributes:
        group: the kind of query.
        judged: the query and its answers.
        typing: whether it was searched as you type.
        shown: the entries of the hits, in order.
    """

    group: str
    judged: Judged
    typing: bool
    shown: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """The expected entries that are not among the top hits."""
        return tuple(entry for entry in self.judged.expected if entry not in self.shown[:TOP])

    @property
    def recall(self) -> float:
        """The share of the expected entries that are among the top hits."""
        return 1 - len(self.missed) / len(self.judged.expected)

    @property
    def reciprocal_rank(self) -> float:
        """One divided by the rank of the first correct hit; 0 without one."""
        good = {*self.judged.expected, *self.judged.also}
        return next((1 / place for place, entry in enumerate(self.shown, 1) if entry in good), 0.0)

    def __str__(self) -> str:
        """Return a line with the top hits and the missing ones."""
        how = "while typing" if self.typing else "finished"
        wanted = f"misses {', '.join(self.missed)}" if self.missed else "answers late"
        return f"{self.judged.query} ({self.judged.reader}, {how}) {wanted}; shows {', '.join(self.shown[:TOP])}"


def answer_queries(finder: Finder) -> list[Answer]:
    """Run every query, as you type and as a finished query."""
    return [_answer(finder, group, judged, typing=typing) for group, judged, typing in _queries()]


def _queries() -> Iterable[tuple[str, Judged, bool]]:
    for group, queries in JUDGED.items():
        for judged in queries:
            for typing in (True,) if judged.unfinished else (True, False):
                yield group, judged, typing


def _answer(finder: Finder, group: str, judged: Judged, *, typing: bool) -> Answer:
    if typing:
        hits = finder.search_as_you_type(judged.query, judged.reader, _HITS).hits
    else:
        hits = finder.search(judged.query, judged.reader, _HITS)
    return Answer(group, judged, typing, tuple(map(_entry_name, hits.hits)))


def _entry_name(hit: Hit) -> str:
    """Return the name of a hit's entry in the judged queries."""
    return f"term:{hit.title.in_language('en')}" if hit.kind is EntryKind.TERM else hit.entry


def run(_: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure recall and rank over the shipped binder, in total and by kind of query."""
    with Workspace.create() as work:
        finder = Finder(Library.open(Settings.resolve(work.environment)).snapshot())
        finder.prepare()
        results = answer_queries(finder)
    for answer in results:
        if answer.missed or answer.reciprocal_rank < 1:
            log(f"  {answer}")
    figures = []
    for typing, how in ((True, "while typing"), (False, "finished")):
        figures += _figures(how, [answer for answer in results if answer.typing is typing], budget=True)
    for group in JUDGED:
        figures += _figures(group, [answer for answer in results if answer.group == group], budget=False)
    return figures, {"queries": sum(map(len, JUDGED.values()))}


def _figures(name: str, results: list[Answer], *, budget: bool) -> list[Figure]:
    recalls = [answer.recall for answer in results]
    ranks = [answer.reciprocal_rank for answer in results]
    return [
        grade_figure(f"recall@{TOP}, {name}", recalls, budget=RECALL_BUDGET if budget else None),
        grade_figure(f"MRR, {name}", ranks, budget=RANK_BUDGET if budget else None),
    ]
