"""`ssh`: the server and its sessions, compared with a local process for each session."""

import asyncio
from functools import partial
from pathlib import Path
from statistics import median

from bench import ssh_baseline, ssh_sessions
from bench.figures import Figure, log, percentile, ratio_figure, value_figure
from bench.options import Options
from bench.ssh_clients import Client, SessionRequest, reading_client, time_login
from bench.ssh_server_process import ServerProcess
from bench.terminal import NARROW, WIDE
from bench.workspace import SHIPPED, Workspace

BASELINE = "one local process for each session, in a pseudo-terminal"
SIMULTANEOUS = 20
"""Sessions that start, or type, at the same time."""
_LOGIN_BUDGET, _AT_ONCE_BUDGET = 150.0, 1000.0
_PAGE_BUDGET, _SEARCH_KEY_BUDGET, _GROWTH_BUDGET = 5.0, 3.0, 10.0
_QUIET = 0.6
_SETTLE_SECONDS = 2.0
"""Seconds of silence after which deferred work, such as after a start, is done even on a busy machine."""
_PAGES = 8
_ENTRY = "fpt-relations"
"""The longest entry of the shipped binder."""
_PAGE_DOWN, _QUERY = b"\x1b[6~", "safe third country"
_BINDER = Path(__file__).parents[1] / "content"
_WARM_UP = 20
"""Sessions to open and quit before growth is measured."""
_REST_SECONDS = 3.0
"""Seconds for the server to release what sessions leave behind."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the server."""
    with Workspace.create() as work:
        # Create the cache and the index for both sides.
        work.time_command(work.app_command(SHIPPED, "search", "policy"))
        front = SessionRequest(None, work.first_page(SHIPPED, "binder", NARROW).marker)
        entry = SessionRequest(f"open --at {_ENTRY}", work.first_page(SHIPPED, _ENTRY, NARROW).marker)
        figures = asyncio.run(_logins(work, options, front))
        figures += asyncio.run(_simultaneous(work, options, entry))
        figures += asyncio.run(_output_bytes(work, options, front, entry))
        figures += asyncio.run(_consecutive(work, options, front))
    return figures, {}


async def _logins(work: Workspace, options: Options, request: SessionRequest) -> list[Figure]:
    log("login to first text, one")
    process = partial(asyncio.to_thread, ssh_baseline.time_start, work, request)
    with ServerProcess.run(work, _BINDER) as server:
        pairs, seconds = [], []
        for number in range(options.rounds + 1):
            before = server.processor_seconds
            elapsed, client = await time_login(server, number, request)
            await client.session.wait_until_quiet(_QUIET)
            seconds.append(1000 * (server.processor_seconds - before))
            await client.quit()
            pairs.append((elapsed, await process()))
            log(f"  {number}/{options.rounds}: {elapsed:.0f} compared with {pairs[-1][1]:.0f}")
        # Drop the first login, in which the server warms up.
        pairs, seconds = pairs[1:], seconds[1:]
        log(f"login to first text, {SIMULTANEOUS} at once")
        together: list[float] = []
        for _ in range(min(options.rounds, 5)):
            clients = await asyncio.gather(*(time_login(server, number, request) for number in range(SIMULTANEOUS)))
            together += [elapsed for elapsed, _ in clients]
            await asyncio.gather(*(client.disconnect() for _, client in clients))
            await asyncio.sleep(_REST_SECONDS)
        beside = ssh_baseline.time_starts(work, SIMULTANEOUS, request)
    logins = [elapsed for elapsed, _ in pairs]
    part = percentile(together, 0.95)
    return [
        value_figure("login to first text", "ms", median(logins), logins, budget=_LOGIN_BUDGET),
        ratio_figure("login to first text, compared with a local process", "ms", pairs, beside=BASELINE),
        value_figure("processor time of a login on the server", "ms", median(seconds), seconds),
        value_figure(f"login to first text, {SIMULTANEOUS} at once, p50", "ms", median(together), together),
        value_figure(f"login to first text, {SIMULTANEOUS} at once, p95", "ms", part, together, budget=_AT_ONCE_BUDGET),
        ratio_figure(
            f"login to first text, {SIMULTANEOUS} at once, p95, compared with local processes",
            "ms",
            [(part, percentile(beside, 0.95))],
            beside=BASELINE,
        ),
    ]


