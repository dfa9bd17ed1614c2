"""The type of callbacks that report the progress of long work: loading files, indexing entries."""

from collections.abc import Callable

Progress = Callable[[int, int], object]
"""Called with the number of items done and the number of all items."""
