"""Editing in a real terminal, checked in the file, in Git and in the draft journal."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import WriteBinder
from tests.helpers import PATIENCE
from tests.tui.binders import FILES
from tests.tui.terminal import Terminal, terminal

FIGURE = """\
kind: organization
# Figures are checked every autumn.
name: {en: Refugee Agency, fr: Agence pour les réfugiés}
summary:
  en: >-
    In 2018 it resettled 28,100 people,   # not a comment
    more than anyone.
  fr: >-
    En 2018, elle a réinstallé 28 100 personnes,
    plus que quiconque.
members: [ norway ]   # as of 2019
"""
ENV = {"BINDERTUI_COMMITS": "no"}


def in_git(folder: Path) -> None:
    """Put a folder under Git with everything committed."""
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def changed_lines(folder: Path) -> list[str]:
    """Return the removed and added lines according to Git."""
    run = subprocess.run(["git", "diff", "-U0"], cwd=folder, check=True, capture_output=True, text=True)
    return [line for line in run.stdout.splitlines() if re.match(r"[+-](?![+-])", line)]


def open_editor(run: Terminal) -> None:
    """Wait for the entry, and press e."""
    run.wait_for("/ Search")
    run.wait_for("Refugee Agency")
    run.type("e")
    run.wait_for("Editing Refugee Agency")


def begin_draft(run: Terminal) -> None:
    """Wait for the entry, and type words before its English name."""
    open_editor(run)
    run.type("\r")
    run.wait_for("Next field")
    run.type("\t")
    run.type("Asylum and ")
    run.wait_for("not saved")


def test_a_figure_in_both_languages(write_binder: WriteBinder, tmp_path: Path) -> None:
    """A number changed in English and French is saved: Git shows these two lines, and no other change in the folder."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    in_git(binder)
    with terminal("open", str(binder), "--at", "unhcr#summary", folder=tmp_path, size=(120, 36), env=ENV) as run:
        open_editor(run)
        run.type("\r")
        run.wait_for("Next field")
        run.type("\x1b[C" * 21 + "\x1b[3~" * 6 + "29,300")
        run.type("\t" + "\x1b[C" * 27 + "\x1b[3~" * 6 + "29 300")
        run.type("\x13")
        run.wait_for("What will change in partners/unhcr.yaml")
        run.wait_for("29 300")
        run.type("s")
        run.wait_for("no changes")
        run.type("\x1b")
        run.wait_for("Fill in")
        run.type("q")
        run.wait_for("29,300 people")
        run.type("q")
        assert run.end() == 0
    assert changed_lines(binder) == [
        "-    In 2018 it resettled 28,100 people,   # not a comment",
        "+    In 2018 it resettled 29,300 people,   # not a comment",
        "-    En 2018, elle a réinstallé 28 100 personnes,",
        "+    En 2018, elle a réinstallé 29 300 personnes,",
    ]


def test_a_killed_session_leaves_its_draft(write_binder: WriteBinder, tmp_path: Path) -> None:
    """After kill -9 while typing, the draft is offered with its changes, and continues where it was."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    state = tmp_path / "state"
    env = {**ENV, "XDG_STATE_HOME": str(state)}

    def journaled() -> bool:
        return any("Asylum and" in path.read_text() for path in state.rglob("drafts/**/*.json"))

    with terminal("open", str(binder), "--at", "unhcr", folder=tmp_path, size=(120, 36), env=env) as run:
        begin_draft(run)
        end = time.monotonic() + PATIENCE
        while not journaled():
            assert time.monotonic() < end
            run.read(0.05)
        os.kill(run.process.pid, signal.SIGKILL)
    assert (binder / "partners" / "unhcr.yaml").read_text() == FIGURE
    with terminal("open", str(binder), "--at", "unhcr", folder=tmp_path, size=(120, 36), env=env) as run:
        run.wait_for("/ Search")
        run.wait_for("You have unsaved drafts: unhcr")
        run.type("e")
        run.wait_for("You have an unsaved draft of partners/unhcr.yaml")
        run.type("j\r")
        run.wait_for("+ name: {en: Asylum and Refugee Agency")
        run.type("\x1b")
        run.wait_for("Continue with the draft")
        run.type("\r")
        run.wait_for("not saved")
        run.type("s")
        run.wait_for("What will change")
        run.type("s")
        run.wait_for("no changes")
        run.type("q")
        run.wait_for("Asylum and Refugee Agency")
        run.type("q")
        assert run.end() == 0
    assert "Asylum and Refugee Agency" in (binder / "partners" / "unhcr.yaml").read_text()
    assert not journaled()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_session_keeps_the_last_word(
    sign: signal.Signals, write_binder: WriteBinder, tmp_path: Path
) -> None:
    """All text that was on the screen is in the draft, even if the end comes immediately."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    state = tmp_path / "state"
    env = {**ENV, "XDG_STATE_HOME": str(state)}
    with terminal("open", str(binder), "--at", "unhcr", folder=tmp_path, size=(120, 36), env=env) as run:
        begin_draft(run)
        run.type("more ")
        run.wait_for("Asylum and more Refugee")
        run.process.send_signal(sign)
        assert run.end() == 0
    (draft,) = state.rglob("drafts/**/*.json")
    assert "Asylum and more Refugee" in draft.read_text()


