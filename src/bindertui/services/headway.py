"""How far a reader has come in a binder, kept between runs."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field

from bindertui.document.front import Visit
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, Binder
from bindertui.model.kinds import EntryKind
from bindertui.store import state
from bindertui.values import frozen

_DIGEST = 16
"""Characters of a digest that tell one state of a file from another."""


@frozen
class Headway:
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
    def load(cls, folder: Path, binder: Binder) -> "Headway":
        """What is kept below a state folder; of who comes for the first time, that they know the binder as it is."""
        file = state.file_of(folder, "headway", binder.cover.id)
        return _kept(state.load(file), cls(file, seen=_digests(binder)), binder)

    def opened(self, entry: str, binder: Binder) -> "Headway":
        """The same once a document has been opened: what is in it is new no more."""
        digest = _digests(binder).get(entry)
        if digest is None or self.seen.get(entry) == digest:
            return self
        return evolve(self, seen={**self.seen, entry: digest})

    def having_read(self, sections: Iterable[str]) -> "Headway":
        """The same once some sections have been read, too."""
        read = self.read.union(sections)
        return self if read == self.read else evolve(self, read=read)

    def stopped_at(self, place: Address) -> "Headway":
        """The same, the reader being at a place."""
        return self if place.entry == BINDER else evolve(self, stopped=place)

    def visit(self, binder: Binder) -> Visit:
        """What the front page of the binder as it stands tells this reader."""
        onward = self.onward(binder)
        return Visit(onward is not None and onward == self.stopped, onward, dict(self._news(binder)), self.read)

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

    def save(self, binder: Binder, since: "Headway") -> "Headway":
        """Keep for the next time what has become of it, and give it with what other sessions have kept meanwhile.

        Args:
            binder: the binder as it stands.
            since: what was kept when this session last looked.

        Raises:
            OSError: the state folder cannot be written.
        """
        return self._upon(
            state.change(self.file, lambda written: _written(self._upon(written, since, binder), binder)), since, binder
        )

    def _upon(self, written: Any, since: "Headway", binder: Binder) -> "Headway":
        """What is kept, with what this session has added: where it went, and what was read and opened in it."""
        kept = _kept(written, since, binder)
        opened = {entry: digest for entry, digest in self.seen.items() if since.seen.get(entry) != digest}
        stopped = kept.stopped if self.stopped == since.stopped else self.stopped
        return evolve(self, stopped=stopped, read=self.read | kept.read, seen={**kept.seen, **opened})


def _kept(written: Any, unless: Headway, binder: Binder) -> Headway:
    """What is written in a state file; something else where that is nothing of ours."""
    if not isinstance(written, dict):
        return unless
    read, seen = written.get("read"), written.get("seen")
    return Headway(
        unless.file,
        Address.within(binder.cover.id, written.get("stopped")),
        frozenset(text for text in read if isinstance(text, str)) if isinstance(read, list) else frozenset(),
        {str(key): str(digest) for key, digest in seen.items()} if isinstance(seen, dict) else unless.seen,
    )


def _written(headway: Headway, binder: Binder) -> dict[str, Any]:
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
