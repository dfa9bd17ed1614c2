"""Behaviour of all verbs: options, exit codes, streams and imports."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bindertui import __version__
from tests.cli.conftest import Invoke, Spawn
from tests.conftest import WriteBinder

VERBS = ["open", "outline", "show", "search", "check", "schema", "new", "completion"]


def test_version(spawn: Spawn) -> None:
    """`--version` prints the name and the version."""
    outcome = spawn("--version")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"bindertui {__version__}\n", "")


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(verb: str, option: str, invoke: Invoke) -> None:
    """Every verb explains itself and both common options on stdout; the group lists every verb."""
    outcome = invoke(*([verb] if verb else []), option)
    assert outcome.code == 0
    assert "--binder PATH" in outcome.out
    assert "--lang [en|fr]" in outcome.out
    if not verb:
        assert all(f"\n  {name} " in outcome.out for name in VERBS)
        assert "bindertui completion bash" in outcome.out


def test_common_options_work_before_and_after_the_verb(binder: Path, invoke: Invoke, tmp_path: Path) -> None:
    """`-b` and `--lang` mean the same on either side; the one after the verb takes precedence."""
    after = invoke("outline", "-b", binder, "--lang", "fr")
    assert "Contexte" in after.out
    assert invoke("-b", binder, "--lang", "fr", "outline") == after
    assert invoke("--binder", tmp_path / "none", "--lang", "en", "outline", "-b", binder, "--lang", "fr") == after


def test_the_locale_sets_the_language(binder: Path, spawn: Spawn) -> None:
    """Without `--lang`, the user's locale decides."""
    assert "Contexte" in spawn("outline", "-b", binder, env={"LC_ALL": "fr_CA.UTF-8"}).out
    assert "Contexte" not in spawn("outline", "-b", binder, env={"LC_ALL": "de_DE.UTF-8"}).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["outline", "--frobnicate"],
        ["outline", "--depth", "x"],
        ["outline", "--depth", "-1"],
        ["outline", "--lang", "de"],
        ["show"],
        ["show", "a", "b"],
        ["show", "a", "--format", "pdf"],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["schema", "nonsense"],
        ["new"],
    ],
)
def test_usage_errors_exit_with_2(arguments: list[str], invoke: Invoke) -> None:
    """An invalid command line prints usage and a message on stderr."""
    outcome = invoke(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: bindertui ")


def test_a_path_is_not_a_verb(binder: Path, invoke: Invoke) -> None:
    """`bindertui PATH` says how to open the binder there."""
    outcome = invoke(binder)
    assert outcome.code == 2
    assert f"bindertui open {binder}" in outcome.err


@pytest.mark.parametrize("verb", [["outline"], ["show", "unhcr"], ["search", "x"], []])
def test_a_missing_binder_exits_with_1(verb: list[str], tmp_path: Path, spawn: Spawn) -> None:
    """The message names the path."""
    outcome = spawn("-b", tmp_path / "none", *verb)
    assert (outcome.code, outcome.out) == (1, "")
    assert f"{tmp_path}/none does not exist." in outcome.err
    assert "Traceback" not in outcome.err


def _shell(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    python = f"{sys.executable} -m bindertui"
    script = f"set -o pipefail; {command.replace('bindertui', python)}"
    return subprocess.run(
        ["bash", "-c", script], env={**os.environ, **env}, capture_output=True, timeout=60, check=False
    )


@pytest.fixture
def large(write_binder: WriteBinder) -> Path:
    """A binder with more output than fits in a pipe."""
    text = "word " * 4000
    files = {f"partners/p{number}.yaml": f"kind: forum\nname: {text}\nnam: x\nlead: {text}\n" for number in range(20)}
    return write_binder({**files, "sections/s.yaml": f"title: {text}\nsummary: {text * 20}\n"})


@pytest.mark.parametrize(
    ("verb", "code"), [("outline --json", 0), ("show s --format json", 0), ("show s --format yaml", 0), ("check", 1)]
)
def test_a_closed_pipe_is_no_error(verb: str, code: int, large: Path) -> None:
    """It ends the output silently; the exit code is that of the verb."""
    done = _shell(f"bindertui -b {large} {verb} | head -c 1; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == code
    assert b"Error" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_error(streams: str, binder: Path) -> None:
    """Without stdout or stderr, a verb still works and exits with its code."""
    assert _shell(f"bindertui -b {binder} outline {streams}").returncode == 0
    assert _shell(f"bindertui -b {binder} {streams}").returncode == 0
    assert _shell(f"bindertui -b {binder} show nobody {streams}").returncode == 1
    assert _shell(f"bindertui frobnicate {streams}").returncode == 2


def test_a_full_disk_is_reported(binder: Path) -> None:
    """Output that cannot be written is reported on stderr."""
    done = _shell(f"bindertui -b {binder} outline > /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith(b"Cannot write the output: ")
    assert b"Traceback" not in done.stderr


def test_ascii_streams_escape_other_characters(binder: Path) -> None:
    """On an ASCII stdout, text is escaped and JSON stays valid."""
    done = _shell(f"bindertui -b {binder} show unhcr#name --lang fr", PYTHONIOENCODING="ascii")
    assert done.stdout == b"Agence pour les r\\xe9fugi\\xe9s\n"
    done = _shell(f"bindertui -b {binder} outline --json --lang fr", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)[4]["title"] == "Agence pour les réfugiés"
    assert _shell("bindertui show 'é é'", PYTHONIOENCODING="ascii").returncode == 2


def test_an_interrupt_exits_with_130() -> None:
    """Ctrl-C in the middle of a verb ends it without a traceback."""
    command = [sys.executable, "-c", _INTERRUPTED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err


_INTERRUPTED = """
import signal, sys, time
from bindertui.__main__ import main as entry
from bindertui.cli import main

# A shell may have started the tests with interrupts ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

@main.cli.command()
def stall():
    print("ready", flush=True)
    time.sleep(60)

sys.argv = ["bindertui", "stall"]
entry()
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["outline"],
        ["show", "unhcr"],
        ["search", "agency"],
        ["check"],
        ["schema"],
        ["open"],
        ["--help"],
    ],
)
def test_verbs_never_import_the_terminal_app(arguments: list[str], binder: Path) -> None:
    """No verb, and no run without a terminal, imports Textual or Rich; only `search` imports the search engine."""
    script = (
        "import sys\nfrom bindertui.cli.main import run\n"
        f"code = run({['-b', str(binder), *arguments]!r})\n"
        "print(code, sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    code, _, names = done.stderr.splitlines()[-1].partition(" ")
    assert code == "0"
    assert "'textual'" not in names
    assert "'rich'" not in names
    assert ("'tantivy'" in names) == (arguments[0] == "search")


def test_a_bug_is_reported_with_a_crash_report(tmp_path: Path) -> None:
    """An unexpected error exits with 2; the message names the crash report, which has the details."""
    program = (
        "import click, sys; from bindertui.cli import main;"
        "main.cli.add_command(click.Command('crash', callback=lambda: 1 / 0)); sys.exit(main.run(['crash']))"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr
    (report,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert str(report) in run.stderr
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_a_bug_before_the_language_is_known_is_reported(tmp_path: Path) -> None:
    """An error while the language is determined shows no traceback either."""
    script = (
        "import sys; from bindertui.cli import main; main.language_of = lambda arguments: 1 // 0;"
        " sys.exit(main.run(['--version']))"
    )
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=env, check=False)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert str(tmp_path) in run.stderr
