"""The idle timeout and the maximum duration of a session."""

from bindertui.ssh.context import ServerLimits
from tests.ssh.clients import connected, session
from tests.ssh.conftest import Keys, Serve


async def test_idle_timeout(serve: Serve, keys: Keys) -> None:
    """An idle session gets a warning and ends with a restored terminal; a key postpones the end."""
    async with (
        serve(ServerLimits(idle_timeout=3.0, warning_time=2.0)) as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await client.wait_for("This session is idle and ends in")
        client.type("j")
        client.raw = b""
        await client.wait_for("The session ended because it was idle.")
        # The warning was repeated before the end.
        assert b"This session is idle" in client.raw
        assert await client.end() == 0
        assert client.raw.rindex(b"\x1b[?1049l") < client.raw.rindex(b"The session ended")


async def test_maximum_duration(serve: Serve, keys: Keys) -> None:
    """A session ends after its maximum duration, however much is typed."""
    async with (
        serve(ServerLimits(max_duration=3.0, warning_time=2.0)) as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection, env={"LANG": "fr_CA.UTF-8"}, size=(120, 30)) as client,
    ):
        await client.wait_for("Cette session a atteint sa durée maximale")
        client.type("j")
        await client.wait_for("La session a pris fin : durée maximale atteinte.")
        assert await client.end() == 0
