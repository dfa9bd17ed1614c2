"""Serving over SSH, put together: the library, the people, the app and the commands, and the server for them."""

import asyncio
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from textual.app import App

from bindertui.cli.output import narrate, put
from bindertui.cli.remote import opening
from bindertui.model.address import Address
from bindertui.services.access import ANONYMOUS, reading
from bindertui.services.audit import NoAudit
from bindertui.services.audit_trail import AuditTrail
from bindertui.services.gate import Gate
from bindertui.services.library import Library
from bindertui.services.limits import Limits
from bindertui.services.roster import Roster
from bindertui.services.sharing import SharedLibrary, settings_of
from bindertui.settings import Settings
from bindertui.ssh.attendance import Records
from bindertui.ssh.bounds import Bounds
from bindertui.ssh.commands import Commands
from bindertui.ssh.host_key import read_or_make
from bindertui.ssh.house import House
from bindertui.ssh.link import Link
from bindertui.ssh.metrics_page import serve_metrics
from bindertui.ssh.server import Server
from bindertui.ssh.visit import MakeDriver, Visit
from bindertui.tui.remote import Elsewhere, RemoteApp

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
        metrics: the port on this machine where counts are read; None counts for nobody.
        each_address: connections that one address may have at once.
        link: what lines to clients are taken for.
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
    each_address: int = 50
    link: Link = Link.AUTO


async def serve(chosen: Settings, hosting: Hosting) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        BinderError: the access file, the host key or the library cannot be used.
        OSError: the address cannot be had.
    """
    roster = Roster(hosting.access, narrate)
    with _recording(hosting) as records:
        await _serve(chosen, hosting, roster, records)


async def _serve(chosen: Settings, hosting: Hosting, roster: Roster, records: Records) -> None:
    key = read_or_make(hosting.host_key)
    _allow_many_files()
    library = await asyncio.to_thread(SharedLibrary.of, Library.open(chosen))
    bounds = Bounds(sessions=hosting.sessions, idle=hosting.idle)
    server = Server(evolve(house(library, chosen, roster, bounds, records), link=hosting.link))
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    port = await server.listen(hosting.host, hosting.port, [key])
    roster.subscribe(server.expel)
    page = None if hosting.metrics is None else await serve_metrics(records.metrics.text, hosting.metrics)
    if page is not None:
        narrate(f"counts are at http://127.0.0.1:{page.sockets[0].getsockname()[1]}/metrics")
    put([f"listening on {hosting.host}:{port}"])
    looking = asyncio.get_running_loop().create_task(_look(roster))
    await stopped.wait()
    looking.cancel()
    await server.stop()
    if page is not None:
        page.close()
    library.close()


@contextmanager
def _recording(hosting: Hosting) -> Iterator[Records]:
    """Where it is noted what happens; what still waits is written at the end."""
    audit = AuditTrail(hosting.audit, narrate, queries=hosting.queries) if hosting.audit else None
    try:
        yield Records(audit or NoAudit(), gate=Gate(Limits(connections=hosting.each_address)))
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
        terminal=Elsewhere(driver, visit.terminal.depth, visit.pause),
        note=visit.note,
    )


def _allow_many_files() -> None:
    """Let this process have as many connections open as the system lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
