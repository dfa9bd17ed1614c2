"""Hostile terminals and keys: they can end their own session at most."""

import asyncio
import contextlib
from typing import Any

import asyncssh
import pytest

from tests.helpers import PATIENCE
from tests.ssh.clients import Client, session
from tests.ssh.guarded_server import GuardedServer, read_files, run_on

_HOSTILE_TYPES = [
    "dumb",
    "unknown",
    "../../../etc/passwd",
    "/dev/null",
    "xterm\x1b]0;owned\x07",
    "xterm\n\nevil",
    "$(id)",
    "xterm;id",
    "%n%n%n%s",
    "x" * 30_000,
    "xterm-256color\0",
]
_SIZES = [(0, 0), (1, 1), (4_294_967_295, 4_294_967_295)]
_SLOW_SIZES = [(100_000, 100_000), (0, 100_000), (100_000, 1)]


@pytest.mark.parametrize("kind", _HOSTILE_TYPES)
async def test_hostile_terminal_types(guarded: GuardedServer, kind: str) -> None:
    """An invalid type is a dumb terminal: the outline is printed, and the type is never repeated."""
    async with await guarded.process.connect("rita") as client:
        process: Any = await client.create_process(term_type=kind, term_size=(80, 24), encoding=None)
        done = await asyncio.wait_for(process.wait(), PATIENCE)
    assert done.exit_status == 0
    assert b"The agency" in done.stdout or b"Context" in done.stdout
    assert b"\x1b" not in done.stdout
    assert b"ssh -t" in done.stdout
    for word in (b"owned", b"evil", b"passwd", b"id)"):
        assert word not in done.stdout


async def test_a_binary_terminal_type(guarded: GuardedServer) -> None:
    """It violates the SSH protocol and ends its own connection."""
    async with await guarded.process.connect("rita") as client:
        run: Any = client.create_process
        with pytest.raises((asyncssh.Error, OSError)):
            await run(term_type=b"xterm\xff\xfe", term_size=(80, 24), encoding=None)
    await guarded.wait_for_event("logout", who="rita")


@pytest.mark.parametrize(
    "size", [*_SIZES, *(pytest.param(size, marks=pytest.mark.slow) for size in _SLOW_SIZES)], ids=str
)
async def test_absurd_sizes(guarded: GuardedServer, size: tuple[int, int]) -> None:
    """An absurd size costs no more than the largest allowed one."""
    async with await guarded.process.connect("rita") as client, session(client, size=(80, 24)) as first:
        process: Any = await client.create_process(term_type="xterm", term_size=size, encoding=None)
        data = b""
        while b"\x1b[?1049h" not in data:
            data += await asyncio.wait_for(process.stdout.read(1 << 16), PATIENCE)
        await first.wait_for("/ Search")
        for _ in range(100):
            first.process.change_terminal_size(*size)
        first.process.change_terminal_size(80, 24)
        first.type("q")
        assert await first.end() == 0
        process.stdin.write(b"q")
        await asyncio.wait_for(process.wait(), PATIENCE)
        assert process.exit_status == 0
    assert guarded.process.memory < 600_000_000


_MEGABYTE = 1_000_000
_STREAMS = {
    "paste": b"/\x1b[200~" + b"q" * _MEGABYTE + b"\x1b[201~",
    "paste with escapes": b"/\x1b[200~" + b"\x1b[A\x1bq\x03\x04:quit\r" * (_MEGABYTE // 16) + b"\x1b[201~",
    "paste without an end": b"/\x1b[200~" + b"q" * _MEGABYTE,
    "no paste": b"/" + b"q" * _MEGABYTE,
    "lone escapes": b"\x1b" * _MEGABYTE,
    "sequence without an end": b"\x1b[" + b"1;" * (_MEGABYTE // 2),
    "answer without an end": b"\x1b]52;c;" + b"A" * _MEGABYTE,
    "no UTF-8": b"\xff\xfe\xc3\x28\xf0\x9f" * (_MEGABYTE // 6),
    "surrogates": "\ud800\udfff".encode("utf-8", "surrogatepass") * (_MEGABYTE // 6),
    "nothing but NUL": b"\0" * _MEGABYTE,
    "mouse": b"\x1b[<0;1;1M\x1b[<65;99999;99999M\x1b[<NaN;;M" * (_MEGABYTE // 38),
}


@pytest.mark.parametrize(
    "name", [name if name in {"paste", "no UTF-8"} else pytest.param(name, marks=pytest.mark.slow) for name in _STREAMS]
)
async def test_megabytes_of_input(guarded: GuardedServer, name: str) -> None:
    """They delay no other user, and change nothing in the binder."""
    before = read_files(guarded.binder)
    async with await guarded.process.connect("ed") as client, session(client) as attacker:
        await attacker.wait_for("/ Search")
        attacker.type(_STREAMS[name])
        await attacker.read(0.2)
        # Meanwhile another user reads.
        async with await guarded.process.connect("rita") as other, session(other) as reader:
            await reader.wait_for("/ Search")
            reader.type("l")
            await reader.wait_for("/ Chercher")
            assert await run_on(other, "show unhcr#name --lang en") == (0, b"Refugee Agency\n", b"")
    assert read_files(guarded.binder) == before


_KEYS = [
    *"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[]{}<>;,.?!@#$%^&*()-_=+\\|`~",
    *(chr(code) for code in range(1, 27) if chr(code) not in "\x03\x11\x1a"),
    *(f"\x1b[{code}~" for code in (2, 3, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)),
    *(f"\x1b{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    " ",
    "\r",
    "\t",
    "\x7f",
]
"""Every key there is, but for those that quit."""


@pytest.mark.slow
async def test_a_reader_at_every_key(guarded: GuardedServer) -> None:
    """No key lets a reader change the binder, open an editor or leave a draft."""
    before = read_files(guarded.binder)
    state = guarded.process.folder / "state"
    async with await guarded.process.connect("rita") as client:
        for keys in (_KEYS[:90], _KEYS[90:]):
            async with session(client, "open --at unhcr", size=(120, 30)) as reader:
                await reader.wait_for("read-only")
                for key in keys:
                    reader.type(key)
                    await reader.read(0.02)
                    assert "Editing" not in reader.text(), repr(key)
                    reader.type("\x1b")
                await reader.quiet()
    assert read_files(guarded.binder) == before
    assert list(state.rglob("drafts/**/*.json")) == []
    assert guarded.events("edited") == []


@pytest.mark.slow
async def test_a_reader_with_the_palette(guarded: GuardedServer) -> None:
    """No command of the palette lets a reader change anything, and each one says why."""
    before = read_files(guarded.binder)
    words = ["edit", "new", "delete", "rename", "replace", "restore", "move", "copy", "save", "add", "draft"]
    async with (
        await guarded.process.connect("rita") as client,
        session(client, "open --at unhcr", size=(120, 30)) as reader,
    ):
        await reader.wait_for("read-only")
        for word in words:
            await choose(reader, word)
    assert read_files(guarded.binder) == before
    assert [line["outcome"] for line in guarded.events("edited") if line["outcome"] != "denied"] == []


async def choose(reader: Client, word: str) -> None:
    """Choose the first command the palette finds, answer yes to every question, and return."""
    reader.type(":")
    await reader.quiet(0.2)
    reader.type(word)
    await reader.quiet(0.2)
    for key in ("\r", "x", "\r", "y", "\x13", "s"):
        reader.type(key)
        await reader.quiet(0.15)
        assert "Editing" not in reader.text(), (word, key)
    with contextlib.suppress(AssertionError):
        for _ in range(4):
            reader.type("\x1b")
            await reader.quiet(0.15)
