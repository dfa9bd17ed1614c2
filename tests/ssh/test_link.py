"""Lines of any speed show the same in the end."""

import asyncio
import socket

import pytest

from bindertui.ssh.link import Link, pause_of, round_trip
from tests.ssh.clients import connected, session
from tests.ssh.conftest import Keys, Serve


@pytest.mark.parametrize("link", Link)
async def test_the_same_is_shown(serve: Serve, keys: Keys, link: Link) -> None:
    """Whatever a line is taken for, a burst of keys leads to the screen that its last key means."""
    async with serve() as serving:
        serving.server.house.link = link
        async with connected(serving.port, keys.rita) as connection, session(connection, "one") as client:
            await client.wait_for("A paragraph that stands in the first section.")
            client.type("l" * 31)
            await client.wait_for("Un paragraphe de la première section.")
            await client.quiet()
            assert "What comes first." not in client.text()
            assert "Ce qui vient en premier." in client.text()


async def test_frames_of_a_slow_line_are_fewer(serve: Serve, keys: Keys) -> None:
    """On a slow line, what changes between two frames is told once."""
    sent: dict[Link, int] = {}
    for link in (Link.FAST, Link.SLOW):
        async with serve() as serving:
            serving.server.house.link = link
            async with connected(serving.port, keys.rita) as connection, session(connection, "one") as client:
                await client.wait_for("A paragraph that stands in the first section.")
                await client.quiet()
                before = len(client.raw)
                for _ in range(20):
                    client.type("l")
                    await asyncio.sleep(0.02)
                client.type("l")
                await client.wait_for("Un paragraphe")
                await client.quiet()
                sent[link] = len(client.raw) - before
    assert sent[Link.SLOW] < sent[Link.FAST]


async def test_a_window_that_shrinks_while_a_frame_waits(serve: Serve, keys: Keys) -> None:
    """What was to be drawn in rows that are gone is forgotten, and the screen is that of a window of the new size."""
    async with serve() as serving:
        serving.server.house.link = Link.SLOW
        async with connected(serving.port, keys.rita) as connection, session(connection, "one") as client:
            await client.wait_for("A paragraph that stands in the first section.")
            for height in (6, 24, 8, 30, 6):
                client.type("l" * 3)
                await asyncio.sleep(0.02)
                client.size(80, height)
                await client.quiet(0.3)
            client.type("l")
            await client.quiet()
            async with session(connection, "one --lang en", size=(80, 6)) as other:
                await other.wait_for("first section")
                await other.quiet()
                assert client.text() == other.text()


def test_a_line_is_measured() -> None:
    """A line within this machine is a fast one, and no pause is made; a slow one has a pause that can be borne."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        trip = round_trip(line)
        assert trip is None or trip < 0.15
        assert pause_of(Link.AUTO, line) == pause_of(Link.FAST, line) == 0
        assert 0 < pause_of(Link.SLOW, line) <= 0.5
    assert pause_of(Link.AUTO, None) == 0
