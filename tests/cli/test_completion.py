"""Shell completion."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Spawn
from tests.programs import needs


def _completed(spawn: Spawn, words: str, env: dict[str, str] | None = None) -> list[str]:
    count = str(len(words.split(" ")) - 1)
    asked = {"_BINDERTUI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count, **(env or {})}
    return [line.partition(",")[2] for line in spawn(env=asked).out.splitlines() if line]


def test_verbs_are_completed(spawn: Spawn) -> None:
    """The first word is completed to verbs."""
    assert _completed(spawn, "bindertui s") == ["show", "search", "set", "schema", "serve"]


def test_addresses_are_completed(binder: Path, spawn: Spawn) -> None:
    """`show` and `open --at` complete the entries of the binder in an option or the environment; without one, none."""
    assert _completed(spawn, f"bindertui -b {binder} show ") == [
        "binder",
        "context",
        "inner",
        "partners",
        "unhcr",
        "agreements",
        "glossary",
        "sources",
    ]
    assert _completed(spawn, f"bindertui show -b {binder} un") == ["unhcr"]
    assert _completed(spawn, "bindertui open --at un", {"BINDERTUI_BINDER": str(binder)}) == ["unhcr"]
    assert _completed(spawn, f"bindertui -b {binder}/none show un") == []


def test_titles_of_completed_addresses_are_safe(hostile: Path, spawn: Spawn) -> None:
    """Shells that show descriptions get the title with escape sequences made visible."""
    asked = {"_BINDERTUI_COMPLETE": "zsh_complete", "COMP_WORDS": f"bindertui -b {hostile} show ", "COMP_CWORD": "4"}
    out = spawn(env=asked).out
    assert r"\x1b]52" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell: str, invoke: Invoke) -> None:
    """`completion SHELL` prints a script for that shell."""
    outcome = invoke("completion", shell)
    assert outcome.code == 0
    assert "_BINDERTUI_COMPLETE" in outcome.out


@needs("bash")
def test_the_script_works_in_bash(binder: Path, tmp_path: Path) -> None:
    """In a bash that has evaluated the script, addresses are completed by the real command."""
    command = tmp_path / "bindertui"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m bindertui "$@"\n')
    command.chmod(0o755)
    script = (
        'eval "$(bindertui completion bash)"; COMP_WORDS=(bindertui -b "$1" show un); COMP_CWORD=4; '
        "_bindertui_completion bindertui; echo ${COMPREPLY[@]}"
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script, "bash", str(binder)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "unhcr\n", done.stderr
