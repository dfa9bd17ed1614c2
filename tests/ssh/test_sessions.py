"""Sessions of the app: the same screen as the local app, their own input, and nothing left behind."""

import asyncio
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from bindertui.tui.screens.browse import BrowseScreen
from tests.conftest import WriteBinder
from tests.helpers import PATIENCE, wait_until
from tests.ssh.clients import Client, connected, session
from tests.ssh.conftest import FILES, Keys, Serve
from tests.tui.terminal import terminal

_AT_REST = "/ Search"
"""The first hint of the key bar, once the binder is on the screen."""


def open_files() -> int:
    """Return the number of files and connections this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def own_threads() -> int:
    """Return the number of threads, without the workers of the event loop."""
    return sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())


async def test_the_screen_is_that_of_the_local_app(serve: Serve, keys: Keys, tmp_path: Path) -> None:
    """Cell by cell, a client's screen is that of the local app."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection, size=(100, 30)) as client,
    ):
        await client.wait_for("EN")
        await client.quiet()
        with terminal("open", str(serving.folder), folder=tmp_path, size=(100, 30)) as local:
            local.wait_for("EN")
            while local.read(0.6):
                pass
            assert client.text() == local.text()


async def test_keys_and_quitting(serve: Serve, keys: Keys) -> None:
    """Keys work; q ends the app with exit code 0 and restores the terminal."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await client.wait_for(_AT_REST)
        client.type("l")
        await client.wait_for("La première section")
        client.type("q")
        assert await client.end() == 0
    for asked, undone in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?1002h", b"\x1b[?1002l"),
        (b"\x1b[?1006h", b"\x1b[?1006l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
        (b"\x1b[?7l", b"\x1b[?7h"),
    ):
        assert client.raw.index(asked) < client.raw.rindex(undone)
    assert b"1003h" not in client.raw
    assert b"$p" not in client.raw


async def test_resizing(serve: Serve, keys: Keys) -> None:
    """The app follows the terminal's size, whatever sizes the client claims."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection, size=(40, 10)) as client,
    ):
        await client.wait_for("Sample binder")
        client.size(170, 20)
        await client.wait_for(lambda: "Partners" in client.text() and "Contents" in client.text())
        for width, height in ((1, 1), (0, 0), (100_000, 100_000), (4_294_967_295, 1), (80, 24)):
            client.process.change_terminal_size(width, height)
        client.screen.resize(24, 80)
        client.screen.reset()
        await client.wait_for(_AT_REST)
        client.type("q")
        assert await client.end() == 0


async def test_missing_and_absurd_sizes(serve: Serve, keys: Keys) -> None:
    """The app opens in a terminal without a size, or with an absurd one."""
    async with serve() as serving, connected(serving.port, keys.ed) as connection:
        for size in ((0, 0), (100_000, 100_000), (1, 1)):
            async with session(connection, size=size) as client:
                await client.wait_for(lambda client=client: b"\x1b[?1049h" in client.raw)  # type: ignore[misc]
                client.type("q")
                assert await client.end() == 0


async def edit_first(client: Client, typed: str) -> None:
    """Start to change the title of the first section."""
    await client.wait_for(_AT_REST)
    client.type("e")
    await client.wait_for("Editing The first section")
    client.type("\r")
    await client.wait_for("Next field")
    client.type(typed)
    await client.wait_for("not saved")


async def test_a_save_reaches_the_others(serve: Serve, keys: Keys) -> None:
    """A save appears in other sessions at once, under the name of its user."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as his,
        connected(serving.port, keys.rita) as hers,
        session(his, "one", size=(120, 30)) as ed,
        session(hers, "one", size=(120, 30)) as rita,
    ):
        await rita.wait_for("The first section")
        await edit_first(ed, "Now: ")
        ed.type("\x13")
        await ed.wait_for("What will change")
        ed.type("s")
        await ed.wait_for("no changes")
        await rita.wait_for("Now: The first section")
        run = await his.run("history one", encoding="utf-8")
        assert "ed" in str(run.stdout).split()


async def test_the_tour(serve: Serve, keys: Keys) -> None:
    """Readers can open it too; closing it shows the binder again, and two users can read it at once."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as first,
        connected(serving.port, keys.rita) as second,
        session(first) as ed,
        session(second, "open --lang fr") as rita,
    ):
        people = ((ed, _AT_REST, "A Tour of bindertui"), (rita, "/ Chercher", "Visite guidée de bindertui"))
        for client, at_rest, title in people:
            await client.wait_for(at_rest)
            client.type("t")
            await client.wait_for(title)
        for client, _, title in people:
            client.type("q")
            await client.wait_for(partial(_is_gone, client, title))
            client.type("q")
            assert await client.end() == 0


