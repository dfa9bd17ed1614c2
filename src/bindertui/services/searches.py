"""The queries of a reader, kept between runs for each binder."""

from pathlib import Path

from attrs import field

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
        written = state.load(file)
        texts = [one_line(text) for text in written if isinstance(text, str)] if isinstance(written, list) else []
        return cls(file, tuple(filter(_worth_keeping, texts))[-MOST:])

    def added(self, query: str) -> "Searches":
        """These queries with one more as the latest; the oldest goes when there are too many."""
        query = query.strip()
        if not _worth_keeping(query):
            return self
        return Searches(self.file, (*(text for text in self.queries if text != query), query)[-MOST:])

    def save(self) -> None:
        """Keep the queries for the next run; `OSError` if the folder cannot be written."""
        state.save(self.file, list(self.queries))


def _worth_keeping(query: str) -> bool:
    return 0 < len(query) <= _LONGEST
