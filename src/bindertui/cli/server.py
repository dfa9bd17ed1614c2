"""What is said when an address cannot be had to listen on.

What a server tells its operator: one line each on stderr, as sentences or as JSON.

Serving over SSH, put together: the library, the people, the app and the commands, and the server for them.
"""

import asyncio
import errno
import os
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve
from textual.app import App

from bindertui._frozen import frozen
from bindertui.cli.commands.remote import is_write_command, parse_opening
from bindertui.cli.operator_log import log_event
from bindertui.cli.output import write_line
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Address
from bindertui.services.access import ANONYMOUS, as_reader
from bindertui.services.access_directory import AccessDirectory
from bindertui.services.audit import Audit, AuditTrail, NoAudit
from bindertui.services.library import Library
from bindertui.services.live import SharedLibrary, session_settings
from bindertui.settings import Settings
from bindertui.ssh.app_request import AppRequest, MakeDriver
from bindertui.ssh.command_session import CommandRunner
from bindertui.ssh.connection_log import Telemetry
from bindertui.ssh.context import ServerContext
from bindertui.ssh.limits import ServerLimits
from bindertui.ssh.metrics import Metrics, NoMetrics
from bindertui.ssh.server import HostKey, Server, load_or_create_host_key
from bindertui.tui.remote_app import RemoteApp, RemoteTerminal


class ListeningError(BinderError):
    """Nothing can listen on an address."""


@contextmanager
def report_bind_errors(option: str, host: str, port: int) -> Iterator[None]:
    """Say in a sentence why what is begun here cannot listen.

    Args:
        option: that of the command line that names the port.
        host: the address to listen on.
        port: the port.

    Raises:
        ListeningError: the address cannot be had.
    """
    try:
        yield
    except OSError as error:
        raise ListeningError(_bind_error_text(error, option, host, port)) from None


def _bind_error_text(error: OSError, option: str, host: str, port: int) -> LazyString:
    if error.errno == errno.EADDRINUSE:
        return lazy_gettext(
            "Port {port} of {host} is taken already. Name another one with {option}; 0 picks one that is free.",
            port=port,
            host=host,
            option=option,
        )
    # What asyncio says of it is meant for programmers.
    plain = error if isinstance(error, socket.gaierror) else OSError(error.errno, os.strerror(error.errno or 0))
    return lazy_gettext(
        "Nothing can listen on port {port} of {host}: {reason}.", port=port, host=host, reason=os_error_text(plain)
    )


_LOOK = 1.0
"""Seconds between two looks at the access file."""


@frozen
class ServeOptions:
    """What the command line says of a server.

    Attributes:
        host: the address to listen on.
        port: 0 picks a free one.
        access: the file that says who may log in.
        host_key: the server's private key.
        sessions: apps that may run at once.
        idle: seconds for which nothing may be typed in one.
        audit: the file where it is noted who does what; None notes nothing.
        queries: whether it is noted there what people look for.
        metrics: the loopback port for Prometheus metrics; None records none.
        reuse_port: let other server processes listen on the same port.
    """

    host: str
    port: int
    access: Path
    host_key: Path
    sessions: int
    idle: float
    audit: Path | None = None
    queries: bool = True
    metrics: int | None = None
    reuse_port: bool = False


@frozen
class ServerAuth:
    """How people come in.

    Attributes:
        roster: who may.
        key: by which they know the server.
    """

    roster: AccessDirectory
    key: HostKey

    @classmethod
    def of(cls, hosting: ServeOptions) -> "ServerAuth":
        """Read the access file and the host key.

        Raises:
            BinderError: the access file or the host key cannot be used.
        """
        return cls(AccessDirectory(hosting.access, log_event), load_or_create_host_key(hosting.host_key))

    def announce(self, hosting: ServeOptions, port: int) -> None:
        """Say where people come in, and by which key they know the server."""
        log_event(f"the host key is {self.key.get_fingerprint()}, in {hosting.host_key}")
        write_line([f"listening on {hosting.host}:{port}"])


