"""The index of a binder: search it, and keep it on disk between runs."""

import contextlib
import json
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import asdict, define, evolve, field
from tantivy import Index as Engine

from bindertui.atomic import atomic_write
from bindertui.errors import closest_matches
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import NEUTRAL
from bindertui.search import parser
from bindertui.search.analysis import stem
from bindertui.search.fields import FIELDS
from bindertui.search.matcher import Matcher
from bindertui.search.query import Filter, Query, QueryProblem, iter_nodes
from bindertui.search.ranking import Ranking
from bindertui.search.results import Hits
from bindertui.search.schema import FILTERS, FORMAT, TAGS, IndexSchema, tag, tag_value
from bindertui.search.synonyms import Synonyms

if TYPE_CHECKING:
    from bindertui.model.progress import Progress
    from bindertui.search.indexer import IndexChanges, IndexManifest

_MAX_COMPARED = 2_000
"""Values to compare with an unknown one, to suggest similar ones."""


class Index:
    """Searches the passages of one binder; immutable, and safe to share between threads."""

    def __init__(self, schema: IndexSchema, engine: Engine, synonyms: Synonyms) -> None:
        """Open the last committed state of the engine's index.

        Args:
            schema: its fields.
            engine: the engine's index; later commits need a new `Index`.
            synonyms: the synonyms of the binder.
        """
        self.schema = schema
        self.engine = engine
        self.synonyms = synonyms
        engine.reload()
        self._searcher = engine.searcher()

    @classmethod
    def build(cls, binder: Binder) -> "Index":
        """Index a binder in memory."""
        # Lazy: most indexes are on disk already, and only searched.
        from bindertui.search.indexer import IndexManifest, find_changes, write_index  # noqa: PLC0415

        schema = IndexSchema(binder.languages)
        engine = schema.open_engine()
        write_index(engine, schema, find_changes(binder, IndexManifest()), IndexManifest())
        return cls(schema, engine, Synonyms.from_binder(binder))

    def reopen(self) -> "Index":
        """Return an index with everything committed by now."""
        return Index(self.schema, self.engine, self.synonyms)

    def make_matcher(self, query: Query) -> Matcher:
        """Return the matcher of a query, which finds its matches in any text."""
        return Matcher(query, self.synonyms, self._word_exists, self.schema.languages[0])

    def search(
        self, query: Query, language: str, limit: int = 20, offset: int = 0, matcher: Matcher | None = None
    ) -> Hits:
        """Return one page of the passages that match a query, the best first.

        Args:
            query: a query from `parser.parse`.
            language: the reader's; passages that do not match in it may match in another.
            limit: the most hits to return.
            offset: the number of hits to skip.
            matcher: the query's matcher, if there is one already.
        """
        return self._rank(query, language, matcher).page(limit, offset)

    def list_addresses(self, query: Query, language: str, limit: int = 10_000) -> tuple[Address, ...]:
        """Return the addresses of the first `limit` hits, in reading order."""
        return self._rank(query, language).list_addresses(limit)

    def check_values(self, query: Query) -> Query:
        """Return the query, with a problem for each filter by a value that no passage has."""
        filters = (part for part in iter_nodes(query.node) if isinstance(part, Filter))
        problems = tuple(self._unknown_value(part) for part in filters if not self._value_exists(part))
        return evolve(query, problems=(*query.problems, *problems)) if problems else query

    def _value_exists(self, wanted: Filter) -> bool:
        """Return whether a passage has the value of a filter; dates and fixed values are not checked."""
        spec = FIELDS[wanted.field]
        if spec.is_date or spec.choices:
            return True
        if wanted.prefix:
            return any(self.field_values(wanted.field, value, 1) for value in wanted.values)
        return any(self._searcher.doc_freq(TAGS, tag(wanted.field, value)) for value in wanted.values)

    def _unknown_value(self, wanted: Filter) -> QueryProblem:
        value = wanted.values[0]
        close = closest_matches(value, self.field_values(wanted.field, "", _MAX_COMPARED))
        return QueryProblem(wanted.extent, parser.missing_value(FIELDS[wanted.field], value, close))

    def field_values(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """Return the values of a field that begin with a prefix, for completion; none for an unknown field."""
        if field not in FILTERS:
            return ()
        found = self._searcher.terms_with_prefix(TAGS, tag(field, prefix.casefold()), limit=limit)
        return tuple(tag_value(term) for term, _ in found)

    def _rank(self, query: Query, language: str, matcher: Matcher | None = None) -> Ranking:
        return Ranking(self._searcher, self.schema, query, matcher or self.make_matcher(query), language)

    def _word_exists(self, word: str, prefix: bool) -> bool:  # noqa: FBT001 - as in `planner.WordLookup`
        """Return whether a passage has a word or its stem or, with `prefix`, a word that begins with it."""
        for language in (*self.schema.languages, NEUTRAL):
            exact = self.schema.exact_field(language)
            if prefix and self._searcher.terms_with_prefix(exact, word, limit=1):
                return True
            stemmed = stem(word, language or self.schema.languages[0])
            if self._searcher.doc_freq(exact, word) or self._searcher.doc_freq(
                self.schema.stem_field(language), stemmed
            ):
                return True
        return False


_MANIFEST_FILE, _SYNONYMS_FILE, _STATE_FILE = "ledger.json", "names.json", "state"
_ENGINE_FILE = "meta.json"
"""The engine's list of its files; without it, the engine creates an empty index."""
_MAX_AGE = 7 * 24 * 3600
"""Seconds after which an unused index of another version or edition is removed."""


@define
class IndexStore:
    """The index of one binder, in a folder or in memory.

    Attributes:
        binder: the current binder.
        folder: the folder of the index; None for an index in memory.
        state: the state of the binder's files; None if unknown.
        index: the searchable state; it may be older than the binder.
    """

    binder: Binder
    folder: Path | None
    state: str | None = None
    index: Index = field(init=False)
    _in_memory: "IndexManifest | None" = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Open or create the index.

        Raises:
            ValueError: the folder has something else or a part of an index, or cannot be written.
            OSError: likewise.
        """
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            exists = any((self.folder / name).exists() for name in (_MANIFEST_FILE, _STATE_FILE))
            if exists and not (self.folder / _ENGINE_FILE).exists():
                # Otherwise a new, empty index would pass for the one in the manifest.
                message = f"the index in {self.folder} has lost its {_ENGINE_FILE}"
                raise ValueError(message)
        schema = IndexSchema(self.binder.languages)
        engine = schema.open_engine(str(self.folder) if self.folder else None)
        self.index = Index(schema, engine, self._load_synonyms() or Synonyms.from_binder(self.binder))

    def find_changes(self) -> "IndexChanges":
        """Return the changes that bring the index up to date with the binder."""
        # Lazy: an index that is up to date is only searched.
        from bindertui.search.indexer import find_changes  # noqa: PLC0415

        return find_changes(self.binder, self._load_manifest())

    def reopen(self) -> None:
        """Load the commits of another process."""
        self.index = self.index.reopen()

    def update(self, changes: "IndexChanges", progress: "Progress | None" = None) -> Index:
        """Apply changes, and return the updated index; meanwhile `index` has the last commit.

        Args:
            changes: the changes to apply.
            progress: called after each file.

        Raises:
            BusyError: another process is updating the index.
            OSError, ValueError: the index cannot be written.
        """
        from bindertui.search.indexer import pending_manifest, write_index  # noqa: PLC0415 - as in `find_changes`

        def on_commit(manifest: "IndexManifest") -> None:
            self._save_manifest(manifest)
            self.index = self.index.reopen()

        if changes:
            manifest = self._load_manifest()
            self._save_manifest(pending_manifest(changes, manifest))
            write_index(self.index.engine, self.index.schema, changes, manifest, progress=progress, on_commit=on_commit)
        return self.index

    @property
    def is_current(self) -> bool:
        """Whether the index is marked as up to date with the binder's files."""
        if self.folder is None or self.state is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return (self.folder / _STATE_FILE).read_text(encoding="utf-8") == self.state
        return False

    def mark_current(self) -> None:
        """Mark the index as up to date with the binder's files, so that the next start need not compare them."""
        if self.folder is not None and self.state is not None:
            with contextlib.suppress(OSError):
                _write_text(self.folder / _SYNONYMS_FILE, self.index.synonyms.to_json())
                _write_text(self.folder / _STATE_FILE, self.state)
                _remove_old_siblings(self.folder)

    def _load_synonyms(self) -> Synonyms | None:
        """Return the synonyms saved with an up-to-date index, so that a search reads no entry; otherwise None."""
        if self.folder is not None and self.is_current:
            with contextlib.suppress(OSError, ValueError, TypeError):
                return Synonyms.from_json((self.folder / _SYNONYMS_FILE).read_text(encoding="utf-8"))
        return None

    def _load_manifest(self) -> "IndexManifest":
        """Return the manifest; an empty one if it cannot be read, so that everything is indexed again."""
        from bindertui.search.indexer import IndexManifest, ManifestEntry  # noqa: PLC0415 - as in `find_changes`

        if self.folder is None:
            return self._in_memory or IndexManifest()
        try:
            written = json.loads((self.folder / _MANIFEST_FILE).read_text(encoding="utf-8"))
            files = {name: ManifestEntry(**kept) for name, kept in written["files"].items()}
            return IndexManifest(files, written["titles"])
        except (OSError, ValueError, LookupError, TypeError):
            return IndexManifest()

    def _save_manifest(self, manifest: "IndexManifest") -> None:
        if self.folder is None:
            self._in_memory = manifest
        else:
            (self.folder / _STATE_FILE).unlink(missing_ok=True)
            _write_text(self.folder / _MANIFEST_FILE, json.dumps(asdict(manifest)))


def index_folder(binder: Binder, parent: Path) -> Path:
    """Return the folder of a binder's index; each edition, and each version of the schema, has its own."""
    key = repr((FORMAT, binder.cover.id, binder.cover.edition, binder.languages))
    return parent / sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def remove_index(folder: Path) -> None:
    """Delete an index."""
    shutil.rmtree(folder, ignore_errors=True)


def _write_text(path: Path, text: str) -> None:
    # An index can be rebuilt, so it need not survive a power cut.
    atomic_write(path, text.encode("utf-8"), durable=False)


def _remove_old_siblings(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.stat().st_mtime < time.time() - _MAX_AGE:
            remove_index(other)
