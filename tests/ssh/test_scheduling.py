"""The start-up queue: sessions that start at once draw their first frames one after another."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, cast

import asyncssh
import pytest
from textual.app import App
from textual.driver import Driver
from textual.strip import Strip

from bindertui.ssh.context import AppRequest, ServerLimits
from bindertui.terminal.driver import DriverFactory
from bindertui.tui.widgets.flow_view import FlowView
from tests.helpers import PATIENCE, wait_until
from tests.ssh.clients import Client, connected, session
from tests.ssh.conftest import Keys, RunningServer, Serve

_MANY = 20
_TITLE = "The first section"
_LONG = ServerLimits(startup_timeout=2 * PATIENCE)
"""Limits with which no slot expires."""


class Silent(App[None]):
    """An app that draws no frame until an event is set."""

    def __init__(self, driver: DriverFactory, end: asyncio.Event) -> None:
        super().__init__(driver_class=cast("type[Driver]", driver))
        self._end = end

    async def on_load(self) -> None:
        """Wait before there is anything to draw."""
        await self._end.wait()


class SilentApps:
    """Replaces one user's apps with silent ones."""

    def __init__(self, serving: RunningServer, name: str) -> None:
        self.created: list[str | None] = []
        self._end = asyncio.Event()
        self._context = serving.server.context
        self._name = name
        self._create_app = self._context.create_app
        self._context.create_app = self._create

    def release(self) -> None:
        """Let the apps draw their first frame."""
        self._end.set()

    @property
    def session_count(self) -> int:
        """The number of sessions."""
        return len(self._context.sessions)

    def _create(self, request: AppRequest, create_driver: DriverFactory) -> App[Any]:
        self.created.append(request.user.name)
        if request.user.name == self._name:
            return Silent(create_driver, self._end)
        return self._create_app(request, create_driver)


class Recorder(asyncssh.SSHClientSession[bytes]):
    """A session that records its output together with that of others, in order."""

    def __init__(self, name: int, output: list[tuple[int, bytes]]) -> None:
        self._name = name
        self._output = output

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Record output."""
        self._output.append((self._name, data))


async def _shown(client: Client) -> None:
    await client.wait_for(_TITLE)


async def test_many_at_once(serve: Serve, keys: Keys) -> None:
    """Twenty clients that connect at once all see the text, and then the queue is empty."""
    async with serve(_LONG) as serving, AsyncExitStack() as stack:

        async def come(_: int) -> None:
            connection = await stack.enter_async_context(connected(serving.port, keys.rita))
            await _shown(await stack.enter_async_context(session(connection)))

        await asyncio.gather(*map(come, range(_MANY)))
        assert len(serving.server.context.sessions) == _MANY
        # The queue is empty for the next client.
        async with connected(serving.port, keys.ed) as connection, session(connection) as client:
            await _shown(client)


async def test_one_app_starts_at_a_time(serve: Serve, keys: Keys) -> None:
    """No app draws anything before the previous one has drawn its text."""
    output: list[tuple[int, bytes]] = []

    def seen(name: int, until: int | None = None) -> bytes:
        return b"".join(data for each, data in output[:until] if each == name)

    async with serve(_LONG) as serving, connected(serving.port, keys.rita) as connection:
        names = range(5)
        await asyncio.gather(
            *(
                connection.create_session(partial(Recorder, name, output), term_type="xterm-256color", encoding=None)
                for name in names
            )
        )
        await wait_until(lambda: all(b"section" in seen(name) for name in names))
        starts = [next(at for at, (each, _) in enumerate(output) if each == name) for name in names]
        for name, at in zip(names, starts[1:], strict=False):
            assert b"section" in seen(name, at)


async def test_the_first_frame_is_drawn_once(serve: Serve, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a client sees the text, no row has been rendered twice."""
    drawn: Counter[int] = Counter()
    draw = FlowView.render_line

    def counted(self: FlowView, y: int) -> Strip:
        drawn[y] += 1
        return draw(self, y)

    monkeypatch.setattr(FlowView, "render_line", counted)
    async with serve() as serving, connected(serving.port, keys.rita) as connection, session(connection) as client:
        await _shown(client)
        assert set(drawn.values()) == {1}


