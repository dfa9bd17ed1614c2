"""The app over SSH inside of tmux and of screen: the same screen, the same keys, the terminal given back."""

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
from tests.ssh.guarded import Guarded
from tests.ssh.serving import admitted, serving
from tests.tui.terminal import on_terminal, terminal

pytestmark = needs("ssh")
_WIDTH, _HEIGHT = 100, 30


@frozen
class Inside:
    """A program inside of a multiplexer.

    Attributes:
        show: what stands on its screen.
        type: types keys.
    """

    show: Callable[[], str]
    type: Callable[[str], object]

    def wait_for(self, text: str) -> str:
        """Wait until a text is there; the screen once it is at rest."""
        end = time.monotonic() + PATIENCE
        before = ""
        while text not in (shown := self.show()) or shown != before:
            assert time.monotonic() < end, f"waited in vain; the screen shows\n{shown}"
            before = shown
            time.sleep(0.3)
        return shown


def told(*command: str, folder: Path) -> str:
    """What a multiplexer answers."""
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
    """A program inside of tmux."""
    (folder / "tmux.conf").write_text("set -g status off\nset -sg escape-time 0\n")
    tmux = ["tmux", "-f", str(folder / "tmux.conf"), "-L", "test"]
    told(*tmux, "new-session", "-d", "-x", str(_WIDTH), "-y", str(_HEIGHT), "--", *command, folder=folder)
    try:
        yield Inside(
            lambda: told(*tmux, "capture-pane", "-p", folder=folder),
            lambda keys: told(*tmux, "send-keys", "-l", keys, folder=folder),
        )
    finally:
        told(*tmux, "kill-server", folder=folder)


@contextmanager
def in_screen(folder: Path, command: list[str]) -> Iterator[Inside]:
    """A program inside of screen."""
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
            told("screen", "-S", "test", "-X", "quit", folder=folder)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server for an editor."""
    folder = tmp_path_factory.mktemp("multiplexed")
    binder = written(folder / "binder", FILES)
    admitted(folder, ed="editor")
    with serving(folder, binder) as served:
        yield Guarded(served, binder)


@pytest.mark.parametrize(
    "inside", [pytest.param(in_tmux, marks=needs("tmux")), pytest.param(in_screen, marks=needs("screen"))]
)
def test_the_screen_is_that_of_the_local_app(
    server: Guarded,
    inside: Callable[[Path, list[str]], AbstractContextManager[Inside]],
    tmp_path: Path,
) -> None:
    """What is shown is, line by line, what the app shows in a terminal of this machine; keys and q do the same."""
    command = [*server.command("ssh", "ed"), "-t", "-p", str(server.served.port), "someone@127.0.0.1"]
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
    """The lines of a screen, without what is empty at their ends and at its own."""
    found = [line.rstrip() for line in screen.splitlines()]
    while found and not found[-1]:
        found.pop()
    return found
