"""The versions of an entry: list them, read and compare them, and restore one."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from bindertui._frozen import frozen
from bindertui.document.diff import DiffLine, OmittedLines, changed_lines, diff_lines
from bindertui.errors import BinderError, NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.store.files import decode_bytes
from bindertui.store.history.base import History, Version
from bindertui.store.repository import Repository
from bindertui.store.yaml.excerpt import excerpt, replace_excerpt
from bindertui.store.yaml.nodes import NodeError

__all__ = ["CURRENT", "EntryHistory", "Restore", "Version", "compare_versions", "restore_version", "version_text"]

CURRENT = "now"
"""The id of the present content, if it differs from every version."""

_MAX_VERSIONS = 1000
"""Versions of a file that are searched for changes of a part of it."""


@frozen
class EntryHistory:
    """The history of an entry, or of a field of it.

    Attributes:
        address: the entry or field.
        history: the versions of the binder's files.
        repository: where the binder is stored.
        document: the id of the file that has the entry.
        file: the name of that file.
        section: the id of the nested section; None for an entry with a file of its own.
    """

    address: Address
    history: History
    repository: Repository
    document: str
    file: str
    section: str | None

    @classmethod
    def open(cls, snapshot: Snapshot, address: Address, settings: Settings) -> "EntryHistory":
        """Return the history of an address.

        Raises:
            NotFoundError: there is no such entry, or it is a list without a file of its own.
        """
        snapshot.entry(address)
        document = document_id(snapshot, address.entry)
        file = snapshot.repository.find_file(document)
        if file is None:
            raise NotFoundError(
                lazy_gettext(
                    "{entry} has no versions, because it has no file of its own. Name one of its entries.",
                    entry=address.entry,
                )
            )
        history = snapshot.history(settings)
        return cls(
            address, history, snapshot.repository, document, file, address.entry if document != address.entry else None
        )

    @property
    def is_whole_file(self) -> bool:
        """Return whether the history is that of the whole file."""
        return self.section is None and not self.address.path

    def versions(self, limit: int) -> tuple[Version, ...]:
        """Return at most `limit` versions in which it changed, newest first, after `CURRENT` if it equals none."""
        changed: list[Version] = []
        newer: tuple[Version, str | None] | None = None
        for version, text in self._all_texts():
            if newer is not None and newer[1] is not None and newer[1] != text:
                changed.append(newer[0])
                if len(changed) == limit:
                    return tuple(changed)
            newer = (version, text)
        if newer is not None and newer[1] is not None and newer[0].id != CURRENT:
            changed.append(newer[0])
        return tuple(changed)

    def text(self, version: Version) -> str:
        """Return its text in a version: the whole file, or the lines of the entry or field.

        Raises:
            NotFoundError: the version cannot be read any more, or does not have it.
        """
        text = self._part(self._content(version))
        if text is None:
            raise NotFoundError(
                lazy_gettext(
                    "{address} is not in the version {version}, or the version is not valid UTF-8.",
                    version=single_line(version.id),
                    address=self.address,
                )
            )
        return text

    def find_version(self, name: str) -> Version:
        """Return the version of the file with a name: an id, the start of one, or `now`.

        Raises:
            NotFoundError: there is no such version.
            BinderError: several ids start with it.
        """
        if name == CURRENT:
            return self._current()
        matches = [
            version for version in self.history.versions(self.file, _MAX_VERSIONS) if version.id.startswith(name)
        ]
        if not matches or not name:
            raise NotFoundError(
                lazy_gettext(
                    "{address} has no version {name!r}. `bindertui history {address}` lists them.",
                    address=self.address,
                    name=name,
                )
            )
        if len(matches) > 1 and matches[0].id != name:
            raise BinderError(
                lazy_gettext(
                    "{count} versions start with {name!r}. Enter more of the id.", count=len(matches), name=name
                )
            )
        return matches[0]

    def _all_texts(self) -> Iterator[tuple[Version, str | None]]:
        """Yield the present content and then every version of the file, newest first, with the text in each."""
        current = self._current()
        yield current, self._part(self._content(current))
        versions = self.history.versions(self.file, _MAX_VERSIONS)
        for version, content in zip(versions, self.history.texts(versions), strict=True):
            yield version, self._part(_decode(content))

    def _current(self) -> Version:
        modified_at = self.repository.modified_at(self.file) or datetime.fromtimestamp(0, UTC)
        return Version(CURRENT, modified_at, "", "", "")

    def _content(self, version: Version) -> str | None:
        if version.id == CURRENT:
            return self.repository.source(self.document)
        return _decode(next(iter(self.history.texts((version,)))))

    def _part(self, text: str | None) -> str | None:
        return text if text is None or self.is_whole_file else excerpt(text, self.section, self.address.path)


def _decode(content: bytes | None) -> str | None:
    """Return a version as text; None if it is not UTF-8, since replacement characters could be restored with it."""
    with suppress(NodeError):
        return None if content is None else decode_bytes(content).text
    return None


_MAX_LINES = 5000
"""Lines of a comparison that are shown, to limit the time for its layout."""


def compare_versions(
    history: EntryHistory, old: Version | None, new: Version, *, full: bool
) -> tuple[DiffLine | OmittedLines, ...] | None:
    """Return the diff between two versions of an entry; None if one of them cannot be read.

    Args:
        history: the history of the entry.
        old: the older version; None returns the newer one without changes.
        new: the newer version.
        full: whether to include all unchanged lines.
    """
    try:
        after = history.text(new)
        before = history.text(old) if old else after
    except NotFoundError:
        return None
    lines = diff_lines(before, after)
    shown = lines if full or old is None else changed_lines(lines)
    return (*shown[:_MAX_LINES], OmittedLines(len(shown) - _MAX_LINES)) if len(shown) > _MAX_LINES else shown


Restore = Callable[[Address, str, Version], str]
"""Saves the text of a file that restores an entry to a version, off the event loop; returns a message."""


def version_text(history: EntryHistory, version: Version) -> str:
    """Return the present text of the file with the entry replaced by that of a version.

    Raises:
        NotFoundError: the version cannot be read, does not have the entry, or the entry cannot be restored by itself.
    """
    text = history.text(version)
    if history.section is None:
        return text
    current = history.repository.source(history.document)
    restored = replace_excerpt(current, history.section, text) if current is not None else None
    if restored is None:
        raise NotFoundError(
            lazy_gettext(
                "{address} cannot be restored by itself. Restore {document}, the section that contains it.",
                address=history.address,
                document=history.document,
            )
        )
    return restored


def restore_version(history: EntryHistory, version: Version, restore: Restore) -> str | None:
    """Restore an entry to a version and return a message about it; None if it cannot be restored any more."""
    try:
        text = version_text(history, version)
    except NotFoundError:
        return None
    return restore(history.address, text, version)
