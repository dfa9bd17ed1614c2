"""What a client types, on its way to an app: a few keys at a time, so that nobody else waits for who sends many.

An app that is shown at the other end of a channel.

How long an app may run: it is said before the end, and then it ends as if its reader had quit.
"""

import asyncio
import logging
from contextvars import Context
from typing import Any, Protocol

from attrs import evolve
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App

from bindertui.errors import ExitCode
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.services.access import UserRole, can
from bindertui.ssh.app_request import AppRequest, MakeApp
from bindertui.ssh.channel import ChannelWriter
from bindertui.ssh.driver import ChannelDriver, FrameWriter, Line
from bindertui.ssh.limits import ServerLimits
from bindertui.ssh.scheduling import StartupQueue, StartupSlot
from bindertui.terminal.capabilities import clamp_size

_EARLY = 4096
"""Bytes that are taken in before the app can hear them; the others wait on the client's side."""
_KEYS = 32
"""Bytes that are heard at once; each may be a key."""
_PASTED = 512
"""The same in the middle of a paste, which is one event however long it is."""
_BREATH = 0.02
"""Seconds after which is looked again whether an app has done what it had heard."""


class InputSink(Protocol):
    """Has an app hear what is typed."""

    @property
    def pasting(self) -> bool:
        """Whether the end of a paste is still to come."""

    @property
    def crowded(self) -> bool:
        """Whether the app has much to do with what it has heard."""

    def take(self, data: bytes, *, more: bool) -> None:
        """Have it hear some bytes.

        Args:
            data: the bytes.
            more: whether others are waiting, so that a sequence that begins here goes on.
        """


class InputThrottle:
    """Bytes that wait to be heard; while many do, the client's channel is not read, and so no more can come."""

    def __init__(self, hearing: InputSink, way: ChannelWriter) -> None:
        """Prepare to take in; nothing is heard before `open`.

        Args:
            hearing: has the app hear them.
            way: the way to the client.
        """
        self._hearing = hearing
        self._way = way
        self._waiting = b""
        self._open = False
        self._next: asyncio.TimerHandle | None = None

    def add(self, data: bytes) -> None:
        """Take in some bytes."""
        self._waiting += data
        if not self._open:
            if len(self._waiting) > _EARLY:
                self._way.pause_reading()
        elif self._next is None:
            self._go_on()

    def open(self) -> None:
        """Begin: the app can hear, as soon as it has done what it is doing."""
        self._open = True
        asyncio.get_running_loop().call_soon(self._begin)

    def close(self) -> None:
        """The app hears nothing any more."""
        self._open = False
        if self._next is not None:
            self._next.cancel()

    def _begin(self) -> None:
        if self._open and self._next is None:
            self._go_on()

    def _go_on(self) -> None:
        if not self._hearing.crowded:
            size = _PASTED if self._hearing.pasting else _KEYS
            piece, self._waiting = self._waiting[:size], self._waiting[size:]
            if piece:
                self._hearing.take(piece, more=bool(self._waiting))
        if self._waiting or self._hearing.crowded:
            if self._next is None:
                self._way.pause_reading()
            wait = _BREATH if self._hearing.crowded else 0
            # Others have their turn before the next piece.
            self._next = asyncio.get_running_loop().call_later(wait, self._go_on)
        elif self._next is not None:
            self._next = None
            self._way.resume_reading()


_log = logging.getLogger(__name__)

_CROWD = 32
"""Events that wait in an app, from which nothing more is read."""

MISTAKE = lazy_gettext("bindertui had to stop because of a mistake of its own.")
_KEPT = lazy_gettext("What you were writing is kept for your return.")
"""What is said to those who may write, whyever an app ends without their doing."""


