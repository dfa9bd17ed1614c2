"""Hostile command lines: none reaches a shell, a file or an option that names one."""

import asyncio
from pathlib import Path

import pytest

from tests.helpers import PATIENCE
from tests.ssh.guarded_server import GuardedServer, read_files, run_on

NAMING_PATHS = [
    "search --binder /etc x",
    "search -b /etc x",
    "search --binder=/etc x",
    "--binder /etc outline",
    "-b /etc outline",
    "show unhcr --binder /etc",
    "check /etc/passwd",
    "check ../..",
    "open /etc",
    "open --binder /etc",
    "new /elsewhere/x",
    "serve --access /dev/null",
    "remote --name root --role admin",
    "outline --name root",
    "set unhcr#name.en x --role admin",
    "bindertui bindertui outline",
    "bindertui remote --name ada --role admin outline",
    "/bin/sh",
    "sh -c id",
    "python -c 'import os'",
    "scp -f /etc/passwd",
    "git-upload-pack /srv/binder",
    "rsync --server . /",
]
"""Lines that name a path, a person, or another program."""
TO_A_SHELL = [
    "show unhcr#name; touch {}",
    "show unhcr#name && touch {}",
    "show unhcr#name | tee {}",
    "show unhcr#name > {}",
    "show $(touch {})",
    "show `touch {}`",
    "$(touch {})",
    "; touch {}",
    "show unhcr#name\ntouch {}",
    "show unhcr#name & touch {}",
    "search <(touch {})",
    "show ${{IFS}}touch{}",
]
"""Lines that a shell would do more with than read."""
NO_ADDRESS = [
    "..",
    "sftp-server",
    "../../etc/passwd",
    "/etc/passwd",
    "binder/../../etc/passwd",
    "unhcr#../../x",
    "unhcr#__init__",
    "file:///etc/passwd",
    "partners/unhcr.yaml",
    "a/b/c",
    "unhcr#" + "x." * 20_000,
    "unhcr\\\x01",
    "'un hcr'",
    "''",
    "🐚",
]
"""Invalid and unknown addresses."""


@pytest.mark.parametrize("line", NAMING_PATHS)
async def test_paths_and_programs(guarded: GuardedServer, line: str) -> None:
    """They are usage errors for every role, and change nothing."""
    before = read_files(guarded.binder)
    code, out, stderr = await guarded.run(line, name="ada")
    assert (code, out) == (2, b"")
    assert stderr
    assert b"root:" not in stderr
    assert read_files(guarded.binder) == before
    await guarded.wait_for_event("ran", command=line, code=2, who="ada")


@pytest.mark.parametrize("line", TO_A_SHELL)
async def test_shell_syntax(guarded: GuardedServer, line: str, tmp_path: Path) -> None:
    """It is plain text."""
    made = tmp_path / "made"
    line = line.format(made)
    code, out, _ = await guarded.run(line, name="ada")
    assert (code in {1, 2}, out) == (True, b"")
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - it delays no other task
    await guarded.wait_for_event("ran", command=line, code=code)


@pytest.mark.parametrize(
    "verb", ["show", *(pytest.param(verb, marks=pytest.mark.slow) for verb in ("history", "set", ""))]
)
async def test_hostile_addresses(guarded: GuardedServer, verb: str) -> None:
    """They are invalid or unknown, and nothing outside the binder is read or written."""
    before = read_files(guarded.binder)
    folder = sorted(guarded.binder.parent.iterdir())
    async with await guarded.process.connect("ada") as client:
        for address in NO_ADDRESS:
            code, out, stderr = await run_on(client, f"{verb} {address} {'x' if verb == 'set' else ''}".strip())
            assert (code in {1, 2, 3}, out) == (True, b""), address
            assert stderr
            assert b"Traceback" not in stderr
            assert b"root:" not in stderr
            assert b"\x01" not in stderr
    assert read_files(guarded.binder) == before
    assert sorted(guarded.binder.parent.iterdir()) == folder
    await guarded.wait_for_event("ran", len(NO_ADDRESS))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"show unhcr\xff\xfe", b"The command is not UTF-8.\n"),
        (b"\xc3\x28", b"The command is not UTF-8.\n"),
        (b"show unhcr\0", b"The command contains a NUL character.\n"),
        (b"\0", b"The command contains a NUL character.\n"),
        (b"show 'unhcr", b"The command has an unclosed quotation mark, or ends with a backslash.\n"),
        (b"set unhcr#name.en " + b"x" * 200_000, b"The command has 200,018 bytes; the limit is 100,000 bytes. "),
    ],
    ids=["no-utf-8", "cut", "nul", "only-nul", "quotation", "long"],
)
async def test_unreadable_lines(guarded: GuardedServer, line: bytes, expected: bytes) -> None:
    """They are refused with a message, and recorded."""
    code, out, stderr = await guarded.run(line, name="ada")
    assert (code, out) == (2, b"")
    assert stderr.startswith(expected)
    await guarded.wait_for_event("ran", code=2)
    (noted,) = guarded.events("ran")
    assert noted["command"] == line.decode("utf-8", "surrogateescape")[:1_000]


