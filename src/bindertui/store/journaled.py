"""Drafts as they lie on the disk, and the locks that say whose session is over."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

from bindertui.store import state
from bindertui.values import frozen

_FARTHEST = 2**31 - 1
"""The line or column beyond which no cursor of a text stands."""


@frozen
class Journaled:
    """A draft as it is journaled.

    Attributes:
        id: names it, also after its session.
        address: what it is a draft of.
        when: the moment it was last changed, as ISO 8601 writes it.
        text: the text.
        cursor: where the cursor stands in the text: line and column, from 0.
        base: the text of the file it was begun from, which a save is to be merged from if the file has changed since.
    """

    id: str
    address: str
    when: str
    text: str
    cursor: tuple[int, int]
    base: str


@contextmanager
def over(lock: Path) -> Iterator[bool]:
    """Whether the session of a lock is over; if so, no one else takes what it left while this is being asked."""
    try:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def is_at(descriptor: int, path: Path) -> bool:
    """Whether a file that was opened still is the one at its path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def read_draft(path: Path) -> Journaled | None:
    """The draft in a file; None where it holds none: anything may have come into such a file."""
    written = state.load(path)
    if not isinstance(written, dict):
        return None
    address, when, text, base = (written.get(name) for name in ("address", "when", "text", "base"))
    match written.get("cursor"):
        case [int(line), int(column)] if 0 <= line <= _FARTHEST and 0 <= column <= _FARTHEST:
            cursor = (int(line), int(column))
        case _:
            return None
    if not (isinstance(address, str) and isinstance(text, str) and isinstance(base, str)):
        return None
    if not (isinstance(when, str) and _is_moment(when)):
        return None
    # By the name of its file: what the file says of that could be the name of another.
    return Journaled(path.name.split(".")[1], address, when, text, cursor, base)


def _is_moment(when: str) -> bool:
    """Whether a text is a moment that every time zone can tell."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return False
    return moment.tzinfo is not None and MINYEAR + 1 < moment.year < MAXYEAR - 1
