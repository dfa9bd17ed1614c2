"""The versions of an entry: which there are, and what each says."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path as FilePath

from bindertui.errors import BinderError, NotFoundError
from bindertui.model.address import Address
from bindertui.model.text import one_line
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.speech import wording
from bindertui.store.files import decoded
from bindertui.store.history import History, Version
from bindertui.store.nodes import NodeError
from bindertui.store.parts import part
from bindertui.store.repository import Repository
from bindertui.values import frozen

NOW = "now"
"""Names the file as it stands, where no version is like it."""

_DEEPEST = 1000
"""Versions of a file that are looked at for those in which a part of it changed."""


@frozen
class EntryHistory:
    """The history of an entry, or of a field of it.

    Attributes:
        address: what it is the history of.
        repository: where its binder is kept.
        document: the id of the file it lies in.
        file: that file.
        section: the id of the nested section; None for an entry that has the file to itself.
    """

    address: Address
    history: History
    repository: Repository
    document: str
    file: FilePath
    section: str | None

    @classmethod
    def of(cls, snapshot: Snapshot, address: Address, settings: Settings) -> "EntryHistory":
        """The history of what an address leads to.

        Raises:
            NotFoundError: there is no such entry, or it is a list that no file holds.
        """
        snapshot.entry(address)
        document = document_id(snapshot, address.entry)
        file = snapshot.repository.file(document)
        if file is None:
            raise NotFoundError(
                wording("{entry} has no versions: no file holds it. Ask for one of its entries.", entry=address.entry)
            )
        history = snapshot.repository.history(settings.versions, commits=settings.commits)
        return cls(
            address, history, snapshot.repository, document, file, address.entry if document != address.entry else None
        )

    @property
    def whole(self) -> bool:
        """Whether a version of it is a version of its file."""
        return self.section is None and not self.address.path

    def versions(self, limit: int) -> tuple[Version, ...]:
        """The versions in which it changed, the newest first, at most so many; `NOW` leads if no version is like it."""
        changed: list[Version] = []
        newer: tuple[Version, str | None] | None = None
        for version, text in self._texts():
            if newer is not None and newer[1] is not None and newer[1] != text:
                changed.append(newer[0])
                if len(changed) == limit:
                    return tuple(changed)
            newer = (version, text)
        if newer is not None and newer[1] is not None and newer[0].id != NOW:
            changed.append(newer[0])
        return tuple(changed)

    def text(self, version: Version) -> str:
        """What it says in a version: the whole file, or the lines of its part.

        Raises:
            NotFoundError: the version cannot be read any more, or has no such part.
        """
        text = self._part(self._content(version))
        if text is None:
            raise NotFoundError(
                wording(
                    "The version {version} cannot be read as UTF-8, or {address} is not in it.",
                    version=one_line(version.id),
                    address=self.address,
                )
            )
        return text

    def named(self, name: str) -> Version:
        """The version of the file that a name stands for: an id, the start of one, or `now`.

        Raises:
            NotFoundError: there is no such version.
            BinderError: several ids start so.
        """
        if name == NOW:
            return self._standing()
        found = [version for version in self.history.versions(self.file, _DEEPEST) if version.id.startswith(name)]
        if not found or not name:
            raise NotFoundError(
                wording(
                    "{address} has no version {name!r}. `bindertui history {address}` lists them.",
                    address=self.address,
                    name=name,
                )
            )
        if len(found) > 1 and found[0].id != name:
            raise BinderError(
                wording(
                    "{count} versions start with {name!r}. Write more of the one you mean.", count=len(found), name=name
                )
            )
        return found[0]

    def _texts(self) -> Iterator[tuple[Version, str | None]]:
        """Every version of the file with what it says here, the newest first, led by the file as it stands."""
        standing = self._standing()
        yield standing, self._part(self._content(standing))
        versions = self.history.versions(self.file, _DEEPEST)
        for version, content in zip(versions, self.history.texts(versions), strict=True):
            yield version, self._part(_decoded(content))

    def _standing(self) -> Version:
        try:
            changed = datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        except OSError:
            changed = datetime.fromtimestamp(0, UTC)
        return Version(NOW, changed, "", "", "")

    def _content(self, version: Version) -> str | None:
        if version.id == NOW:
            return self.repository.source(self.document)
        return _decoded(next(iter(self.history.texts((version,)))))

    def _part(self, text: str | None) -> str | None:
        return text if text is None or self.whole else part(text, self.section, self.address.path)


def _decoded(content: bytes | None) -> str | None:
    """The text of a version; None for one that is not UTF-8: with other characters in it, it could be restored."""
    with suppress(NodeError):
        return None if content is None else decoded(content).text
    return None
