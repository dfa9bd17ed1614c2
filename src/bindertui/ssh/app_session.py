"""One Textual app on an SSH channel: its start, its input and output, its timeouts and its end."""

import asyncio
import logging
from contextvars import Context
from typing import Any

from attrs import evolve
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App

from bindertui.errors import ExitCode
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.services.access import UserRole, has_role
from bindertui.ssh.channel import ChannelWriter
from bindertui.ssh.context import AppRequest, ServerContext
from bindertui.ssh.driver import ChannelDriver, ClientTerminal
from bindertui.ssh.flow_control import FrameWriter, InputThrottle
from bindertui.ssh.scheduling import StartupSlot
from bindertui.terminal.capabilities import clamp_size

_log = logging.getLogger(__name__)

_MAX_QUEUED_EVENTS = 32
"""Unprocessed events that make an app busy."""
_NOTICE_SECONDS = 10
"""How long a warning stays on the screen."""

CRASHED = lazy_gettext("bindertui crashed because of a bug.")
_DRAFTS_KEPT = lazy_gettext("Unsaved changes are kept as drafts.")
"""Follows the reason if the app of an editor ends for any reason but their own."""

_IDLE_WARNING = lazy_gettext("This session is idle and ends in {seconds} s. Press any key to keep it open.")
_IDLE_END = lazy_gettext("The session ended because it was idle.")
_DURATION_WARNING = lazy_gettext("This session has reached its time limit and ends in {seconds} s. Drafts are kept.")
_DURATION_END = lazy_gettext("The session ended because it reached its time limit.")


