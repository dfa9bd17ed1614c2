"""Indexing in a process of its own: an app whose binder is being indexed has its time for the keys."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from bindertui import _gc
from bindertui.search.upkeep import Progress
from bindertui.services.finding import Finder
from bindertui.services.library import Snapshot
from bindertui.store.catalog import Catalog
from bindertui.store.local import FolderRepository

_NICENESS = 5
_TELLING = 0.05
"""Seconds between two words on how far it is."""


def index_apart(arguments: Sequence[str], progress: Progress) -> bool:
    """Have another process bring the index of a binder up to date, and wait for it.

    Args:
        arguments: what `main` is called with.
        progress: told how many entries are indexed, and of how many.

    Returns:
        Whether it did; there may be no other process to be had.
    """
    # -P: the folder somebody happens to stand in is no place to import from.
    command = (sys.executable, "-P", "-m", __name__, *arguments)
    try:
        with subprocess.Popen(  # noqa: S603 - this program again, and no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                done, _, total = line.partition(" ")
                progress(int(done), int(total))
    except (OSError, ValueError):
        return False
    return process.returncode == 0


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
