"""The versions of an entry: which there are, and what each says.

What changed between two versions.

Saving a version again.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path as FilePath

from bindertui._frozen import frozen
from bindertui.document.diff import DiffLine, Gap, changed_lines, diff_lines
from bindertui.errors import BinderError, NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.store.files import decode_bytes
from bindertui.store.history.base import History, Version
from bindertui.store.repository import Repository
from bindertui.store.yaml.excerpt import excerpt, excerpt_section
from bindertui.store.yaml.nodes import NodeError

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
                lazy_gettext(
                    "{entry} has no versions: no file holds it. Ask for one of its entries.", entry=address.entry
                )
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
                lazy_gettext(
                    "The version {version} cannot be read as UTF-8, or {address} is not in it.",
                    version=single_line(version.id),
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
                lazy_gettext(
                    "{address} has no version {name!r}. `bindertui history {address}` lists them.",
                    address=self.address,
                    name=name,
                )
            )
        if len(found) > 1 and found[0].id != name:
            raise BinderError(
                lazy_gettext(
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
        return text if text is None or self.whole else excerpt(text, self.section, self.address.path)


def _decoded(content: bytes | None) -> str | None:
    """The text of a version; None for one that is not UTF-8: with other characters in it, it could be restored."""
    with suppress(NodeError):
        return None if content is None else decode_bytes(content).text
    return None


_LONGEST = 5000
"""Lines of a comparison that are shown; nobody reads more, and a screen has to be laid out."""


def compare_versions(
    history: EntryHistory, old: Version | None, new: Version, *, whole: bool
) -> tuple[DiffLine | Gap, ...] | None:
    """The lines of two versions of an entry with what changed from one to the other; None if either cannot be read.

    Args:
        history: the entry's.
        old: the older version; None for the one before the first, which leaves the first as it is.
        new: the newer version.
        whole: whether what did not change is wanted too.
    """
    try:
        after = history.text(new)
        before = history.text(old) if old else after
    except NotFoundError:
        return None
    lines = diff_lines(before, after)
    shown = lines if whole or old is None else changed_lines(lines)
    return (*shown[:_LONGEST], Gap(len(shown) - _LONGEST)) if len(shown) > _LONGEST else shown


Restore = Callable[[Address, str, Version], str]
"""Saves the text of a file so that an entry is as it was in a version, off the event loop; returns a sentence."""


def version_text(history: EntryHistory, version: Version) -> str:
    """The text of the file in which an entry is as it was in a version, and nothing else has changed.

    Raises:
        NotFoundError: the version cannot be read, has no such entry, or the entry cannot be put back alone.
    """
    text = history.text(version)
    if history.section is None:
        return text
    standing = history.repository.source(history.document)
    placed = excerpt_section(standing, history.section, text) if standing is not None else None
    if placed is None:
        raise NotFoundError(
            lazy_gettext(
                "{address} cannot be put back alone. Restore {document}, the section it lies in.",
                address=history.address,
                document=history.document,
            )
        )
    return placed


def restore_version(history: EntryHistory, version: Version, restore: Restore) -> str | None:
    """Save a version of an entry again, and say what came of it; None if that cannot be put together any more."""
    try:
        text = version_text(history, version)
    except NotFoundError:
        return None
    return restore(history.address, text, version)
