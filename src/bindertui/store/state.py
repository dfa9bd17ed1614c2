"""Small values kept between runs, as JSON files below the state folder."""

import contextlib
import os
from pathlib import Path
from typing import Any


def load(path: Path) -> Any:
    """The value of a state file; None where there is none that can be read."""
    try:
        text = path.read_text(encoding="utf-8")
        import json  # noqa: PLC0415 - most starts find no state, and none writes any

        return json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None


def save(path: Path, value: Any) -> None:
    """Replace a state file by a value, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    import json  # noqa: PLC0415 - as in `load`
    import tempfile  # noqa: PLC0415

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
