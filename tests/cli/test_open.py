"""`bindertui` and `bindertui open`, in terminals and without one."""

from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Spawn
from tests.cli.pty import run_in_terminal
from tests.conftest import WriteBinder


def test_without_a_terminal_the_outline_is_printed(binder: Path, spawn: Spawn) -> None:
    """`bindertui` in a pipe prints the outline, says on stderr how to open the app, and exits with 0."""
    outcome = spawn("-b", binder)
    assert outcome.code == 0
    assert outcome.out == spawn("outline", "-b", binder).out
    assert outcome.err.count("\n") == 1
    assert "run bindertui in a terminal" in outcome.err
    assert spawn("open", binder) == outcome


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [(["-b", "binder"], b"Sample binder"), (["open", "binder", "--at", "unhcr#facts.0", "--read-only"], b"Geneva")],
)
@pytest.mark.usefixtures("binder")
def test_in_a_terminal_the_app_opens(arguments: list[str], seen: bytes) -> None:
    """With a terminal on stdin and stdout, the app uses the alternate screen, and leaves it at the end."""
    session = run_in_terminal(*arguments, keys=b"q", after=seen)
    assert session.code == 0
    entered, left = session.out.find(b"\x1b[?1049h"), session.out.find(b"\x1b[?1049l")
    assert 0 <= entered < left


def test_a_dumb_terminal_gets_the_outline(binder: Path) -> None:
    """The app cannot run with TERM=dumb."""
    session = run_in_terminal("open", str(binder), env={"TERM": "dumb"})
    assert session.code == 0
    assert b"  unhcr  Refugee Agency" in session.out
    assert b"\x1b" not in session.out


def test_the_path_selects_the_binder(
    write_binder: WriteBinder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PATH takes precedence over `--binder`, that over the environment, and that over ./content."""
    for name in ("content", "env", "option", "path"):
        write_binder({"partners/p.yaml": f"kind: forum\nname: Forum of {name}\n"}, name=name)
    assert "Forum of content" in invoke("open").out
    monkeypatch.setenv("BINDERTUI_BINDER", "env")
    assert "Forum of env" in invoke("open").out
    assert "Forum of option" in invoke("-b", "option").out
    assert "Forum of path" in invoke("-b", "option", "open", "path").out


@pytest.mark.parametrize(
    ("at", "code"), [("unhcr#name.fr", 0), ("nobody", 1), ("Not An Address", 2), ("other/unhcr", 1)]
)
def test_the_address_to_open_at_must_exist(at: str, code: int, binder: Path, invoke: Invoke) -> None:
    """`--at` is checked like the address of `show`, with and without a terminal."""
    assert invoke("open", binder, "--at", at).code == code


def test_a_path_without_a_binder_is_not_found(tmp_path: Path, invoke: Invoke) -> None:
    """Opening a folder without a binder exits with 1 and says how to create one."""
    outcome = invoke("open", tmp_path)
    assert outcome.code == 1
    assert "bindertui new" in outcome.err
