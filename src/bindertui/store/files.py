"""Reading files that may be anything: only regular files inside the binder, of a bounded size, in UTF-8."""

import os
import stat
from hashlib import sha256
from pathlib import Path

from bindertui.errors import system_words
from bindertui.speech import Wording, wording, wordings
from bindertui.store.nodes import Mark, NodeError, end_of
from bindertui.values import frozen

MAX_BYTES = 16 * 1024 * 1024
"""The largest content file that is read, in bytes."""

_BOM = "\ufeff"
_START = Mark(0, 0)


@frozen
class Content:
    """A content file as it was read.

    Attributes:
        text: the text without a byte order mark.
        digest: the SHA-256 of the file's bytes, in hexadecimal.
        source: the text as it lies in the file, with the byte order mark if there is one.
    """

    text: str
    digest: str
    source: str


def read(path: Path, root: Path) -> Content:
    """The text of a content file below `root`, or `NodeError` saying why it is not read."""
    return decoded(read_bytes(path, root))


def decoded(data: bytes) -> Content:
    """The bytes of a content file as its text; `NodeError` with the place where they are no UTF-8."""
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix(_BOM)
        message = wording(
            "The file is not UTF-8: byte {byte:#04x} fits nowhere here. Save the file as UTF-8.", byte=data[error.start]
        )
        raise NodeError(end_of(before), message) from None
    return Content(source.removeprefix(_BOM), sha256(data).hexdigest(), source)


def read_bytes(path: Path, root: Path) -> bytes:
    """The bytes of a content file below `root`, or `NodeError` saying why it is not read."""
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise NodeError(_START, wording("The file is a link out of the binder. Put the file itself here."))
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return of_regular_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise NodeError(_START, wording("The file cannot be read: {reason}.", reason=system_words(error))) from None
    except RuntimeError:  # how Python 3.11 and 3.12 report links that lead to each other
        raise NodeError(_START, wording("The file cannot be read: it is a link that leads back to itself.")) from None


def of_regular_file(descriptor: int) -> bytes:
    """The bytes of an open file, or `NodeError` if it is none with text in it, or too large."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise NodeError(
            _START, wording("This is not a file with text in it (a folder, pipe or device). Put a file here.")
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
            wording(
                "The file has {size}; {most} is the most that is read. Split it.",
                size=in_bytes(size),
                most=in_bytes(MAX_BYTES),
            ),
        )


def in_bytes(size: int) -> Wording:
    """A size, as it is told."""
    return wordings("{count} byte", "{count} bytes", size)