async def test_a_reader_who_writes(guarded: GuardedServer) -> None:
    """No form of `set` lets a reader change anything; each attempt is recorded as a denied edit."""
    before = read_files(guarded.binder)
    lines = [
        "set unhcr#name.en X",
        "set --delete unhcr#acronym",
        "set --insert unhcr#facts '{}'",
        "bindertui set unhcr#name.en -",
    ]
    for line in lines:
        code, out, stderr = await guarded.run(line, b"X")
        assert (code, out) == (5, b"")
        assert b"You can read this binder but not edit it." in stderr
        await guarded.wait_for_event("ran", command=line, code=5)
    assert read_files(guarded.binder) == before
    assert [line["changed"] for line in guarded.events("edited", who="rita", outcome="denied")] == [
        "unhcr#name.en",
        "unhcr#acronym",
        "unhcr#facts",
        "unhcr#name.en",
    ]


async def test_outcomes_of_edits(guarded: GuardedServer) -> None:
    """Saved and rejected edits are recorded with their outcome; a dry run is not an edit."""
    for line, given, outcome in (
        ("set unhcr#acronym.en UNRA", b"", "saved"),
        ("set unhcr#acronym.en -", b"UNHCR\n", "saved"),
        ("set --expect 0000 unhcr#acronym.en X", b"", "stale"),
        ("set unhcr#kind nonsense", b"", "invalid"),
        ("set nobody#name.en X", b"", "failed"),
    ):
        before = len(guarded.events("edited"))
        await guarded.run(line, given, name="ed")
        await guarded.wait_for_event("edited", before + 1, who="ed")
        assert guarded.events("edited")[-1]["outcome"] == outcome
    for line in ("set --dry-run unhcr#acronym.en X", "set --help", "set", "set unhcr#acronym.en X --bind /etc"):
        await guarded.run(line, name="ed")
        await guarded.wait_for_event("ran", command=line)
    assert len(guarded.events("edited")) == 5


async def test_too_many_commands(guarded: GuardedServer) -> None:
    """Commands beyond a user's limit are refused, and other users are served meanwhile."""
    async with await guarded.process.connect("ed") as first, await guarded.process.connect("ed") as second:
        waiting = [await first.create_process("set unhcr#name.en -", encoding=None) for _ in range(8)]
        code, _, stderr = await run_on(second, "set unhcr#name.en X")
        assert (code, stderr) == (5, b"Too many commands are running. Wait for one of them to end, and try again.\n")
        await guarded.check_serves()
        for process in waiting:
            process.terminate()
            process.close()
    await guarded.wait_for_event("ran", 9, who="ed")
    assert {line["outcome"] for line in guarded.events("edited")} <= {"interrupted"}


async def test_too_much_stdin(guarded: GuardedServer) -> None:
    """It is refused, and nothing is saved."""
    before = read_files(guarded.binder)
    async with asyncio.timeout(PATIENCE * 2):
        code, _, stderr = await guarded.run("set unhcr#name.en -", b"x" * 17_000_000, name="ed")
    assert (code, stderr) == (2, b"More than 16,777,216 bytes came on stdin. Nothing was saved.\n")
    assert read_files(guarded.binder) == before
