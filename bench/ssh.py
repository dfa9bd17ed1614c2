"""`ssh`: a server and its sessions, beside one process for each."""

import asyncio
from functools import partial
from pathlib import Path
from statistics import median

from bench import ssh_crowd, ssh_processes
from bench.figures import Figure, against, alone, narrate, percentile
from bench.options import Options
from bench.ssh_clients import Guest, Wish, first_text, reading
from bench.ssh_host import Host
from bench.terminal import NARROW, WIDE
from bench.workplace import SHIPPED, Workplace

BESIDE = "one process for each session, under a pty"
AT_ONCE = 20
"""Sessions that begin, or type, at once."""
_LOGIN_BUDGET, _AT_ONCE_BUDGET = 150.0, 1000.0
_PAGE_BUDGET, _SEARCH_KEY_BUDGET, _GROWTH_BUDGET = 5.0, 3.0, 10.0
_QUIET = 0.6
_SETTLED = 2.0
"""Seconds of silence after which what a start, or the last key, has to do later is done, however busy the machine."""
_PAGES = 8
_ENTRY = "fpt-relations"
"""The longest of the shipped binder."""
_PAGE_DOWN, _QUERY = b"\x1b[6~", "safe third country"
_BINDER = Path(__file__).parents[1] / "content"
_WARM = 20
"""Sessions that have come and gone before growth is counted."""
_REST = 3.0
"""Seconds in which what a session leaves behind may be taken down."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the server."""
    with Workplace.made() as work:
        # With the copy of the binder and the index where both sides find them.
        work.took(work.app(SHIPPED, "search", "policy"))
        front = Wish(None, work.page(SHIPPED, "binder", NARROW).marker)
        entry = Wish(f"open --at {_ENTRY}", work.page(SHIPPED, _ENTRY, NARROW).marker)
        figures = asyncio.run(_logins(work, options, front))
        figures += asyncio.run(_live(work, options, entry))
        figures += asyncio.run(_bytes(work, options, front, entry))
        figures += asyncio.run(_in_a_row(work, options, front))
    return figures, {}


async def _logins(work: Workplace, options: Options, wish: Wish) -> list[Figure]:
    narrate("login to first text, one")
    process = partial(asyncio.to_thread, ssh_processes.took, work, wish)
    with Host.serving(work, _BINDER) as host:
        pairs, seconds = [], []
        for number in range(options.rounds + 1):
            before = host.seconds
            took, guest = await first_text(host, number, wish)
            await guest.visit.quiet(_QUIET)
            seconds.append(1000 * (host.seconds - before))
            await guest.leave()
            pairs.append((took, await process()))
            narrate(f"  {number}/{options.rounds}: {took:.0f} beside {pairs[-1][1]:.0f}")
        # The first is the server's first.
        pairs, seconds = pairs[1:], seconds[1:]
        narrate(f"login to first text, {AT_ONCE} at once")
        together: list[float] = []
        for _ in range(min(options.rounds, 5)):
            comers = await asyncio.gather(*(first_text(host, number, wish) for number in range(AT_ONCE)))
            together += [took for took, _ in comers]
            await asyncio.gather(*(guest.hang_up() for _, guest in comers))
            await asyncio.sleep(_REST)
        beside = ssh_processes.at_once(work, AT_ONCE, wish)
    logins = [took for took, _ in pairs]
    part = percentile(together, 0.95)
    return [
        alone("login to first text", "ms", median(logins), logins, budget=_LOGIN_BUDGET),
        against("login to first text, beside a process", "ms", pairs, beside=BESIDE),
        alone("processor time of a login on the server", "ms", median(seconds), seconds),
        alone(f"login to first text, {AT_ONCE} at once, p50", "ms", median(together), together),
        alone(f"login to first text, {AT_ONCE} at once, p95", "ms", part, together, budget=_AT_ONCE_BUDGET),
        against(f"{AT_ONCE} at once, p95, beside processes", "ms", [(part, percentile(beside, 0.95))], beside=BESIDE),
    ]


async def _live(work: Workplace, options: Options, wish: Wish) -> list[Figure]:
    figures = []
    for number in options.sessions:
        narrate(f"{number} live sessions")
        with Host.serving(work, _BINDER, f"--max-sessions={2 * number}") as host:
            crowd = await ssh_crowd.Crowd.of(host, number, wish)
            figures += await crowd.figures(min(AT_ONCE, number - 1), options)
            await crowd.leave()
    each = [figure for figure in figures if figure.name.startswith("memory of a session")][-1].value
    beside = ssh_processes.live(work, min(AT_ONCE, options.sessions[-1]), wish)
    pairs = [(each, memory) for memory in beside.memory]
    keys = percentile(beside.keys, 0.95)
    return [
        *figures,
        against("memory of a session, beside a process", "MB", pairs, beside=BESIDE),
        alone(f"key to repaint in a process, {len(beside.memory) - 1} others idle, p95", "ms", keys, beside.keys),
    ]


