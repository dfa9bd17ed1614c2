"""The queries of a reader, kept between runs for each binder."""

from pathlib import Path
from typing import Any

from attrs import evolve, field

from bindertui.model.text import one_line
from bindertui.store import state
from bindertui.values import frozen

MOST = 100
_LONGEST = 1000
"""Characters of the longest query that is kept."""


@frozen
class Searches:
    """Earlier queries, the latest last: a value.

    Attributes:
        file: where they are kept.
        queries: as they were typed, each once.
    """

    file: Path
    queries: tuple[str, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: str) -> "Searches":
        """The queries kept below a state folder for the binder with this id; none where they cannot be read."""
        file = state.file_of(folder, "searches", binder)
        return cls(file, _queries(state.load(file)))

    def added(self, query: str) -> "Searches":
        """These queries with one more as the latest; the oldest goes when there are too many."""
        query = query.strip()
        if not _worth_keeping(query):
            return self
        return evolve(self, queries=(*(text for text in self.queries if text != query), query)[-MOST:])

    def keep(self, query: str) -> None:
        """Keep a query for the next run, as the latest of what all sessions of the reader have kept.

        Raises:
            OSError: the folder cannot be written.
        """
        state.change(self.file, lambda written: list(evolve(self, queries=_queries(written)).added(query).queries))


def _queries(written: Any) -> tuple[str, ...]:
    texts = [one_line(text) for text in written if isinstance(text, str)] if isinstance(written, list) else []
    return tuple(filter(_worth_keeping, texts))[-MOST:]


def _worth_keeping(query: str) -> bool:
    return 0 < len(query) <= _LONGEST