def _is_gone(client: Client, text: str) -> bool:
    return text not in client.text()


async def test_a_reader_changes_nothing(serve: Serve, keys: Keys) -> None:
    """A reader gets a message."""
    async with (
        serve() as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "one", size=(120, 30)) as client,
    ):
        await client.wait_for("read-only")
        client.type("e")
        await client.wait_for("This session is read-only")


@pytest.mark.parametrize("wait", [0, 0.01, 0.03, 0.06])
async def test_end_of_input_during_the_start(serve: Serve, keys: Keys, wait: float) -> None:
    """A client that ends its input while the app starts ends the app as its user would."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await asyncio.sleep(wait)
        client.process.stdin.write_eof()
        assert await client.end() == 0
        assert b"mistake" not in client.raw
        assert not serving.server.context.sessions


@pytest.mark.parametrize("typed", ["/entirely\r", "?", "lll", ":", "eX"])
async def test_keys_typed_ahead(serve: Serve, keys: Keys, typed: str) -> None:
    """Keys that arrive before the first frame reach the app after it, and end nothing."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        client.type(typed)
        if typed.startswith("/"):
            await client.wait_for("Something else")
        else:
            await client.wait_for("section")
        await client.quiet()
        client.type("\x1b")
        await client.quiet()
        assert not client.process.stdout.at_eof()
        assert b"mistake" not in client.raw


async def test_a_paste_typed_ahead(serve: Serve, keys: Keys) -> None:
    """More than the buffer holds waits on the client's side, and nothing is lost."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        client.type(f"\x1b[200~{'x' * 20_000}\x1b[201~")
        await client.wait_for(_AT_REST)
        await client.quiet()
        client.type("q")
        assert await client.end() == 0


async def test_all_connections_end_with_the_server(serve: Serve, keys: Keys) -> None:
    """Idle connections, clients that do not read, and those that have not logged in are closed."""
    async with serve() as serving, connected(serving.port, keys.ed) as idle, connected(serving.port, keys.rita) as deaf:
        process = await deaf.create_process(term_type="xterm", term_size=(80, 24), encoding=None)
        process.channel.pause_reading()
        reader, writer = await asyncio.open_connection("127.0.0.1", serving.port)
        await reader.readline()
        await asyncio.wait_for(serving.server.stop(), PATIENCE)
        await asyncio.wait_for(idle.wait_closed(), PATIENCE)
        await asyncio.wait_for(deaf.wait_closed(), PATIENCE)
        with suppress(ConnectionResetError):
            await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()


async def test_a_draft_outlives_its_connection(serve: Serve, keys: Keys) -> None:
    """A broken connection leaves only the draft, which is offered at the next login."""
    async with serve() as serving:
        tasks, threads, files = len(asyncio.all_tasks()), own_threads(), open_files()
        async with connected(serving.port, keys.ed) as connection, session(connection, "one", size=(120, 30)) as client:
            await edit_first(client, "Half of a ")
            connection.abort()
        await wait_until(lambda: len(asyncio.all_tasks()) <= tasks)
        await wait_until(lambda: own_threads() <= threads)
        # One file stays open for all sessions: the copy of the binder, made when the first of them had read it.
        await wait_until(lambda: open_files() <= files + 1)
        async with connected(serving.port, keys.ed) as connection, session(connection, "one", size=(120, 30)) as client:
            await client.wait_for("You have unsaved drafts: one")
            client.type("e")
            await client.wait_for("You have an unsaved draft of sections/one.yaml")
            client.type("\r")
            await client.wait_for("Half of a")


async def test_two_sessions_of_one_user(serve: Serve, keys: Keys) -> None:
    """Bookmarks and searches of both sessions are there at the next login."""
    async with serve() as serving, connected(serving.port, keys.ed) as connection:
        async with session(connection, "one") as one, session(connection, "two") as two:
            for client, word in ((one, "paragraph"), (two, "entirely")):
                await client.wait_for(_AT_REST)
                client.type("b")
                await client.wait_for("Bookmarked")
                client.type(f"/{word}")
                await client.wait_for("1 passage")
                client.type("\r")
            for client in (one, two):
                await client.quiet()
                client.type("q")
                assert await client.end() == 0
        async with session(connection, "two") as client:
            await client.wait_for(_AT_REST)
            client.type("'")
            await client.wait_for("Bookmarks")
            await client.wait_for("The first section")
            client.type("\x1b")
            await client.quiet()
            client.type("/\x1b[A")
            await client.wait_for("Binder  entirely")
            client.type("\x1b[A")
            await client.wait_for("Binder  paragraph")


async def test_the_streams_of_the_process(serve: Serve, keys: Keys) -> None:
    """Sessions that end in any order leave stdout and stderr unchanged."""
    before = (sys.stdout, sys.stderr)
    async with serve() as serving, connected(serving.port, keys.ed) as connection, session(connection) as first:
        await first.wait_for(_AT_REST)
        async with session(connection) as second, session(connection) as third:
            await second.wait_for(_AT_REST)
            await third.wait_for(_AT_REST)
            for client in (first, third, second):
                assert (sys.stdout, sys.stderr) == before
                client.type("q")
                assert await client.end() == 0
    assert (sys.stdout, sys.stderr) == before


async def test_an_idle_session_is_silent(serve: Serve, keys: Keys) -> None:
    """Nothing is sent to an idle terminal."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await client.wait_for(_AT_REST)
        await client.quiet(1.5)
        assert not await client.read(2.0)


