"""The journal of a save of several files: what remains to be done if the process dies.

It names files from the binder's folder, which may be moved, and says by digests what each held when the save began and
what it is to hold, so that whoever completes the save overwrites nothing that others have written since.
"""

import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from attrs import astuple

from bindertui.store.files import read_bytes
from bindertui.store.nodes import NodeError
from bindertui.store.temporaries import PREFIX, remove, replace
from bindertui.values import frozen

_NAME = f"{PREFIX}journal"


@frozen
class Step:
    """A file that is to be replaced by a temporary one, or to be removed.

    Attributes:
        name: the file's path from the binder's folder, links followed.
        beside: the name of the temporary file beside it; None removes it.
        before: the digest of the bytes it held when the save began; None: there was no such file.
        after: the digest of the bytes it is to hold; None: there is to be no such file.
    """

    name: str
    beside: str | None
    before: str | None
    after: str | None

    @classmethod
    def of(cls, root: Path, path: Path, beside: Path | None, before: bytes | None, after: bytes | None) -> "Step":
        """What is to be done with a file of a binder, links followed."""
        name = str(path.relative_to(root.resolve()))
        return cls(name, beside.name if beside else None, digest(before), digest(after))

    def path(self, root: Path) -> Path:
        """The file, links of the binder's folder followed."""
        return root.resolve() / self.name

    def temporary(self, root: Path) -> Path | None:
        """The temporary file that is to take its place."""
        return self.path(root).with_name(self.beside) if self.beside else None

    def made(self, root: Path) -> bool:
        """Whether nothing remains to be done."""
        return _standing(self.path(root), root) == self.after

    def possible(self, root: Path) -> bool:
        """Whether it can still be done, and nobody has written the file since."""
        temporary = self.temporary(root)
        whole = temporary is None or _standing(temporary, root) == self.after
        return whole and _standing(self.path(root), root) == self.before


def digest(content: bytes | None) -> str | None:
    """The SHA-256 of bytes, in hexadecimal; None of none."""
    return None if content is None else sha256(content).hexdigest()


def write(root: Path, steps: Sequence[Step]) -> None:
    """Note what is to be done: from now on the save is made."""
    lines = json.dumps([astuple(step) for step in steps])
    replace(root / _NAME, lines.encode("utf-8", "surrogateescape"))


def forget(root: Path) -> None:
    """The save is complete, or was none."""
    remove(root / _NAME)


def read(root: Path) -> list[Step] | None:
    """What a save that was not completed had to do; empty where there is none; None if its journal is not ours."""
    if not os.path.lexists(root / _NAME):
        return []
    try:
        journal = read_bytes(root / _NAME, root).decode("utf-8", "surrogateescape")
        lines = [(name, beside, before, after) for name, beside, before, after in json.loads(journal)]
        ours = lines and all(_ours(name, beside, after, root.resolve()) for name, beside, _, after in lines)
        return [Step(*line) for line in lines] if ours else None
    except (NodeError, ValueError, TypeError, RecursionError, RuntimeError, OSError):
        return None


def _ours(name: object, beside: object, after: object, root: Path) -> bool:
    """Whether a line of a journal can be one of ours: a binder may come from anywhere, and its journal with it."""
    if not isinstance(name, str) or not isinstance(beside, str | None):
        return False
    path = root / name
    # Nothing that climbs, and no link that came in its place.
    if path.suffix != ".yaml" or path.resolve() != path or not path.is_relative_to(root):
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    temporary = beside is None or (beside.startswith(PREFIX) and Path(beside).name == beside)
    return temporary and not hidden and (beside is None) == (after is None)


def _standing(path: Path, root: Path) -> str | None:
    """The digest of a file as it stands; None where there is none; empty for what cannot be read."""
    if not os.path.lexists(path):
        return None
    try:
        return digest(read_bytes(path, root))
    except NodeError:
        return ""
