"""Read and write files of a binder safely: only regular UTF-8 files inside it, of limited size; atomic replacement.

A binder may come from anywhere, so a file in it may be a link, a device, a pipe or of any size.
"""

import contextlib
import os
import stat
from hashlib import sha256
from pathlib import Path

from bindertui._frozen import frozen
from bindertui.atomic import move_into_place, write_new
from bindertui.errors import os_error_text
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.store.content_files import content_folders
from bindertui.store.yaml.nodes import Mark, NodeError, end_offset

MAX_BYTES = 16 * 1024 * 1024
"""Size in bytes of the largest content file that is read."""

_BOM = "\ufeff"
_START = Mark(0, 0)


@frozen
class SourceText:
    """The content of a file.

    Attributes:
        text: the text without a byte order mark.
        digest: the SHA-256 of the file's bytes, in hexadecimal.
        source: the text with the byte order mark, if the file has one.
    """

    text: str
    digest: str
    source: str


def read_text(path: Path, root: Path) -> SourceText:
    """Return the text of a content file below `root`; `NodeError` if it cannot be read."""
    return decode_bytes(read_bytes(path, root))


def decode_bytes(data: bytes) -> SourceText:
    """Decode the bytes of a content file; `NodeError` with the position of the first byte that is not UTF-8."""
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix(_BOM)
        message = lazy_gettext(
            "The file is not UTF-8: byte {byte:#04x} is not valid here. Save the file as UTF-8.", byte=data[error.start]
        )
        raise NodeError(end_offset(before), message) from None
    return SourceText(source.removeprefix(_BOM), sha256(data).hexdigest(), source)


def read_bytes(path: Path, root: Path) -> bytes:
    """Return the bytes of a content file below `root`; `NodeError` if it cannot be read."""
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise NodeError(
                _START, lazy_gettext("The file is a link out of the binder. Replace the link by the file itself.")
            )
        # Non-blocking: opening a pipe without a writer would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return read_regular_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: {reason}.", reason=os_error_text(error))
        ) from None
    except RuntimeError:  # Python 3.11 and 3.12 report circular links so
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: it is a link that leads back to itself.")
        ) from None


def read_regular_file(descriptor: int) -> bytes:
    """Return the bytes of an open file; `NodeError` if it is not a regular file, or too large."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise NodeError(
            _START, lazy_gettext("This is not a text file but a folder, pipe or device. Replace it by a file.")
        )
    ensure_size(status.st_size)
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        data = file.read(MAX_BYTES + 1)
    ensure_size(len(data))
    return data


def ensure_size(size: int) -> None:
    """Raise `NodeError` for a content file that is too large."""
    if size > MAX_BYTES:
        raise NodeError(
            _START,
            lazy_gettext(
                "The file is too large: {size}, at most {most}. Split it.",
                size=format_size(size),
                most=format_size(MAX_BYTES),
            ),
        )


def format_size(size: int) -> LazyString:
    """Return a number of bytes as a message."""
    return lazy_ngettext("{count} byte", "{count} bytes", size)


TEMPORARY_PREFIX = ".bindertui-"
"""Start of the names of temporary files."""


def replace_file(path: Path, content: bytes) -> None:
    """Replace or create a file atomically and durably; an existing file keeps its permissions and owner."""
    move_into_place(write_temporary(path, content, 0), path)


def write_temporary(path: Path, content: bytes, number: int) -> Path:
    """Write new content of a file to a temporary file next to it, with its permissions and owner; return its path.

    Args:
        path: the file, which need not exist.
        content: its new content.
        number: the index of the file among those of one save.
    """
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}-{number}-{sha256(path.name.encode()).hexdigest()[:8]}")
    path.parent.mkdir(exist_ok=True)
    write_new(temporary, content, like=path)
    return temporary


def list_temporaries(root: Path) -> list[Path]:
    """Return the temporary files in the folders of a binder."""
    paths: list[Path] = []
    for folder in content_folders(root):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            paths += [Path(entry.path) for entry in entries if entry.name.startswith(TEMPORARY_PREFIX)]
    return paths


def remove_file(path: Path) -> None:
    """Remove a file if it exists."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
