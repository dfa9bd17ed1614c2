"""The journal of a save of several files: what remains to be done if the process dies."""

import json
from collections.abc import Sequence
from pathlib import Path

from bindertui.store.temporaries import PREFIX, remove, replace

Step = tuple[str | None, str]
"""A file that is to be replaced by a temporary one, or to be removed."""
_NAME = f"{PREFIX}journal"


def write(root: Path, steps: Sequence[Step]) -> None:
    """Note what is to be done: from now on the save is made."""
    replace(root / _NAME, json.dumps(steps).encode("utf-8", "surrogateescape"))


def forget(root: Path) -> None:
    """The save is complete, or was none."""
    remove(root / _NAME)


def read(root: Path) -> list[Step]:
    """What a save that was not completed still has to do; nothing where there is none, or its journal is not ours."""
    try:
        journal = (root / _NAME).read_bytes().decode("utf-8", "surrogateescape")
        steps = [(temporary, name) for temporary, name in json.loads(journal)]
    except (FileNotFoundError, ValueError, TypeError):
        return []
    return steps if all(_ours(temporary, name, root.resolve()) for temporary, name in steps) else []


def _ours(temporary: object, name: object, root: Path) -> bool:
    """Whether a line of a journal can be one of ours: a binder may come from anywhere, and its journal with it."""
    if not isinstance(name, str) or not isinstance(temporary, str | None):
        return False
    path = Path(name).resolve()
    if path.suffix != ".yaml" or not path.is_relative_to(root):
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    beside = temporary is None or (Path(temporary).name.startswith(PREFIX) and Path(temporary).parent == path.parent)
    return beside and not hidden
