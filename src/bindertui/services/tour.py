"""The tour: a small binder about the program, shipped as package data."""

from functools import cache
from pathlib import Path

from bindertui.services.library import Library
from bindertui.services.live import LiveBinder
from bindertui.store.cache.catalog import BinderCache

FOLDER = Path(__file__).parent.parent / "help"


@cache
def open_tour(cache_folder: Path) -> LiveBinder:
    """Return the tour, loaded once and shared by every session of the process.

    Args:
        cache_folder: the folder of the binder cache, so that the next start need not parse YAML.
    """
    return LiveBinder(Library((FOLDER,), BinderCache(cache_folder)).snapshot())
