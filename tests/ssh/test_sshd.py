"""`bindertui remote` behind OpenSSH's server: the same app and verbs, with a role for each key."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.cli.conftest import FILES
from tests.conftest import written
from tests.helpers import PATIENCE
from tests.programs import needs
from tests.ssh.guarded_server import read_files
from tests.ssh.sshd import Sshd, remote, sshd
from tests.tui.terminal import Terminal, on_terminal, terminal

pytestmark = needs("ssh", "sshd")


@pytest.fixture(scope="module")
def binder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small binder."""
    return written(tmp_path_factory.mktemp("behind") / "binder", FILES)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, binder: Path) -> Iterator[Sshd]:
    """Start a server for a reader and an editor."""
    with sshd(tmp_path_factory.mktemp("sshd"), binder, rita="reader", ed="editor") as running:
        yield running


def logged_in(
    server: Sshd, name: str, *words: str, size: tuple[int, int] = (100, 30)
) -> AbstractContextManager[Terminal]:
    """Open a session with a terminal."""
    environment = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    return on_terminal([*server.ssh(name, "-tt"), *words], size, environment, server.folder)


def test_the_verbs(server: Sshd) -> None:
    """Each key has the verbs of its role, with the same exit codes; a save has the user's name."""
    assert server.run("rita", "show", "unhcr#name", "--lang", "en").stdout == "Refugee Agency\n"
    assert server.run("rita", "search", "nothing-like-it").returncode == 1
    denied = server.run("rita", "set", "unhcr#name.en", "X")
    assert (denied.returncode, denied.stdout) == (5, "")
    assert "You can read this binder but not edit it." in denied.stderr
    assert server.run("ed", "set", "unhcr#acronym.en", "-", given="RA\n").returncode == 0
    assert server.run("ed", "set", "unhcr#acronym.en", "UNHCR").returncode == 0
    assert "ed" in server.run("rita", "history", "unhcr").stdout.split()


def test_shell_syntax_and_paths(server: Sshd, binder: Path, tmp_path: Path) -> None:
    """Shell syntax is plain text, paths are refused, and no other program runs."""
    before = read_files(binder)
    made = tmp_path / "made"
    for line in (
        f"show unhcr; touch {made}",
        f"$(touch {made})",
        "search --binder /etc x",
        "sh",
        "scp -f /etc/passwd",
    ):
        run = server.run("ed", line)
        assert run.returncode in {1, 2}, line
        assert run.stdout == ""
    assert not made.exists()
    assert read_files(binder) == before


def test_forwarding_is_refused(server: Sshd) -> None:
    """`restrict` limits a key to its command: no forwarding, no subsystem."""
    for option in (("-W", f"127.0.0.1:{server.port}"), ("-s",)):
        command = [*server.ssh("ed", *option[:2]), *(["sftp"] if option == ("-s",) else [])]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
        assert run.returncode != 0
        assert run.stdout == b""


def test_the_screen_is_that_of_the_local_app(server: Sshd, binder: Path, tmp_path: Path) -> None:
    """Cell by cell, the screen of `ssh -t` is that of the local app."""
    with logged_in(server, "ed") as there, terminal("open", str(binder), folder=tmp_path, size=(100, 30)) as here:
        for run in (there, here):
            run.wait_for("/ Search")
            while run.read(0.6):
                pass
        assert there.text() == here.text()
        there.type("q")
        assert there.end() == 0


def test_deep_links(server: Sshd) -> None:
    """An address, or `open --at`, opens the app there."""
    for words in (("unhcr",), ("open", "--at", "unhcr")):
        with logged_in(server, "rita", *words) as run:
            run.wait_for("Refugee Agency")
            run.wait_for("read-only")
            run.type("q")
            assert run.end() == 0


def test_an_editor_edits_and_a_reader_does_not(server: Sshd) -> None:
    """`e` opens the editor for an editor only; a dropped connection leaves the draft."""
    with logged_in(server, "rita", "unhcr", size=(120, 30)) as run:
        run.wait_for("read-only")
        run.type("e")
        run.wait_for("This session is read-only")
    with logged_in(server, "ed", "context", size=(120, 30)) as run:
        run.wait_for("/ Search")
        run.type("e")
        run.wait_for("Editing Context")
        run.type("\r")
        run.wait_for("Next field")
        run.type("Half of a ")
        run.wait_for("not saved")
        end = time.monotonic() + PATIENCE
        while not _kept(server):
            assert time.monotonic() < end
            run.read(0.1)
        run.process.kill()
    with logged_in(server, "ed", "context", size=(120, 30)) as run:
        run.wait_for("You have unsaved drafts")


def _kept(server: Sshd) -> bool:
    drafts = (server.folder / "state").rglob("drafts/**/*.json")
    return any("Half of a" in draft.read_text(errors="replace") for draft in drafts)


def test_one_command_for_all(binder: Path, tmp_path: Path) -> None:
    """`ForceCommand` makes everyone with an account a reader."""
    with sshd(tmp_path, binder, f"ForceCommand {remote(binder, 'everyone', 'reader')}", ada="admin") as server:
        assert server.run("ada", "show", "unhcr#name", "--lang", "en").stdout == "Refugee Agency\n"
        assert server.run("ada", "set", "unhcr#name.en", "X").returncode == 5
