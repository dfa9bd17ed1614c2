"""Requests of authenticated clients other than the app and its commands: all are refused and recorded."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.helpers import PATIENCE, wait_until
from tests.programs import needs
from tests.ssh.guarded_server import EXPECTED_REPLY, GuardedServer, ran, run_on

openssh = needs("ssh")
_OFFERED = (
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "TEXTUAL",
    "TEXTUAL_DRIVER",
)
_MORE = (
    "GIT_DIR",
    "GIT_CONFIG_COUNT",
    "GIT_SSH_COMMAND",
    "PATH",
    "HOME",
    "EDITOR",
    "PAGER",
    "BINDERTUI_BINDER",
    "XDG_STATE_HOME",
)
VARIABLES = (*_OFFERED, *_MORE)
"""Variables that change the behaviour of programs."""


@pytest.fixture
def inside() -> Iterator[socket.socket]:
    """Listen on a port of the server's machine that clients must not reach."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


async def test_no_connections_from_the_server(guarded: GuardedServer, inside: socket.socket, tmp_path: Path) -> None:
    """A client cannot connect to ports, sockets or networks through the server."""
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as local:
        local.bind(path)
        local.listen()
        async with await guarded.process.connect("ada") as client:
            port = inside.getsockname()[1]
            with pytest.raises(asyncssh.ChannelOpenError):
                await client.open_connection("127.0.0.1", port)
            with pytest.raises(asyncssh.ChannelOpenError):
                await client.open_unix_connection(path)
            with pytest.raises(asyncssh.ChannelOpenError):
                await client.open_connection("::ffff:169.254.169.254", 80)
            for each in (f"127.0.0.1:{port}", path, "::ffff:169.254.169.254:80"):
                await guarded.wait_for_event("refused", who="ada", reason="port forwarding", wanted=each)
            assert await run_on(client, "show unhcr#name --lang en") == EXPECTED_REPLY
    with pytest.raises(BlockingIOError):
        inside.accept()


async def test_no_listening_for_clients(guarded: GuardedServer, tmp_path: Path) -> None:
    """The server listens on nothing for a client."""
    async with await guarded.process.connect("ada") as client:
        with pytest.raises(asyncssh.ChannelListenError):
            await client.start_server(lambda *_: None, "", 0)
        with pytest.raises(asyncssh.ChannelListenError):
            await client.start_unix_server(lambda *_: None, str(tmp_path / "x"))
        await guarded.wait_for_event("refused", count=2, reason="port forwarding")
    assert not (tmp_path / "x").exists()


@openssh
async def test_forwarding_by_openssh(guarded: GuardedServer, inside: socket.socket) -> None:
    """`ssh -W`, `-R` and `-w` are refused."""
    port = inside.getsockname()[1]
    words = [*guarded.command("ssh", "ada"), "-p", str(guarded.process.port), "someone@127.0.0.1"]
    onward = await asyncio.to_thread(ran, *words, "-W", f"127.0.0.1:{port}")
    assert onward.returncode == 255
    assert "open failed" in onward.stderr
    back = await asyncio.to_thread(
        guarded.ssh, "show unhcr", name="ada", RemoteForward=f"0 127.0.0.1:{port}", ExitOnForwardFailure="yes"
    )
    assert (back.returncode, back.stdout) == (255, "")
    assert "remote port forwarding failed" in back.stderr
    await guarded.wait_for_event("refused", reason="port forwarding", wanted=f"127.0.0.1:{port}")


async def test_no_agent_and_no_x11(guarded: GuardedServer) -> None:
    """Neither is forwarded; the command runs all the same."""
    async with await guarded.process.connect("rita") as client:
        done: Any = await client.run(
            "show unhcr#name --lang en", encoding=None, x11_forwarding="ignore_failure", x11_display=":0", check=False
        )
        assert (done.exit_status, done.stdout) == (0, EXPECTED_REPLY[1])
        with pytest.raises(asyncssh.ChannelOpenError):
            await client.run("show unhcr", x11_forwarding=True, x11_display=":0")
    await guarded.wait_for_event("refused", count=2, reason="X11 forwarding")


@openssh
async def test_agents_and_x11_by_openssh(guarded: GuardedServer, tmp_path: Path) -> None:
    """`ssh -A` and `ssh -X` run the command and forward nothing."""
    path = tmp_path / "agent"
    agent = await asyncio.create_subprocess_exec("ssh-agent", "-D", "-a", str(path), stdout=asyncio.subprocess.DEVNULL)
    try:
        await wait_until(path.exists)
        options = {"IdentityAgent": str(path), "ForwardAgent": "yes", "ForwardX11": "yes", "ForwardX11Trusted": "yes"}
        words = [*guarded.command("ssh", "rita", **options), "-p", str(guarded.process.port), "someone@127.0.0.1"]
        run = await asyncio.to_thread(ran, *words, "show unhcr#name --lang en", DISPLAY="127.0.0.1:0")
    finally:
        agent.terminate()
        await agent.wait()
    assert (run.returncode, run.stdout) == (0, "Refugee Agency\n")
    await guarded.wait_for_event("refused", reason="agent forwarding", who="rita")
    await guarded.wait_for_event("refused", reason="X11 forwarding", who="rita")


