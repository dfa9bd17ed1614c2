"""A disposable copy of a binder that was read, so that the next start reads no YAML.

A copy holds for exactly one state of the files, told by their names, sizes and times. Whatever is wrong with it
(missing, torn, from another version, not ours) only means that the files are read again.
"""

import contextlib
import io
import os
import pickle
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from bindertui import __version__
from bindertui.model.binder import Binder
from bindertui.store.folder import content_paths

_SETTLED = 2.0
"""Seconds after which a file's time tells its state; a file changed twice within a clock tick would not."""


@frozen
class Catalog:
    """The copies below a cache folder.

    Attributes:
        folder: where they lie; it need not exist.
    """

    folder: Path

    def load(self, root: Path) -> Binder | None:
        """The copy of the binder in a folder, if there is one of its present state."""
        state = state_of(root)
        try:
            data = self._file(root).read_bytes()
            if state is None or data[: len(state)] != state:
                return None
            binder = _ModelUnpickler(io.BytesIO(data[len(state) :])).load()
        except Exception:  # noqa: BLE001 - a copy that cannot be read, for whatever reason, is no copy
            return None
        return binder if isinstance(binder, Binder) else None

    def save(self, root: Path, binder: Binder, state: bytes | None) -> None:
        """Keep a copy of a binder that was read from a folder; without a word if it cannot be kept.

        Args:
            root: the binder's folder.
            binder: what was read.
            state: the folder's state from before it was read, as `state_of` tells it.
        """
        if state is None:
            return
        file = self._file(root)
        partial = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(state + pickle.dumps(binder, protocol=pickle.HIGHEST_PROTOCOL))
            partial.replace(file)

    def index_folder(self, root: Path) -> Path | None:
        """Where an index of the present state of a folder may be kept; None while its state cannot be told."""
        state = state_of(root)
        return self._file(root).with_suffix(".index") / state.hex()[:32] if state else None

    def _file(self, root: Path) -> Path:
        # By the name the user gave, too: problems name files by it.
        name = sha256(f"{root}\0{root.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{name[:32]}.binder"


def state_of(root: Path) -> bytes | None:
    """The state of a binder's files; None while one of them is too fresh for its time to tell."""
    digest = sha256(f"{_reader()} {root}".encode("utf-8", "surrogateescape"))
    newest = 0
    for path in content_paths(root):
        try:
            status = path.stat()
        except OSError:
            continue
        newest = max(newest, status.st_mtime_ns)
        digest.update(
            f"{path.name}\0{status.st_size} {status.st_mtime_ns} {status.st_ino}\n".encode("utf-8", "replace")
        )
    return digest.digest() if newest < (time.time() - _SETTLED) * 1e9 else None


def _reader() -> str:
    """What reads binders, to the letter: a copy made by other code is no copy."""
    package = Path(__file__).parent.parent
    modules = (entry for part in ("model", "search", "store") for entry in os.scandir(package / part))
    times = sorted((entry.name, entry.stat().st_mtime_ns) for entry in modules if entry.name.endswith(".py"))
    return f"{__version__} {sys.version} {times}"


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file in the cache asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("bindertui.model."):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not of the model")
