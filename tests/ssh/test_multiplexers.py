"""The app over SSH within tmux and screen: the same screen and keys, and a restored terminal."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from attrs import frozen

from tests.cli.conftest import FILES
from tests.conftest import written
from tests.helpers import PATIENCE
from tests.programs import needs
from tests.ssh.guarded_server import GuardedServer
from tests.ssh.server_process import start_server, write_access_file
from tests.tui.terminal import on_terminal, terminal

pytestmark = needs("ssh")
_WIDTH, _HEIGHT = 100, 30


@frozen
class Inside:
    """A program within a multiplexer.

    Attributes:
        show: returns its screen.
        type: sends keys.
    """

    show: Callable[[], str]
    type: Callable[[str], object]

    def wait_for(self, text: str) -> str:
        """Wait until a text is on the screen, and return the screen once it stays the same."""
        end = time.monotonic() + PATIENCE
        before = ""
        while text not in (shown := self.show()) or shown != before:
            assert time.monotonic() < end, f"waited in vain; the screen shows\n{shown}"
            before = shown
            time.sleep(0.3)
        return shown


def ask(*command: str, folder: Path) -> str:
    """Run a multiplexer's command and return its output."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    environment |= {"SCREENDIR": str(folder / "screens"), "TMUX_TMPDIR": str(folder)}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    ).stdout


@contextmanager
def in_tmux(folder: Path, command: list[str]) -> Iterator[Inside]:
    """Run a program within tmux."""
    (folder / "tmux.conf").write_text("set -g status off\nset -sg escape-time 0\n")
    tmux = ["tmux", "-f", str(folder / "tmux.conf"), "-L", "test"]
    ask(*tmux, "new-session", "-d", "-x", str(_WIDTH), "-y", str(_HEIGHT), "--", *command, folder=folder)
    try:
        yield Inside(
            lambda: ask(*tmux, "capture-pane", "-p", folder=folder),
            lambda keys: ask(*tmux, "send-keys", "-l", keys, folder=folder),
        )
    finally:
        ask(*tmux, "kill-server", folder=folder)


@contextmanager
def in_screen(folder: Path, command: list[str]) -> Iterator[Inside]:
    """Run a program within screen."""
    (folder / "screens").mkdir(mode=0o700)
    (folder / "screenrc").write_text("startup_message off\naltscreen on\ndefutf8 on\n")
    start = ["screen", "-c", str(folder / "screenrc"), "-S", "test", "-U", "-T", "screen-256color"]
    with on_terminal([*start, *command], (_WIDTH, _HEIGHT), {"SCREENDIR": str(folder / "screens")}, folder) as run:

        def shown() -> str:
            while run.read(0.1):
                pass
            return run.text()

        try:
            yield Inside(shown, run.type)
        finally:
            ask("screen", "-S", "test", "-X", "quit", folder=folder)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedServer]:
    """Start a server for an editor."""
    folder = tmp_path_factory.mktemp("multiplexed")
    binder = written(folder / "binder", FILES)
    write_access_file(folder, ed="editor")
    with start_server(folder, binder) as served:
        yield GuardedServer(served, binder)


@pytest.mark.parametrize(
    "inside", [pytest.param(in_tmux, marks=needs("tmux")), pytest.param(in_screen, marks=needs("screen"))]
)
def test_the_screen_is_that_of_the_local_app(
    server: GuardedServer,
    inside: Callable[[Path, list[str]], AbstractContextManager[Inside]],
    tmp_path: Path,
) -> None:
    """Line by line, the screen is that of the local app; keys and q work the same."""
    command = [*server.command("ssh", "ed"), "-t", "-p", str(server.process.port), "someone@127.0.0.1"]
    with inside(tmp_path, [*command, "context"]) as run:
        there = run.wait_for("/ Search")
        with terminal("open", str(server.binder), "--at", "context", folder=tmp_path, size=(_WIDTH, _HEIGHT)) as local:
            local.wait_for("/ Search")
            while local.read(0.6):
                pass
            here = local.text()
        assert lines(there) == lines(here)
        run.type("l")
        run.wait_for("Contexte")
        run.type("/")
        run.wait_for("Chercher")
        run.type("Yukon")
        run.wait_for("1 passage")


def lines(screen: str) -> list[str]:
    """Return the lines of a screen without trailing blanks and empty lines."""
    found = [line.rstrip() for line in screen.splitlines()]
    while found and not found[-1]:
        found.pop()
    return found
