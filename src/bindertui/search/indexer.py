"""Incremental indexing: update the index of a binder file by file.

Problem: a save changes one file of thousands, and the app has to find the new text a moment later. Indexing everything
again needs seconds; the engine can only delete and add documents. Passages also depend on other files: a link shows the
title of its target, and results list passages in the reading order of the binder, which a new file shifts.

Approach: an `IndexManifest`, stored next to the index, records the digest and the rank of each indexed file, and
checksums of the titles that passages show. `find_changes` compares it with the binder and returns the files to remove
and to index; `write_index` deletes the documents of those files and adds new ones. A passage's order is its file's
rank times 2^20 plus its position in the file. New files get ranks in the gaps between their neighbours (the longest
increasing subsequence of old ranks stays); only where a gap is used up are all ranks assigned, and all files indexed,
again.

Invariants:
- One writer at a time, by the engine's lock file; others get `BusyError` and read the writer's commits.
- Before the first change, the manifest is written with empty digests for all affected files (`pending_manifest`). If
  the process dies, these files are indexed again. The manifest never claims more than the index has.
- An index can be deleted at any time; it is built again.
- Long runs commit in between, at growing intervals, so that search finds the files indexed so far.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from time import monotonic
from zlib import crc32

from attrs import field
from tantivy import Index as Engine
from tantivy import IndexWriter

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.binder import Binder
from bindertui.model.outline import INDEX_PAGES
from bindertui.model.progress import Progress
from bindertui.search.documents import build_documents
from bindertui.search.passages import ContentFile, IndexedPassage, content_files
from bindertui.search.schema import TAGS, IndexSchema, tag

_WRITER_HEAP = 64_000_000
"""Bytes the writer buffers before it writes a segment; fewer segments are faster to search."""
_RANK_BITS = 20
"""The order of a passage is its file's rank, followed by its position in the file in this many bits."""
_RANK_GAP = 1 << 20
"""The distance between the ranks of two files in a new index, which leaves room for files in between."""
_FIRST_COMMIT_SECONDS = 0.5
"""Time until the first commit; each interval after it is four times as long."""


class BusyError(BinderError):
    """Another process is updating the index."""


@frozen
class ManifestEntry:
    """An indexed file.

    Attributes:
        digest: the digest of the file when it was indexed; empty if unknown, so that the file is indexed again.
        rank: its rank in reading order.
    """

    digest: str
    rank: int


@frozen
class IndexManifest:
    """The contents of an index.

    Attributes:
        files: the indexed files, by path in the binder.
        titles: checksums of the titles that passages of other entries show, by entry.
    """

    files: Mapping[str, ManifestEntry] = field(factory=dict)
    titles: Mapping[str, int] = field(factory=dict)


@frozen
class IndexChanges:
    """The differences between an index and a binder.

    Attributes:
        removed: paths of files to remove.
        to_index: files to index, each with its new entry in the manifest, in reading order.
        unchanged: entries of the files that stay as they are.
    """

    removed: tuple[str, ...] = ()
    to_index: tuple[tuple[ContentFile, ManifestEntry], ...] = ()
    unchanged: Mapping[str, ManifestEntry] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.removed or self.to_index)


def find_changes(binder: Binder, manifest: IndexManifest) -> IndexChanges:
    """Return the changes that bring an index up to date with a binder."""
    files = content_files(binder)
    shows_new_title = _shows_new_title(binder, manifest)
    ranks = _assign_ranks([manifest.files[file.path].rank if file.path in manifest.files else None for file in files])
    to_index, unchanged = [], {}
    for file, rank in zip(files, ranks, strict=True):
        entry = ManifestEntry(file.digest, rank)
        if entry.digest and entry == manifest.files.get(file.path) and not shows_new_title(file):
            unchanged[file.path] = entry
        else:
            to_index.append((file, entry))
    removed = manifest.files.keys() - {file.path for file in files}
    return IndexChanges(tuple(sorted(removed)), tuple(to_index), unchanged)


