"""An index kept between runs: disposable, and shared by every process that reads the same binder."""

import contextlib
from pathlib import Path

from bindertui.model.binder import Binder
from bindertui.search.index import Index


def shelved(binder: Binder, folder: Path | None) -> Index:
    """The index of a binder as it is kept in a folder; built, and kept if that is possible, where it is not.

    Args:
        binder: what is searched.
        folder: named by the state of the binder's files; its siblings are of other states and are thrown away.
    """
    if folder is None:
        return Index.of(binder)
    if not folder.exists():
        with contextlib.suppress(OSError, ValueError):
            _build(binder, folder)
    try:
        # An empty folder would be filled in place, under the eyes of other processes.
        return Index.of(binder, folder if folder.exists() else None)
    except (OSError, ValueError):
        throw_away(folder)
        return Index.of(binder)


def _build(binder: Binder, folder: Path) -> None:
    """Build beside the folder and move into place, so that nobody meets half an index."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    from tempfile import mkdtemp  # noqa: PLC0415 - as in `throw_away`

    older = list(folder.parent.iterdir())
    partial = Path(mkdtemp(dir=folder.parent, prefix="."))
    try:
        Index.of(binder, partial)
        partial.rename(folder)
    except BaseException:
        throw_away(partial)
        raise
    for other in older:
        if other != folder:
            throw_away(other)


def throw_away(folder: Path) -> None:
    """Remove an index that is of no use."""
    import shutil  # noqa: PLC0415 - a start that finds its index does without

    shutil.rmtree(folder, ignore_errors=True)