class AppSession:
    """Runs the app of a visit on a channel.

    Each runs in a context of its own: what Textual keeps in context variables would otherwise be another app's.
    """

    def __init__(
        self, visit: AppRequest, make_app: MakeApp, way: ChannelWriter, size: tuple[int, int], beginnings: StartupQueue
    ) -> None:
        """Prepare to run the app.

        Args:
            visit: who comes.
            make_app: makes the app.
            way: the way to the client.
            size: that the client says its terminal has, in columns and rows.
            beginnings: says when it is this app's turn to begin.
        """
        self.language = visit.language
        self.heard = asyncio.get_running_loop().time()
        """When something was last typed, by the clock of the loop."""
        self._visit = visit
        self._make_app = make_app
        self._size = clamp_size(*size)
        self._context = Context()
        self._app: App[Any] | None = None
        self._driver: ChannelDriver | None = None
        self._typed = InputThrottle(self, way)
        self._outgoing = FrameWriter(way.write, self._redraw)
        self._last_words: LazyString | None = None
        self._beginnings = beginnings
        self._beginning: StartupSlot | None = None
        self._begun = False
        """Whether a frame was drawn. Told to end before it has its widgets, an app would fail, or not hear of it."""
        self._leaving = False

    # What the channel tells

    def hear(self, data: bytes) -> None:
        """Take in what is typed."""
        self.heard = asyncio.get_running_loop().time()
        self._typed.add(data)

    def resize(self, size: tuple[int, int]) -> None:
        """The terminal has another size now."""
        self._size = clamp_size(*size)
        if self._driver is not None and self._driver.listening:
            self._context.run(self._driver.resize, self._size)

    def end(self) -> None:
        """Nothing more will be typed: leave."""
        self.leave()

    def block(self) -> None:
        """Draw no more until the client has read."""
        self._outgoing.block()

    def unblock(self) -> None:
        """Draw again."""
        self._outgoing.unblock()

    # What the server tells

    def leave(self, words: LazyString | None = None) -> None:
        """End the app.

        Args:
            words: say why, in the terminal as it was before.
        """
        self._leaving = True
        self._last_words = self._last_words or words
        if self._begun:
            self._exit()
        elif self._app is None and self._beginning is not None:
            self._beginning.over()

    def tell(self, words: LazyString) -> None:
        """Say something in passing."""
        if self._app is not None:
            text = words.read(self.language)
            self._context.run(lambda app: app.notify(text, severity="warning", markup=False, timeout=10), self._app)

    # What is typed, a few keys at a time

    @property
    def pasting(self) -> bool:
        """Whether the end of a paste is still to come."""
        return self._driver is not None and self._driver.pasting

    @property
    def crowded(self) -> bool:
        """Whether the app has much to do with what it has heard."""
        app = self._app
        if app is None or not app.is_running or not app.screen_stack:
            return False
        return sum(pump.message_queue_size for pump in (app, app.screen, app.focused) if pump is not None) > _CROWD

    def take(self, data: bytes, *, more: bool) -> None:
        """Have the app hear some bytes; others are waiting if there is more."""
        if self._driver is not None:
            self._context.run(self._driver.hear, data, more)

    async def run(self) -> int:
        """Run the app to its end, its terminal given back; the exit code.

        Raises:
            BinderError: there is nothing at the address.
        """
        return await asyncio.get_running_loop().create_task(self._run(), context=self._context)

    async def _run(self) -> int:
        self._beginning = self._beginnings.join(self._visit.who.name)
        try:
            if not self._leaving:
                await self._beginning.come()
            failed = not self._leaving and await self._failed()
        finally:
            self._beginning.over()
            self._typed.close()
        if words := MISTAKE if failed else self._last_words:
            kept = [_KEPT] if can(self._visit.who, UserRole.EDITOR) else []
            said = " ".join(each.read(self.language) for each in (words, *kept))
            self._outgoing.last(f"{said}\r\n")
        return ExitCode.USAGE if failed else ExitCode.DONE

    async def _failed(self) -> bool:
        """Whether the app has ended by a mistake of its own."""
        app = self._app = self._make_app(self._visit, self._make_driver)
        try:
            loop = asyncio.get_running_loop()
            running = loop.create_task(app.run_async(size=self._size), context=self._context)
            # From Python 3.12 on, Textual begins by having the loop run every new task at once, also those of asyncssh,
            # which does not expect that.
            loop.call_soon(loop.set_task_factory, loop.get_task_factory())
            await running
        finally:
            self._app = self._driver = None
            # They keep the widgets, and the last keys, of apps that have ended.
            StylesCache.get_inner_outer.cache_clear()
            XTermParser._parse_extended_key.cache_clear()  # noqa: SLF001 - nothing else lets go of them
        if app.return_code:
            _log.error("A session ended by a mistake.", exc_info=app._exception)  # noqa: SLF001 - it is told nowhere else
        return bool(app.return_code)

    def _make_driver(self, app: App[Any], **keywords: Any) -> ChannelDriver:
        line = Line(self._visit.terminal, self._outgoing, self._drawn)
        self._driver = ChannelDriver(app, **keywords, line=line)
        return self._driver

    def _drawn(self) -> None:
        """A frame is on its way: from the first one on, the app hears what is typed, and can leave."""
        if not self._begun and self._beginning is not None:
            self._begun = True
            self._beginning.over()
            if self._leaving:
                asyncio.get_running_loop().call_soon(self._exit)
            else:
                self._typed.open()

    def _exit(self) -> None:
        if self._app is not None:
            self._context.run(self._app.exit)

    def _redraw(self) -> None:
        if self._app is not None and self._app.is_running:
            self._context.run(self._app.refresh)


_IDLE = (
    lazy_gettext("Nothing has been typed for some time. This session ends in {seconds} s; any key keeps it open."),
    lazy_gettext("The session was ended because nothing was typed."),
)
"""What is said before a session ends because nothing is typed, and when it does."""
_LONGEST = (
    lazy_gettext("Sessions may not last any longer: this one ends in {seconds} s. What you are writing is kept."),
    lazy_gettext("The session has lasted as long as sessions may."),
)
"""The same where it has lasted too long."""


async def enforce_timeouts(showing: AppSession, bounds: ServerLimits) -> None:
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
