"""The app in a real terminal, which it always restores."""

import os
import re
import resource
import signal
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal, restored, terminal

_SUBCLASS = """
import sys
from bindertui.cli.main import run
from bindertui.tui import app
from bindertui.tui.screens import browse

class Faulty(browse.BrowseScreen):
    def action_theme(self):
        raise RuntimeError("a bug with [/x] in it")

app.BrowseScreen = Faulty
sys.exit(run(sys.argv[1:]))
"""


def ready(run: Terminal) -> None:
    """Wait until the front page is on the screen and keys work."""
    run.wait_for("Sample binder")
    run.wait_for("/ Search")


def test_it_opens_searches_resizes_and_quits(binder: Path, tmp_path: Path) -> None:
    """A few keys lead to a passage, the app follows the terminal's size, and quitting restores the terminal."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        ready(run)
        run.type("/yukon")
        run.wait_for("Refugees are resettled")
        run.type("\r")
        run.wait_for("1/1")
        for size in ((40, 12), (20, 5), (160, 48), (20, 5)):
            run.size(*size)
            run.wait_for(lambda: "Refugees" in run.text() and "/ Search" in run.text())
        run.size(80, 24)
        run.wait_for("Context")
        assert run.flags() != run.before
        run.type("q")
        assert run.end() == 0
        assert restored(run) == dict.fromkeys(restored(run), True)
        assert b"Traceback" not in run.raw


def test_its_size_is_that_of_the_terminal(binder: Path, tmp_path: Path) -> None:
    """The app ignores $COLUMNS and $LINES, which some shells export and do not update."""
    with terminal("open", str(binder), folder=tmp_path, env={"COLUMNS": "40", "LINES": "10"}) as run:
        ready(run)
        assert "/ Search" in run.screen.display[23]
        run.size(100, 30)
        run.wait_for(lambda: "/ Search" in run.screen.display[29])
        run.type("q")
        assert run.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(number: signal.Signals, binder: Path, tmp_path: Path) -> None:
    """SIGTERM and SIGHUP restore the terminal without any output."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        ready(run)
        run.process.send_signal(number)
        run.end()
        assert restored(run) == dict.fromkeys(restored(run), True)
        assert b"Traceback" not in run.raw
        assert b"Error" not in run.raw


def test_a_terminal_that_goes_away_ends_it(binder: Path, tmp_path: Path) -> None:
    """When the window is closed, the process ends soon and does not spin."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with terminal("open", str(binder), folder=tmp_path) as run:
        ready(run)
        os.close(run.slave)
        os.close(run.master)
        run.process.wait(10)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


def test_a_bug_leaves_a_sentence_and_a_report(binder: Path, tmp_path: Path) -> None:
    """The user gets a message with the path of the report, and no traceback."""
    with terminal("open", str(binder), folder=tmp_path, script=_SUBCLASS) as run:
        ready(run)
        run.type("T")
        assert run.end() != 0
        assert restored(run) == dict.fromkeys(restored(run), True)
        left = run.raw.split(b"\x1b[?1049l")[-1].decode()
        assert "because of a bug" in left
        assert "Traceback" not in left
        assert "RuntimeError" not in left
        report = tmp_path / ".local" / "state" / "bindertui" / "report.txt"
        assert "".join(left.split()).find("".join(str(report).split())) >= 0
        assert "a bug with [/x] in it" in report.read_text()


def test_the_clipboard_gets_one_sequence(binder: Path, tmp_path: Path) -> None:
    """`y` sends the line as OSC 52, and nothing else queries the terminal."""
    with terminal("open", str(binder), "--at", "innermost#body.0.text", folder=tmp_path) as run:
        run.wait_for("Deep words")
        run.wait_for("/ Search")
        run.type("y")
        run.wait_for(lambda: b"\x1b]52;c;RGVlcCB3b3Jkcy4=" in run.raw)
        run.type("q")
        assert run.end() == 0
        assert run.raw.count(b"\x1b]52;") == 1


def test_no_color_sends_no_colours(binder: Path, tmp_path: Path) -> None:
    """With NO_COLOR set, no color is sent."""
    with terminal("open", str(binder), folder=tmp_path, env={"NO_COLOR": "1"}) as run:
        ready(run)
        colours = {cell.fg for row in run.screen.buffer.values() for cell in row.values()}
        colours |= {cell.bg for row in run.screen.buffer.values() for cell in row.values()}
        hues = {colour for colour in colours if len(colour) == 6 and len({colour[:2], colour[2:4], colour[4:]}) > 1}
        assert hues <= {"default"}
        run.type("q")
        assert run.end() == 0


def test_bytes_that_are_not_utf_8_are_passed_over(binder: Path, tmp_path: Path) -> None:
    """The Latin-1 byte of é neither ends the app nor affects the next keys."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        ready(run)
        os.write(run.master, b"\xe9?")
        run.wait_for("Keys")
        run.type("q")
        run.wait_for("Sample binder")
        run.type("q")
        assert run.end() == 0
        assert b"Traceback" not in run.raw


def test_a_signal_while_the_app_is_starting_ends_it_without_a_report(binder: Path, tmp_path: Path) -> None:
    """A signal before the first frame leaves an empty screen and no report."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        run.wait_for(lambda: b"\x1b[?1049h" in run.raw)
        run.process.send_signal(signal.SIGTERM)
        run.end()
        assert b"mistake" not in run.raw
        assert b"Traceback" not in run.raw
    assert not list(tmp_path.rglob("report.txt"))


def test_the_first_frame_has_the_text(binder: Path, tmp_path: Path) -> None:
    """The key bar never appears without the text above it."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        ready(run)
        frames = re.sub(rb"\x1b\[[0-9;]*m", b"", run.raw)
        assert frames.index(b"Edition: ") < frames.index(b"/ Search")
