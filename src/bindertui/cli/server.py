"""The composition root of `serve`: the library, the access file, the app factory, the commands and the SSH server."""

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

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.cli.commands.remote import parse_command
from bindertui.cli.operator_log import log_event
from bindertui.cli.output import write_lines
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Address
from bindertui.services.access import ANONYMOUS, as_reader
from bindertui.services.access_directory import AccessDirectory
from bindertui.services.audit import Audit, AuditTrail, NoAudit
from bindertui.services.library import Library
from bindertui.services.live import SharedLibrary, session_settings
from bindertui.settings import Settings
from bindertui.ssh.command_session import CommandRunner
from bindertui.ssh.connection_log import Telemetry
from bindertui.ssh.context import AppRequest, ServerContext, ServerLimits
from bindertui.ssh.host_key import HostKey, load_or_create_host_key
from bindertui.ssh.metrics import Metrics, NoMetrics
from bindertui.ssh.server import Server
from bindertui.terminal.driver import DriverFactory
from bindertui.tui.remote_app import RemoteApp

_ACCESS_FILE_INTERVAL = 1.0
"""Seconds between two checks for a change of the access file."""


@frozen
class ServeOptions:
    """The options of `serve`.

    Attributes:
        host: the address to listen on.
        port: the port; 0 picks a free one.
        access: the access file.
        host_key: the file with the server's private key.
        max_sessions: apps that may run at once.
        idle_timeout: seconds without input after which an app ends.
        audit: the file of the audit trail; None for none.
        queries: whether to record search queries in the audit trail.
        metrics: the loopback port for Prometheus metrics; None for none.
        reuse_port: whether other server processes may listen on the same port.
    """

    host: str
    port: int
    access: Path
    host_key: Path
    max_sessions: int
    idle_timeout: float
    audit: Path | None = None
    queries: bool = True
    metrics: int | None = None
    reuse_port: bool = False


class ListeningError(BinderError):
    """The server cannot listen on an address."""


async def serve(settings: Settings, options: ServeOptions) -> None:
    """Serve until one of the `stop_signals` arrives.

    Raises:
        BinderError: the access file, the host key, the library or the address cannot be used.
    """
    access = AccessDirectory(options.access, log_event)
    host_key = load_or_create_host_key(options.host_key)
    with _open_audit_log(options) as audit:
        await _serve(settings, options, access, host_key, audit)


def stop_signals() -> set[signal.Signals]:
    """Return the signals that stop the server: SIGTERM, SIGINT and, unless it is ignored as under nohup, SIGHUP."""
    always = {signal.SIGTERM, signal.SIGINT}
    return always if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else {*always, signal.SIGHUP}


def build_context(
    library: SharedLibrary,
    settings: Settings,
    access: AccessDirectory,
    limits: ServerLimits,
    telemetry: Telemetry | None = None,
) -> ServerContext:
    """Return the shared state of all sessions.

    Args:
        library: the binders to serve.
        settings: the server's settings.
        access: the users who may log in.
        limits: the limits of the server.
        telemetry: the audit trail, the metrics and the login rate limit.
    """
    return ServerContext(
        access=access,
        create_app=partial(_create_app, library, settings),
        parse_command=parse_command,
        commands=CommandRunner(settings),
        limits=limits,
        telemetry=telemetry or Telemetry(),
        language=settings.language,
    )


@contextmanager
def report_bind_errors(option: str, host: str, port: int) -> Iterator[None]:
    """Turn a failure to listen in the `with` block into a message for the operator.

    Args:
        option: the option of the command line that sets the port.
        host: the address to listen on.
        port: the port.

    Raises:
        ListeningError: the address is not available.
    """
    try:
        yield
    except OSError as error:
        raise ListeningError(_bind_error_message(error, option, host, port)) from None


def _bind_error_message(error: OSError, option: str, host: str, port: int) -> LazyString:
    if error.errno == errno.EADDRINUSE:
        return lazy_gettext(
            "Port {port} of {host} is already in use. Choose another one with {option}; 0 picks a free one.",
            port=port,
            host=host,
            option=option,
        )
    # asyncio's own message is meant for programmers.
    plain = error if isinstance(error, socket.gaierror) else OSError(error.errno, os.strerror(error.errno or 0))
    return lazy_gettext(
        "Cannot listen on port {port} of {host}: {reason}.", port=port, host=host, reason=os_error_text(plain)
    )


async def _serve(
    settings: Settings, options: ServeOptions, access: AccessDirectory, host_key: HostKey, audit: Audit
) -> None:
    _raise_file_limit()
    library = await asyncio.to_thread(SharedLibrary.open_all, Library.open(settings))
    limits = ServerLimits(max_sessions=options.max_sessions, idle_timeout=options.idle_timeout)
    telemetry = Telemetry(audit, _start_metrics(options.metrics))
    server = Server(build_context(library, settings, access, limits, telemetry))
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in stop_signals():
        loop.add_signal_handler(number, stopped.set)
    with report_bind_errors("--port", options.host, options.port):
        port = await server.listen(options.host, options.port, [host_key], reuse_port=options.reuse_port)
    access.subscribe(server.close_revoked)
    reloading = loop.create_task(_reload_access_file(access))
    log_event(f"host key {host_key.get_fingerprint()} in {options.host_key}")
    write_lines([f"listening on {options.host}:{port}"])
    await stopped.wait()
    reloading.cancel()
    await server.stop()
    # A save may take longer than the shutdown timeout; wait for it, so that it is in the audit trail.
    await loop.shutdown_default_executor()
    library.close()


def _start_metrics(port: int | None) -> Metrics:
    """Start serving metrics on a loopback port, and return their recorder; without a port, record none.

    Raises:
        ListeningError: the port is in use.
    """
    if port is None:
        return NoMetrics()
    # Only here: prometheus_client is not needed without --metrics.
    from bindertui.ssh.prometheus import HOST, PrometheusMetrics  # noqa: PLC0415

    metrics = PrometheusMetrics()
    with report_bind_errors("--metrics", HOST, port):
        bound = metrics.serve(port)
    log_event(f"metrics at http://{HOST}:{bound}/metrics")
    return metrics


@contextmanager
def _open_audit_log(options: ServeOptions) -> Iterator[Audit]:
    """Open the audit trail for the `with` block."""
    audit = AuditTrail(options.audit, log_event, queries=options.queries) if options.audit else None
    try:
        yield audit or NoAudit()
    finally:
        if audit is not None:
            audit.close()


async def _reload_access_file(access: AccessDirectory) -> None:
    while True:
        await asyncio.sleep(_ACCESS_FILE_INTERVAL)
        access.refresh()


def _create_app(
    library: SharedLibrary, settings: Settings, request: AppRequest, create_driver: DriverFactory
) -> RemoteApp:
    """Return the app for a client's request; see `AppFactory`."""
    user, opening = request.user, request.opening
    own_settings = evolve(
        session_settings(settings, user, anonymous=user == ANONYMOUS),
        language=request.language,
    )
    address = Address.parse(opening.at) if opening.at is not None else None
    if address is not None:
        library.cached_snapshot(address.binder).entry(address)
    return RemoteApp(
        library,
        own_settings,
        at=address,
        find=opening.find,
        user=as_reader(user) if opening.read_only else user,
        terminal=request.terminal,
        create_driver=create_driver,
        record=request.record,
    )


def _raise_file_limit() -> None:
    """Let this process open as many connections as the system allows."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
