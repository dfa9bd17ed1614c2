"""How many may be here, and how long.

Connections that have not logged in yet: many of them keep nobody from coming in.

Taking down what ended sessions leave: apps hold each other's parts in circles, and Python has to look for those.

Someone who has come to read: what an app is made from.

What all sessions of a server share, and who of them is there.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import asyncssh
from attrs import Factory, define, field

from bindertui import _gc
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import lazy_gettext
from bindertui.services.access import UserRole, can
from bindertui.services.access_directory import Directory
from bindertui.services.remote_command import OpenRequest
from bindertui.ssh.app_request import MakeApp
from bindertui.ssh.app_session import AppSession, enforce_timeouts
from bindertui.ssh.command_session import CommandRunner
from bindertui.ssh.connection_log import Telemetry
from bindertui.ssh.limits import ServerLimits
from bindertui.ssh.scheduling import StartupQueue
from bindertui.ssh.session import Session


@define
class PendingConnections:
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


_MANY = 10
"""Ended apps whose memory is worth a search; it takes longer the more others there are."""
_LOOK = 1.0
"""Seconds between two looks whether there are."""
_QUIET = 0.5
"""Seconds without a key, from anybody, after which nobody will notice a search."""
_PATIENCE = 60
"""Looks after which there is a search, quiet or not."""


@define
class IdleCollector:
    """Counts the apps that have ended, and searches for their memory when nobody types."""

    _ended: int = field(init=False, default=0)
    _waited: int = field(init=False, default=0)

    def ended(self) -> None:
        """One more has."""
        self._ended += 1

    async def go_on(self, heard: Callable[[], float], live: Callable[[], int]) -> None:
        """Tidy up now and then, until this is cancelled.

        Args:
            heard: when a key last came from anybody, by the clock of the loop.
            live: how many sessions there are.
        """
        loop = asyncio.get_running_loop()
        _gc.freeze_loaded()
        _gc.set_threshold(_gc.SERVER_THRESHOLD)
        while True:
            await asyncio.sleep(_LOOK)
            if self._ended < _MANY:
                continue
            self._waited += 1
            # With few sessions nobody notices; and what has ended is to be no more than what is there.
            needed = self._ended >= _MANY + live() or self._waited >= _PATIENCE
            if needed or loop.time() - heard() > _QUIET:
                _gc.collect()
                self._ended = self._waited = 0


class ServerFullError(BinderError):
    """There are as many sessions as there may be."""

    exit_code = ExitCode.DENIED


@define
class ServerContext:
    """What the sessions of a server share.

    Attributes:
        people: tells who may come in, as the access file is now.
        make_app: makes the app of a visit.
        opening: what a command line asks of the app; None if it asks for a command.
        changing: the address that a command line asks to change; None if it changes nothing.
        commands: runs commands.
        bounds: how many may be here, and how long.
        records: where it is noted what they do.
        language: of those who do not say theirs.
        sessions: the sessions in which something runs.
        beginnings: has apps begin one after another.
        tidying: takes down what apps leave behind.
    """

    people: Callable[[], Directory]
    make_app: MakeApp
    opening: Callable[[str], OpenRequest | None]
    changing: Callable[[str], str | None]
    commands: CommandRunner
    bounds: ServerLimits = field(factory=ServerLimits)
    records: Telemetry = field(factory=Telemetry)
    language: str = "en"
    sessions: set[Session] = field(init=False, factory=set)
    beginnings: StartupQueue = field(
        init=False, default=Factory(lambda self: StartupQueue(self.bounds.beginning), takes_self=True)
    )
    tidying: IdleCollector = field(init=False, factory=IdleCollector)
    _shown: Counter[str | None] = field(init=False, factory=Counter)

    @property
    def heard(self) -> float:
        """When a key last came from anybody, by the clock of the loop; 0 if nobody is here."""
        return max((session.heard for session in self.sessions), default=0.0)

    @contextmanager
    def present(self, session: Session) -> Iterator[None]:
        """A session in which something runs."""
        self.sessions.add(session)
        try:
            yield
        finally:
            self.sessions.discard(session)

    @contextmanager
    def showing(self, session: Session, showing: AppSession) -> Iterator[None]:
        """An app that runs, for as long as one may.

        Raises:
            FullError: there are too many already.
        """
        name = session.who.name
        if self._shown.total() >= self.bounds.sessions and not can(session.who, UserRole.ADMIN):
            raise ServerFullError(lazy_gettext("The server has as many sessions as it takes. Try again later."))
        if self._shown[name] >= self.bounds.each:
            raise ServerFullError(
                lazy_gettext("You have as many sessions open here as one person may. Close one first.")
            )
        self._shown[name] += 1
        timing = asyncio.get_running_loop().create_task(enforce_timeouts(showing, self.bounds))
        try:
            yield
        finally:
            timing.cancel()
            self.tidying.ended()
            self._shown[name] -= 1
            self._shown += Counter()
