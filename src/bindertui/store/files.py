"""Reading files that may be anything: only regular files inside the binder, of a bounded size, in UTF-8.

Files that only live while a save is made, beside the ones they are to replace.
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
"""The largest content file that is read, in bytes."""

_BOM = "\ufeff"
_START = Mark(0, 0)


@frozen
class FileContent:
    """A content file as it was read.

    Attributes:
        text: the text without a byte order mark.
        digest: the SHA-256 of the file's bytes, in hexadecimal.
        source: the text as it lies in the file, with the byte order mark if there is one.
    """

    text: str
    digest: str
    source: str


def read_text(path: Path, root: Path) -> FileContent:
    """The text of a content file below `root`, or `NodeError` saying why it is not read."""
    return decode_bytes(read_bytes(path, root))


def decode_bytes(data: bytes) -> FileContent:
    """The bytes of a content file as its text; `NodeError` with the place where they are no UTF-8."""
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix(_BOM)
        message = lazy_gettext(
            "The file is not UTF-8: byte {byte:#04x} fits nowhere here. Save the file as UTF-8.", byte=data[error.start]
        )
        raise NodeError(end_offset(before), message) from None
    return FileContent(source.removeprefix(_BOM), sha256(data).hexdigest(), source)


def read_bytes(path: Path, root: Path) -> bytes:
    """The bytes of a content file below `root`, or `NodeError` saying why it is not read."""
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise NodeError(_START, lazy_gettext("The file is a link out of the binder. Put the file itself here."))
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return read_regular_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: {reason}.", reason=os_error_text(error))
        ) from None
    except RuntimeError:  # how Python 3.11 and 3.12 report links that lead to each other
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: it is a link that leads back to itself.")
        ) from None


def read_regular_file(descriptor: int) -> bytes:
    """The bytes of an open file, or `NodeError` if it is none with text in it, or too large."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise NodeError(
            _START, lazy_gettext("This is not a file with text in it (a folder, pipe or device). Put a file here.")
        )
    ensure_size(status.st_size)
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        data = file.read(MAX_BYTES + 1)
    ensure_size(len(data))
    return data


def ensure_size(size: int) -> None:
    """`NodeError` for a content file of more bytes than are read."""
    if size > MAX_BYTES:
        raise NodeError(
            _START,
            lazy_gettext(
                "The file has {size}; {most} is the most that is read. Split it.",
                size=format_size(size),
                most=format_size(MAX_BYTES),
            ),
        )


def format_size(size: int) -> LazyString:
    """A size, as it is told."""
    return lazy_ngettext("{count} byte", "{count} bytes", size)


TEMPORARY_PREFIX = ".bindertui-"
"""What their names start with."""


def replace_file(path: Path, content: bytes) -> None:
    """Write a file of a binder atomically and durably; an existing file keeps its permissions and owner."""
    move_into_place(write_temporary(path, content, 0), path)


def write_temporary(path: Path, content: bytes, number: int) -> Path:
    """Write the new content of a file to a temporary file beside it, with its permissions and owner, and return that.

    Args:
        path: the file, which need not exist.
        content: its new content.
        number: position of the file among those of one save.
    """
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}-{number}-{sha256(path.name.encode()).hexdigest()[:8]}")
    path.parent.mkdir(exist_ok=True)
    write_new(temporary, content, like=path)
    return temporary


def list_temporaries(root: Path) -> list[Path]:
    """Every temporary file in a binder."""
    found = []
    for folder in content_folders(root):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            found += [Path(entry.path) for entry in entries if entry.name.startswith(TEMPORARY_PREFIX)]
    return found


def remove_file(path: Path) -> None:
    """Remove a file, if it is there."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
