"""The state of a reader, stored for each binder: bookmarks, reading progress and search history.

Each is an immutable value. Several sessions of one reader may change it at the same time, so `save` merges the changes
of this session into the stored state, under a lock.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.document.front_page import ReaderStatus
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line
from bindertui.store import state


@frozen
class Bookmarks:
    """A reader's bookmarks in one binder, oldest first.

    Attributes:
        file: the file they are stored in.
        binder: the id of the binder.
        addresses: the bookmarked addresses.
        saved: the addresses in the file when it was last read.
    """

    file: Path
    binder: str
    addresses: tuple[Address, ...] = field(default=())
    saved: tuple[Address, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "Bookmarks":
        """Load the bookmarks below a state folder; none if they cannot be read."""
        return cls(state.state_file(folder, "bookmarks", binder.cover.id), binder.cover.id).reload()

    def toggle(self, place: Address) -> "Bookmarks":
        """Return the bookmarks with an address added, or removed if it is there."""
        others = tuple(address for address in self.addresses if address != place)
        return evolve(self, addresses=others if len(others) < len(self.addresses) else (*self.addresses, place))

    def reload(self) -> "Bookmarks":
        """Return the bookmarks with the changes of other sessions; own changes that could not be saved are kept."""
        return self._merge(state.load_state(self.file))

    def save(self) -> "Bookmarks":
        """Save the changes made here, and return all bookmarks that are now stored.

        Raises:
            OSError: the folder cannot be written.
        """
        return self._merge(
            state.update_state(self.file, lambda written: list(map(str, self._merge(written).addresses)))
        )

    def _merge(self, written: Any) -> "Bookmarks":
        """Apply the changes made after the last read to the stored bookmarks."""
        texts = written if isinstance(written, list) else []
        kept = tuple(place for text in texts if (place := Address.parse_in_binder(self.binder, text)) is not None)
        gone = {place for place in self.saved if place not in self.addresses}
        new = (place for place in self.addresses if place not in {*self.saved, *kept})
        return evolve(self, addresses=(*(place for place in kept if place not in gone), *new), saved=kept)


_DIGEST_LENGTH = 16
"""Characters of a digest that are stored; enough to notice a change."""


@frozen
class ReadingProgress:
    """How much of a binder a reader has read.

    Attributes:
        file: the file it is stored in.
        last_address: the last address read, except the front page; None before the first.
        read_sections: the ids of the sections read to the end.
        seen_digests: digests of the files by the ids of their entries, from the time the reader last opened each entry,
            or else first opened the binder.
    """

    file: Path
    last_address: Address | None = None
    read_sections: frozenset[str] = frozenset()
    seen_digests: Mapping[str, str] = field(factory=dict)

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "ReadingProgress":
        """Load the progress below a state folder; for a new reader, everything counts as seen."""
        file = state.state_file(folder, "headway", binder.cover.id)
        return _from_json(state.load_state(file), cls(file, seen_digests=_digests(binder)), binder)

    def mark_opened(self, entry: str, binder: Binder) -> "ReadingProgress":
        """Return the progress with a document marked as opened: its content is no longer new."""
        digest = _digests(binder).get(entry)
        if digest is None or self.seen_digests.get(entry) == digest:
            return self
        return evolve(self, seen_digests={**self.seen_digests, entry: digest})

    def mark_read(self, sections: Iterable[str]) -> "ReadingProgress":
        """Return the progress with some sections marked as read."""
        read = self.read_sections.union(sections)
        return self if read == self.read_sections else evolve(self, read_sections=read)

    def move_to(self, place: Address) -> "ReadingProgress":
        """Return the progress with a new last address."""
        return self if place.entry == BINDER else evolve(self, last_address=place)

    def reader_status(self, binder: Binder) -> ReaderStatus:
        """Return the data about this reader on the front page."""
        resume = self.resume_address(binder)
        return ReaderStatus(
            resume is not None and resume == self.last_address,
            resume,
            dict(self._changed_entries(binder)),
            self.read_sections,
        )

    def resume_address(self, binder: Binder) -> Address | None:
        """Return where to go on reading: the last address if it still exists, else the first section."""
        if self.last_address is not None and binder.outline_item(self.last_address.entry) is not None:
            return self.last_address
        first = next((place for place in binder.children(None) if place.kind is EntryKind.SECTION), None)
        return Address(first.id) if first else None

    def _changed_entries(self, binder: Binder) -> Iterable[tuple[str, bool]]:
        """Yield the entries with changed files, and whether they are new, in reading order; without the cover."""
        for entry, digest in _digests(binder).items():
            if entry != BINDER and self.seen_digests.get(entry) != digest and binder.outline_item(entry) is not None:
                yield entry, entry not in self.seen_digests

    def save(self, binder: Binder, base: "ReadingProgress") -> "ReadingProgress":
        """Save the changes made here, and return the progress with those of other sessions.

        Args:
            binder: the current binder.
            base: the progress when this session last loaded or saved it.

        Raises:
            OSError: the state folder cannot be written.
        """
        return self._merge(
            state.update_state(self.file, lambda written: _to_json(self._merge(written, base, binder), binder)),
            base,
            binder,
        )

    def _merge(self, written: Any, base: "ReadingProgress", binder: Binder) -> "ReadingProgress":
        """Apply the changes made after `base` to the stored progress."""
        kept = _from_json(written, base, binder)
        opened = {
            entry: digest for entry, digest in self.seen_digests.items() if base.seen_digests.get(entry) != digest
        }
        stopped = kept.last_address if self.last_address == base.last_address else self.last_address
        return evolve(
            self,
            last_address=stopped,
            read_sections=self.read_sections | kept.read_sections,
            seen_digests={**kept.seen_digests, **opened},
        )


def _from_json(written: Any, default: ReadingProgress, binder: Binder) -> ReadingProgress:
    """Parse a state file; return `default` if it has something else."""
    if not isinstance(written, dict):
        return default
    read, seen = written.get("read"), written.get("seen")
    return ReadingProgress(
        default.file,
        Address.parse_in_binder(binder.cover.id, written.get("stopped")),
        frozenset(text for text in read if isinstance(text, str)) if isinstance(read, list) else frozenset(),
        {str(key): str(digest) for key, digest in seen.items()} if isinstance(seen, dict) else default.seen_digests,
    )


def _to_json(progress: ReadingProgress, binder: Binder) -> dict[str, Any]:
    there = _digests(binder)
    return {
        "stopped": str(progress.last_address) if progress.last_address else None,
        "read": sorted(
            identifier for identifier in progress.read_sections if binder.outline_item(identifier) is not None
        ),
        "seen": {entry: digest for entry, digest in progress.seen_digests.items() if entry in there},
    }


def _digests(binder: Binder) -> dict[str, str]:
    """Return short digests of the files, by the ids of their entries, in reading order."""
    return {
        file.rpartition("/")[2].removesuffix(".yaml"): digest[:_DIGEST_LENGTH]
        for file, digest in binder.files().items()
        if digest
    }


MAX_QUERIES = 100
_MAX_QUERY_LENGTH = 1000
"""Characters of the longest query that is kept."""


@frozen
class SearchHistory:
    """A reader's queries in one binder, the latest last.

    Attributes:
        file: the file they are stored in.
        queries: as typed, without duplicates.
    """

    file: Path
    queries: tuple[str, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: str) -> "SearchHistory":
        """Load the queries below a state folder; none if they cannot be read."""
        file = state.state_file(folder, "searches", binder)
        return cls(file, _queries(state.load_state(file)))

    def add(self, query: str) -> "SearchHistory":
        """Return the history with a query as the latest; the oldest is dropped if there are too many."""
        query = query.strip()
        if not _is_valid(query):
            return self
        return evolve(self, queries=(*(text for text in self.queries if text != query), query)[-MAX_QUERIES:])

    def save(self, query: str) -> None:
        """Save a query as the latest of those of all sessions of the reader.

        Raises:
            OSError: the folder cannot be written.
        """
        state.update_state(self.file, lambda written: list(evolve(self, queries=_queries(written)).add(query).queries))


def _queries(written: Any) -> tuple[str, ...]:
    texts = [single_line(text) for text in written if isinstance(text, str)] if isinstance(written, list) else []
    return tuple(filter(_is_valid, texts))[-MAX_QUERIES:]


def _is_valid(query: str) -> bool:
    return 0 < len(query) <= _MAX_QUERY_LENGTH
