"""The tour: a small binder about the program itself, which comes with it."""

from functools import cache
from pathlib import Path

from bindertui.services.library import Library
from bindertui.services.live import LiveBinder
from bindertui.store.cache.catalog import Catalog

FOLDER = Path(__file__).parent.parent / "help"


@cache
def open_tour(cache_folder: Path) -> LiveBinder:
    """Return the tour, read once and shared by every session of the process.

    Args:
        cache_folder: where copies of binders are kept, so that the next start reads no YAML.
    """
    return LiveBinder(Library((FOLDER,), Catalog(cache_folder)).snapshot())
