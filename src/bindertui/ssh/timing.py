"""How long an app may run: it is said before the end, and then it ends as if its reader had quit."""

import asyncio

from bindertui.ssh.bounds import Bounds
from bindertui.ssh.showing import Showing


async def timed(showing: Showing, bounds: Bounds) -> None:
    """End an app in which nothing is typed for too long, or which runs for too long, having said so before."""
    loop = asyncio.get_running_loop()
    last = loop.time() + bounds.longest
    told: float | None = None
    while True:
        idle = showing.heard + bounds.idle
        end, words = min((idle, "idle"), (last, "longest"))
        left = end - loop.time()
        if left <= 0:
            showing.leave(words)
            return
        if left <= bounds.warning and told != end:
            told = end
            showing.tell(f"{words}.soon", seconds=round(left))
        # What is typed meanwhile puts the end off; that is seen when the time has come.
        await asyncio.sleep(left if told == end else left - bounds.warning)
