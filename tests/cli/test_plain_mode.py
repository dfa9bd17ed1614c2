"""`--plain`: the plain mode on pipes and terminals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.tui.terminal import terminal


def run_piped(*arguments: str | Path, typed: str) -> tuple[int, str, str]:
    """Run with these lines on stdin, a pipe; return exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "bindertui", *map(str, arguments)],
        env=dict(os.environ), input=typed.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("end", ["quit\n", ""])
def test_it_works_in_a_pipe(binder: Path, end: str) -> None:
    """Commands are lines, answers go to stdout; the end of the input ends the session."""
    code, out, err = run_piped("open", binder, "--plain", "--at", "context", typed=f"\nwhere\n/agency\n{end}")
    assert (code, err) == (0, "")
    assert "Level 1, section 1 of 1: Context" in out
    assert "Refugee Agency" in out
    assert "\x1b" not in out


def test_it_works_without_a_verb(binder: Path) -> None:
    """Like `open --plain`; before another verb it is a usage error."""
    code, out, _ = run_piped("--plain", "-b", binder, typed="q\n")
    assert (code, out.splitlines()[0]) == (0, "Sample binder")
    assert run_piped("--plain", "outline", "-b", binder, typed="")[0] == 2


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_it_works_on_a_terminal(binder: Path, tmp_path: Path, term: str) -> None:
    """On the normal screen with a visible cursor; earlier lines can be recalled."""
    with terminal("open", str(binder), "--plain", folder=tmp_path, env={"TERM": term}) as run:
        run.wait_for("> ")
        run.type("contents\r")
        run.wait_for("1. Context")
        run.type("1\r")
        run.wait_for("Level 1, section 1 of 1: Context")
        if term != "dumb":
            run.type("\x1b[A\x1b[A")
            run.wait_for("> contents")
            run.type("\x15")
        run.type("langue\r")
        run.wait_for("Niveau 1, section 1 sur 1")
        run.type("quitter\r")
        assert run.end() == 0
        assert run.flags() == run.before
    for sequence in (b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?2004h", b"\x1b[?1000h"):
        assert sequence not in run.raw
    assert not set("─│┌┐└┘━┃█") & set(run.raw.decode())


def test_an_interrupt_ends_it(binder: Path, tmp_path: Path) -> None:
    """Ctrl+C exits with the code of an interrupt, without a traceback."""
    with terminal("open", str(binder), "--plain", folder=tmp_path) as run:
        run.wait_for("> ")
        # Python's line editor loses an interrupt that comes while it is still showing the prompt.
        while run.read(0.5):
            pass
        run.type("\x03")
        assert run.end() == 130
        assert b"Traceback" not in run.raw


def test_an_unknown_address_is_refused(binder: Path, invoke: Invoke) -> None:
    """As in the app."""
    assert invoke("open", binder, "--plain", "--at", "nobody").code == 1


def test_hostile_content_is_escaped(hostile: Path) -> None:
    """Content reaches the terminal as text only."""
    code, out, _ = run_piped("--plain", "-b", hostile, typed="\n\n\nall\ncontents\n1\nall\n/word\n1\ndetails\nq\n")
    assert code == 0
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"} & set(out)


def test_the_plain_mode_does_not_import_the_app(binder: Path) -> None:
    """Textual is not imported."""
    script = (
        "import sys; from bindertui.cli.main import run; run(sys.argv[1:]);"
        "print(sorted(name for name in sys.modules if 'textual' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--plain", "-b", str(binder)],
        env=dict(os.environ), input=b"\n/refugees\n1\nq\n", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.decode().splitlines()[-1] == "[]"
