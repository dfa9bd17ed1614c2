"""State files: small values kept between runs as JSON below the state folder, updated under a lock."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindertui.atomic import atomic_write
from bindertui.model.address import is_id


def state_file(folder: Path, kind: str, binder: str) -> Path:
    """Return the path of the state file of a kind for the binder with an id."""
    # Hashed unless valid: as a file name, any other id could lead to another folder.
    return folder / kind / f"{binder if is_id(binder) else hashed_name(binder)}.json"


def load_state(path: Path) -> Any:
    """Return the value of a state file; None if it does not exist or cannot be read."""
    try:
        return _parse(path.read_bytes())
    except OSError:
        return None


def update_state(path: Path, change: Callable[[Any], Any]) -> Any:
    """Change the value of a state file under a lock, so that no session loses the change of another.

    Args:
        path: the file.
        change: returns the new value, given the present one; None if there is no valid one.

    Returns:
        The new value.

    Raises:
        OSError: the folder cannot be written, or the file cannot be read.
    """
    from bindertui.store.locking import lock_file  # noqa: PLC0415 - lazy: a start only reads

    with lock_file(path.with_name(f"{path.name}.lock")):
        try:
            value = _parse(path.read_bytes())
        except FileNotFoundError:
            value = None
        value = change(value)
        save_state(path, value)
    return value


def _parse(content: bytes) -> Any:
    import json  # noqa: PLC0415 - lazy: most starts find no state file

    try:
        return json.loads(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None


def save_state(path: Path, value: Any) -> None:
    """Write a state file atomically and durably, readable by its owner only.

    Raises:
        OSError: the folder cannot be written.
    """
    import json  # noqa: PLC0415 - as in `_parse`

    content = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, content, mode=0o600)


def hashed_name(text: str) -> str:
    """Return a file name for a text of any characters; different texts have different names."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
