"""Keys that arrive faster than frames: the screen shows the state after the last key."""

import asyncio

from tests.ssh.clients import connected, session
from tests.ssh.conftest import Keys, Serve


async def test_a_burst_of_keys(serve: Serve, keys: Keys) -> None:
    """After an odd number of language switches, the other language is shown."""
    async with (
        serve() as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "one") as client,
    ):
        await client.wait_for("A paragraph that stands in the first section.")
        client.type("l" * 31)
        await client.wait_for("Un paragraphe de la première section.")
        await client.quiet()
        assert "What comes first." not in client.text()
        assert "Ce qui vient en premier." in client.text()


async def test_a_window_that_changes_size_during_a_burst(serve: Serve, keys: Keys) -> None:
    """The screen fits the new size."""
    async with (
        serve() as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "one") as client,
    ):
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
