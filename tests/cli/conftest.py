"""Running the command line: in this process for messages and exit codes, as a process for streams."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest
from attrs import frozen

from bindertui.cli.main import run
from tests.conftest import WriteBinder

FILES = {
    "sections/context.yaml": """\
title: {en: Context, fr: Contexte}
summary: {en: The **lead** of the section., fr: Le **chapeau** de la section.}
partners: [unhcr]
body:
  - text: {en: Refugees are resettled from Québec to Yukon., fr: Des réfugiés sont réinstallés du Québec au Yukon.}
    sources: [S1]
  - table:
      columns: [{en: Year, fr: Année}, {en: Yes, fr: Oui}]
      rows: [['2018', NO]]
  - figure:
      x: ['2017', '2018', '2019']
      series: [{label: {en: Crossings, fr: Passages}, values: [20593, null, 4.5]}]
sections:
  - id: inner
    title: {en: Inner part, fr: Partie intérieure}
    body:
      - points:
          - text: {en: A point inside., fr: Un point à l'intérieur.}
""",
    "partners/unhcr.yaml": """\
# The agency.
kind: organization
name: {en: Refugee Agency, fr: Agence pour les réfugiés}
acronym: {en: UNHCR, fr: HCR}
facts:
  - label: {en: Seat, fr: Siège}
    value: {en: Geneva, fr: Genève}
""",
    "glossary.yaml": """\
- term: {en: RA, fr: AR}
  meaning: {en: The agency., fr: L'agence.}
  entry: unhcr
""",
    "sources.yaml": "S1: {title: {en: A report, fr: Un rapport}}\n",
}

HOSTILE = r"[Redacted] [/x] [bold]b[/bold] [@click=app.quit]q[/] \x1b]52;c;x\x07 \x1b[2J \u202egnp.exe \u200b \x9b31m"
"""Text that tries to steer a terminal or to hide: as double-quoted YAML writes it, and as it must be shown."""


@frozen
class Outcome:
    """The result of a command line."""

    code: int
    out: str
    err: str


class Invoke(Protocol):
    """Runs a command line in this process."""

    def __call__(self, *arguments: str | Path) -> Outcome:
        """Run the command line with these arguments."""


class Spawn(Protocol):
    """Runs a command line as a process, with its streams on pipes."""

    def __call__(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Outcome:
        """Run the command line with these arguments and additional environment variables."""


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder without problems."""
    return write_binder(FILES)


@pytest.fixture(autouse=True)
def _isolated_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the binder, the language and the working folder of the developer from the tests."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(str(Path(path).resolve()) for path in sys.path if path))
    for name in ("BINDERTUI_BINDER", "LC_MESSAGES", "LANG", "NO_COLOR", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str]) -> Invoke:
    """Runs a command line in this process."""

    def invoke(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return invoke


@pytest.fixture
def spawn() -> Spawn:
    """Runs a command line as a process, with its streams on pipes."""

    def spawn(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Outcome:
        command = [sys.executable, "-m", "bindertui", *map(str, arguments)]
        done = subprocess.run(
            command,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return spawn


@pytest.fixture
def hostile(write_binder: WriteBinder) -> Path:
    """A binder with hostile text everywhere, a broken file and a hostile file name."""
    text = f'"{HOSTILE} word"'
    return write_binder(
        {
            "sections/s.yaml": f"title: {text}\nsummary: {text}\nbody:\n"
            f"  - text: {text}\n  - points: [{{text: {text}}}]\n"
            f"  - table: {{columns: [{text}], rows: [[{text}]]}}\n"
            f"  - figure: {{x: [{text}], series: [{{label: {text}, values: [1]}}], unit: {text}, caption: {text}}}\n"
            f"  - withheld: {{provision: {text}}}\n",
            "partners/p.yaml": f"kind: forum\nname: {text}\nacronym: {text}\nmembers: [{{en: {text}}}]\n"
            f"facts: [{{label: {text}, value: {text}}}]\nlinks: [{{label: {text}, url: {text}}}]\n",
            "glossary.yaml": f"- {{term: {text}, meaning: {text}}}\n",
            "sources.yaml": f"S1: {{title: {text}}}\n",
            "agreements/a.yaml": f"title: {text}\n{text}: x\n",
            "partners/\x1b[2J\u202e.yaml": "kind: forum\nname: x\n",
        }
    )
