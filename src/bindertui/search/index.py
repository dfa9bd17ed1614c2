"""The index of passages: built once, asked on every key.

An index kept between runs: disposable, brought up to date file by file, shared by all who read the binder.
"""

import contextlib
import json
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import asdict, define, evolve, field
from tantivy import Index as Store

from bindertui.atomic import atomic_write
from bindertui.errors import closest_match
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import NEUTRAL
from bindertui.search import parser
from bindertui.search.analysis import stem
from bindertui.search.fields import FIELDS
from bindertui.search.matcher import Matcher
from bindertui.search.query import Filter, Query, QueryProblem, parts
from bindertui.search.ranking import Ranking
from bindertui.search.results import Hits
from bindertui.search.schema import FILTERS, FORMAT, TAGS, IndexSchema, tag, tag_value
from bindertui.search.synonyms import Synonyms

if TYPE_CHECKING:
    from bindertui.search.indexer import IndexChanges, Manifest, Progress

_MOST_COMPARED = 2_000
"""Values that one that is not known is compared with, to say which may be meant."""


class Index:
    """Finds passages; it never changes, and threads may share it."""

    def __init__(self, layout: IndexSchema, store: Store, synonyms: Synonyms) -> None:
        """What a store holds now.

        Args:
            layout: its fields.
            store: what holds it; what is written to it later is for a later index.
            synonyms: the names that mean the same.
        """
        self.layout = layout
        self.store = store
        self.synonyms = synonyms
        store.reload()
        self._searcher = store.searcher()

    @classmethod
    def of(cls, binder: Binder) -> "Index":
        """The index of one binder, in memory."""
        from bindertui.search.indexer import Manifest, find_changes, write_index  # noqa: PLC0415 - most are kept, and only asked

        layout = IndexSchema(binder.languages)
        store = layout.store()
        write_index(store, layout, find_changes(binder, Manifest()), Manifest())
        return cls(layout, store, Synonyms.of(binder))

    def renewed(self) -> "Index":
        """The index of what the store holds by now."""
        return Index(self.layout, self.store, self.synonyms)

    def matcher(self, query: Query) -> Matcher:
        """What lights a query's matches in any text that is shown."""
        return Matcher(query, self.synonyms, self._knows, self.layout.languages[0])

    def search(
        self, query: Query, language: str, limit: int = 20, offset: int = 0, matcher: Matcher | None = None
    ) -> Hits:
        """One page of the passages that answer a query, the best first.

        Args:
            query: as `parser.parse` reads it.
            language: the reader's; a text that does not answer in it may answer in another.
            limit: the most hits to return.
            offset: how many to pass over.
            matcher: the query's, if it has been made already.
        """
        return self._ranking(query, language, matcher).page(limit, offset)

    def in_reading_order(self, query: Query, language: str, limit: int = 10_000) -> tuple[Address, ...]:
        """The places a search finds, from the front of the binder to its back; the first `limit` of them."""
        return self._ranking(query, language).in_reading_order(limit)

    def checked(self, query: Query) -> Query:
        """A query, with a problem where it asks for a value of a field that nothing here has."""
        asked = (part for part in parts(query.node) if isinstance(part, Filter))
        unknown = tuple(self._unknown(part) for part in asked if not self._has(part))
        return evolve(query, problems=(*query.problems, *unknown)) if unknown else query

    def _has(self, wanted: Filter) -> bool:
        """Whether a filter names something; what is compared, or chosen from a few, is as it was read."""
        spec = FIELDS[wanted.field]
        if spec.dated or spec.choices:
            return True
        if wanted.prefix:
            return any(self.values(wanted.field, value, 1) for value in wanted.values)
        return any(self._searcher.doc_freq(TAGS, tag(wanted.field, value)) for value in wanted.values)

    def _unknown(self, wanted: Filter) -> QueryProblem:
        value = wanted.values[0]
        close = closest_match(value, self.values(wanted.field, "", _MOST_COMPARED))
        return QueryProblem(wanted.extent, parser.missing_value(FIELDS[wanted.field], value, close))

    def values(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """The values of a field of the query language that begin so, for completion; none of an unknown field."""
        if field not in FILTERS:
            return ()
        found = self._searcher.terms_with_prefix(TAGS, tag(field, prefix.casefold()), limit=limit)
        return tuple(tag_value(term) for term, _ in found)

    def _ranking(self, query: Query, language: str, matcher: Matcher | None = None) -> Ranking:
        return Ranking(self._searcher, self.layout, query, matcher or self.matcher(query), language)

    def _knows(self, word: str, prefix: bool) -> bool:  # noqa: FBT001 - the shape of `plan.Knows`
        """Whether some passage has a word, a word of its stem, or with `prefix` one that begins so."""
        for language in (*self.layout.languages, NEUTRAL):
            exact = self.layout.exact(language)
            if prefix and self._searcher.terms_with_prefix(exact, word, limit=1):
                return True
            stemmed = stem(word, language or self.layout.languages[0])
            if self._searcher.doc_freq(exact, word) or self._searcher.doc_freq(self.layout.stem(language), stemmed):
                return True
        return False


_LEDGER, _NAMES, _STATE = "ledger.json", "names.json", "state"
_META = "meta.json"
"""The engine's own file, which names the files of an index; where there is none, it begins an empty one."""
_FORGOTTEN = 7 * 24 * 3600
"""Seconds after which an index that no start has asked for, of another version or edition, is thrown away."""


@define
class IndexStore:
    """The index of one binder, in a folder or in memory.

    Attributes:
        binder: as it is now.
        folder: where the index is kept; None keeps it in memory.
        state: of the binder's files; None where that is not known.
        index: what can be searched now, which may be of fewer or of older files than the binder has.
    """

    binder: Binder
    folder: Path | None
    state: str | None = None
    index: Index = field(init=False)
    _in_memory: "Manifest | None" = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Open what there is.

        Raises:
            ValueError: the folder holds something else or only some of an index, or cannot be written.
            OSError: likewise.
        """
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            told = any((self.folder / name).exists() for name in (_LEDGER, _STATE))
            if told and not (self.folder / _META).exists():
                # The empty index would pass for the one that these tell of.
                message = f"the index in {self.folder} has lost its {_META}"
                raise ValueError(message)
        layout = IndexSchema(self.binder.languages)
        store = layout.store(str(self.folder) if self.folder else None)
        self.index = Index(layout, store, self._kept_synonyms() or Synonyms.of(self.binder))

    def changes(self) -> "IndexChanges":
        """What has to be done to the index so that it is of the binder."""
        from bindertui.search.indexer import find_changes  # noqa: PLC0415 - an index that is up to date is only asked

        return find_changes(self.binder, self._ledger())

    def reread(self) -> None:
        """Take up what another process has done to the index."""
        self.index = self.index.renewed()

    def update(self, changes: "IndexChanges", progress: "Progress | None" = None) -> Index:
        """Do what has to be done, and give the index that is of the binder; meanwhile `index` is what there is so far.

        Args:
            changes: what has to be done.
            progress: told after each file.

        Raises:
            BusyError: another process is at it.
            OSError, ValueError: it cannot be kept.
        """
        from bindertui.search.indexer import pending_count, write_index  # noqa: PLC0415 - as in `changes`

        def committed(ledger: "Manifest") -> None:
            self._keep(ledger)
            self.index = self.index.renewed()

        if changes:
            ledger = self._ledger()
            self._keep(pending_count(changes, ledger))
            write_index(self.index.store, self.index.layout, changes, ledger, progress=progress, committed=committed)
        return self.index

    @property
    def current(self) -> bool:
        """Whether the index was marked as being of the binder's files as they are now."""
        if self.folder is None or self.state is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return (self.folder / _STATE).read_text(encoding="utf-8") == self.state
        return False

    def mark(self) -> None:
        """Mark the index as being of the binder's files as they are now: the next start need not compare them."""
        if self.folder is not None and self.state is not None:
            with contextlib.suppress(OSError):
                _replace(self.folder / _NAMES, self.index.synonyms.written())
                _replace(self.folder / _STATE, self.state)
                _forget_siblings(self.folder)

    def _kept_synonyms(self) -> Synonyms | None:
        """The names that mean the same, if they were kept with an index of the same files: a search reads no entry."""
        if self.folder is not None and self.current:
            with contextlib.suppress(OSError, ValueError, TypeError):
                return Synonyms.read((self.folder / _NAMES).read_text(encoding="utf-8"))
        return None

    def _ledger(self) -> "Manifest":
        """What the index holds; nothing where that cannot be told, so that all is indexed anew."""
        from bindertui.search.indexer import Manifest, ManifestEntry  # noqa: PLC0415 - as in `changes`

        if self.folder is None:
            return self._in_memory or Manifest()
        try:
            written = json.loads((self.folder / _LEDGER).read_text(encoding="utf-8"))
            files = {name: ManifestEntry(**kept) for name, kept in written["files"].items()}
            return Manifest(files, written["titles"])
        except (OSError, ValueError, LookupError, TypeError):
            return Manifest()

    def _keep(self, ledger: "Manifest") -> None:
        if self.folder is None:
            self._in_memory = ledger
        else:
            (self.folder / _STATE).unlink(missing_ok=True)
            _replace(self.folder / _LEDGER, json.dumps(asdict(ledger)))


def index_folder(binder: Binder, parent: Path) -> Path:
    """Where below a folder the index of a binder is kept: an index of another edition or format is another index."""
    told = repr((FORMAT, binder.cover.id, binder.cover.edition, binder.languages))
    return parent / sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def discard_index(folder: Path) -> None:
    """Remove an index that is of no use."""
    shutil.rmtree(folder, ignore_errors=True)


def _replace(path: Path, text: str) -> None:
    # An index can be rebuilt, so a power cut may take its files.
    atomic_write(path, text.encode("utf-8"), durable=False)


def _forget_siblings(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.stat().st_mtime < time.time() - _FORGOTTEN:
            discard_index(other)
