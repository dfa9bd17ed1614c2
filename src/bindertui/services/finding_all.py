"""Finding passages in several binders at once."""

from collections.abc import Sequence
from itertools import chain

from attrs import evolve

from bindertui.search.completion import Completion
from bindertui.search.hits import Hits
from bindertui.search.query import QueryProblem
from bindertui.search.upkeep import Progress
from bindertui.services.completing import MOST
from bindertui.services.finding import PAGE, Finder, Found


class LibraryFinder:
    """Searches every binder of a library; hits name the binder they are in. Threads may share it."""

    def __init__(self, finders: Sequence[tuple[str, Finder]]) -> None:
        """Prepare to search.

        Args:
            finders: each binder's id and its finder, the newest edition first.
        """
        self._finders = tuple(finders)

    @property
    def in_memory(self) -> bool:
        """Whether some index could not be kept."""
        return any(finder.in_memory for _, finder in self._finders)

    def prepare(self, progress: Progress | None = None, *, apart: bool = False) -> None:
        """Bring every index up to date, as `Finder.prepare` does; `progress` is told of one binder after another."""
        for _, finder in self._finders:
            finder.prepare(progress, apart=apart)

    def typed(self, text: str, language: str, limit: int = PAGE) -> Found:
        """What a query finds while it is being typed, the best of all binders first."""
        found = [(binder, finder.typed(text, language, limit)) for binder, finder in self._finders]
        hits = _merged([(binder, each.hits) for binder, each in found], limit)
        first = found[0][1]
        query = evolve(first.query, problems=hits.problems) if first.query else None
        return evolve(first, hits=hits, query=query)

    def more(self, found: Found, language: str, limit: int = PAGE) -> Hits:
        """The hits that come after those of a search."""
        known = len(found.hits.hits)
        longer = self.typed(found.text, language, known + limit).hits
        return evolve(longer, hits=longer.hits[known:])

    def found(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """The best passages for a whole query, after the first `offset` of them."""
        most = offset + limit
        hits = _merged([(binder, finder.found(text, language, most)) for binder, finder in self._finders], most)
        return evolve(hits, hits=hits.hits[offset:])

    def completions(self, text: str, cursor: int, language: str) -> tuple[Completion, ...]:
        """What may take the place of what is being written at the cursor, each once."""
        offered = chain.from_iterable(finder.completions(text, cursor, language) for _, finder in self._finders)
        return tuple({completion.text: completion for completion in reversed(list(offered))}.values())[::-1][:MOST]


def _shared(found: Sequence[Hits]) -> tuple[QueryProblem, ...]:
    """What no binder could make sense of: what one of them has no value for, another may have."""
    first, *others = found
    everywhere = [{problem.extent for problem in hits.problems} for hits in others]
    return tuple(problem for problem in first.problems if all(problem.extent in extents for extents in everywhere))


def _merged(found: Sequence[tuple[str, Hits]], limit: int) -> Hits:
    """The best hits of several binders, their binder in their addresses."""
    # Beside passages that have all the words, entries that only have them scattered, or most of them, say little.
    whole = [each for each in found if each[1].total and not each[1].scattered and not each[1].partial]
    kept = whole or [each for each in found if each[1].total]
    named = (evolve(hit, address=evolve(hit.address, binder=binder)) for binder, hits in kept for hit in hits.hits)
    return Hits(
        tuple(sorted(named, key=lambda hit: -hit.score)[:limit]),
        sum(hits.total for _, hits in kept),
        _shared([hits for _, hits in found]),
        scattered=not whole and any(hits.scattered for _, hits in kept),
        partial=not whole and all(hits.partial for _, hits in kept) and bool(kept),
    )
