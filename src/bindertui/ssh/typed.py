"""What a client types, on its way to an app: a few keys at a time, so that nobody else waits for who sends many."""

import asyncio
from typing import Protocol

from bindertui.ssh.way import Way

_EARLY = 4096
"""Bytes that are taken in before the app can hear them; the others wait on the client's side."""
_KEYS = 32
"""Bytes that are heard at once; each may be a key."""
_PASTED = 512
"""The same in the middle of a paste, which is one event however long it is."""
_BREATH = 0.02
"""Seconds after which is looked again whether an app has done what it had heard."""


class Hearing(Protocol):
    """Has an app hear what is typed."""

    @property
    def pasting(self) -> bool:
        """Whether the end of a paste is still to come."""

    @property
    def crowded(self) -> bool:
        """Whether the app has much to do with what it has heard."""

    def take(self, data: bytes, *, more: bool) -> None:
        """Have it hear some bytes.

        Args:
            data: the bytes.
            more: whether others are waiting, so that a sequence that begins here goes on.
        """


class Typed:
    """Bytes that wait to be heard; while many do, the client's channel is not read, and so no more can come."""

    def __init__(self, hearing: Hearing, way: Way) -> None:
        """Prepare to take in; nothing is heard before `open`.

        Args:
            hearing: has the app hear them.
            way: the way to the client.
        """
        self._hearing = hearing
        self._way = way
        self._waiting = b""
        self._open = False
        self._next: asyncio.TimerHandle | None = None

    def add(self, data: bytes) -> None:
        """Take in some bytes."""
        self._waiting += data
        if not self._open:
            if len(self._waiting) > _EARLY:
                self._way.pause_reading()
        elif self._next is None:
            self._go_on()

    def open(self) -> None:
        """Begin: the app can hear, as soon as it has done what it is doing."""
        self._open = True
        asyncio.get_running_loop().call_soon(self._begin)

    def close(self) -> None:
        """The app hears nothing any more."""
        self._open = False
        if self._next is not None:
            self._next.cancel()

    def _begin(self) -> None:
        if self._open and self._next is None:
            self._go_on()

    def _go_on(self) -> None:
        if not self._hearing.crowded:
            size = _PASTED if self._hearing.pasting else _KEYS
            piece, self._waiting = self._waiting[:size], self._waiting[size:]
            if piece:
                self._hearing.take(piece, more=bool(self._waiting))
        if self._waiting or self._hearing.crowded:
            if self._next is None:
                self._way.pause_reading()
            wait = _BREATH if self._hearing.crowded else 0
            # Others have their turn before the next piece.
            self._next = asyncio.get_running_loop().call_later(wait, self._go_on)
        elif self._next is not None:
            self._next = None
            self._way.resume_reading()
