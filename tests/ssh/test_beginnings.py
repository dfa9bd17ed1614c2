"""Sessions that begin at once: each is shown in its turn, and none keeps the others out."""

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
from tests.ssh.conftest import Keys, Serve, Serving

_MANY = 20
_TITLE = "The first section"
_LONG = ServerLimits(startup_timeout=2 * PATIENCE)
"""With which nobody has their turn because the time of somebody else is over."""


class Silent(App[None]):
    """An app that does not come to its first frame."""

    def __init__(self, driver: DriverFactory, end: asyncio.Event) -> None:
        super().__init__(driver_class=cast("type[Driver]", driver))
        self._end = end

    async def on_load(self) -> None:
        """Wait, and have nothing to be seen until then."""
        await self._end.wait()


class Held:
    """A house in which the apps of one person are silent until they are let go."""

    def __init__(self, serving: Serving, name: str) -> None:
        self.made: list[str | None] = []
        self._end = asyncio.Event()
        self._house = serving.server.context
        self._name = name
        self._make_app = self._house.create_app
        self._house.create_app = self._made

    def let_go(self) -> None:
        """Let them come to their first frame."""
        self._end.set()

    @property
    def here(self) -> int:
        """How many sessions there are."""
        return len(self._house.sessions)

    def _made(self, request: AppRequest, create_driver: DriverFactory) -> App[Any]:
        self.made.append(request.user.name)
        if request.user.name == self._name:
            return Silent(create_driver, self._end)
        return self._make_app(request, create_driver)


class Noting(asyncssh.SSHClientSession[bytes]):
    """A session whose bytes are noted with those of others, in the order in which they came."""

    def __init__(self, name: int, came: list[tuple[int, bytes]]) -> None:
        self._name = name
        self._came = came

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Something came."""
        self._came.append((self._name, data))


async def _shown(client: Client) -> None:
    await client.wait_for(_TITLE)


async def test_many_at_once_all_get_in(serve: Serve, keys: Keys) -> None:
    """Twenty who connect at once all see the text, and the server has nobody who waits after that."""
    async with serve(_LONG) as serving, AsyncExitStack() as stack:

        async def come(_: int) -> None:
            connection = await stack.enter_async_context(connected(serving.port, keys.rita))
            await _shown(await stack.enter_async_context(session(connection)))

        await asyncio.gather(*map(come, range(_MANY)))
        assert len(serving.server.context.sessions) == _MANY
        # Who comes after them waits for nobody.
        async with connected(serving.port, keys.ed) as connection, session(connection) as client:
            await _shown(client)


async def test_who_begins_is_shown_before_the_next(serve: Serve, keys: Keys) -> None:
    """Of several who begin at once, nothing of the next comes before the text of the one before."""
    came: list[tuple[int, bytes]] = []

    def seen(name: int, until: int | None = None) -> bytes:
        return b"".join(data for each, data in came[:until] if each == name)

    async with serve(_LONG) as serving, connected(serving.port, keys.rita) as connection:
        names = range(5)
        await asyncio.gather(
            *(
                connection.create_session(partial(Noting, name, came), term_type="xterm-256color", encoding=None)
                for name in names
            )
        )
        await wait_until(lambda: all(b"section" in seen(name) for name in names))
        begun = [next(at for at, (each, _) in enumerate(came) if each == name) for name in names]
        for name, at in zip(names, begun[1:], strict=False):
            assert b"section" in seen(name, at)


async def test_the_first_frame_is_drawn_once(serve: Serve, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the time a client sees the text, no row of it has been worked out a second time."""
    drawn: Counter[int] = Counter()
    draw = FlowView.render_line

    def counted(self: FlowView, y: int) -> Strip:
        drawn[y] += 1
        return draw(self, y)

    monkeypatch.setattr(FlowView, "render_line", counted)
    async with serve() as serving, connected(serving.port, keys.rita) as connection, session(connection) as client:
        await _shown(client)
        assert set(drawn.values()) == {1}


