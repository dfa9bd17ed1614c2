"""Serving over SSH, put together: the library, the people, the app and the commands, and the server for them."""

import asyncio
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve
from textual.app import App

from bindertui.cli.counting import FIRST, keep_counts, serve_counts
from bindertui.cli.listening import listening
from bindertui.cli.operator_log import tell
from bindertui.cli.output import put
from bindertui.cli.remote import changing, opening
from bindertui.model.address import Address
from bindertui.services.access import ANONYMOUS, reading
from bindertui.services.audit import NoAudit
from bindertui.services.audit_trail import AuditTrail
from bindertui.services.gate import Gate
from bindertui.services.library import Library
from bindertui.services.limits import Limits
from bindertui.services.metrics import Metrics
from bindertui.services.roster import Roster
from bindertui.services.sharing import SharedLibrary, settings_of
from bindertui.settings import Settings
from bindertui.ssh.attendance import Records
from bindertui.ssh.bounds import Bounds
from bindertui.ssh.commands import Commands
from bindertui.ssh.host_key import HostKey, read_or_make
from bindertui.ssh.house import House
from bindertui.ssh.link import Link
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
        metrics: the port on this machine where counts are read; None counts for nobody.
        each_address: connections that one address may have at once.
        link: what lines to clients are taken for.
        parts: how many processes serve together, and have an equal part each of what may be there.
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
    parts: int = 1


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
    def of(cls, hosting: Hosting, told: Callable[[str], object] = tell) -> "Entrance":
        """What the files of a server say; `told` hears of later changes.

        Raises:
            BinderError: the access file or the host key cannot be used.
        """
        return cls(Roster(hosting.access, told), read_or_make(hosting.host_key))

    def announce(self, hosting: Hosting, port: int) -> None:
        """Say where people come in, and by which key they know the server."""
        tell(f"the host key is {self.key.get_fingerprint()}, in {hosting.host_key}")
        put([f"listening on {hosting.host}:{port}"])


@frozen
class Worker:
    """One of several processes that serve together.

    Attributes:
        number: which; the first tells the counts of all.
        entrance: who may come in, as the process knows it that has started this one.
        ready: where it says that it listens.
        alive: ends when that process is gone.
        counts: the folder where each keeps its counts.
    """

    number: int
    entrance: Entrance
    ready: int
    alive: int
    counts: Path


async def serve(chosen: Settings, hosting: Hosting, worker: Worker | None = None) -> None:
    """Serve until a signal of `endings`; a worker also until whoever has started it is gone.

    Raises:
        BinderError: the access file, the host key, the library or the address cannot be used.
    """
    entrance = Entrance.of(hosting) if worker is None else worker.entrance
    with _recording(hosting) as records:
        await _serve(chosen, hosting, entrance, records, worker)


def endings() -> set[signal.Signals]:
    """The signals that end a server; the one of a terminal that is closed only where it counts, as not under nohup."""
    always = {signal.SIGTERM, signal.SIGINT}
    return always if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else {*always, signal.SIGHUP}


async def _serve(
    chosen: Settings, hosting: Hosting, entrance: Entrance, records: Records, worker: Worker | None
) -> None:
    roster = entrance.roster
    _allow_many_files()
    library = await asyncio.to_thread(SharedLibrary.of, Library.open(chosen))
    usual = Bounds()
    bounds = evolve(
        usual, sessions=_part(hosting.sessions, hosting), each=_part(usual.each, hosting), idle=hosting.idle
    )
    server = Server(evolve(house(library, chosen, roster, bounds, records), link=hosting.link))
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in endings():
        loop.add_signal_handler(sign, stopped.set)
    page = await _page(hosting, records.metrics, worker)
    with listening("--port", hosting.host, hosting.port):
        port = await server.listen(hosting.host, hosting.port, [entrance.key], shared=worker is not None)
    roster.subscribe(server.expel)
    tasks = [loop.create_task(_look(roster))]
    if worker is None:
        entrance.announce(hosting, port)
    else:
        loop.add_reader(worker.alive, stopped.set)
        keeping = keep_counts(records.metrics, worker.counts, worker.number, chosen.language)
        tasks.append(loop.create_task(keeping))
        os.write(worker.ready, b".")
    await stopped.wait()
    for task in tasks:
        task.cancel()
    await server.stop()
    # What is being saved may take longer than the farewell, and is noted all the same.
    await loop.shutdown_default_executor()
    if page is not None:
        page.close()
    library.close()


def _part(most: int, hosting: Hosting) -> int:
    """What each of several processes may have of a whole: together no more than that, and each at least one."""
    return max(most // hosting.parts, 1)


async def _page(hosting: Hosting, metrics: Metrics, worker: Worker | None) -> asyncio.Server | None:
    """The page with the counts; of several processes the first has it."""
    if hosting.metrics is None or (worker is not None and worker.number != FIRST):
        return None
    return await serve_counts(metrics, hosting.metrics, None if worker is None else worker.counts)


@contextmanager
def _recording(hosting: Hosting) -> Iterator[Records]:
    """Where it is noted what happens; what still waits is written at the end."""
    audit = AuditTrail(hosting.audit, tell, queries=hosting.queries) if hosting.audit else None
    try:
        yield Records(audit or NoAudit(), gate=Gate(_limits(hosting)))
    finally:
        if audit is not None:
            audit.close()


def _limits(hosting: Hosting) -> Limits:
    return Limits(
        attempts=_part(Limits().attempts, hosting),
        connections=_part(hosting.each_address, hosting),
        failures=_part(Limits().failures, hosting),
    )


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
    app = RemoteApp(
        library,
        own,
        at=at,
        find=wish.find,
        who=reading(who) if wish.read_only else who,
        terminal=Elsewhere(driver, visit.terminal.depth, visit.terminal.links, visit.leisure, visit.pause),
        note=visit.note,
    )
    # Nothing is kept of those without a name: they would be offered the tour whenever they come.
    app.welcome = who != ANONYMOUS
    return app


def _allow_many_files() -> None:
    """Let this process have as many connections open as the system lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
