"""`remote`: a command sent over SSH works like the local verb, and reaches no file that it names."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from bindertui.services.remote_command import COMMAND_VARIABLE, VERBS
from tests.cli.conftest import FILES, Outcome, Spawn
from tests.cli.pty import run_in_terminal
from tests.tui.terminal import terminal

PARTNER = FILES["partners/unhcr.yaml"]


class Send(Protocol):
    """Sends a command to a binder as a user with a role."""

    def __call__(self, line: str, role: str = "reader") -> Outcome:
        """Return the result of a command."""


@pytest.fixture
def send(spawn: Spawn, binder: Path) -> Send:
    """Return a function that runs a command as a user."""

    def send(line: str, role: str = "reader") -> Outcome:
        return spawn("remote", "-b", binder, "--name", "rita", "--role", role, env={COMMAND_VARIABLE: line})

    return send


@pytest.mark.parametrize(
    "words",
    [
        ("outline",),
        ("outline", "--depth", "1", "--json"),
        ("show", "unhcr"),
        ("show", "unhcr", "--format", "yaml"),
        ("show", "unhcr#name", "--format", "json"),
        ("show", "unhcr", "--lang", "fr"),
        ("--lang", "fr", "show", "context"),
        ("show", "unhcr", "--digest"),
        ("show", "nobody"),
        ("show", "no address"),
        ("show",),
        ("show", "unhcr", "--colour"),
        ("search", "refugees", "--json"),
        ("search", "nothing at all like it"),
        ("search", "-québec", "refugees"),
        ("search", "--limit", "0", "x"),
        ("check",),
        ("check", "--json", "--parity"),
        ("history", "unhcr"),
        ("schema", "partner"),
        ("open", "--at", "unhcr"),
        ("open", "--at", "nobody"),
        ("--version",),
        (),
    ],
)
def test_a_verb_is_like_the_local_one(send: Send, spawn: Spawn, binder: Path, words: tuple[str, ...]) -> None:
    """It prints the same bytes on both streams, with the same exit code."""
    here = spawn("-b", binder, *words)
    assert send(shlex.join(words)) == here


def test_every_verb_has_its_help(send: Send) -> None:
    """The help lists the available verbs, and no option that names a file."""
    whole = send("--help")
    assert [line.split()[0] for line in whole.out.partition("Commands:\n")[2].splitlines()] == list(VERBS)
    for verb in VERBS:
        told = send(f"{verb} --help")
        assert (told.code, "--binder" in told.out, "PATH" in told.out.partition("\n")[0]) == (0, False, False)


@pytest.mark.parametrize(
    "line",
    [
        "search --binder /etc x",
        "search -b /etc x",
        "show unhcr -b/etc",
        "-b /etc outline",
        "--binder=/etc outline",
        "check /etc/passwd",
        "check ../../etc",
        "open /etc",
        "open . --at unhcr",
        "new /elsewhere/made",
        "new made",
        "completion bash",
        "remote --name root --role admin",
        "show /etc/passwd",
        "show ../etc/passwd",
        "show unhcr#../x",
        "/etc/passwd",
        "../..",
        "sh -c id",
        "scp -f x",
        "sftp-server",
        "git-upload-pack x",
        "show 'unhcr",
    ],
)
def test_paths_are_usage_errors(send: Send, binder: Path, tmp_path: Path, line: str) -> None:
    """Options and arguments that name files, and verbs that need them, are not available; a message says so."""
    before = sorted(tmp_path.rglob("*"))
    refused = send(line, "admin")
    assert (refused.code, refused.out) == (1 if line == "sftp-server" else 2, "")
    assert refused.err.endswith(".\n") or "usage" in refused.err.lower()
    assert "Traceback" not in refused.err
    assert "root:" not in refused.err
    own = {"state", "cache"}
    made = (path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*")) if path not in before)
    assert [path for path in made if path.parts[0] not in own] == []


def test_an_address_alone_is_shown(send: Send, spawn: Spawn, binder: Path) -> None:
    """It works like `show`, with its options; a misspelt verb is an error."""
    assert send("unhcr") == spawn("show", "-b", binder, "unhcr")
    assert send("unhcr#name --format json") == spawn("show", "-b", binder, "unhcr#name", "--format", "json")
    assert send("nobody").code == 1
    assert "There is no verb 'serach'. Did you mean 'search'?" in send("serach refugees").err


def test_a_reader_saves_nothing(send: Send, binder: Path) -> None:
    """Every form of `set` is refused with exit code 5 and a message, and nothing is written."""
    for words in ("unhcr#name.en x", "unhcr#name.en --delete", "unhcr#facts {} --insert", "unhcr#name.en x --dry-run"):
        refused = send(f"set {words}")
        assert (refused.code, refused.out) == (5, "")
        assert "You can read this binder but not edit it." in refused.err
    assert (binder / "partners/unhcr.yaml").read_text() == PARTNER


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_an_editor_saves_under_their_name(send: Send, binder: Path, role: str) -> None:
    """The file changes as with a local `set`, and the history has the editor's name."""
    assert send("set unhcr#name.en 'The agency; $(id)'", role).code == 0
    assert "name: {en: The agency; $(id), fr:" in (binder / "partners/unhcr.yaml").read_text()
    newest = json.loads(send("history unhcr --json").out)[0]
    assert (newest["who"], newest["message"]) == ("rita", "Set unhcr#name.en")


