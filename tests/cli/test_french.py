"""The verbs in French: help, messages, and the parts that do not change."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.conftest import WriteBinder


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nope",), "Il n’y a pas de verbe 'nope'."),
        (("show",), "Il manque l’argument 'ADDRESS'."),
        (("show", "--nope"), "L’option '--nope' n’existe pas."),
        (("search", "--limit", "x", "y"), "Valeur non valide pour '--limit'"),
        (("show", "x", "--format", "z"), "'z' n’est pas l’un de 'text', 'markdown', 'json', 'yaml'."),
    ],
)
def test_usage_errors_are_in_french(arguments: tuple[str, ...], message: str, invoke: Invoke) -> None:
    """Usage and message are in the language that the line asks for, wherever it does."""
    outcome = invoke("--lang", "fr", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage\u00a0: bindertui ")
    assert message in outcome.err
    assert message not in invoke(*arguments).err


def test_the_help_of_a_verb_is_in_french(invoke: Invoke) -> None:
    """Descriptions, options, and the parts that click adds."""
    message = invoke("show", "--lang", "fr", "--help").out
    assert "Afficher une fiche ou un champ." in message
    assert "[par défaut\u00a0: text]" in message
    assert "Afficher cette aide et quitter." in message
    assert "Options\u00a0:" in message
    assert "Afficher" not in invoke("show", "--help").out


def test_problems_are_in_french(write_binder: WriteBinder, invoke: Invoke) -> None:
    """Messages are in French; place and level, which scripts read, do not change."""
    folder = write_binder({"sections/one.yaml": "title: {en: One, fr: Un}\npartners: [nobody]\nbodi: []\n"})
    outcome = invoke("check", str(folder), "--lang", "fr", "--json")
    assert outcome.code == 1
    (problem, *_) = [each for each in json.loads(outcome.out) if each["level"] == "error"]
    assert problem["message"].startswith("Clé inconnue\u00a0: 'bodi'. Vouliez-vous dire 'body'\u202f?")
    assert (Path(problem["file"]).name, problem["line"], problem["column"]) == ("one.yaml", 3, 1)
    assert outcome.err.startswith("Trouvé\u00a0: ")
    assert "one.yaml:3:1: error: Clé inconnue\u00a0: 'bodi'." in invoke("check", str(folder), "--lang", "fr").out


def test_system_errors_are_in_french(tmp_path: Path, invoke: Invoke) -> None:
    """The reason that the system gives is translated, too."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    outcome = invoke("new", str(tmp_path / "file"), "--lang", "fr")
    assert outcome.code == 2
    assert outcome.err.endswith("existe déjà. Choisissez un dossier nouveau ou vide.\n")
    outcome = invoke("new", str(tmp_path / "file" / "in"), "--lang", "fr")
    assert outcome.err.endswith("ne peut être écrit\u00a0: Ce n’est pas un dossier.\n")


@pytest.mark.parametrize("verb", ["open", "outline", "show", "search", "set", "check", "history", "schema", "new"])
def test_every_verb_has_its_help_in_french(verb: str, invoke: Invoke) -> None:
    """No line of the help is in English."""
    english = {line.strip() for line in invoke(verb, "--help").out.splitlines() if len(line.strip().split()) > 3}
    french = {line.strip() for line in invoke(verb, "--help", "--lang", "fr").out.splitlines()}
    assert {line for line in english & french if "[" not in line} == set()


def test_quotation_marks_follow_the_language(binder: Path, invoke: Invoke) -> None:
    """Curly quotation marks in English, guillemets with no-break spaces in French, for synonyms and misspellings."""
    assert "(AR → “RA”)" in invoke("search", "AR", "-b", binder, "--lang", "en").out
    assert "(RA → «\u00a0AR\u00a0»)" in invoke("search", "RA", "-b", binder, "--lang", "fr").out
    assert "(refugess ≈ “Refugees”)" in invoke("search", "refugess", "-b", binder, "--lang", "en").out
    assert "(refugess ≈ «\u00a0" in invoke("search", "refugess", "-b", binder, "--lang", "fr").out
