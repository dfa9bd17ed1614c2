"""Small values kept between runs, as JSON files below the state folder."""

import contextlib
import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindertui.model.address import is_id


def file_of(folder: Path, kind: str, binder: str) -> Path:
    """Where values of a kind are kept below a state folder for the binder with this id."""
    # An id that is not well formed could lead anywhere as a file name.
    return folder / kind / f"{binder if is_id(binder) else sha256(binder.encode()).hexdigest()}.json"


def load(path: Path) -> Any:
    """The value of a state file; None where there is none that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def save(path: Path, value: Any) -> None:
    """Replace a state file by a value, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        try:
            json.dump(value, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise
