"""Bringing an index up to date file by file: what changed is written anew, the rest stays as it is."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from time import monotonic
from zlib import crc32

from attrs import field
from tantivy import Index as Store
from tantivy import IndexWriter

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.binder import Binder
from bindertui.model.outline import INDEXES
from bindertui.search.passages import ContentFile, Passage, content_files
from bindertui.search.schema import TAGS, IndexSchema, index_documents, tag

Progress = Callable[[int, int], object]
"""Told how many files have been indexed, and of how many."""

_MEMORY = 64_000_000
"""Bytes the writer may gather before it writes a segment; fewer segments answer faster."""
_RANK_BITS = 20
"""A passage's place in reading order is its file's rank, and in this many bits its place in the file."""
_ROOM = 1 << 20
"""Ranks between two files of a new index, for those that come between them later."""
_FIRST_COMMIT = 0.5
"""Seconds of work until what is indexed so far may be searched; each next stretch is four times as long."""


class BusyError(BinderError):
    """Another process is bringing this index up to date."""


@frozen
class ManifestEntry:
    """A file as it was when it was indexed.

    Attributes:
        digest: of the file; empty where that is not known, so that it is indexed anew.
        rank: where it stands in reading order.
    """

    digest: str
    rank: int


@frozen
class Manifest:
    """What an index holds.

    Attributes:
        files: by their paths in the binder.
        titles: of what passages of other entries show by its title, as a number that tells one title from another.
    """

    files: Mapping[str, ManifestEntry] = field(factory=dict)
    titles: Mapping[str, int] = field(factory=dict)


@frozen
class IndexChanges:
    """What has to be done to an index.

    Attributes:
        removed: paths of files that are gone.
        written: files to index anew, each with what the ledger will say of it, in reading order.
        kept: files that stay, as they are.
    """

    removed: tuple[str, ...] = ()
    written: tuple[tuple[ContentFile, ManifestEntry], ...] = ()
    kept: Mapping[str, ManifestEntry] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.removed or self.written)


def find_changes(binder: Binder, ledger: Manifest) -> IndexChanges:
    """What has to be done to an index so that it is of a binder as it is now."""
    present = content_files(binder)
    renamed = _showing_new_titles(binder, ledger)
    ranks = _ranks([ledger.files[file.path].rank if file.path in ledger.files else None for file in present])
    written, kept = [], {}
    for file, rank in zip(present, ranks, strict=True):
        now = ManifestEntry(file.digest, rank)
        if now.digest and now == ledger.files.get(file.path) and not renamed(file):
            kept[file.path] = now
        else:
            written.append((file, now))
    removed = ledger.files.keys() - {file.path for file in present}
    return IndexChanges(tuple(sorted(removed)), tuple(written), kept)


def write_index(  # noqa: PLR0913 - the last two are only told
    store: Store,
    layout: IndexSchema,
    changes: IndexChanges,
    ledger: Manifest,
    *,
    progress: Progress | None = None,
    committed: Callable[[Manifest], object] = lambda _: None,
) -> Manifest:
    """Do what has to be done to an index, and tell what it holds then.

    Args:
        store: the index.
        layout: its fields.
        changes: what has to be done.
        ledger: what the index holds now.
        progress: told after each file.
        committed: told whenever what is indexed so far can be searched: now and then, and at the end.

    Raises:
        BusyError: another process is at it.
        OSError: what is written cannot be kept.
    """
    writer = _writer(store)
    if not ledger.files:
        writer.delete_all_documents()
    for name in (*changes.removed, *(file.path for file, _ in changes.written)):
        writer.delete_documents_by_term(TAGS, tag("file", name))
    held, titles = dict(changes.kept), dict(ledger.titles)
    stretch, started = _FIRST_COMMIT, monotonic()
    for done, (file, kept) in enumerate(changes.written, 1):
        shown: set[str] = set()
        for document in index_documents(layout, _noting(file.passages(), shown), kept.rank << _RANK_BITS, file.path):
            writer.add_document(document)
        titles |= {identifier: title_number(file.binder, identifier) for identifier in shown}
        held[file.path] = kept
        if progress is not None:
            progress(done, len(changes.written))
        if monotonic() - started > stretch:
            writer.commit()
            committed(Manifest(dict(held), dict(titles)))
            stretch, started = 4 * stretch, monotonic()
    writer.commit()
    writer.wait_merging_threads()
    ledger = Manifest(held, titles)
    committed(ledger)
    return ledger


def pending_count(changes: IndexChanges, ledger: Manifest) -> Manifest:
    """What may be in an index while it is written to: a writer that dies leaves nothing that is not known of."""
    unknown = {name: ManifestEntry("", kept.rank) for name, kept in ledger.files.items() if name not in changes.kept}
    unknown |= {file.path: ManifestEntry("", kept.rank) for file, kept in changes.written}
    return Manifest({**changes.kept, **unknown}, ledger.titles)


def title_number(binder: Binder, identifier: str) -> int:
    """A number that tells the present title of an entry from another."""
    place = binder.place(identifier)
    return crc32(repr(place.title.originals).encode("utf-8", "replace")) if place else 0


def _writer(store: Store) -> IndexWriter:
    try:
        # One thread, so that documents lie in reading order and equal scores come out in it.
        return store.writer(heap_size=_MEMORY, num_threads=1)
    except ValueError as error:
        if "lock" in str(error).casefold():
            raise BusyError(lazy_gettext("Another process is indexing this binder.")) from None
        raise


def _noting(passages: Iterable[Passage], shown: set[str]) -> Iterator[Passage]:
    """The passages, and the ids of what they may show by its title noted on the way."""
    for passage in passages:
        shown.update(passage.partners)
        yield passage


def _showing_new_titles(binder: Binder, ledger: Manifest) -> Callable[[ContentFile], bool]:
    """Tells which files show a title that has changed since; of those that hold many entries, any may."""
    changed = [name for name, number in ledger.titles.items() if title_number(binder, name) != number]
    mentioning = {mention.address.entry for name in changed for mention in binder.mentions(name)}
    tops = {next((name for name in binder.parents(entry) if name not in INDEXES), entry) for entry in mentioning}
    return lambda file: bool(changed) and ("/" not in file.path or PurePath(file.path).stem in tops)


def _ranks(before: Sequence[int | None]) -> list[int]:
    """Ranks that rise in the order of the files; as many as can be stay what they were."""
    staying = _rising([rank for rank in before if rank is not None])
    found: list[int] = []
    last = waiting = 0
    for rank in before:
        if rank is None or rank not in staying:
            waiting += 1
            continue
        step = (rank - last) // (waiting + 1)
        if waiting and not step:
            return [_ROOM * number for number in range(1, len(before) + 1)]
        found += [last + step * number for number in range(1, waiting + 1)]
        found.append(rank)
        last, waiting = rank, 0
    return found + [last + _ROOM * number for number in range(1, waiting + 1)]


def _rising(ranks: Sequence[int]) -> set[int]:
    """The longest selection of some numbers that rises in their order."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for rank in ranks:
        at = bisect_left(ends, rank)
        before[rank] = ends[at - 1] if at else None
        ends[at : at + 1] = [rank]
    selected: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        selected.add(last)
        last = before[last]
    return selected
