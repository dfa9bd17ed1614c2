"""Many simultaneous sessions on one server: their memory, and the time from key to repaint."""

import asyncio
from typing import Self

from bench.figures import Figure, log, percentile, value_figure
from bench.options import Options
from bench.ssh_clients import Client, SessionRequest, time_login
from bench.ssh_server_process import ServerProcess

_MEMORY_BUDGET, _TOTAL_BUDGET, _KEY_BUDGET = 4.0, 1000.0, 100.0
_FULL_LOAD = 200
"""The number of sessions that the total budgets apply to."""
_BATCH = 10
_WARM = 5
_REST_SECONDS = 3.0
_QUIET = 1.0
_PAUSE, _TYPING = 0.1, 0.25
"""Seconds between two keys of the measured session, and of each session when many type."""
KEYS = (b"j", b"j", b"k", b"\x1b[6~", b"k", b"\x1b[5~")
"""The keys to press in turn: lines and pages, down and up."""


class SessionGroup:
    """Simultaneous sessions that show a document."""

    def __init__(self, server: ServerProcess, clients: list[Client], before: float) -> None:
        self._server = server
        self._clients = clients
        self._memory_before = before

    @classmethod
    async def connect(cls, server: ServerProcess, number: int, request: SessionRequest) -> Self:
        """Open a number of sessions on a server that has had a few before."""
        for warm in range(_WARM):
            _, client = await time_login(server, warm, request)
            await client.quit()
        await asyncio.sleep(_REST_SECONDS)
        before = server.memory
        clients: list[Client] = []
        while len(clients) < number:
            batch = range(len(clients), min(len(clients) + _BATCH, number))
            clients += [
                client for _, client in await asyncio.gather(*(time_login(server, each, request) for each in batch))
            ]
        await asyncio.gather(*(client.session.wait_until_quiet(_QUIET) for client in clients))
        return cls(server, clients, before)

    async def measure(self, typing: int, options: Options) -> list[Figure]:
        """Measure memory, and key to repaint while the other sessions are idle and while some of them type."""
        number = len(self._clients)
        await asyncio.sleep(_REST_SECONDS)
        total = self._server.memory
        each = (total - self._memory_before) / number
        strokes = min(options.keys, 60)
        used = self._server.processor_seconds
        idle = await _time_strokes(self._clients[0], strokes, _PAUSE)
        used = 1000 * (self._server.processor_seconds - used) / strokes
        busy = await asyncio.gather(
            *(_time_strokes(client, strokes, _TYPING) for client in self._clients[: typing + 1])
        )
        typed = [elapsed for strokes in busy for elapsed in strokes]
        log(f"  {total:.0f} MB, {each:.2f} each; {used:.1f} ms of processor time a key")
        many = number >= _FULL_LOAD
        name = f"key to repaint, {number} sessions, {{}}, {{}}"
        budget = _KEY_BUDGET if many else None
        return [
            value_figure(f"memory per session, {number} sessions", "MB", each, [each], budget=_MEMORY_BUDGET),
            value_figure(f"memory of {number} sessions", "MB", total, [total], budget=_TOTAL_BUDGET if many else None),
            value_figure(name.format("others idle", "p50"), "ms", percentile(idle, 0.5), idle),
            value_figure(name.format("others idle", "p95"), "ms", percentile(idle, 0.95), idle, budget=budget),
            value_figure(name.format(f"{typing + 1} type", "p50"), "ms", percentile(typed, 0.5), typed),
            value_figure(name.format(f"{typing + 1} type", "p95"), "ms", percentile(typed, 0.95), typed),
            value_figure(f"processor time of a key, {number} sessions", "ms", used, [used]),
        ]

    async def disconnect(self) -> None:
        """Close all connections."""
        await asyncio.gather(*(client.disconnect() for client in self._clients))


async def _time_strokes(client: Client, number: int, pause: float) -> list[float]:
    """Press keys one after another, and return the milliseconds to each repaint."""
    elapsed = []
    for stroke in range(number):
        elapsed.append(await client.session.time_key(KEYS[stroke % len(KEYS)]))
        await client.session.wait_until_quiet(pause)
    return elapsed
