"""Finding passages in a snapshot."""

from collections.abc import Callable
from functools import cached_property
from threading import Event, Lock, RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from attrs import field

from bindertui.model.address import Address
from bindertui.search.hits import Hits
from bindertui.search.index import Index
from bindertui.search.matching import Matcher
from bindertui.search.parser import parse
from bindertui.search.query import Query
from bindertui.search.shelf import BusyError, Shelf, folder_for, throw_away
from bindertui.services.library import Snapshot
from bindertui.values import frozen

if TYPE_CHECKING:
    from bindertui.search.completion import Completion
    from bindertui.search.upkeep import Progress
    from bindertui.services.completing import Completer

T = TypeVar("T")

PAGE = 20
"""Hits that are fetched at once while a query is typed: about what a screen shows."""
_WAIT = 0.2
"""Seconds between two looks at an index that another process is bringing up to date."""
_REREAD = 0.5
"""Seconds after which what another process has indexed meanwhile is searched, too."""
_FEW = 20
"""Files that are indexed in this process; more take so long that the keys would feel it."""


@frozen
class Found:
    """What a search in the app found.

    Attributes:
        text: the query as it was typed.
        hits: the best hits.
        query: as it was understood, and what of it was not.
        matcher: lights the matches in any text that is shown; None for an empty query.
    """

    text: str = ""
    hits: Hits = field(factory=Hits)
    query: Query | None = None
    matcher: Matcher | None = None


class Finder:
    """Searches one snapshot; threads may share it.

    What is indexed so far answers at once; `prepare` brings the index up to date.

    Attributes:
        in_memory: whether the index could not be kept, so that the next start has to build it again.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare to search a snapshot; nothing is opened before it is needed."""
        self.in_memory = False
        self._snapshot = snapshot
        self._shelf: Shelf | None = None
        self._opening = RLock()
        self._updating = Lock()
        self._superseded = Event()

    def prepare(self, progress: "Progress | None" = None, *, apart: bool = False) -> None:
        """Bring the index up to date; what is indexed so far can be searched meanwhile.

        Args:
            progress: told how many files are indexed, and of how many.
            apart: whether another process may do it where it is much, so that this one's threads do not wait for it.
        """
        with self._updating:
            try:
                self._update(self._opened(), progress, apart=apart)
            except (OSError, ValueError):
                # The cache cannot be written, the disk is full, or what lies there is no index.
                shelf = Shelf(self._snapshot.binder, None)
                shelf.update(shelf.changes(), progress)
                self._shelf, self.in_memory = shelf, True

    def supersede(self) -> None:
        """Update the index no more: there is a newer snapshot, whose files it must not be taken back from."""
        self._superseded.set()

    def typed(self, text: str, language: str, limit: int = PAGE) -> Found:
        """What a query finds while it is being typed: its last word may be unfinished."""
        query = parse(text, typing=True)
        if query.node is None:
            return Found(text, Hits(problems=query.problems), query)

        def search(index: Index) -> Found:
            checked = index.checked(query)
            matcher = index.matcher(checked)
            return Found(text, index.search(checked, language, limit, matcher=matcher), checked, matcher)

        return self._asked(search)

    def more(self, found: Found, language: str, limit: int = PAGE) -> Hits:
        """The hits that come after those of a search."""
        query = found.query
        if query is None:
            return Hits()
        return self._asked(lambda index: index.search(query, language, limit, len(found.hits.hits), found.matcher))

    def found(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """The best passages for a whole query, after the first `offset` of them."""
        query = parse(text, typing=False)
        if query.node is None:
            return Hits(problems=query.problems)
        return self._asked(lambda index: index.search(index.checked(query), language, limit, offset))

    def completions(self, text: str, cursor: int, language: str) -> "tuple[Completion, ...]":
        """What may take the place of what is being written at the cursor; no index is waited for."""
        shelf = self._shelf
        return self._completer.completions(text, cursor, language, shelf.index.values if shelf else None)

    @cached_property
    def _completer(self) -> "Completer":
        from bindertui.services.completing import Completer  # noqa: PLC0415 - the verb completes nothing

        return Completer(self._snapshot.binder)

    def in_reading_order(self, found: Found, language: str) -> tuple[Address, ...]:
        """Every place a search found, from the front of the binder to its back."""
        query = found.query
        return self._asked(lambda index: index.in_reading_order(query, language)) if query else ()

    def _opened(self) -> Shelf:
        with self._opening:
            if self._shelf is None:
                self._shelf = self._open()
            return self._shelf

    def _open(self) -> Shelf:
        binder, parent = self._snapshot.binder, self._snapshot.index_folder
        if parent is not None:
            folder = folder_for(binder, parent)
            state = self._snapshot.state.hex() if self._snapshot.state else None
            for _ in range(2):
                try:
                    return Shelf(binder, folder, state)
                except (OSError, ValueError):
                    throw_away(folder)
        self.in_memory = parent is not None
        return Shelf(binder, None)

    def _update(self, shelf: Shelf, progress: "Progress | None", *, apart: bool) -> None:
        while not (shelf.current or self._superseded.is_set()):
            changes = shelf.changes()
            try:
                if apart and len(changes.written) > _FEW:
                    if self._update_apart(shelf, progress):
                        # It is of the files as they are now; of newer ones there will be another snapshot.
                        return
                    apart = False
                    continue
                shelf.update(changes, progress)
            except BusyError:
                sleep(_WAIT)
                shelf.reread()
                continue
            shelf.mark()
            return

    def _update_apart(self, shelf: Shelf, progress: "Progress | None") -> bool:
        """Have another process do it, searching what it has done so far; False if that cannot be."""
        arguments = self._snapshot.repository.arguments()
        if arguments is None or shelf.folder is None:
            return False
        from bindertui.services.indexing import index_apart  # noqa: PLC0415 - it calls this module in that process

        reread = monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal reread
            if monotonic() - reread > _REREAD:
                shelf.reread()
                reread = monotonic()
            if progress is not None:
                progress(done, total)

        done = index_apart(arguments, tell)
        shelf.reread()
        return done

    def _asked(self, ask: Callable[[Index], T]) -> T:
        """What the index answers; one whose files turn out to be damaged is thrown away and built anew."""
        shelf = self._opened()
        try:
            return ask(shelf.index)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            # The engine panics over damaged files, which is no Exception; any other failure fails again below.
            if shelf.folder is None or not shelf.folder.exists():
                raise
            throw_away(shelf.folder)
            with self._opening:
                self._shelf = None
            self.prepare()
            return ask(self._opened().index)
