"""Reading the files of a large binder in several processes: it is all work of a processor, and one process has one."""

import os
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import IO

from bindertui.store.cache.reader import pickled, unpickled
from bindertui.store.content_files import EntryFile, entry_file_at
from bindertui.store.loader import LoadedFile, load_file
from bindertui.store.subprocesses import stream_process

SHARE = 4_000_000
"""Bytes of YAML that are worth a process of their own, which takes a tenth of a second to begin."""
_MOST = 4
_LENGTH = struct.Struct("!Q")
_PAUSE = 0.05
_PATIENCE = 600.0
"""Seconds another process may take; what it has not read by then is read here."""


def load_in_parallel(
    files: Sequence[EntryFile], root: Path, progress: Callable[[int, int], object] | None = None, share: int = SHARE
) -> list[LoadedFile]:
    """Read content files: many of them in several processes at once.

    Args:
        files: which, in order.
        root: the binder's folder.
        progress: told how many have been read, and of how many.
        share: the bytes that are worth a process.
    """
    own, *others = _shares(files, share)
    loaded: list[LoadedFile] = []
    with ExitStack() as stack:
        readers = [_Reader(part, root, stack) for part in others]

        def tell() -> None:
            if progress is not None:
                progress(len(loaded) + sum(reader.ahead for reader in readers), len(files))

        for file in own:
            loaded.append(load_file(file, root))
            tell()
        for reader in readers:
            while reader.reading():
                tell()
            loaded += reader.loaded()
            tell()
    return loaded


def _shares(files: Sequence[EntryFile], share: int) -> list[Sequence[EntryFile]]:
    """The files in parts of about as many bytes each, one for each process that is worth it; at least one part."""
    sizes = [_size(file) for file in files]
    count = min(os.cpu_count() or 1, _MOST, sum(sizes) // share)
    parts: list[list[EntryFile]] = [[] for _ in range(max(count, 1))]
    before = 0
    for file, size in zip(files, sizes, strict=True):
        parts[min(before * count // max(sum(sizes), 1), len(parts) - 1)].append(file)
        before += size
    return list(parts)


def _size(file: EntryFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


class _Reader:
    """Another process that reads files, and what it has found in them."""

    def __init__(self, files: Sequence[EntryFile], root: Path, stack: ExitStack) -> None:
        """Have files read; the process ends with the stack at the latest."""
        self._files = files
        self._root = root
        self._found: list[bytes] = []
        self._taken = False
        self._thread: Thread | None = None
        # -P: the folder somebody happens to stand in is no place to import from.
        command = (sys.executable, "-P", "-m", __name__, str(root))
        with suppress(OSError):
            streams = stack.enter_context(stream_process(command, os.environ, _PATIENCE))
            self._thread = Thread(target=self._take, args=streams, daemon=True)
            self._thread.start()

    @property
    def ahead(self) -> int:
        """How many files it has read that were not taken from it yet."""
        return 0 if self._taken else len(self._found)

    def reading(self) -> bool:
        """Wait a moment; whether there is still something to come."""
        if self._thread is None:
            return False
        self._thread.join(_PAUSE)
        return self._thread.is_alive()

    def loaded(self) -> list[LoadedFile]:
        """What came of the files; what the process has not read is read here."""
        loaded: list[LoadedFile] = []
        self._taken = True
        with suppress(Exception):
            for file, found in zip(self._files, self._found, strict=False):
                loaded.append(LoadedFile(file, self._root, *unpickled(found)))
        return loaded + [load_file(file, self._root) for file in self._files[len(loaded) :]]

    def _take(self, wanted: IO[bytes], told: IO[bytes]) -> None:
        """Tell the process what to read, and take what it finds, until its end."""
        # It may be gone at any time, or be something else.
        with suppress(OSError, ValueError, struct.error, MemoryError, OverflowError):
            wanted.write(b"\0".join(os.fsencode(file.path) for file in self._files))
            wanted.close()
            while True:
                (length,) = _LENGTH.unpack(told.read(_LENGTH.size))
                found = told.read(length)
                if len(found) < length:
                    break
                self._found.append(found)


def main(root: Path) -> None:
    """Read the files that stdin names, and write on stdout what came of each."""
    # It could no longer say what it has read.
    with suppress(BrokenPipeError):
        for name in sys.stdin.buffer.read().split(b"\0"):
            read = load_file(entry_file_at(Path(os.fsdecode(name))), root)
            found = pickled((read.value, read.problems, read.digest))
            sys.stdout.buffer.write(_LENGTH.pack(len(found)) + found)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