def test_the_users_own_editor(write_binder: WriteBinder, tmp_path: Path) -> None:
    """E opens the draft in $VISUAL at the current line; the text it writes becomes the draft."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    script = tmp_path / "my editor"
    script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nsed -i s/28,100/29,300/ "$2"\n')
    script.chmod(0o755)
    env = {**ENV, "VISUAL": f"'{script}'"}
    with terminal("open", str(binder), "--at", "unhcr#members", folder=tmp_path, size=(120, 36), env=env) as run:
        open_editor(run)
        run.type("jE")
        run.wait_for("not saved")
        run.type("s")
        run.wait_for("29,300")
        run.type("s")
        run.wait_for("no changes")
        run.type("q")
        run.wait_for("/ Search")
        run.type("q")
        assert run.end() == 0
    assert (binder / "partners" / "unhcr.yaml").read_text() == FIGURE.replace("28,100", "29,300")
    assert (tmp_path / "asked").read_text().startswith("+11 ")


def test_a_failing_editor_changes_nothing(write_binder: WriteBinder, tmp_path: Path) -> None:
    """The failure of an editor is reported; the draft is unchanged, and the next keys work."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    env = {**ENV, "VISUAL": "false"}
    with terminal("open", str(binder), "--at", "unhcr", folder=tmp_path, size=(120, 36), env=env) as run:
        open_editor(run)
        run.type("E")
        run.wait_for("The editor could not be started")
        assert "no changes" in run.text()
        run.type("q")
        run.wait_for("/ Search")
        run.type("q")
        assert run.end() == 0


def test_a_paste_runs_no_commands(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Pasted text is never taken for keys: on the parts it does nothing, and in a field it is text."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    hostile = "\x1bdd \x1bs \x1bq \x1b\x13\x1b[Bd"
    with terminal("open", str(binder), "--at", "unhcr#members.0", folder=tmp_path, size=(120, 36), env=ENV) as run:
        open_editor(run)
        run.type(f"\x1b[200~{hostile}\x1b[201~")
        run.type("g")
        run.wait_for("Acronym")
        assert "no changes" in run.text()
        run.type("\r")
        run.wait_for("Next field")
        run.type("\tThe ")
        run.wait_for("The Refugee Agency")
        run.type(f"\x1b[200~{hostile}\x1b[201~")
        run.wait_for(lambda: r"\x1bdd" in run.text() and "not saved" in run.text())
        run.type("\x13")
        run.wait_for("What will change in partners/unhcr.yaml")
        run.type("s")
        run.wait_for("no changes")
        run.type("\x1b")
        run.wait_for("Fill in")
        run.type("q")
        run.wait_for("/ Search")
        run.type("q")
        assert run.end() == 0
    assert (binder / "partners" / "unhcr.yaml").read_text() == FIGURE.replace(
        "{en: Refugee Agency", r"{en: 'The \x1bdd \x1bs \x1bq \x1b\x13\x1b[BdRefugee Agency'"
    )


def test_keys_typed_in_one_burst_delete_nothing(write_binder: WriteBinder, tmp_path: Path) -> None:
    """`e`, Enter and letters sent at once delete nothing; Enter and letters sent to the open form are typed."""
    binder = write_binder({**FILES, "partners/unhcr.yaml": FIGURE}, "agency")
    with terminal("open", str(binder), "--at", "unhcr#members", folder=tmp_path, size=(120, 36), env=ENV) as run:
        run.wait_for("/ Search")
        run.wait_for("Refugee Agency")
        run.type("e\rddJKd")
        run.wait_for("Editing Refugee Agency")
        run.wait_for("Fill in")
        run.type("g\r\tdd ")
        run.wait_for("not saved")
        run.type("\x13")
        run.wait_for("What will change in partners/unhcr.yaml")
        run.wait_for("dd Refugee Agency")
        run.type("s")
        run.wait_for("no changes")
        run.type("\x1b")
        run.wait_for("Fill in")
        run.type("qq")
        assert run.end() == 0
    assert (binder / "partners" / "unhcr.yaml").read_text() == FIGURE.replace("{en: Refugee", "{en: dd Refugee")
