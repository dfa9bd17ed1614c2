"""Connections that have not logged in yet: many of them keep nobody from coming in."""

import asyncssh
from attrs import define, field


@define
class Strangers:
    """The connections that have not logged in yet: a newcomer always gets in, and the oldest makes room.

    Attributes:
        most: how many there may be.
    """

    most: int
    _waiting: dict[object, asyncssh.SSHServerConnection] = field(init=False, factory=dict)

    def add(self, door: object, connection: asyncssh.SSHServerConnection) -> None:
        """One more has come."""
        self._waiting[door] = connection
        if len(self._waiting) > self.most:
            oldest = next(iter(self._waiting))
            self._waiting.pop(oldest).abort()

    def dismiss(self) -> None:
        """None is let in any more."""
        for connection in tuple(self._waiting.values()):
            connection.abort()

    def remove(self, door: object) -> None:
        """One has logged in, or has left."""
        self._waiting.pop(door, None)
