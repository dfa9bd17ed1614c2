"""Many sessions that live at once on one server: their memory, and how soon keys are answered."""

import asyncio
from typing import Self

from bench.figures import Figure, alone, narrate, percentile
from bench.options import Options
from bench.ssh_clients import Guest, Wish, first_text
from bench.ssh_host import Host

_MEMORY_BUDGET, _TOTAL_BUDGET, _KEY_BUDGET = 4.0, 1000.0, 100.0
_MANY = 200
"""Sessions that the budgets of the whole are for."""
_BATCH = 10
_WARM = 5
_REST = 3.0
_QUIET = 1.0
_PAUSE, _TYPING = 0.1, 0.25
"""Seconds between two keys of the one who is measured, and of each of many who type."""
KEYS = (b"j", b"j", b"k", b"\x1b[6~", b"k", b"\x1b[5~")
"""What is pressed over and over: lines and pages, down and up."""


class Crowd:
    """Guests who are all there, and read."""

    def __init__(self, host: Host, guests: list[Guest], before: float) -> None:
        self._host = host
        self._guests = guests
        self._before = before

    @classmethod
    async def of(cls, host: Host, number: int, wish: Wish) -> Self:
        """So many guests of a server that has had some before."""
        for warm in range(_WARM):
            _, guest = await first_text(host, warm, wish)
            await guest.leave()
        await asyncio.sleep(_REST)
        before = host.memory
        guests: list[Guest] = []
        while len(guests) < number:
            batch = range(len(guests), min(len(guests) + _BATCH, number))
            guests += [guest for _, guest in await asyncio.gather(*(first_text(host, each, wish) for each in batch))]
        await asyncio.gather(*(guest.visit.quiet(_QUIET) for guest in guests))
        return cls(host, guests, before)

    async def figures(self, typing: int, options: Options) -> list[Figure]:
        """Memory, and the keys of one guest while the others idle, and while some of them type too."""
        number = len(self._guests)
        await asyncio.sleep(_REST)
        total = self._host.memory
        each = (total - self._before) / number
        strokes = min(options.keys, 60)
        used = self._host.seconds
        idle = await _strokes(self._guests[0], strokes, _PAUSE)
        used = 1000 * (self._host.seconds - used) / strokes
        busy = await asyncio.gather(*(_strokes(guest, strokes, _TYPING) for guest in self._guests[: typing + 1]))
        typed = [took for strokes in busy for took in strokes]
        narrate(f"  {total:.0f} MB, {each:.2f} each; {used:.1f} ms of processor time a key")
        many = number >= _MANY
        name = f"key to repaint, {number} sessions, {{}}, {{}}"
        budget = _KEY_BUDGET if many else None
        return [
            alone(f"memory of a session, of {number}", "MB", each, [each], budget=_MEMORY_BUDGET),
            alone(f"memory of {number} sessions", "MB", total, [total], budget=_TOTAL_BUDGET if many else None),
            alone(name.format("others idle", "p50"), "ms", percentile(idle, 0.5), idle),
            alone(name.format("others idle", "p95"), "ms", percentile(idle, 0.95), idle, budget=budget),
            alone(name.format(f"{typing + 1} type", "p50"), "ms", percentile(typed, 0.5), typed),
            alone(name.format(f"{typing + 1} type", "p95"), "ms", percentile(typed, 0.95), typed),
            alone(f"processor time of a key, {number} sessions", "ms", used, [used]),
        ]

    async def leave(self) -> None:
        """All hang up."""
        await asyncio.gather(*(guest.hang_up() for guest in self._guests))


async def _strokes(guest: Guest, number: int, pause: float) -> list[float]:
    """How long each of some keys took, in ms."""
    took = []
    for stroke in range(number):
        took.append(await guest.visit.stroke(KEYS[stroke % len(KEYS)]))
        await guest.visit.quiet(pause)
    return took
