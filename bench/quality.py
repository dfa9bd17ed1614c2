"""`search-quality`: whether search shows first what answers, by queries that were judged beforehand."""

from collections.abc import Iterable

from attrs import frozen
from tests.search.judged import JUDGED, Judged

from bench.figures import Figure, graded, narrate
from bench.options import Options
from bench.workplace import Workplace
from bindertui.model.enums import EntryKind
from bindertui.search.results import Hit
from bindertui.services.library import Library
from bindertui.services.search import Finder
from bindertui.settings import Settings

FIRST = 5
"""Hits that a reader looks at before asking otherwise."""
RECALL_BUDGET, RANK_BUDGET = 0.95, 0.85
_LOOKED_AT = 50


@frozen
class Answer:
    """What a judged query was answered with.

    Attributes:
        group: the kind of query.
        typing: whether it was answered as one that is still being typed.
        shown: the entries of the hits, in their order.
    """

    group: str
    judged: Judged
    typing: bool
    shown: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """The expected entries that the first hits do not show."""
        return tuple(entry for entry in self.judged.expected if entry not in self.shown[:FIRST])

    @property
    def recall(self) -> float:
        """The part of the expected entries that the first hits show."""
        return 1 - len(self.missed) / len(self.judged.expected)

    @property
    def reciprocal_rank(self) -> float:
        """One divided by the place of the first hit that answers; 0 if none does."""
        good = {*self.judged.expected, *self.judged.also}
        return next((1 / place for place, entry in enumerate(self.shown, 1) if entry in good), 0.0)

    def __str__(self) -> str:
        """A line that says what came first, and what should have."""
        how = "while typing" if self.typing else "finished"
        wanted = f"misses {', '.join(self.missed)}" if self.missed else "answers late"
        return f"{self.judged.query} ({self.judged.reader}, {how}) {wanted}; shows {', '.join(self.shown[:FIRST])}"


def answers(finder: Finder) -> list[Answer]:
    """Every judged query answered: as the bar of the app has it while it is typed, and as a verb has it."""
    return [_answer(finder, group, judged, typing=typing) for group, judged, typing in _asked()]


def _asked() -> Iterable[tuple[str, Judged, bool]]:
    for group, queries in JUDGED.items():
        for judged in queries:
            for typing in (True,) if judged.unfinished else (True, False):
                yield group, judged, typing


def _answer(finder: Finder, group: str, judged: Judged, *, typing: bool) -> Answer:
    if typing:
        hits = finder.typed(judged.query, judged.reader, _LOOKED_AT).hits
    else:
        hits = finder.found(judged.query, judged.reader, _LOOKED_AT)
    return Answer(group, judged, typing, tuple(map(_named, hits.hits)))


def _named(hit: Hit) -> str:
    """What the judged set calls the entry of a hit."""
    return f"term:{hit.title.read('en')}" if hit.kind is EntryKind.TERM else hit.entry


def run(_: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure recall and rank over the shipped binder, all in all and by kind of query."""
    with Workplace.made() as work:
        finder = Finder(Library.open(Settings.read(work.environment)).snapshot())
        finder.prepare()
        given = answers(finder)
    for answer in given:
        if answer.missed or answer.reciprocal_rank < 1:
            narrate(f"  {answer}")
    figures = []
    for typing, how in ((True, "while typing"), (False, "finished")):
        figures += _figures(how, [answer for answer in given if answer.typing is typing], budget=True)
    for group in JUDGED:
        figures += _figures(group, [answer for answer in given if answer.group == group], budget=False)
    return figures, {"queries": sum(map(len, JUDGED.values()))}


def _figures(name: str, given: list[Answer], *, budget: bool) -> list[Figure]:
    recalls = [answer.recall for answer in given]
    ranks = [answer.reciprocal_rank for answer in given]
    return [
        graded(f"recall@{FIRST}, {name}", recalls, budget=RECALL_BUDGET if budget else None),
        graded(f"MRR, {name}", ranks, budget=RANK_BUDGET if budget else None),
    ]