async def test_one_that_hangs_keeps_nobody_out(serve: Serve, keys: Keys) -> None:
    """Others begin once the time is over in which an app should have come to its first frame."""
    async with serve(ServerLimits(startup_timeout=0.2)) as serving:
        held = Held(serving, "rita")
        async with (
            connected(serving.port, keys.rita) as hanging,
            connected(serving.port, keys.ed) as connection,
            session(hanging),
        ):
            await wait_until(lambda: held.made == ["rita"])
            async with session(connection) as client:
                await _shown(client)
            held.let_go()
        await wait_until(lambda: not held.here)


async def test_who_goes_while_they_wait(serve: Serve, keys: Keys) -> None:
    """No app is made for a client that goes before its turn has come, and it keeps nobody waiting."""
    async with serve(_LONG) as serving:
        held = Held(serving, "rita")
        async with connected(serving.port, keys.rita) as hanging, session(hanging):
            await wait_until(lambda: held.made == ["rita"])
            async with connected(serving.port, keys.ed) as connection, session(connection):
                await wait_until(lambda: held.here == 2)
            await wait_until(lambda: held.here == 1)
            async with connected(serving.port, keys.ed) as connection, session(connection) as client:
                await wait_until(lambda: held.here == 2)
                held.let_go()
                await _shown(client)
        await wait_until(lambda: not held.here)
        assert held.made == ["rita", "ed"]


async def test_the_server_stops_while_somebody_waits(serve: Serve, keys: Keys) -> None:
    """Who waits for their turn when the server stops is told so at once, and sees no app."""
    async with serve(_LONG) as serving:
        held = Held(serving, "rita")
        async with connected(serving.port, keys.rita) as hanging, session(hanging):
            await wait_until(lambda: held.made == ["rita"])
            async with connected(serving.port, keys.ed) as connection, session(connection) as client:
                await wait_until(lambda: held.here == 2)
                stopping = asyncio.create_task(serving.server.stop())
                await client.end()
                assert "The server is stopping." in client.text()
                held.let_go()
                await stopping
        assert held.made == ["rita"]


async def test_who_has_nothing_to_be_shown(serve: Serve, keys: Keys) -> None:
    """An address at which there is nothing ends the turn of whoever asked for it."""
    async with (
        serve(_LONG) as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "open --at nowhere") as lost,
        session(connection) as client,
    ):
        assert await lost.end() == 1
        await _shown(client)


async def test_who_comes_with_many_keeps_nobody_else_waiting(serve: Serve, keys: Keys) -> None:
    """Somebody who begins after several apps of one other person has their turn after the one that is beginning."""
    came: list[tuple[int, bytes]] = []
    async with (
        serve(_LONG) as serving,
        connected(serving.port, keys.rita) as many,
        connected(serving.port, keys.ed) as one,
    ):
        held = Held(serving, "nobody")
        names = range(8)
        await asyncio.gather(
            *(
                many.create_session(partial(Noting, name, came), term_type="xterm-256color", encoding=None)
                for name in names
            ),
            one.create_session(partial(Noting, len(names), came), term_type="xterm-256color", encoding=None),
        )
        await wait_until(lambda: held.made.count("rita") == len(names))
        assert held.made.index("ed") <= 2


async def test_the_loop_stays_as_it_was(serve: Serve, keys: Keys) -> None:
    """An app that has the loop begin all tasks in its own way, as Textual does from Python 3.12 on, does not get it."""
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()
    async with serve() as serving, connected(serving.port, keys.rita) as connection:
        make_app = serving.server.context.create_app

        def made(request: AppRequest, create_driver: DriverFactory) -> App[Any]:
            app = make_app(request, create_driver)
            run = app.run_async

            async def run_async(**keywords: Any) -> None:
                loop.set_task_factory(lambda loop, coroutine, **how: asyncio.Task(coroutine, loop=loop, **how))
                await run(**keywords)

            app.run_async = run_async  # type: ignore[method-assign]
            return app

        serving.server.context.create_app = made
        async with session(connection) as client:
            await _shown(client)
            assert loop.get_task_factory() is before
