"""Serving over SSH, put together: the library, the people, the app and the commands, and the server for them."""

import asyncio
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve
from textual.app import App

from bindertui.cli.listening import listening
from bindertui.cli.operator_log import tell
from bindertui.cli.output import put
from bindertui.cli.remote import changing, opening
from bindertui.model.address import Address
from bindertui.services.access import ANONYMOUS, reading
from bindertui.services.audit import Audit, NoAudit
from bindertui.services.audit_trail import AuditTrail
from bindertui.services.library import Library
from bindertui.services.roster import Roster
from bindertui.services.sharing import SharedLibrary, settings_of
from bindertui.settings import Settings
from bindertui.ssh.attendance import Records
from bindertui.ssh.bounds import Bounds
from bindertui.ssh.commands import Commands
from bindertui.ssh.host_key import HostKey, read_or_make
from bindertui.ssh.house import House
from bindertui.ssh.metrics import Metrics, NoMetrics
from bindertui.ssh.server import Server
from bindertui.ssh.visit import MakeDriver, Visit
from bindertui.tui.remote import Elsewhere, RemoteApp
from bindertui.values import frozen

_LOOK = 1.0
"""Seconds between two looks at the access file."""


@frozen
class Hosting:
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
class Entrance:
    """How people come in.

    Attributes:
        roster: who may.
        key: by which they know the server.
    """

    roster: Roster
    key: HostKey

    @classmethod
    def of(cls, hosting: Hosting) -> "Entrance":
        """Read the access file and the host key.

        Raises:
            BinderError: the access file or the host key cannot be used.
        """
        return cls(Roster(hosting.access, tell), read_or_make(hosting.host_key))

    def announce(self, hosting: Hosting, port: int) -> None:
        """Say where people come in, and by which key they know the server."""
        tell(f"the host key is {self.key.get_fingerprint()}, in {hosting.host_key}")
        put([f"listening on {hosting.host}:{port}"])


async def serve(chosen: Settings, hosting: Hosting) -> None:
    """Serve until a signal of `stop_signals`.

    Raises:
        BinderError: the access file, the host key, the library or the address cannot be used.
    """
    entrance = Entrance.of(hosting)
    with _auditing(hosting) as audit:
        await _serve(chosen, hosting, entrance, audit)


def stop_signals() -> set[signal.Signals]:
    """Return the signals that stop the server: SIGTERM, SIGINT and, unless it is ignored as under nohup, SIGHUP."""
    always = {signal.SIGTERM, signal.SIGINT}
    return always if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else {*always, signal.SIGHUP}


async def _serve(chosen: Settings, hosting: Hosting, entrance: Entrance, audit: Audit) -> None:
    roster = entrance.roster
    _allow_many_files()
    library = await asyncio.to_thread(SharedLibrary.of, Library.open(chosen))
    bounds = Bounds(sessions=hosting.sessions, idle=hosting.idle)
    records = Records(audit, _start_metrics(hosting.metrics))
    server = Server(house(library, chosen, roster, bounds, records))
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in stop_signals():
        loop.add_signal_handler(sign, stopped.set)
    with listening("--port", hosting.host, hosting.port):
        port = await server.listen(hosting.host, hosting.port, [entrance.key], reuse_port=hosting.reuse_port)
    roster.subscribe(server.expel)
    looking = loop.create_task(_look(roster))
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
    with listening("--metrics", HOST, port):
        bound = metrics.serve(port)
    tell(f"metrics are at http://{HOST}:{bound}/metrics")
    return metrics


@contextmanager
def _auditing(hosting: Hosting) -> Iterator[Audit]:
    """Open the audit trail; write the lines that still wait when the server ends."""
    audit = AuditTrail(hosting.audit, tell, queries=hosting.queries) if hosting.audit else None
    try:
        yield audit or NoAudit()
    finally:
        if audit is not None:
            audit.close()


def house(
    library: SharedLibrary, chosen: Settings, roster: Roster, bounds: Bounds, records: Records | None = None
) -> House:
    """What the sessions of a server share."""
    return House(
        people=lambda: roster.people,
        make_app=partial(_app, library, chosen),
        opening=opening,
        changing=changing,
        commands=Commands(chosen),
        bounds=bounds,
        records=records or Records(),
        language=chosen.language,
    )


async def _look(roster: Roster) -> None:
    """Let changes of the access file count."""
    while True:
        await asyncio.sleep(_LOOK)
        roster.refresh()


def _app(library: SharedLibrary, chosen: Settings, visit: Visit, driver: MakeDriver) -> App[Any]:
    """The app of a visit."""
    wish, who = visit.opening, visit.who
    own = evolve(
        settings_of(chosen, who, anonymous=who == ANONYMOUS),
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
        who=reading(who) if wish.read_only else who,
        terminal=Elsewhere(driver, visit.terminal.depth, visit.terminal.links),
        note=visit.note,
    )


def _allow_many_files() -> None:
    """Let this process have as many connections open as the system lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
