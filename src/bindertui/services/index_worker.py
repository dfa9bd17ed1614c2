"""Indexing in a process of its own: an app whose binder is being indexed has its time for the keys."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from bindertui import _gc
from bindertui.services.library import Snapshot
from bindertui.services.search import Finder
from bindertui.store.cache.catalog import Catalog
from bindertui.store.folder_repository import FolderRepository

_NICENESS = 5
_TELLING = 0.05
"""Seconds between two words on how far it is."""


def main(arguments: Sequence[str]) -> int:
    """Index the binder in a folder, with its copies in a cache folder, saying on stdout how far it is."""
    root, cache = map(Path, arguments)
    _gc.set_threshold(_gc.INDEXING_THRESHOLD)
    os.nice(_NICENESS)
    parent = os.getppid()
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if os.getppid() != parent:
            sys.exit(1)
        if done == total or monotonic() - told > _TELLING:
            told = monotonic()
            print(done, total, flush=True)  # noqa: T201 - what the parent reads

    Finder(Snapshot.of(FolderRepository(root, Catalog(cache)))).prepare(tell)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
