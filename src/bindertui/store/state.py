"""Small values kept between runs, as JSON files below the state folder."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindertui.atomic import atomic_write
from bindertui.model.address import is_id


def state_file(folder: Path, kind: str, binder: str) -> Path:
    """Where values of a kind are kept below a state folder for the binder with this id."""
    # An id that is not well formed could lead anywhere as a file name.
    return folder / kind / f"{binder if is_id(binder) else hashed_name(binder)}.json"


def load_state(path: Path) -> Any:
    """The value of a state file; None where there is none that can be read."""
    try:
        return _value(path.read_bytes())
    except OSError:
        return None


def update_state(path: Path, change: Callable[[Any], Any]) -> Any:
    """Replace the value of a state file by what it becomes, whatever other sessions have made of it, and give that.

    Args:
        path: the file.
        change: what its value is to be, of the one that is there now; that is None where there is none of ours.

    Raises:
        OSError: the folder cannot be written, or what is there cannot be read.
    """
    from bindertui.store.locking import lock_file  # noqa: PLC0415 - no start changes any

    with lock_file(path.with_name(f"{path.name}.lock")):
        try:
            value = _value(path.read_bytes())
        except FileNotFoundError:
            value = None
        value = change(value)
        save_state(path, value)
    return value


def _value(content: bytes) -> Any:
    import json  # noqa: PLC0415 - most starts find no state, and none writes any

    try:
        return json.loads(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None


def save_state(path: Path, value: Any) -> None:
    """Write a value to a state file, atomically and durably, readable by its owner only.

    Raises:
        OSError: the folder cannot be written.
    """
    import json  # noqa: PLC0415 - as in `_value`

    content = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, content, mode=0o600)


def hashed_name(text: str) -> str:
    """A file name that stands for a text, which may hold anything, and for no other."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
