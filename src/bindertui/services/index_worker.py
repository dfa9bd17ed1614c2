"""The indexing process: `python -m bindertui.services.index_worker` updates the index of a binder.

Indexing keeps a processor busy; in a process of its own, it does not delay the app's reaction to keys.
"""

import os
import sys
from time import monotonic

from bindertui import _gc
from bindertui.services.library import Snapshot
from bindertui.services.search import Finder
from bindertui.store.folder_repository import open_repository

_NICENESS = 5
_REPORT_INTERVAL = 0.05
"""Seconds between two progress reports."""


def main(token: str) -> int:
    """Index the binder of a repository token, and print the progress on stdout."""
    _gc.set_threshold(_gc.INDEXING_THRESHOLD)
    os.nice(_NICENESS)
    parent = os.getppid()
    reported_at = 0.0

    def report(done: int, total: int) -> None:
        nonlocal reported_at
        if os.getppid() != parent:
            sys.exit(1)
        if done == total or monotonic() - reported_at > _REPORT_INTERVAL:
            reported_at = monotonic()
            print(done, total, flush=True)  # noqa: T201 - read by the parent process

    Finder(Snapshot.of(open_repository(token))).prepare(report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