async def test_a_slot_expires(serve: Serve, keys: Keys) -> None:
    """An app that draws nothing delays others only until its slot expires."""
    async with serve(ServerLimits(startup_timeout=0.2)) as serving:
        silent = SilentApps(serving, "rita")
        async with (
            connected(serving.port, keys.rita) as hanging,
            connected(serving.port, keys.ed) as connection,
            session(hanging),
        ):
            await wait_until(lambda: silent.created == ["rita"])
            async with session(connection) as client:
                await _shown(client)
            silent.release()
        await wait_until(lambda: not silent.session_count)


async def test_a_client_leaves_the_queue(serve: Serve, keys: Keys) -> None:
    """A client that disconnects while it waits gets no app and delays no other client."""
    async with serve(_LONG) as serving:
        silent = SilentApps(serving, "rita")
        async with connected(serving.port, keys.rita) as hanging, session(hanging):
            await wait_until(lambda: silent.created == ["rita"])
            async with connected(serving.port, keys.ed) as connection, session(connection):
                await wait_until(lambda: silent.session_count == 2)
            await wait_until(lambda: silent.session_count == 1)
            async with connected(serving.port, keys.ed) as connection, session(connection) as client:
                await wait_until(lambda: silent.session_count == 2)
                silent.release()
                await _shown(client)
        await wait_until(lambda: not silent.session_count)
        assert silent.created == ["rita", "ed"]


async def test_the_server_stops_while_a_client_waits(serve: Serve, keys: Keys) -> None:
    """The client gets the message at once, and no app."""
    async with serve(_LONG) as serving:
        silent = SilentApps(serving, "rita")
        async with connected(serving.port, keys.rita) as hanging, session(hanging):
            await wait_until(lambda: silent.created == ["rita"])
            async with connected(serving.port, keys.ed) as connection, session(connection) as client:
                await wait_until(lambda: silent.session_count == 2)
                stopping = asyncio.create_task(serving.server.stop())
                await client.end()
                assert "The server is stopping." in client.text()
                silent.release()
                await stopping
        assert silent.created == ["rita"]


async def test_a_failed_start_releases_its_slot(serve: Serve, keys: Keys) -> None:
    """An unknown address does not delay the next app."""
    async with (
        serve(_LONG) as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "open --at nowhere") as lost,
        session(connection) as client,
    ):
        assert await lost.end() == 1
        await _shown(client)


async def test_users_take_turns(serve: Serve, keys: Keys) -> None:
    """A user who opens many sessions delays another user by one start at most."""
    output: list[tuple[int, bytes]] = []
    async with (
        serve(_LONG) as serving,
        connected(serving.port, keys.rita) as many,
        connected(serving.port, keys.ed) as one,
    ):
        silent = SilentApps(serving, "nobody")
        names = range(8)
        await asyncio.gather(
            *(
                many.create_session(partial(Recorder, name, output), term_type="xterm-256color", encoding=None)
                for name in names
            ),
            one.create_session(partial(Recorder, len(names), output), term_type="xterm-256color", encoding=None),
        )
        await wait_until(lambda: silent.created.count("rita") == len(names))
        assert silent.created.index("ed") <= 2


async def test_the_task_factory_is_restored(serve: Serve, keys: Keys) -> None:
    """An app that installs a task factory, as Textual does from Python 3.12 on, does not change the loop for others."""
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()
    async with serve() as serving, connected(serving.port, keys.rita) as connection:
        create_app = serving.server.context.create_app

        def create(request: AppRequest, create_driver: DriverFactory) -> App[Any]:
            app = create_app(request, create_driver)
            run = app.run_async

            async def run_async(**keywords: Any) -> None:
                loop.set_task_factory(lambda loop, coroutine, **how: asyncio.Task(coroutine, loop=loop, **how))
                await run(**keywords)

            app.run_async = run_async  # type: ignore[method-assign]
            return app

        serving.server.context.create_app = create
        async with session(connection) as client:
            await _shown(client)
            assert loop.get_task_factory() is before
