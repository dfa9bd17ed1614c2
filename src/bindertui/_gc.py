"""Tuning of Python's garbage collector.

CPython looks for reference cycles whenever 700 more container objects have been allocated than freed, and walks the
older generations every now and then. Modules, classes and the content of a binder live until the process ends, so
these walks find nothing, and loading a binder allocates enough for hundreds of them: about a sixth of the run time of
a short command. Each kind of process therefore sets a threshold of its own, and what a long process has loaded by the
end of its start-up is frozen, i.e. moved to a permanent generation that no collection walks.

Reference cycles are only collected later than they would be, never left for good: `pause` needs a `resume`.
"""

import gc

COMMAND_THRESHOLD = 50_000
"""For one command, which allocates a lot, frees little and ends."""
INDEXING_THRESHOLD = 100_000
"""For a process that only indexes a binder."""
SERVER_THRESHOLD = 10_000
"""For a server: the garbage of a short session is found while it is in the youngest generation."""


def set_threshold(allocations: int) -> None:
    """Collect the youngest generation only after this many allocations that were not freed."""
    gc.set_threshold(allocations)


def pause() -> None:
    """Collect nothing until `resume`, while loading objects that will stay."""
    gc.disable()


def resume() -> None:
    """End a pause, if there is one, and exempt all current objects from later collections."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def freeze_loaded() -> None:
    """Collect the garbage of start-up, and exempt all other objects from later collections."""
    gc.collect()
    gc.freeze()


def collect() -> None:
    """Collect all generations now; the time it takes grows with the number of live objects."""
    gc.collect()


def skip_last_collection() -> None:
    """Keep the interpreter from walking all objects once more while it exits."""
    gc.freeze()
