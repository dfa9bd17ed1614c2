"""Changes to the files of a binder, whoever makes them."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

_SETTLE = 400
"""Milliseconds that changes are gathered for before they are told: editors write a file in several steps."""
_LOOK = 500
"""Milliseconds between two looks at whether to stop."""


def file_changes(root: Path, stop: Event) -> Iterator[frozenset[Path]]:
    """The content files of a binder that were written, added or removed, whenever some were.

    The first time comes without any once the watch has begun: what changed before that was not seen.

    Args:
        root: the binder's folder.
        stop: ends the watch within half a second once it is set.

    Raises:
        OSError: the folder cannot be watched, or is gone.
    """

    def of_content(_: Change, path: str) -> bool:
        file = Path(path)
        return file.suffix == ".yaml" and not file.name.startswith(".")

    if not root.is_dir():
        raise NotADirectoryError(f"{root} is no folder.")
    begun = False
    try:
        for changes in watch(
            root,
            watch_filter=of_content,
            debounce=_SETTLE,
            rust_timeout=_LOOK,
            stop_event=stop,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes or not begun:
                begun = True
                yield frozenset(Path(path) for _, path in changes)
    except RuntimeError as error:
        # What watchfiles says when the system has no watches left.
        raise OSError(str(error)) from error
