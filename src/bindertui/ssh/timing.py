"""How long an app may run: it is said before the end, and then it ends as if its reader had quit."""

import asyncio

from attrs import evolve

from bindertui.speech import wording
from bindertui.ssh.bounds import Bounds
from bindertui.ssh.showing import Showing

_IDLE = (
    wording("Nothing has been typed for some time. This session ends in {seconds} s; any key keeps it open."),
    wording("The session was ended because nothing was typed."),
)
"""What is said before a session ends because nothing is typed, and when it does."""
_LONGEST = (
    wording("Sessions may not last any longer: this one ends in {seconds} s. What you are writing is kept."),
    wording("The session has lasted as long as sessions may."),
)
"""The same where it has lasted too long."""


async def timed(showing: Showing, bounds: Bounds) -> None:
    """End an app in which nothing is typed for too long, or which runs for too long, having said so before."""
    loop = asyncio.get_running_loop()
    last = loop.time() + bounds.longest
    told: float | None = None
    while True:
        idle = showing.heard + bounds.idle
        end = min(idle, last)
        said = _IDLE if idle < last else _LONGEST
        left = end - loop.time()
        if left <= 0:
            showing.leave(said[1])
            return
        if left <= bounds.warning and told != end:
            told = end
            showing.tell(evolve(said[0], values=(("seconds", round(left)),)))
        # What is typed meanwhile puts the end off; that is seen when the time has come.
        await asyncio.sleep(left if told == end else left - bounds.warning)
