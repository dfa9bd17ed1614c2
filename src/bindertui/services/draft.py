"""The text of a file while someone edits it."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field

from bindertui.model.address import Address, Path
from bindertui.model.kinds import EntryKind
from bindertui.services.library import Snapshot
from bindertui.store.nodes import Mark, NodeError
from bindertui.store.yamltext import Edit, EditError, YamlText
from bindertui.store.yamltext.refusal import unreadable
from bindertui.values import frozen


@frozen(slots=False)
class Draft:
    """The text of a file while someone edits it: a value.

    Attributes:
        snapshot: the binder it is of.
        address: what is edited.
        file: the file it lies in.
        kind: what that file holds.
        path: where it lies there.
        base: the text the draft was begun from.
        digest: the digest of the file's bytes then; None where there is no such file any more.
        text: the text as it is to be saved, with the byte order mark if the file has one.
    """

    snapshot: Snapshot
    address: Address
    file: FilePath
    kind: EntryKind
    path: Path
    base: str
    digest: str | None
    text: str
    _read: YamlText | None = field(default=None, repr=False, eq=False)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.text != self.base or self.digest is None

    @property
    def mark(self) -> Mark:
        """Where the address leads in the text, for a cursor; the start where the text cannot be read."""
        try:
            return self.parsed.locate(self.path)
        except EditError:
            return Mark(0, 0)

    @cached_property
    def parsed(self) -> YamlText:
        """The text, read; `EditError` says where and why it cannot be."""
        if self._read is not None:
            return self._read
        try:
            return YamlText.parse(self.text)
        except NodeError as error:
            raise unreadable(self.file, error) from None

    def written(self, text: str) -> "Draft":
        """The draft with another text."""
        return evolve(self, text=text, read=None)

    def edited(self, edits: Iterable[Edit]) -> "Draft":
        """The draft with edits made in its text, their paths from the root of the file.

        Raises:
            EditError: the text cannot be read, or an edit cannot be made.
        """
        parsed = self.parsed.edited(edits)
        return evolve(self, text=parsed.text, read=parsed)


def path_in_file(text: str, address: Address) -> Path:
    """Where an address leads in its file: into a nested section, by the positions of the sections above it."""
    try:
        tree = YamlText.parse(text).plain()
    except NodeError:
        return address.path
    return (*(_to_section(tree, address.entry) or ()), *address.path)


def address_in(document: str, value: Any, path: Path, binder: str | None = None) -> Address:
    """The address of a path in a file: from the innermost section it leads into.

    Args:
        document: the id of the file.
        value: what the file says, as plain data.
        path: from the root of the file.
        binder: the id of its binder, to be named in the address.
    """
    entry, rest = document, path
    while len(rest) >= 2 and rest[0] == "sections" and isinstance(rest[1], int):
        below = value.get("sections") if isinstance(value, dict) else None
        if not isinstance(below, list) or rest[1] >= len(below) or not isinstance(below[rest[1]], dict):
            break
        value = below[rest[1]]
        if not isinstance(value.get("id"), str):
            break
        entry, rest = value["id"], rest[2:]
    return Address(entry, rest, binder)


def _to_section(tree: Any, identifier: str, path: Path = ()) -> Path | None:
    below = tree.get("sections") if isinstance(tree, dict) else None
    for position, section in enumerate(below if isinstance(below, list) else ()):
        here = (*path, "sections", position)
        if isinstance(section, dict) and section.get("id") == identifier:
            return here
        if (deeper := _to_section(section, identifier, here)) is not None:
            return deeper
    return None
