"""The shared state of a server's sessions: limits, access directory, app factory, and the list of live sessions."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from attrs import Factory, define, field
from textual.app import App

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.services.access import User, UserRole, has_role
from bindertui.services.access_directory import AccessDirectory
from bindertui.services.audit import AuditRecorder
from bindertui.services.remote_command import OpenRequest, RemoteCommand
from bindertui.ssh.command_session import CommandRunner
from bindertui.ssh.connection_log import Telemetry
from bindertui.ssh.scheduling import IdleCollector, StartupQueue
from bindertui.terminal.capabilities import TerminalInfo
from bindertui.terminal.driver import DriverFactory


@frozen
class ServerLimits:
    """The limits of one server process; times are in seconds.

    Attributes:
        max_sessions: apps that run at once; admins may exceed it.
        sessions_per_user: apps of one user that run at once.
        channels_per_connection: channels that one connection may have open at once.
        max_pending: connections that have not logged in; one more, and the oldest is closed.
        login_timeout: how long a connection may take to log in.
        keepalive_interval: how long a client may be silent before it is asked for a sign of life. After three requests
            without an answer its connection is closed.
        startup_timeout: how long an app that starts may delay those that start after it.
        idle_timeout: how long an app runs without input.
        max_duration: how long an app runs at most.
        warning_time: how long before either end the user is warned.
        shutdown_timeout: how long apps have to end when the server stops.
    """

    max_sessions: int = 200
    sessions_per_user: int = 20
    channels_per_connection: int = 10
    max_pending: int = 100
    login_timeout: float = 20.0
    keepalive_interval: float = 30.0
    startup_timeout: float = 0.5
    idle_timeout: float = 1800.0
    max_duration: float = 43_200.0
    warning_time: float = 60.0
    shutdown_timeout: float = 5.0


@frozen
class AppRequest:
    """A client's request for the app.

    Attributes:
        user: the user who has logged in.
        terminal: the client's terminal.
        opening: the address to open, and a query.
        language: the user's language, of `i18n.LANGUAGES`.
        record: records the user's actions in the audit trail.
    """

    user: User
    terminal: TerminalInfo
    opening: OpenRequest
    language: str
    record: AuditRecorder


class AppFactory(Protocol):
    """Creates the app for a request."""

    def __call__(self, request: AppRequest, create_driver: DriverFactory) -> App[Any]:
        """Return an app that has not started.

        Args:
            request: the client's request.
            create_driver: creates the app's driver.

        Raises:
            BinderError: the requested address does not exist.
        """


class LiveSession(Protocol):
    """A session in which an app or a command runs."""

    @property
    def last_input_at(self) -> float:
        """The time of the last input, by the clock of the event loop; 0 if no app runs."""

    @property
    def unsent_bytes(self) -> int:
        """The bytes that wait for the client to read them."""

    def close(self, reason: LazyString) -> None:
        """End the app or command with a message to the user."""

    async def wait_closed(self) -> None:
        """Wait until nothing runs any more."""


class ServerFullError(BinderError):
    """An app is refused because too many are running."""

    exit_code = ExitCode.DENIED


@define
class ServerContext:
    """The shared state of all sessions.

    Attributes:
        access: the users who may log in, by the access file as it is now.
        create_app: creates the app for a request.
        parse_command: parses a client's command line.
        commands: runs commands.
        limits: the limits of the server.
        telemetry: the audit trail, the metrics and the login rate limit.
        language: the language of clients that do not state theirs.
        sessions: the sessions in which an app or a command runs.
        startup_queue: lets apps start one after another.
        collector: collects the garbage of ended apps.
    """

    access: AccessDirectory
    create_app: AppFactory
    parse_command: Callable[[str], RemoteCommand]
    commands: CommandRunner
    limits: ServerLimits = field(factory=ServerLimits)
    telemetry: Telemetry = field(factory=Telemetry)
    language: str = "en"
    sessions: set[LiveSession] = field(init=False, factory=set)
    startup_queue: StartupQueue = field(
        init=False, default=Factory(lambda self: StartupQueue(self.limits.startup_timeout), takes_self=True)
    )
    collector: IdleCollector = field(init=False, factory=IdleCollector)
    _apps_by_user: Counter[str | None] = field(init=False, factory=Counter)

    @property
    def last_input_at(self) -> float:
        """The time of the last input in any session, by the clock of the event loop; 0 without sessions."""
        return max((session.last_input_at for session in self.sessions), default=0.0)

    @contextmanager
    def track(self, session: LiveSession) -> Iterator[None]:
        """List a session among the live ones in the `with` block."""
        self.sessions.add(session)
        try:
            yield
        finally:
            self.sessions.discard(session)

    @contextmanager
    def reserve_app(self, user: User) -> Iterator[None]:
        """Count an app of a user in the `with` block.

        Raises:
            ServerFullError: too many apps are running, in all or of this user.
        """
        name = user.name
        if self._apps_by_user.total() >= self.limits.max_sessions and not has_role(user, UserRole.ADMIN):
            raise ServerFullError(lazy_gettext("The server is full. Try again later."))
        if self._apps_by_user[name] >= self.limits.sessions_per_user:
            raise ServerFullError(lazy_gettext("You have too many sessions open. Close one first."))
        self._apps_by_user[name] += 1
        try:
            yield
        finally:
            self.collector.count_ended_app()
            self._apps_by_user[name] -= 1
            # Drop users without apps.
            self._apps_by_user += Counter()
