"""The verbs in French: their help, what they say, and what of it stays as it is."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.conftest import WriteBinder


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nope",), "Il n’y a pas de verbe 'nope'."),
        (("show",), "Il manque l’argument 'ADDRESS'."),
        (("show", "--nope"), "L’option '--nope' n’existe pas."),
        (("search", "--limit", "x", "y"), "Valeur non valide pour '--limit'"),
        (("show", "x", "--format", "z"), "'z' n’est pas l’un de 'text', 'markdown', 'json', 'yaml'."),
    ],
)
def test_a_command_line_that_cannot_be_understood(arguments: tuple[str, ...], told: str, invoke: Invoke) -> None:
    """Usage and the sentence are in the language that the line asks for, wherever it does."""
    outcome = invoke("--lang", "fr", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage\u00a0: bindertui ")
    assert told in outcome.err
    assert told not in invoke(*arguments).err


def test_the_help_of_a_verb(invoke: Invoke) -> None:
    """What a verb does, its options, and what click adds of its own."""
    told = invoke("show", "--lang", "fr", "--help").out
    assert "Afficher une fiche ou un champ." in told
    assert "[par défaut\u00a0: text]" in told
    assert "Afficher cette aide et quitter." in told
    assert "Options\u00a0:" in told
    assert "Afficher" not in invoke("show", "--help").out


def test_what_check_finds(write_binder: WriteBinder, invoke: Invoke) -> None:
    """Messages are in French; place and level, which scripts read, are as ever."""
    folder = write_binder({"sections/one.yaml": "title: {en: One, fr: Un}\npartners: [nobody]\nbodi: []\n"})
    outcome = invoke("check", str(folder), "--lang", "fr", "--json")
    assert outcome.code == 1
    (problem, *_) = [each for each in json.loads(outcome.out) if each["level"] == "error"]
    assert problem["message"].startswith("La clé 'bodi' est inconnue ici. Vouliez-vous dire 'body'\u202f?")
    assert (Path(problem["file"]).name, problem["line"], problem["column"]) == ("one.yaml", 3, 1)
    assert outcome.err.startswith("Trouvé\u00a0: ")
    assert "one.yaml:3:1: error: La clé 'bodi'" in invoke("check", str(folder), "--lang", "fr").out


def test_an_error_of_the_system(tmp_path: Path, invoke: Invoke) -> None:
    """What the system says is said in French as well."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    outcome = invoke("new", str(tmp_path / "file"), "--lang", "fr")
    assert outcome.code == 2
    assert outcome.err.endswith("existe déjà. Choisissez un dossier nouveau ou vide.\n")
    outcome = invoke("new", str(tmp_path / "file" / "in"), "--lang", "fr")
    assert outcome.err.endswith("ne peut être écrit\u00a0: Ce n’est pas un dossier.\n")


@pytest.mark.parametrize("verb", ["open", "outline", "show", "search", "set", "check", "history", "schema", "new"])
def test_every_verb_has_its_help_in_french(verb: str, invoke: Invoke) -> None:
    """No line of the help is left in English."""
    english = {line.strip() for line in invoke(verb, "--help").out.splitlines() if len(line.strip().split()) > 3}
    french = {line.strip() for line in invoke(verb, "--help", "--lang", "fr").out.splitlines()}
    assert {line for line in english & french if "[" not in line} == set()


def test_why_a_passage_was_found_is_told_as_each_language_quotes(binder: Path, invoke: Invoke) -> None:
    """English in curly quotation marks, French in guillemets with no-break spaces; for other names and for guesses."""
    assert "(AR → “RA”)" in invoke("search", "AR", "-b", binder, "--lang", "en").out
    assert "(RA → «\u00a0AR\u00a0»)" in invoke("search", "RA", "-b", binder, "--lang", "fr").out
    assert "(refugess ≈ “Refugees”)" in invoke("search", "refugess", "-b", binder, "--lang", "en").out
    assert "(refugess ≈ «\u00a0" in invoke("search", "refugess", "-b", binder, "--lang", "fr").out
