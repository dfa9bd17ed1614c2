"""One session: a channel, and the app that runs on it."""

import asyncio
from collections.abc import Mapping
from contextvars import Context
from functools import partial
from typing import Any

import asyncssh
from textual.app import App

from bindertui.services.access import Who
from bindertui.ssh.driver import ChannelDriver
from bindertui.ssh.outgoing import Outgoing
from bindertui.ssh.terminal import Terminal, accepted, fitting
from bindertui.ssh.visit import MakeApp, Visit


class Session(asyncssh.SSHServerSession[bytes]):
    """Runs an app on a channel; each app in a context of its own, so that none takes another for itself."""

    def __init__(self, who: Who, make_app: MakeApp) -> None:
        """Prepare for a client.

        Args:
            who: who has logged in.
            make_app: makes the app.
        """
        self._who = who
        self._make_app = make_app
        self._app: App[Any] | None = None
        self._driver: ChannelDriver | None = None
        self._context = Context()
        self._size = (0, 0)

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """A channel is open."""
        self._channel = chan
        self._outgoing = Outgoing(chan.write, self._redraw)

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """Note the size of the terminal."""
        self._size = term_size[:2]
        return True

    def shell_requested(self) -> bool:
        """The app is all there is."""
        return True

    def session_started(self) -> None:
        """Run the app."""
        self._task = asyncio.get_running_loop().create_task(self._run(), context=self._context)

    async def _run(self) -> None:
        channel = self._channel
        terminal = Terminal.of(channel.get_terminal_type(), accepted(channel.get_environment_bytes()))
        driver = partial(self._made, terminal=terminal)
        self._app = self._make_app(Visit(self._who, terminal), driver)
        await self._app.run_async(size=fitting(*self._size))
        channel.exit(self._app.return_code or 0)

    def _made(self, app: App[Any], **keywords: Any) -> ChannelDriver:
        self._driver = ChannelDriver(app, outgoing=self._outgoing, **keywords)
        return self._driver

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Hear what is typed."""
        if self._driver is not None:
            self._context.run(self._driver.hear, data)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Draw at another size."""
        self._size = (width, height)
        if self._driver is not None:
            self._context.run(self._driver.resize, fitting(width, height))

    def eof_received(self) -> bool:
        """Nothing more will be typed: leave."""
        self._leave()
        return True

    def pause_writing(self) -> None:
        """Draw no more until the client has read."""
        self._outgoing.block("channel")

    def resume_writing(self) -> None:
        """Draw again."""
        self._outgoing.unblock("channel")

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone: end its app."""
        self._leave()

    def _leave(self) -> None:
        if self._app is not None:
            self._context.run(self._app.exit)

    def _redraw(self) -> None:
        if self._app is not None:
            self._context.run(self._app.screen.refresh)
