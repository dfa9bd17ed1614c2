"""Share one event loop and one machine fairly: the start of apps, the number of commands, garbage collection.

Start-up queue. Starting an app needs about 60 ms of processor time, in many small steps. If twenty users log in at
once and the loop runs their steps in turn, all twenty see their first frame only at the end. `StartupQueue` lets one
app start at a time: the others wait until it has drawn its first frame.

- `join` puts an app at the end of the queue and returns its `StartupSlot`; `wait` returns when it is the app's turn.
- The app releases its slot when the first frame is drawn, or when it fails or is closed before that.
- A slot expires after `slot_timeout`, so that an app that is slow to start does not block all others.
- Fairness: when a slot is released, the other slots of the same user move behind those of all other users (a stable
  sort). A user who opens many sessions delays another user by at most one start.

Command slots. Each command is a process of its own. `CommandSlots` limits how many run at once, in all and per user,
and how many may wait; beyond that, commands are refused.

Garbage collection. Apps that have ended leave reference cycles. A collection is slower the more sessions
are live, and blocks the loop. `IdleCollector` waits for a pause in typing, unless there is too much to collect.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from attrs import Factory, define, field

from bindertui import _gc
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import lazy_gettext
from bindertui.services.access import User

_MIN_ENDED_APPS = 10
"""Ended apps that make a collection worthwhile."""
_CHECK_INTERVAL = 1.0
"""Seconds between two checks whether to collect."""
_QUIET_TIME = 0.5
"""Seconds without input in any session after which a collection is not noticed."""
_MAX_CHECKS = 60
"""Checks after which to collect even if users are typing."""


@define(eq=False)
class StartupSlot:
    """One app's place in the start-up queue.

    Attributes:
        user_name: the name of the app's user.
    """

    user_name: str | None
    _queue: "StartupQueue"
    _granted: asyncio.Event = field(init=False, factory=asyncio.Event)
    _expiry: asyncio.TimerHandle | None = field(init=False, default=None)

    async def wait(self) -> None:
        """Wait until the slot is granted or released."""
        await self._granted.wait()

    def grant(self, timeout: float) -> None:
        """Let the app start, and release the slot after `timeout` seconds at the latest. Idempotent."""
        if not self._granted.is_set():
            self._granted.set()
            self._expiry = asyncio.get_running_loop().call_later(timeout, self.release)

    def release(self) -> None:
        """Give up the slot and let the next app start. Idempotent."""
        if self._expiry is not None:
            self._expiry.cancel()
        self._granted.set()
        self._queue.remove(self)


@define
class StartupQueue:
    """Lets apps start one after another, in order of arrival but alternating between users.

    Attributes:
        slot_timeout: the seconds after which an app that has drawn nothing no longer delays others.
    """

    slot_timeout: float
    _slots: list[StartupSlot] = field(init=False, factory=list)

    def join(self, user_name: str | None) -> StartupSlot:
        """Add an app at the end of the queue and return its slot; the caller must release it."""
        slot = StartupSlot(user_name, self)
        self._slots.append(slot)
        self._grant_first()
        return slot

    def remove(self, slot: StartupSlot) -> None:
        """Remove a released slot, and grant the next one. Idempotent."""
        if slot not in self._slots:
            return
        was_first = slot is self._slots[0]
        self._slots.remove(slot)
        if was_first:
            # Stable: the order of arrival stays, except that this user's other slots move to the end.
            self._slots.sort(key=lambda other: other.user_name == slot.user_name)
            self._grant_first()

    def _grant_first(self) -> None:
        if self._slots:
            self._slots[0].grant(self.slot_timeout)


class TooManyCommandsError(BinderError):
    """A command is refused because too many are running and waiting."""

    exit_code = ExitCode.DENIED


@define
class _UserCommands:
    """One user's commands: a semaphore for those that run, and the number of those that run or wait."""

    running: asyncio.Semaphore
    count: int = 0


@define
class CommandSlots:
    """Limits the commands that run at once, in all and per user.

    Attributes:
        max_running: commands that run at once.
        max_running_per_user: commands of one user that run at once; others get the rest, however long these take.
        max_per_user: commands of one user that run or wait.
        max_waiting: commands that wait.
    """

    max_running: int = 8
    max_running_per_user: int = 4
    max_per_user: int = 8
    max_waiting: int = 64
    _running: asyncio.Semaphore = field(
        init=False, default=Factory(lambda self: asyncio.Semaphore(self.max_running), takes_self=True)
    )
    _users: dict[str | None, _UserCommands] = field(init=False, factory=dict)

    @asynccontextmanager
    async def acquire(self, user: User) -> AsyncIterator[None]:
        """Wait for a slot, and hold it in the `with` block.

        Raises:
            TooManyCommandsError: too many commands are running and waiting.
        """
        commands = self._users.get(user.name) or _UserCommands(asyncio.Semaphore(self.max_running_per_user))
        total = sum(each.count for each in self._users.values())
        if commands.count >= self.max_per_user or total >= self.max_running + self.max_waiting:
            raise TooManyCommandsError(
                lazy_gettext("Too many commands are running. Wait for one of them to end, and try again.")
            )
        self._users[user.name] = commands
        commands.count += 1
        try:
            async with commands.running, self._running:
                yield
        finally:
            commands.count -= 1
            if not commands.count:
                del self._users[user.name]


@define
class IdleCollector:
    """Collects the reference cycles of ended apps in pauses of typing."""

    _ended_apps: int = field(init=False, default=0)
    _checks: int = field(init=False, default=0)

    def count_ended_app(self) -> None:
        """Count an app that has ended."""
        self._ended_apps += 1

    async def run(self, last_input_at: Callable[[], float], count_sessions: Callable[[], int]) -> None:
        """Collect now and then until cancelled.

        Args:
            last_input_at: returns the time of the last input in any session, by the clock of the event loop.
            count_sessions: returns the number of live sessions.
        """
        loop = asyncio.get_running_loop()
        _gc.freeze_loaded()
        _gc.set_threshold(_gc.SERVER_THRESHOLD)
        while True:
            await asyncio.sleep(_CHECK_INTERVAL)
            if self._ended_apps < _MIN_ENDED_APPS:
                continue
            self._checks += 1
            # With few sessions a collection is fast; with many, ended apps must not take more memory than live ones.
            is_due = self._ended_apps >= _MIN_ENDED_APPS + count_sessions() or self._checks >= _MAX_CHECKS
            if is_due or loop.time() - last_input_at() > _QUIET_TIME:
                _gc.collect()
                self._ended_apps = self._checks = 0
