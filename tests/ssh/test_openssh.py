"""`bindertui serve` with OpenSSH's client."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import frozen

from bindertui.cli.commands.remote import parse_command
from tests.conftest import WriteBinder
from tests.helpers import PATIENCE
from tests.programs import needs
from tests.ssh.conftest import FILES, Keys, access
from tests.tui.terminal import Terminal, on_terminal

pytestmark = needs("ssh")


@frozen
class ServerProcess:
    """A server in a process of its own, with OpenSSH's client for it."""

    process: subprocess.Popen[str]
    ssh: list[str]
    folder: Path
    home: Path

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command without a terminal."""
        return subprocess.run(
            [*self.ssh, *words], input=given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    @contextmanager
    def terminal(
        self, *words: str, term: str = "xterm-256color", size: tuple[int, int] = (100, 30)
    ) -> Iterator[Terminal]:
        """Open a session with a terminal."""
        ssh = [self.ssh[0], "-t", *self.ssh[1:]]
        with on_terminal([*ssh, *words], size, {"TERM": term, "LC_ALL": "en_CA.UTF-8"}, self.home) as run:
            yield run


@pytest.fixture
def served(write_binder: WriteBinder, tmp_path: Path, keys: Keys) -> Iterator[ServerProcess]:
    """Start `bindertui serve` on a free port."""
    folder, file, key = write_binder(FILES, "small"), tmp_path / "access.yaml", tmp_path / "key"
    file.write_text(access(keys))
    keys.ed.write_private_key(key)
    key.chmod(0o600)
    process = subprocess.Popen(
        [sys.executable, "-m", "bindertui", "serve", str(folder), "--port", "0", "--access", str(file)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        cwd=tmp_path,
    )
    try:
        assert process.stdout is not None
        announcement = process.stdout.readline()
        host, _, port = announcement.removeprefix("listening on ").strip().rpartition(":")
        options = (
            "StrictHostKeyChecking=accept-new",
            f"UserKnownHostsFile={tmp_path}/known",
            "LogLevel=ERROR",
            "IdentitiesOnly=yes",
        )
        ssh = [
            "ssh",
            "-F",
            "none",
            "-p",
            port,
            "-i",
            str(key),
            *(word for each in options for word in ("-o", each)),
            host,
        ]
        yield ServerProcess(process, ssh, folder, tmp_path)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()


def test_the_app_and_a_deep_link(served: ServerProcess) -> None:
    """`ssh -t host`, with an address or `open --at`, opens the app there; q restores the terminal."""
    for words in ((), ("bindertui",)):
        with served.terminal(*words) as run:
            before = run.flags()
            run.wait_for("Sample binder")
            run.type("q")
            assert run.end() == 0
            assert run.flags() == before
    for line in ("one", "open --at one"):
        with served.terminal(line) as run:
            run.wait_for("A paragraph that stands in the first section.")
            run.type("q")
            assert run.end() == 0


def test_without_a_full_terminal(served: ServerProcess) -> None:
    """Without a terminal, or on a dumb one, the outline is printed with a hint."""
    run = served.run()
    assert run.returncode == 0
    assert "one  The first section" in run.stdout
    assert "ssh -t" in run.stderr
    assert "\x1b" not in run.stdout + run.stderr
    with served.terminal(term="dumb") as dumb:
        dumb.wait_for("The first section")
        dumb.wait_for("ssh -t")
        assert dumb.end() == 0
        assert b"\x1b" not in dumb.raw


def test_stdin_sent_with_the_command(served: ServerProcess) -> None:
    """A value that arrives together with the command is saved; so is an empty one."""
    for number in range(6):
        run = served.run("set", "one#summary.en", "-", "--lang", "en", given=f"Someone, {number}.")
        assert run.returncode == 0, run.stderr
        assert served.run("show", "one#summary.en").stdout == f"Someone, {number}.\n"


def test_the_language_before_the_verb(served: ServerProcess) -> None:
    """`--lang` before the verb works as on the command line, for the app and the audit trail too."""
    with served.terminal("--", "--lang fr open --at one") as run:
        run.wait_for("Chercher")
        run.type("q")
        assert run.end() == 0
    assert parse_command('--lang fr set one#title.fr "Le début"').changed_address == "one#title.fr"
    assert parse_command("--help set one#title.fr x").changed_address is None
    assert served.run("--", "--lang fr show one#title").stdout == served.run("show one#title --lang fr").stdout


def test_the_plain_mode_needs_no_verb(served: ServerProcess) -> None:
    """`--plain` alone starts the plain mode; before another verb it is a usage error."""
    found = served.run("--", "--plain", given="where\nq\n")
    assert found.returncode == 0
    assert found.stdout == served.run("open", "--plain", given="where\nq\n").stdout
    assert served.run("--", "--plain", "outline").returncode == 2


def test_an_unknown_address(served: ServerProcess) -> None:
    """`ssh -t host nowhere` ends with a message and the exit code for nothing found."""
    with served.terminal("nowhere") as run:
        run.wait_for("There is no entry 'nowhere'")
        assert run.end() == 1


def test_a_terminal_without_colours(served: ServerProcess) -> None:
    """A terminal without colors gets none, and reverse or bold text instead."""
    with served.terminal("one", term="vt100") as run:
        run.wait_for("/ Search")
        run.type("/first")
        run.wait_for("passage")
        while run.read(0.5):
            pass
        assert b"38;" not in run.raw
        assert b"48;" not in run.raw
        lit = [character for row in run.screen.buffer.values() for character in row.values() if character.reverse]
        assert "first" in "".join(character.data for character in lit).lower()
        run.type("\x1b")


def test_the_server_stops(served: ServerProcess) -> None:
    """SIGTERM ends every session with a message, restores the terminals and keeps the drafts."""
    with served.terminal("one", size=(120, 30)) as run:
        run.wait_for("/ Search")
        run.type("e")
        run.wait_for("Editing The first section")
        run.type("\r")
        run.wait_for("Next field")
        run.type("Half of a ")
        run.wait_for("not saved")
        served.process.send_signal(signal.SIGTERM)
        run.wait_for("The server is stopping.")
        run.end()
        assert run.raw.rindex(b"\x1b[?1049l") < run.raw.rindex(b"The server is stopping.")
    assert served.process.wait(PATIENCE) == 0
    drafts = list((served.home / "state").rglob("drafts/**/*.json"))
    assert any("Half of a" in draft.read_text() for draft in drafts)
