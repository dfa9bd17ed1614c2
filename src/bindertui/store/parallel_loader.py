"""Load the files of a large binder in several processes: parsing is bound by the processor, and threads share one."""

import os
import struct
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import IO

from bindertui.model.progress import Progress
from bindertui.store.content_codec import decode_loaded, encode_loaded
from bindertui.store.content_files import EntryFile, entry_file_at
from bindertui.store.loader import LoadedFile, load_file

MIN_SHARE = 4_000_000
"""Bytes of YAML that justify another process, which takes a tenth of a second to start."""
_MAX_PROCESSES = 4
_LENGTH = struct.Struct("!Q")
_POLL_INTERVAL = 0.05
_TIMEOUT = 600.0
"""Seconds that a process may take; the files that it has not loaded by then are loaded here."""


def load_in_parallel(
    files: Sequence[EntryFile], root: Path, progress: Progress | None = None, share: int = MIN_SHARE
) -> list[LoadedFile]:
    """Load content files, in several processes at once if there are many.

    Args:
        files: the files, in order.
        root: the binder's folder.
        progress: called with the number of loaded files and of all files.
        share: the bytes of YAML that justify another process.
    """
    own, *others = _shares(files, share)
    loaded: list[LoadedFile] = []
    with ExitStack() as stack:
        workers = [_Worker(part, root, stack) for part in others]

        def report() -> None:
            if progress is not None:
                progress(len(loaded) + sum(worker.ahead for worker in workers), len(files))

        for file in own:
            loaded.append(load_file(file, root))
            report()
        for worker in workers:
            while worker.wait():
                report()
            loaded += worker.loaded()
            report()
    return loaded


def _shares(files: Sequence[EntryFile], share: int) -> list[Sequence[EntryFile]]:
    """Split files into parts of about equal size, one for each process that is justified; at least one part."""
    sizes = [_size(file) for file in files]
    count = min(os.cpu_count() or 1, _MAX_PROCESSES, sum(sizes) // share)
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


class _Worker:
    """Another process that loads files, and its results so far."""

    def __init__(self, files: Sequence[EntryFile], root: Path, stack: ExitStack) -> None:
        """Start loading files; the process ends with the stack at the latest."""
        self._files = files
        self._root = root
        self._results: list[bytes] = []
        self._is_collected = False
        self._thread: Thread | None = None
        # -P: never import from the working folder, which may have anything in it.
        command = (sys.executable, "-P", "-m", __name__, str(root))
        # Lazy: most binders need no other process, and `subprocess` takes milliseconds to import.
        from bindertui.store.subprocesses import stream_process  # noqa: PLC0415

        with suppress(OSError):
            streams = stack.enter_context(stream_process(command, os.environ, _TIMEOUT))
            self._thread = Thread(target=self._receive, args=streams, daemon=True)
            self._thread.start()

    @property
    def ahead(self) -> int:
        """Return the number of results that have not been collected yet."""
        return 0 if self._is_collected else len(self._results)

    def wait(self) -> bool:
        """Wait for a moment; return whether more results are to come."""
        if self._thread is None:
            return False
        self._thread.join(_POLL_INTERVAL)
        return self._thread.is_alive()

    def loaded(self) -> list[LoadedFile]:
        """Return all results; load the files here that the process has not loaded."""
        loaded: list[LoadedFile] = []
        self._is_collected = True
        with suppress(Exception):
            for file, data in zip(self._files, self._results, strict=False):
                loaded.append(LoadedFile(file, self._root, *decode_loaded(data, file.kind)))
        return loaded + [load_file(file, self._root) for file in self._files[len(loaded) :]]

    def _receive(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        """Send the process the names of the files, and receive its results until it ends."""
        # The process may end at any time, or be another program.
        with suppress(OSError, ValueError, struct.error, MemoryError, OverflowError):
            stdin.write(b"\0".join(os.fsencode(file.path) for file in self._files))
            stdin.close()
            while True:
                (length,) = _LENGTH.unpack(stdout.read(_LENGTH.size))
                data = stdout.read(length)
                if len(data) < length:
                    break
                self._results.append(data)


def main(root: Path) -> None:
    """Load the files named on stdin, and write the results to stdout."""
    # The parent may have ended.
    with suppress(BrokenPipeError):
        for name in sys.stdin.buffer.read().split(b"\0"):
            loaded = load_file(entry_file_at(Path(os.fsdecode(name))), root)
            data = encode_loaded(loaded.value, loaded.problems, loaded.digest)
            sys.stdout.buffer.write(_LENGTH.pack(len(data)) + data)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