@pytest.mark.parametrize("subsystem", ["sftp", "netconf", "../../bin/sh", "x" * 5_000])
async def test_subsystems(guarded: GuardedServer, subsystem: str) -> None:
    """All are refused."""
    async with await guarded.process.connect("ada") as client:
        with pytest.raises(asyncssh.ChannelOpenError):
            await client.create_process(subsystem=subsystem)
        assert await run_on(client, "show unhcr#name --lang en") == EXPECTED_REPLY
    await guarded.wait_for_event("refused", reason="subsystem", wanted=subsystem[:1_000])


@openssh
@pytest.mark.parametrize("program", ["sftp", "scp", "scp-as-long-ago"])
async def test_no_files_by_openssh(guarded: GuardedServer, program: str, tmp_path: Path) -> None:
    """`sftp` and `scp` transfer nothing, in either protocol."""
    local, fetched = tmp_path / "mine", tmp_path / "theirs"
    local.write_text("x")
    name, *options = {"sftp": ["sftp"], "scp": ["scp", "-s"], "scp-as-long-ago": ["scp", "-O"]}[program]
    start = [*guarded.command(name, "ada"), *options, "-P", str(guarded.process.port)]
    host = "someone@127.0.0.1:"
    pairs = [(f"{host}/etc/passwd", str(fetched)), (str(local), f"{host}{tmp_path}/left")]
    for source, target in pairs if name == "scp" else pairs[:1]:
        run = await asyncio.to_thread(ran, *start, source, target)
        assert run.returncode != 0
    assert (fetched.exists(), (tmp_path / "left").exists()) == (False, False)
    if program == "scp-as-long-ago":
        assert {line["code"] for line in guarded.events("ran")} == {2}
    else:
        assert guarded.events("refused", reason="subsystem", wanted="sftp")


async def test_variables(guarded: GuardedServer) -> None:
    """Only language and color variables are accepted; no other one reaches a command."""
    async with await guarded.process.connect("rita") as client:
        env = dict.fromkeys(VARIABLES, "/elsewhere/evil")
        done: Any = await client.run("show unhcr#name", env=env | {"LANG": "fr_CA.UTF-8"}, encoding=None, check=False)
        assert (done.exit_status, done.stdout, done.stderr) == (0, "Agence pour les réfugiés\n".encode(), b"")
    for name in VARIABLES:
        await guarded.wait_for_event("refused", reason="environment variable", wanted=name)


async def test_too_many_variables(guarded: GuardedServer) -> None:
    """Of ten thousand variables, few are kept and few refusals recorded."""
    async with await guarded.process.connect("rita") as client:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        env = {f"LC_{a}{b}{c}": "x" for a in letters for b in letters for c in letters[:14]}
        env |= {"LC_A=B": "x", "LC_\0": "x", "": "x", "LC_NUL": "a\0b", "LANG": "y" * 20_000}
        done: Any = await asyncio.wait_for(client.run("show unhcr#name --lang en", env=env, encoding=None), PATIENCE)
        assert done.stdout == EXPECTED_REPLY[1]
    await guarded.wait_for_event("logout")
    assert len(guarded.events("refused")) == 20


async def test_many_channels(guarded: GuardedServer) -> None:
    """Channels beyond the limit are refused; the others continue."""
    async with await guarded.process.connect("rita") as client:
        apps = [await client.create_process(term_type="xterm", encoding=None) for _ in range(10)]
        for app in apps:
            await app.stdout.read(1)
        with pytest.raises(asyncssh.ChannelOpenError):
            await client.create_process("show unhcr")
        await guarded.wait_for_event("refused", reason="too many channels")
        for app in apps:
            app.stdin.write(b"q")
            assert (await asyncio.wait_for(app.wait(), PATIENCE)).exit_status == 0
        assert await run_on(client, "show unhcr#name --lang en") == EXPECTED_REPLY


async def test_log_injection(guarded: GuardedServer) -> None:
    """Line breaks, escapes and control characters of a client are escaped in the audit trail."""
    async with await guarded.process.connect("rita") as client:
        evil = 'show x\n{"what": "login", "who": "root"}\r\x1b[2J\x9b31m\u202e'
        assert (await run_on(client, evil))[0] == 2
        with contextlib.suppress(asyncssh.ChannelOpenError):
            await client.create_process(subsystem="a\nb\x1b[2J")
    await guarded.wait_for_event("ran", command=evil)
    path = guarded.process.folder / "audit.jsonl"
    data = path.read_bytes()
    assert all(byte == 0x0A or 0x20 <= byte < 0x7F for byte in data)
    assert all(json.loads(line)["what"] for line in data.splitlines())
    assert guarded.events("login", who="root") == []
    assert path.stat().st_mode & 0o077 == 0
    await wait_until(lambda: guarded.events("refused", wanted="a\nb\x1b[2J"))
