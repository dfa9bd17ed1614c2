"""`config`: the settings, where each comes from, and the problems of the config file."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The path of the config file, which does not exist yet."""
    folder = tmp_path / "config" / "bindertui"
    folder.mkdir(parents=True)
    return folder / "config.yaml"


def test_without_a_file_the_defaults_are_listed(invoke: Invoke) -> None:
    """Each setting and command is listed with its value; stderr says which file to create."""
    outcome = invoke("config", "show")
    assert outcome.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in outcome.out.splitlines()}
    assert rows["theme"] == ["dark", "default"]
    assert rows["language"] == ["en", "$LC_ALL"]
    assert rows["keys.search"] == ["/", "default"]
    assert "config.yaml" in outcome.err
    assert invoke("config", "check").code == 0


def test_the_origin_of_each_setting_is_shown(config: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line, a variable, a line of the file, or the default."""
    config.write_text("theme: light\nlanguage: fr\ncommits: no\nkeys:\n  back: [z, ',']\n")
    monkeypatch.setenv("BINDERTUI_COMMITS", "yes")
    records = {row["setting"]: row for row in json.loads(invoke("config", "show", "--json", "-b", "x").out)}
    assert (records["theme"]["value"], records["theme"]["origin"]) == ("light", f"{config}:1")
    assert (records["language"]["value"], records["language"]["origin"]) == ("fr", f"{config}:2")
    assert (records["commits"]["value"], records["commits"]["origin"]) == ("yes", "$BINDERTUI_COMMITS")
    assert (records["binder"]["value"], records["binder"]["origin"]) == ("x", "--binder")
    assert (records["keys.back"]["value"], records["keys.back"]["origin"]) == (["z", "comma"], f"{config}:5")
    assert records["keys.fold-here"]["value"] == []


def test_the_file_gives_the_language_of_the_verbs(config: Path, binder: Path, invoke: Invoke) -> None:
    """It overrides the locale, which the system's administrator has set, and `--lang` overrides it."""
    config.write_text("language: fr\n")
    assert "Contexte" in invoke("outline", "-b", binder).out
    assert "Contexte" not in invoke("outline", "-b", binder, "--lang", "en").out


def test_problems_and_help_are_in_the_language_of_the_file(config: Path, invoke: Invoke) -> None:
    """Every message is, even before the command line is parsed."""
    config.write_text("language: fr\ntheme: sepia\nkeys: {bakc: x}\n")
    out = invoke("config", "check").out
    assert "Le réglage 'theme'" in out
    assert "Il n’y a pas de commande 'bakc'" in out
    assert "Vérifier votre fichier de configuration" in invoke("config", "check", "--help").out
    assert "Vérifier le fichier" not in invoke("config", "check", "--help", "--lang", "en").out


@pytest.mark.parametrize("path", ["~nobody-of-this-name/x", '"a\\0b"'])
def test_an_invalid_binder_setting_does_not_stop_verbs(
    path: str, config: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`config check` reports it; verbs work as if it were not set."""
    monkeypatch.chdir(tmp_path)
    config.write_text(f"binder: {path}\n")
    assert invoke("config", "check").code == 1
    assert invoke("outline").code == 0


def test_check_exits_with_1_on_errors(config: Path, invoke: Invoke) -> None:
    """Errors and warnings have their places, in the format of `check`."""
    config.write_text("thème: dark\nkeys: {bakc: x, bookmark: f5}\n")
    outcome = invoke("config", "check")
    assert outcome.code == 1
    assert f"{config}:1:1: error: There is no setting 'thème'. Did you mean 'theme'?" in outcome.out
    assert f"{config}:2:8: error: There is no command 'bakc'. Did you mean 'back'?" in outcome.out
    assert f"{config}:2:17: warning: 'bookmark' needs a ctrl, alt or function key" in outcome.out
    assert outcome.err == "2 errors and 1 warning found.\n"
    assert [problem["line"] for problem in json.loads(invoke("config", "check", "--json").out)] == [1, 2, 2]
    config.write_text("keys: {bookmark: f5}\n")
    assert invoke("config", "check").code == 0


def test_check_takes_a_path(tmp_path: Path, invoke: Invoke) -> None:
    """It checks the file at PATH; a path that does not exist is a usage error."""
    (tmp_path / "other.yaml").write_text("theme: sepia\n")
    assert invoke("config", "check", "other.yaml").code == 1
    assert invoke("config", "check", "gone.yaml").code == 2


def test_an_invalid_file_does_not_stop_verbs(config: Path, binder: Path, invoke: Invoke) -> None:
    """Verbs work and do not mention it."""
    config.write_text("{")
    outcome = invoke("show", "unhcr", "-b", binder)
    assert (outcome.code, outcome.err) == (0, "")