async def test_a_paste_of_a_megabyte(serve: Serve, keys: Keys) -> None:
    """A megabyte in the search bar is one paste: it runs no command and does not stop the session."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await client.wait_for(_AT_REST)
        client.type("/")
        await client.quiet()
        client.type("\x1b[200~" + "q" * 1_000_000 + "\x1b[201~")
        await client.wait_for("qqqqqqqqqq")
        client.type("\x1b")
        await client.quiet()
        client.type("\x1b")
        await client.wait_for("Sample binder")


async def test_invalid_input(serve: Serve, keys: Keys) -> None:
    """Invalid UTF-8 and unasked-for replies change nothing."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as client,
    ):
        await client.wait_for(_AT_REST)
        client.type(
            b"\xff\xfe\xc3(\x80" + b"\x1b[<NaN;NaN;NaNM" + b"\x1b[?62;22c" + b"\x1b]52;c;cQ==\x07" + b"\x1b[5;7R"
        )
        client.type("/")
        await client.quiet()
        client.type("entirely")
        await client.wait_for("1 passage")
        client.type("\x1b")
        await client.wait_for("/ Search")


async def test_escape_sequences_in_pieces(serve: Serve, keys: Keys) -> None:
    """An arrow key that arrives byte by byte, with pauses, moves the cursor."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection, "one") as client,
    ):
        await client.wait_for("The first section")
        await client.quiet()
        for byte in "\x1b[B":
            client.type(byte)
            await client.quiet(0.2)
        await client.wait_for(lambda: not client.screen.display[1].startswith("▌"))


async def test_a_client_that_reads_nothing(serve: Serve, keys: Keys, write_binder: WriteBinder) -> None:
    """A client that does not read costs one screen of memory, and gets the current one when it reads again."""
    many = {f"sections/s{number}.yaml": FILES["sections/one.yaml"] for number in range(60)}
    folder = write_binder(many, "long")
    async with (
        serve(folder=folder) as serving,
        connected(serving.port, keys.ed) as deaf,
        connected(serving.port, keys.rita) as connection,
        session(connection) as client,
    ):
        process = await deaf.create_process(
            term_type="xterm-256color", term_size=(200, 60), encoding=None, window=1 << 15
        )
        stuck = serving.server.context.sessions
        process.channel.pause_reading()
        await client.wait_for(_AT_REST)
        for _ in range(300):
            process.stdin.write(b"Gg")
            await asyncio.sleep(0.005)
        unsent = [session.unsent_bytes for session in stuck]
        assert max(unsent) < 200_000
        client.type("l")
        await client.wait_for("FR")
        # Once it reads again, it has the screen as it is.
        process.stdin.write(b"G")
        process.channel.resume_reading()
        late = Client(process, (200, 60))
        await late.quiet()
        assert "La première section" not in late.text()
        assert "The first section" in late.text()
        process.close()


async def test_a_crash_is_logged(
    serve: Serve, keys: Keys, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says where the bug is, the user gets a message, and other sessions continue."""
    monkeypatch.setattr(BrowseScreen, "action_bookmark", _broken)
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection) as other,
    ):
        await other.wait_for(_AT_REST)
        async with session(connection) as client:
            await client.wait_for(_AT_REST)
            client.type("b")
            assert await client.end() == 2
            assert "bindertui crashed because of a bug." in client.text()
        (record,) = [each for each in caplog.records if each.levelname == "ERROR"]
        assert record.exc_info is not None
        assert isinstance(record.exc_info[1], ZeroDivisionError)
        other.type("l")
        await other.wait_for("Chercher")


def _broken(_: BrowseScreen) -> None:
    raise ZeroDivisionError
