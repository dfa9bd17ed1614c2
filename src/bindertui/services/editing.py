"""Editing an entry: a draft of its file's text, and what comes of saving it."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field, frozen

from bindertui.errors import NotFoundError
from bindertui.model.address import Address, Path
from bindertui.model.binder import BINDER, GLOSSARY, SOURCES, EntryKind
from bindertui.services.access import Who
from bindertui.services.changing import Change, Changes, commit_changes, refused
from bindertui.services.library import Snapshot
from bindertui.services.merging import merged
from bindertui.services.outcomes import Denied, Outcome, Saved, Stale
from bindertui.services.reading import document_id
from bindertui.store.folder import kind_of
from bindertui.store.history import History
from bindertui.store.nodes import Mark, NodeError
from bindertui.store.yamltext import Edit, EditError, YamlText


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
        digest: the digest of the file's bytes then.
        text: the text as it is to be saved, with the byte order mark if the file has one.
    """

    snapshot: Snapshot
    address: Address
    file: FilePath
    kind: EntryKind
    path: Path
    base: str
    digest: str
    text: str
    _read: YamlText | None = field(default=None, repr=False, eq=False)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.text != self.base

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
            raise EditError(f"{self.file}:{error.mark.line + 1}:{error.mark.column + 1}: {error}") from None

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


def begin(snapshot: Snapshot, address: Address, who: Who) -> Draft | Denied:
    """A draft of the file that an address leads to.

    Raises:
        NotFoundError: there is no such entry, or no file holds it.
        EditError: the file is no text.
    """
    if (denied := refused(snapshot, who)) is not None:
        return denied
    if address.entry not in (BINDER, GLOSSARY, SOURCES):
        snapshot.entry(address)
    file = snapshot.repository.file(document_id(snapshot, address.entry))
    if file is None:
        raise NotFoundError(f"No file holds {address.entry}. Name one of its entries.")
    try:
        content = snapshot.repository.content(file)
    except NodeError as error:
        raise EditError(f"{file}: {error}") from None
    source = content.source
    path = address.path if file.stem == address.entry else path_in_file(source, address)
    return Draft(snapshot, address, file, kind_of(file), path, source, content.digest, source)


def commit(
    draft: Draft, who: Who, history: History | None = None, *, message: str | None = None, merge: bool = True
) -> Outcome:
    """Save a draft.

    Changes that others have made to the file meanwhile stay: where they touch other fields, both are saved; where they
    touch the same, nothing is, and the outcome says which.

    Args:
        draft: the draft.
        who: who saves it.
        history: where the save becomes a version; None keeps none.
        message: what was done, for the history; None says which entry was edited.
        merge: whether it may be merged; else any change to the file since makes it stale.

    Raises:
        SaveError: the disk is full, or may not be written.
    """
    words = message or f"Edit {draft.address.whole}"
    while True:
        change = Change(draft.file, draft.base, draft.digest, draft.text)
        outcome = commit_changes(Changes(draft.snapshot, words, (change,)), who, history)
        if not isinstance(outcome, Stale) or not merge or outcome.theirs is None or outcome.digest is None:
            return outcome
        met = merged(draft.base, draft.text, outcome.theirs)
        if met.text is None or met.conflicts or met.unclear:
            return evolve(outcome, merged=met.text, conflicts=met.conflicts)
        again = evolve(draft, base=outcome.theirs, digest=outcome.digest, text=met.text, read=None)
        saved = commit(again, who, history, message=words, merge=False)
        if isinstance(saved, Saved):
            addresses = tuple(Address(draft.file.stem, path, draft.address.binder) for path in met.applied)
            return evolve(saved, merged=addresses)
        if not isinstance(saved, Stale):
            return saved


def path_in_file(text: str, address: Address) -> Path:
    """Where an address leads in its file: into a nested section, by the positions of the sections above it."""
    try:
        tree = YamlText.parse(text).plain()
    except NodeError:
        return address.path
    return (*(_to_section(tree, address.entry) or ()), *address.path)


def _to_section(tree: Any, identifier: str, path: Path = ()) -> Path | None:
    below = tree.get("sections") if isinstance(tree, dict) else None
    for position, section in enumerate(below if isinstance(below, list) else ()):
        here = (*path, "sections", position)
        if isinstance(section, dict) and section.get("id") == identifier:
            return here
        if (deeper := _to_section(section, identifier, here)) is not None:
            return deeper
    return None
