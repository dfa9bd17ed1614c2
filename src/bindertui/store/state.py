"""Small values kept between runs, as JSON files below the state folder."""

import contextlib
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindertui.model.address import is_id


def file_of(folder: Path, kind: str, binder: str) -> Path:
    """Where values of a kind are kept below a state folder for the binder with this id."""
    # An id that is not well formed could lead anywhere as a file name.
    return folder / kind / f"{binder if is_id(binder) else own_name(binder)}.json"


def load(path: Path) -> Any:
    """The value of a state file; None where there is none that can be read."""
    try:
        return _value(path.read_bytes())
    except OSError:
        return None


def change(path: Path, changed: Callable[[Any], Any]) -> Any:
    """Replace the value of a state file by what it becomes, whatever other sessions have made of it, and give that.

    Args:
        path: the file.
        changed: what its value is to be, of the one that is there now; that is None where there is none of ours.

    Raises:
        OSError: the folder cannot be written, or what is there cannot be read.
    """
    from bindertui.store.locking import held  # noqa: PLC0415 - no start changes any

    with held(path.with_name(f"{path.name}.lock")):
        try:
            value = _value(path.read_bytes())
        except FileNotFoundError:
            value = None
        value = changed(value)
        save(path, value)
    return value


def _value(content: bytes) -> Any:
    import json  # noqa: PLC0415 - most starts find no state, and none writes any

    try:
        return json.loads(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None


def save(path: Path, value: Any) -> None:
    """Replace a state file by a value, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    import json  # noqa: PLC0415 - as in `_value`

    replace(path, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def replace(path: Path, content: bytes, *, more: bool = False) -> None:
    """Replace a file by other bytes, whole or not at all, for its owner's eyes; no power cut undoes it afterwards.

    Args:
        path: the file.
        content: the bytes.
        more: another file of the folder is replaced right after, and sees to it that both survive.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Named after the file, so that it can be told whose it was if the process dies here; and by chance, as `tempfile`
    # does it, which takes longer to import than this to run.
    beside = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
        if not more:
            settle(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def settle(folder: Path) -> None:
    """Let what was renamed in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def own_name(text: str) -> str:
    """A file name that stands for a text, which may hold anything, and for no other."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