async def _simultaneous(work: Workspace, options: Options, request: SessionRequest) -> list[Figure]:
    figures = []
    for number in options.sessions:
        log(f"{number} simultaneous sessions")
        with ServerProcess.run(work, _BINDER, f"--max-sessions={2 * number}") as server:
            group = await ssh_sessions.SessionGroup.connect(server, number, request)
            figures += await group.measure(min(SIMULTANEOUS, number - 1), options)
            await group.disconnect()
    each = [figure for figure in figures if figure.name.startswith("memory per session")][-1].value
    beside = ssh_baseline.measure_live(work, min(SIMULTANEOUS, options.sessions[-1]), request)
    pairs = [(each, memory) for memory in beside.memory]
    keys = percentile(beside.keys, 0.95)
    return [
        *figures,
        ratio_figure("memory per session, compared with a local process", "MB", pairs, beside=BASELINE),
        value_figure(
            f"key to repaint in a local process, {len(beside.memory) - 1} others idle, p95", "ms", keys, beside.keys
        ),
    ]


async def _output_bytes(
    work: Workspace, options: Options, front: SessionRequest, entry: SessionRequest
) -> list[Figure]:
    figures = []
    with ServerProcess.run(work, _BINDER) as server:
        for size in (NARROW, WIDE):
            log(f"bytes, {size[0]}x{size[1]}")
            figures += await _output_bytes_at(server, options, (front, entry), size)
        async with reading_client(server, entry, compressed=True) as client:
            first = client.counter.bytes_received / 1000
            pages = [await _network_kilobytes(client, _PAGE_DOWN) for _ in range(_PAGES)]
    return [
        *figures,
        value_figure("login and first screen over the network, 80x24, compressed", "KB", first, [first]),
        value_figure("page down over the network, maximum, 80x24, compressed", "KB", max(pages), pages),
    ]


async def _output_bytes_at(
    server: ServerProcess, options: Options, requests: tuple[SessionRequest, SessionRequest], size: tuple[int, int]
) -> list[Figure]:
    at = "x".join(map(str, size))
    front, entry = requests
    page_budget, key_budget = (_PAGE_BUDGET, _SEARCH_KEY_BUDGET) if size == NARROW else (None, None)
    async with reading_client(server, front, size=size) as client:
        first = len(client.session.output) / 1000
    async with reading_client(server, entry, size=size) as client:
        idle = [await _idle_rate(client, options.idle)]
        pages = [await client.session.count_bytes(_PAGE_DOWN, _QUIET) / 1000 for _ in range(_PAGES)]
        await client.session.count_bytes(b"/", _QUIET)
        keys = [await client.session.count_bytes(letter.encode(), _QUIET) / 1000 for letter in _QUERY]
        idle.append(await _idle_rate(client, options.idle))
    return [
        value_figure(f"first screen, {at}", "KB", first, [first]),
        value_figure(f"page down, maximum, {at}", "KB", max(pages), pages, budget=page_budget),
        value_figure(f"key in the search bar, maximum, {at}", "KB", max(keys), keys, budget=key_budget),
        value_figure(f"key in the search bar, median, {at}", "KB", median(keys), keys),
        value_figure(
            f"idle for {options.idle:g} s, in the text and in the search bar, {at}",
            "bytes/s",
            max(idle),
            idle,
            budget=0,
        ),
    ]


async def _idle_rate(client: Client, seconds: float) -> float:
    """Return the bytes per second sent to an idle session."""
    await client.session.wait_until_quiet(_SETTLE_SECONDS)
    before = client.counter.bytes_received
    await asyncio.sleep(seconds)
    return (client.counter.bytes_received - before) / seconds


async def _network_kilobytes(client: Client, keys: bytes) -> float:
    """Return the kilobytes received over the network after some keys."""
    before = client.counter.bytes_received
    await client.session.count_bytes(keys, _QUIET)
    return (client.counter.bytes_received - before) / 1000


async def _consecutive(work: Workspace, options: Options, request: SessionRequest) -> list[Figure]:
    log(f"{options.in_a_row} consecutive sessions")
    with ServerProcess.run(work, _BINDER) as server:
        for number in range(min(_WARM_UP, options.in_a_row)):
            await _open_and_quit(server, number, request)
        await asyncio.sleep(_REST_SECONDS)
        before = server.read_stats()
        for number in range(options.in_a_row):
            await _open_and_quit(server, number, request)
            if not (number + 1) % 100:
                log(f"  {number + 1}: {server.memory:.1f} MB, {before.memory:.1f} at the beginning")
        await asyncio.sleep(_REST_SECONDS)
        after = server.read_stats()
    name = f"{options.in_a_row} consecutive sessions, {{}}"
    growth = after.memory - before.memory
    left = {
        "descriptors left": after.descriptors - before.descriptors,
        "tasks left": after.tasks - before.tasks,
        "threads left": after.threads - before.threads,
        "sys.stdout changed": not after.is_stdout_unchanged,
    }
    return [
        value_figure(name.format("memory growth"), "MB", growth, [growth], budget=_GROWTH_BUDGET),
        *(value_figure(name.format(what), "", value, [value], budget=0) for what, value in left.items()),
    ]


async def _open_and_quit(server: ServerProcess, number: int, request: SessionRequest) -> None:
    _, client = await time_login(server, number, request)
    await client.quit()