def write_index(  # noqa: PLR0913 - the last two are callbacks
    engine: Engine,
    schema: IndexSchema,
    changes: IndexChanges,
    manifest: IndexManifest,
    *,
    progress: Progress | None = None,
    on_commit: Callable[[IndexManifest], object] = lambda _: None,
) -> IndexManifest:
    """Apply changes to an index, and return its new manifest.

    Args:
        engine: the index.
        schema: its fields.
        changes: the changes to apply.
        manifest: the manifest before the changes.
        progress: called after each file.
        on_commit: called with the manifest after each commit: now and then, and at the end.

    Raises:
        BusyError: another process is updating the index.
        OSError: the index cannot be written.
    """
    writer = _open_writer(engine)
    if not manifest.files:
        writer.delete_all_documents()
    for name in (*changes.removed, *(file.path for file, _ in changes.to_index)):
        writer.delete_documents_by_term(TAGS, tag("file", name))
    files, titles = dict(changes.unchanged), dict(manifest.titles)
    commit_after, started = _FIRST_COMMIT_SECONDS, monotonic()
    for done, (file, entry) in enumerate(changes.to_index, 1):
        shown: set[str] = set()
        for document in build_documents(
            schema, _record_mentions(file.passages(), shown), entry.rank << _RANK_BITS, file.path
        ):
            writer.add_document(document)
        titles |= {identifier: title_checksum(file.binder, identifier) for identifier in shown}
        files[file.path] = entry
        if progress is not None:
            progress(done, len(changes.to_index))
        if monotonic() - started > commit_after:
            writer.commit()
            on_commit(IndexManifest(dict(files), dict(titles)))
            commit_after, started = 4 * commit_after, monotonic()
    writer.commit()
    writer.wait_merging_threads()
    manifest = IndexManifest(files, titles)
    on_commit(manifest)
    return manifest


def pending_manifest(changes: IndexChanges, ledger: IndexManifest) -> IndexManifest:
    """Return the manifest to store while changes are written: affected files have no digest.

    If the writer dies, these files are indexed again, since the index may have any part of them.
    """
    unknown = {
        name: ManifestEntry("", kept.rank) for name, kept in ledger.files.items() if name not in changes.unchanged
    }
    unknown |= {file.path: ManifestEntry("", kept.rank) for file, kept in changes.to_index}
    return IndexManifest({**changes.unchanged, **unknown}, ledger.titles)


def title_checksum(binder: Binder, identifier: str) -> int:
    """Return a checksum of the current title of an entry."""
    place = binder.outline_item(identifier)
    return crc32(repr(place.title.originals).encode("utf-8", "replace")) if place else 0


def _open_writer(store: Engine) -> IndexWriter:
    try:
        # One thread keeps documents in reading order, which breaks ties between equal scores.
        return store.writer(heap_size=_WRITER_HEAP, num_threads=1)
    except ValueError as error:
        if "lock" in str(error).casefold():
            raise BusyError(lazy_gettext("Another process is indexing this binder.")) from None
        raise


def _record_mentions(passages: Iterable[IndexedPassage], shown: set[str]) -> Iterator[IndexedPassage]:
    """Yield passages, and add the ids of entries that they may show by title to `shown`."""
    for passage in passages:
        shown.update(passage.partners)
        yield passage


def _shows_new_title(binder: Binder, ledger: IndexManifest) -> Callable[[ContentFile], bool]:
    """Return a predicate: does a file show the title of an entry that has been renamed?

    Files with many entries (the glossary, the sources, the cover) are assumed to.
    """
    changed = [name for name, number in ledger.titles.items() if title_checksum(binder, name) != number]
    mentioning = {mention.address.entry for name in changed for mention in binder.mentions(name)}
    tops = {next((name for name in binder.parents(entry) if name not in INDEX_PAGES), entry) for entry in mentioning}
    return lambda file: bool(changed) and ("/" not in file.path or PurePath(file.path).stem in tops)


def _assign_ranks(before: Sequence[int | None]) -> list[int]:
    """Return increasing ranks for files in order, given their old ranks; as few ranks as possible change."""
    unchanged = _longest_increasing([rank for rank in before if rank is not None])
    found: list[int] = []
    last = pending = 0
    for rank in before:
        if rank is None or rank not in unchanged:
            pending += 1
            continue
        step = (rank - last) // (pending + 1)
        if pending and not step:
            return [_RANK_GAP * number for number in range(1, len(before) + 1)]
        found += [last + step * number for number in range(1, pending + 1)]
        found.append(rank)
        last, pending = rank, 0
    return found + [last + _RANK_GAP * number for number in range(1, pending + 1)]


def _longest_increasing(ranks: Sequence[int]) -> set[int]:
    """Return the longest increasing subsequence of some distinct numbers."""
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
