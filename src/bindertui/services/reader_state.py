"""Bookmarks, kept between runs for each binder.

How far a reader has come in a binder, kept between runs.

The queries of a reader, kept between runs for each binder.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.document.index_pages import ReaderStatus
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line
from bindertui.store import state


@frozen
class Bookmarks:
    """A reader's bookmarks in one binder, oldest first: a value.

    Several sessions of the reader may change them: what one of them has changed is changed in what all have kept.

    Attributes:
        file: where they are kept.
        binder: the id of the binder.
        places: the addresses that are marked.
        kept: those that were kept when that was last looked at.
    """

    file: Path
    binder: str
    places: tuple[Address, ...] = field(default=())
    kept: tuple[Address, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "Bookmarks":
        """The bookmarks kept below a state folder; none where they cannot be read."""
        return cls(state.state_file(folder, "bookmarks", binder.cover.id), binder.cover.id).renewed()

    def toggled(self, place: Address) -> "Bookmarks":
        """These bookmarks with a place added, or taken away if it is there."""
        others = tuple(address for address in self.places if address != place)
        return evolve(self, places=others if len(others) < len(self.places) else (*self.places, place))

    def renewed(self) -> "Bookmarks":
        """These bookmarks as other sessions have changed them; what could not be kept of this one stays."""
        return self._upon(state.load_state(self.file))

    def save(self) -> "Bookmarks":
        """Keep what was changed here for the next run, and give all that are kept now.

        Raises:
            OSError: the folder cannot be written.
        """
        return self._upon(state.update_state(self.file, lambda written: list(map(str, self._upon(written).places))))

    def _upon(self, written: Any) -> "Bookmarks":
        """These bookmarks where something is kept: that, with what was changed here since it was last looked at."""
        texts = written if isinstance(written, list) else []
        kept = tuple(place for text in texts if (place := Address.within(self.binder, text)) is not None)
        gone = {place for place in self.kept if place not in self.places}
        new = (place for place in self.places if place not in {*self.kept, *kept})
        return evolve(self, places=(*(place for place in kept if place not in gone), *new), kept=kept)


_DIGEST = 16
"""Characters of a digest that tell one state of a file from another."""


@frozen
class ReadingProgress:
    """How far a reader has come in one binder: a value.

    Attributes:
        file: where it is kept.
        stopped: where they were last, the front page left out; None before they have read anything.
        read: the ids of the sections they have read to their ends.
        seen: digests of the files by the ids of their entries, as they were when the reader last opened those, or
            else when they first came.
    """

    file: Path
    stopped: Address | None = None
    read: frozenset[str] = frozenset()
    seen: Mapping[str, str] = field(factory=dict)

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "ReadingProgress":
        """What is kept below a state folder; of who comes for the first time, that they know the binder as it is."""
        file = state.state_file(folder, "headway", binder.cover.id)
        return _kept(state.load_state(file), cls(file, seen=_digests(binder)), binder)

    def opened(self, entry: str, binder: Binder) -> "ReadingProgress":
        """The same once a document has been opened: what is in it is new no more."""
        digest = _digests(binder).get(entry)
        if digest is None or self.seen.get(entry) == digest:
            return self
        return evolve(self, seen={**self.seen, entry: digest})

    def having_read(self, sections: Iterable[str]) -> "ReadingProgress":
        """The same once some sections have been read, too."""
        read = self.read.union(sections)
        return self if read == self.read else evolve(self, read=read)

    def stopped_at(self, place: Address) -> "ReadingProgress":
        """The same, the reader being at a place."""
        return self if place.entry == BINDER else evolve(self, stopped=place)

    def visit(self, binder: Binder) -> ReaderStatus:
        """What the front page of the binder as it stands tells this reader."""
        onward = self.onward(binder)
        return ReaderStatus(onward is not None and onward == self.stopped, onward, dict(self._news(binder)), self.read)

    def onward(self, binder: Binder) -> Address | None:
        """Where the reader goes on: where they stopped, if that is still there, else at the first section."""
        if self.stopped is not None and binder.place(self.stopped.entry) is not None:
            return self.stopped
        first = next((place for place in binder.children(None) if place.kind is EntryKind.SECTION), None)
        return Address(first.id) if first else None

    def _news(self, binder: Binder) -> Iterable[tuple[str, bool]]:
        """The entries whose files have changed, in reading order; the cover is the front page itself."""
        for entry, digest in _digests(binder).items():
            if entry != BINDER and self.seen.get(entry) != digest and binder.place(entry) is not None:
                yield entry, entry not in self.seen

    def save(self, binder: Binder, since: "ReadingProgress") -> "ReadingProgress":
        """Keep for the next time what has become of it, and give it with what other sessions have kept meanwhile.

        Args:
            binder: the binder as it stands.
            since: what was kept when this session last looked.

        Raises:
            OSError: the state folder cannot be written.
        """
        return self._upon(
            state.update_state(self.file, lambda written: _written(self._upon(written, since, binder), binder)),
            since,
            binder,
        )

    def _upon(self, written: Any, since: "ReadingProgress", binder: Binder) -> "ReadingProgress":
        """What is kept, with what this session has added: where it went, and what was read and opened in it."""
        kept = _kept(written, since, binder)
        opened = {entry: digest for entry, digest in self.seen.items() if since.seen.get(entry) != digest}
        stopped = kept.stopped if self.stopped == since.stopped else self.stopped
        return evolve(self, stopped=stopped, read=self.read | kept.read, seen={**kept.seen, **opened})


def _kept(written: Any, unless: ReadingProgress, binder: Binder) -> ReadingProgress:
    """What is written in a state file; something else where that is nothing of ours."""
    if not isinstance(written, dict):
        return unless
    read, seen = written.get("read"), written.get("seen")
    return ReadingProgress(
        unless.file,
        Address.within(binder.cover.id, written.get("stopped")),
        frozenset(text for text in read if isinstance(text, str)) if isinstance(read, list) else frozenset(),
        {str(key): str(digest) for key, digest in seen.items()} if isinstance(seen, dict) else unless.seen,
    )


def _written(headway: ReadingProgress, binder: Binder) -> dict[str, Any]:
    there = _digests(binder)
    return {
        "stopped": str(headway.stopped) if headway.stopped else None,
        "read": sorted(identifier for identifier in headway.read if binder.place(identifier) is not None),
        "seen": {entry: digest for entry, digest in headway.seen.items() if entry in there},
    }


def _digests(binder: Binder) -> dict[str, str]:
    """Short digests of the files that can be told apart, by the ids of their entries, in reading order."""
    return {
        file.rpartition("/")[2].removesuffix(".yaml"): digest[:_DIGEST]
        for file, digest in binder.files().items()
        if digest
    }


MOST = 100
_LONGEST = 1000
"""Characters of the longest query that is kept."""


@frozen
class SearchHistory:
    """Earlier queries, the latest last: a value.

    Attributes:
        file: where they are kept.
        queries: as they were typed, each once.
    """

    file: Path
    queries: tuple[str, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: str) -> "SearchHistory":
        """The queries kept below a state folder for the binder with this id; none where they cannot be read."""
        file = state.state_file(folder, "searches", binder)
        return cls(file, _queries(state.load_state(file)))

    def added(self, query: str) -> "SearchHistory":
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
        state.update_state(
            self.file, lambda written: list(evolve(self, queries=_queries(written)).added(query).queries)
        )


def _queries(written: Any) -> tuple[str, ...]:
    texts = [single_line(text) for text in written if isinstance(text, str)] if isinstance(written, list) else []
    return tuple(filter(_worth_keeping, texts))[-MOST:]


def _worth_keeping(query: str) -> bool:
    return 0 < len(query) <= _LONGEST
