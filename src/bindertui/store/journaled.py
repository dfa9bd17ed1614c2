"""Drafts as they lie on the disk, and the locks that say whose session is over."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import frozen

from bindertui.store import state


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
    """The draft in a file; None where it holds none."""
    written = state.load(path)
    try:
        line, column = map(int, written["cursor"])
        texts = [str(written[name]) for name in ("address", "when", "text", "base")]
        datetime.fromisoformat(texts[1])
    except (KeyError, TypeError, ValueError):
        return None
    address, when, text, base = texts
    # By the name of its file: what the file says of that could be the name of another.
    return Journaled(path.name.split(".")[1], address, when, text, (line, column), base)