@pytest.mark.parametrize(("told", "code"), [(b"7", 0), (b"", 130), (b"70", 130)])
def test_half_a_value_is_not_saved(binder: Path, told: bytes, code: int) -> None:
    """If the size at the end is missing or wrong, nothing is saved."""
    read, write = os.pipe()
    with os.fdopen(write, "wb") as size:
        size.write(told)
    command = [sys.executable, "-m", "bindertui", "remote", "-b", str(binder), "--name=ed", "--role=editor"]
    done = subprocess.run(
        [*command, f"--stdin-size={read}"],
        input=b"Half of",
        env={**os.environ, COMMAND_VARIABLE: "set unhcr#name.en -"},
        pass_fds=(read,),
        capture_output=True,
        check=False,
    )
    os.close(read)
    saved = (binder / "partners/unhcr.yaml").read_text()
    assert (done.returncode, "{en: Half of," in saved, saved == PARTNER) == (code, code == 0, code != 0)


@pytest.mark.parametrize(
    ("line", "shown"), [("", b"Sample binder"), ("unhcr", b"Refugee Agency"), ("open --at unhcr", b"Geneva")]
)
def test_the_app_on_a_terminal(binder: Path, tmp_path: Path, line: str, shown: bytes) -> None:
    """The app opens without a command, at an address, or with `open`, and each user has their own state."""
    arguments = ("remote", "-b", str(binder), "--name", "rita", "--role", "editor")
    session = run_in_terminal(*arguments, env={COMMAND_VARIABLE: line}, keys=b"bq", after=shown)
    assert session.code == 0
    kept = {path.relative_to(tmp_path / "state/bindertui").parts[0] for path in (tmp_path / "state").rglob("*.json")}
    assert kept == {"people"}


def test_a_reader_edits_nothing_in_the_app(binder: Path) -> None:
    """The status bar says that it is read-only, and `e` does nothing."""
    arguments = ("remote", "-b", str(binder), "--name", "rita", "--role", "reader")
    session = run_in_terminal(*arguments, env={COMMAND_VARIABLE: "unhcr"}, keys=b"eq", after=b"read-only")
    assert session.code == 0


def test_no_editor_of_this_machine(binder: Path, tmp_path: Path) -> None:
    """$EDITOR is ignored for remote users."""
    arguments = ("remote", "-b", str(binder), "--name", "rita", "--role", "editor")
    editor = f"touch {tmp_path / 'started'}"
    with terminal(
        *arguments, folder=tmp_path, env={COMMAND_VARIABLE: "unhcr", "EDITOR": editor, "VISUAL": editor}
    ) as run:
        run.wait_for("Geneva")
        run.type("e")
        run.wait_for("Editing")
        run.type("E\x1b")
        run.wait_for(lambda: "Editing" not in run.text())
        run.type("q")
        assert run.end() == 0
    assert not (tmp_path / "started").exists()