class AppSession:
    """Runs one app on a channel.

    Each app has a context of its own (`contextvars`): Textual keeps the active app in context variables, and all apps
    run in one thread.
    """

    def __init__(
        self, request: AppRequest, context: ServerContext, channel: ChannelWriter, size: tuple[int, int]
    ) -> None:
        """Prepare to run an app.

        Args:
            request: the client's request.
            context: the shared state of all sessions.
            channel: writes to the client.
            size: the size of the terminal in columns and rows, as the client claims.
        """
        self.last_input_at = asyncio.get_running_loop().time()
        """The time of the last input, by the clock of the event loop."""
        self._request = request
        self._server = context
        self._size = clamp_size(*size)
        self._context = Context()
        self._app: App[Any] | None = None
        self._driver: ChannelDriver | None = None
        self._input = InputThrottle(self, channel)
        self._frames = FrameWriter(channel.write, self._redraw)
        self._close_reason: LazyString | None = None
        self._slot: StartupSlot | None = None
        self._has_drawn = False
        """Whether the app has drawn a frame; before that, it cannot be closed cleanly, because it has no widgets."""
        self._is_closing = False

    # Called by the session

    def feed(self, data: bytes) -> None:
        """Take input from the client."""
        self.last_input_at = asyncio.get_running_loop().time()
        self._input.feed(data)

    def feed_eof(self) -> None:
        """Close the app: the client sends no more input."""
        self.close()

    def resize(self, size: tuple[int, int]) -> None:
        """Change the size of the terminal."""
        self._size = clamp_size(*size)
        if self._driver is not None and self._driver.accepts_input:
            self._context.run(self._driver.resize, self._size)

    def pause_output(self) -> None:
        """Drop frames: the client does not read."""
        self._frames.pause()

    def resume_output(self) -> None:
        """Send frames again."""
        self._frames.resume()

    def close(self, reason: LazyString | None = None) -> None:
        """Close the app as if its user had quit.

        Args:
            reason: the message to show once the terminal has been restored.
        """
        self._is_closing = True
        self._close_reason = self._close_reason or reason
        if self._has_drawn:
            self._exit()
        elif self._app is None and self._slot is not None:
            self._slot.release()

    # Called by the input throttle

    @property
    def is_pasting(self) -> bool:
        """Whether a paste has begun and not ended."""
        return self._driver is not None and self._driver.is_pasting

    @property
    def is_busy(self) -> bool:
        """Whether the app has many unprocessed events."""
        app = self._app
        if app is None or not app.is_running or not app.screen_stack:
            return False
        pumps = (pump for pump in (app, app.screen, app.focused) if pump is not None)
        return sum(pump.message_queue_size for pump in pumps) > _MAX_QUEUED_EVENTS

    def deliver(self, data: bytes, *, more: bool) -> None:
        """Deliver some input to the app; see `InputSink.deliver`."""
        if self._driver is not None:
            self._context.run(self._driver.feed, data, more)

    # The app

    async def run(self) -> int:
        """Run the app until it ends and the terminal is restored, and return the exit code.

        Raises:
            BinderError: the requested address does not exist.
        """
        loop = asyncio.get_running_loop()
        timeouts = loop.create_task(self._enforce_timeouts())
        try:
            return await loop.create_task(self._run(), context=self._context)
        finally:
            timeouts.cancel()

    async def _run(self) -> int:
        slot = self._slot = self._server.startup_queue.join(self._request.user.name)
        try:
            if not self._is_closing:
                await slot.wait()
            has_crashed = not self._is_closing and await self._run_app()
        finally:
            slot.release()
            self._input.close()
        if reason := CRASHED if has_crashed else self._close_reason:
            kept = [_DRAFTS_KEPT] if has_role(self._request.user, UserRole.EDITOR) else []
            text = " ".join(message.in_language(self._request.language) for message in (reason, *kept))
            self._frames.write_final(f"{text}\r\n")
        return ExitCode.USAGE if has_crashed else ExitCode.DONE

    async def _run_app(self) -> bool:
        """Run the app, and return whether it ended because of a bug."""
        app = self._app = self._server.create_app(self._request, self._create_driver)
        try:
            loop = asyncio.get_running_loop()
            running = loop.create_task(app.run_async(size=self._size), context=self._context)
            # From Python 3.12 on, Textual installs a factory of eager tasks, which asyncssh does not support.
            loop.call_soon(loop.set_task_factory, loop.get_task_factory())
            await running
        finally:
            self._app = self._driver = None
            # These caches keep the widgets and the last keys of ended apps.
            StylesCache.get_inner_outer.cache_clear()
            XTermParser._parse_extended_key.cache_clear()  # noqa: SLF001 - there is no public way
        if app.return_code:
            _log.error("app of %s crashed", self._request.user.name, exc_info=app._exception)  # noqa: SLF001 - the same
        return bool(app.return_code)

    def _create_driver(self, app: App[Any], **arguments: Any) -> ChannelDriver:
        terminal = ClientTerminal(self._request.terminal, self._frames, self._on_frame)
        self._driver = ChannelDriver(app, **arguments, terminal=terminal)
        return self._driver

    def _on_frame(self) -> None:
        """After the first frame, let the next app start, and deliver input to this one."""
        if not self._has_drawn and self._slot is not None:
            self._has_drawn = True
            self._slot.release()
            if self._is_closing:
                asyncio.get_running_loop().call_soon(self._exit)
            else:
                self._input.open()

    def _exit(self) -> None:
        if self._app is not None:
            self._context.run(self._app.exit)

    def _redraw(self) -> None:
        if self._app is not None and self._app.is_running:
            self._context.run(self._app.refresh)

    def _notify(self, message: LazyString) -> None:
        if self._app is not None:
            text = message.in_language(self._request.language)
            notify = self._app.notify
            self._context.run(lambda: notify(text, severity="warning", markup=False, timeout=_NOTICE_SECONDS))

    async def _enforce_timeouts(self) -> None:
        """Close the app after too long without input, or in all; warn the user before."""
        loop, limits = asyncio.get_running_loop(), self._server.limits
        last_end = loop.time() + limits.max_duration
        warned_of: float | None = None
        while True:
            idle_end = self.last_input_at + limits.idle_timeout
            is_idle, end = idle_end < last_end, min(idle_end, last_end)
            remaining = end - loop.time()
            if remaining <= 0:
                self.close(_IDLE_END if is_idle else _DURATION_END)
                return
            if remaining <= limits.warning_time and warned_of != end:
                warned_of = end
                warning = _IDLE_WARNING if is_idle else _DURATION_WARNING
                self._notify(evolve(warning, values=(("seconds", round(remaining)),)))
            # Input in the meantime moves the end, which the next turn of the loop will see.
            await asyncio.sleep(remaining if warned_of == end else remaining - limits.warning_time)