async def _bytes(work: Workplace, options: Options, front: Wish, entry: Wish) -> list[Figure]:
    figures = []
    with Host.serving(work, _BINDER) as host:
        for size in (NARROW, WIDE):
            narrate(f"bytes, {size[0]}x{size[1]}")
            figures += await _bytes_at(host, options, (front, entry), size)
        async with reading(host, entry, compressed=True) as guest:
            first = guest.wire.received / 1000
            pages = [await _over_the_line(guest, _PAGE_DOWN) for _ in range(_PAGES)]
    return [
        *figures,
        alone("login and first paint over the line, 80x24, compressed", "KB", first, [first]),
        alone("page down over the line, greatest, 80x24, compressed", "KB", max(pages), pages),
    ]


async def _bytes_at(host: Host, options: Options, wishes: tuple[Wish, Wish], size: tuple[int, int]) -> list[Figure]:
    at = "x".join(map(str, size))
    front, entry = wishes
    page_budget, key_budget = (_PAGE_BUDGET, _SEARCH_KEY_BUDGET) if size == NARROW else (None, None)
    async with reading(host, front, size=size) as guest:
        first = len(guest.visit.seen) / 1000
    async with reading(host, entry, size=size) as guest:
        idle = [await _idle(guest, options.idle)]
        pages = [await guest.visit.size(_PAGE_DOWN, _QUIET) / 1000 for _ in range(_PAGES)]
        await guest.visit.size(b"/", _QUIET)
        keys = [await guest.visit.size(letter.encode(), _QUIET) / 1000 for letter in _QUERY]
        idle.append(await _idle(guest, options.idle))
    return [
        alone(f"first paint, {at}", "KB", first, [first]),
        alone(f"page down, greatest, {at}", "KB", max(pages), pages, budget=page_budget),
        alone(f"a key in the search bar, greatest, {at}", "KB", max(keys), keys, budget=key_budget),
        alone(f"a key in the search bar, median, {at}", "KB", median(keys), keys),
        alone(
            f"idle for {options.idle:g} s, in the text and in the search bar, {at}",
            "bytes/s",
            max(idle),
            idle,
            budget=0,
        ),
    ]


async def _idle(guest: Guest, seconds: float) -> float:
    """Bytes a second that come over the line while nothing is done, once the session is at rest."""
    await guest.visit.quiet(_SETTLED)
    before = guest.wire.received
    await asyncio.sleep(seconds)
    return (guest.wire.received - before) / seconds


async def _over_the_line(guest: Guest, keys: bytes) -> float:
    """KB that come over the line after some keys."""
    before = guest.wire.received
    await guest.visit.size(keys, _QUIET)
    return (guest.wire.received - before) / 1000


async def _in_a_row(work: Workplace, options: Options, wish: Wish) -> list[Figure]:
    narrate(f"{options.in_a_row} sessions one after another")
    with Host.serving(work, _BINDER) as host:
        for number in range(min(_WARM, options.in_a_row)):
            await _come_and_go(host, number, wish)
        await asyncio.sleep(_REST)
        before = host.vitals()
        for number in range(options.in_a_row):
            await _come_and_go(host, number, wish)
            if not (number + 1) % 100:
                narrate(f"  {number + 1}: {host.memory:.1f} MB, {before.memory:.1f} at the beginning")
        await asyncio.sleep(_REST)
        after = host.vitals()
    name = f"{options.in_a_row} sessions in a row, {{}}"
    growth = after.memory - before.memory
    left = {
        "descriptors left": after.descriptors - before.descriptors,
        "tasks left": after.tasks - before.tasks,
        "threads left": after.threads - before.threads,
        "sys.stdout changed": not after.stdout,
    }
    return [
        alone(name.format("growth"), "MB", growth, [growth], budget=_GROWTH_BUDGET),
        *(alone(name.format(what), "", value, [value], budget=0) for what, value in left.items()),
    ]


async def _come_and_go(host: Host, number: int, wish: Wish) -> None:
    _, guest = await first_text(host, number, wish)
    await guest.leave()
