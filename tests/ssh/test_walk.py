"""The walk-through in docs/ssh.md: every command works as the text says."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import PATIENCE
from tests.programs import needs
from tests.ssh.sshd import free_port
from tests.tui.terminal import on_terminal

ROOT = Path(__file__).parent.parent.parent
UNITS = [("bindertui.service", "bindertui.service"), ("bindertui@.service", "bindertui@9464.service")]
"""The systemd units in docs, each with the name of one that runs: the template has an instance."""
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = needs("ssh", "ssh-keygen")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a newcomer's environment: the program, and a client without known hosts or an agent."""
    programs = tmp_path / "bin"
    programs.mkdir()
    options = f"-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile={tmp_path}/known -o IdentityAgent=none"
    wrappers = {
        "ssh": f'exec {shutil.which("ssh")} {options} -o IdentitiesOnly=yes -o LogLevel=ERROR "$@"',
        "bindertui": f'exec {sys.executable} -m bindertui "$@"',
    }
    for name, line in wrappers.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src")}


def blocks(port: int) -> list[str]:
    """Return the commands of the walk-through, with a free port."""
    text = (ROOT / "docs" / "ssh.md").read_text()
    walk = text.partition("## From nothing to two people")[2].partition("\n## ")[0]
    return [block.replace("2222", str(port)) for block in _BLOCK.findall(walk)]


@pytest.fixture
def walk(tmp_path: Path, environment: dict[str, str]) -> Iterator[list[str]]:
    """Run the walk-through up to the server, and return the commands after it."""
    setup, serve, *rest = blocks(free_port())
    folder = tmp_path / "walk"
    folder.mkdir()
    subprocess.run(["bash", "-euc", setup], cwd=folder, env=environment, check=True, capture_output=True)
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            ["bash", "-euc", f"exec {serve}"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert server.stdout is not None
    try:
        announcement = server.stdout.readline()
        assert announcement.startswith("listening on localhost:"), (tmp_path / "log").read_text()
        yield rest
    finally:
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()


def test_the_walk(walk: list[str], tmp_path: Path, environment: dict[str, str]) -> None:
    """The verbs of both users, a refusal, and the app for both."""
    folder = tmp_path / "walk"

    def ran(line: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "-euc", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    verbs, refused, app = walk
    outline, search, show, edited, history = [ran(line) for line in verbs.splitlines()]
    assert [run.returncode for run in (outline, search, show, edited, history)] == [0] * 5, (search, edited)
    assert "overview" in outline.stdout
    assert "overview" in {hit["entry"] for hit in json.loads(search.stdout)}
    assert show.stdout.startswith("# Overview")
    assert "ed" in history.stdout.split()
    assert "Where we stand" in (folder / "binder" / "sections" / "overview.yaml").read_text()
    assert ran(refused).returncode == 5
    for line in app.splitlines():
        with on_terminal(["bash", "-euc", line], (120, 30), environment, folder) as run:
            run.wait_for("Where we stand")
            run.type("q")
            assert run.end() == 0
    assert "ed" in {json.loads(line)["who"] for line in (folder / "audit.jsonl").read_text().splitlines()}


@needs("systemd-analyze")
@pytest.mark.parametrize(("unit_name", "instance"), UNITS)
def test_the_unit(tmp_path: Path, unit_name: str, instance: str) -> None:
    """Systemd accepts the unit and rates its exposure as low."""
    text = (ROOT / "docs" / unit_name).read_text()
    unit = tmp_path / instance
    (tmp_path / unit_name).write_text(text.replace("/usr/local/bin/bindertui", shutil.which("true") or "/bin/true"))
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=30", str(unit)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("unit_name", [name for name, _ in UNITS])
def test_the_options_of_the_unit(unit_name: str) -> None:
    """Every option of the unit is one of `serve`."""
    line = re.search(r"^ExecStart=\S+ (.*)$", (ROOT / "docs" / unit_name).read_text(), re.MULTILINE)
    assert line is not None
    help_text = subprocess.run(
        [sys.executable, "-m", "bindertui", "serve", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for option in re.findall(r"--[a-z-]+", line[1]):
        assert option in help_text