async def serve(chosen: Settings, hosting: ServeOptions) -> None:
    """Serve until a signal of `stop_signals`.

    Raises:
        BinderError: the access file, the host key, the library or the address cannot be used.
    """
    entrance = ServerAuth.of(hosting)
    with _open_audit_log(hosting) as audit:
        await _serve(chosen, hosting, entrance, audit)


def stop_signals() -> set[signal.Signals]:
    """Return the signals that stop the server: SIGTERM, SIGINT and, unless it is ignored as under nohup, SIGHUP."""
    always = {signal.SIGTERM, signal.SIGINT}
    return always if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else {*always, signal.SIGHUP}


async def _serve(chosen: Settings, hosting: ServeOptions, entrance: ServerAuth, audit: Audit) -> None:
    roster = entrance.roster
    _allow_many_files()
    library = await asyncio.to_thread(SharedLibrary.of, Library.open(chosen))
    bounds = ServerLimits(sessions=hosting.sessions, idle=hosting.idle)
    records = Telemetry(audit, _start_metrics(hosting.metrics))
    server = Server(build_context(library, chosen, roster, bounds, records))
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in stop_signals():
        loop.add_signal_handler(sign, stopped.set)
    with report_bind_errors("--port", hosting.host, hosting.port):
        port = await server.listen(hosting.host, hosting.port, [entrance.key], reuse_port=hosting.reuse_port)
    roster.subscribe(server.expel)
    looking = loop.create_task(_reload_access_file(roster))
    entrance.announce(hosting, port)
    await stopped.wait()
    looking.cancel()
    await server.stop()
    # What is being saved may take longer than the farewell, and is noted all the same.
    await loop.shutdown_default_executor()
    library.close()


def _start_metrics(port: int | None) -> Metrics:
    """Start serving metrics on a loopback port, and return what records them; without a port, record none.

    Raises:
        ListeningError: the port is taken.
    """
    if port is None:
        return NoMetrics()
    # Only here: prometheus_client is not needed without --metrics.
    from bindertui.ssh.prometheus import HOST, PrometheusMetrics  # noqa: PLC0415

    metrics = PrometheusMetrics()
    with report_bind_errors("--metrics", HOST, port):
        bound = metrics.serve(port)
    log_event(f"metrics are at http://{HOST}:{bound}/metrics")
    return metrics


@contextmanager
def _open_audit_log(hosting: ServeOptions) -> Iterator[Audit]:
    """Open the audit trail; write the lines that still wait when the server ends."""
    audit = AuditTrail(hosting.audit, log_event, queries=hosting.queries) if hosting.audit else None
    try:
        yield audit or NoAudit()
    finally:
        if audit is not None:
            audit.close()


def build_context(
    library: SharedLibrary,
    chosen: Settings,
    roster: AccessDirectory,
    bounds: ServerLimits,
    records: Telemetry | None = None,
) -> ServerContext:
    """What the sessions of a server share."""
    return ServerContext(
        people=lambda: roster.people,
        make_app=partial(_make_app, library, chosen),
        opening=parse_opening,
        changing=is_write_command,
        commands=CommandRunner(chosen),
        bounds=bounds,
        records=records or Telemetry(),
        language=chosen.language,
    )


async def _reload_access_file(roster: AccessDirectory) -> None:
    """Let changes of the access file count."""
    while True:
        await asyncio.sleep(_LOOK)
        roster.refresh()


def _make_app(library: SharedLibrary, chosen: Settings, visit: AppRequest, driver: MakeDriver) -> App[Any]:
    """The app of a visit."""
    wish, who = visit.opening, visit.who
    own = evolve(
        session_settings(chosen, who, anonymous=who == ANONYMOUS),
        language=visit.language,
    )
    at = Address.parse(wish.at) if wish.at is not None else None
    if at is not None:
        library.kept_snapshot(at.binder).entry(at)
    return RemoteApp(
        library,
        own,
        at=at,
        find=wish.find,
        who=as_reader(who) if wish.read_only else who,
        terminal=RemoteTerminal(driver, visit.terminal.depth, visit.terminal.links),
        note=visit.note,
    )


def _allow_many_files() -> None:
    """Let this process have as many connections open as the system lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
