"""`bindertui show`."""

import json
from pathlib import Path

import pytest

from bindertui.store.yaml.nodes import parse_yaml, to_plain_node
from tests.cli.conftest import FILES, Invoke
from tests.conftest import WriteBinder


def test_an_entry_is_shown_as_linear_text_in_the_readers_language(binder: Path, invoke: Invoke) -> None:
    """The default format is text without box drawing: the title, then the content."""
    outcome = invoke("show", "context", "--lang", "fr", "-b", binder)
    assert outcome.code == 0
    assert outcome.out.startswith("Contexte\n")
    assert "Des réfugiés sont réinstallés" in outcome.out
    assert "Partie intérieure" in outcome.out
    assert not any("\u2500" <= character <= "\u257f" for character in outcome.out)


def test_markdown_has_headings_and_tables(binder: Path, invoke: Invoke) -> None:
    """`--format markdown` prints Markdown."""
    outcome = invoke("show", "context", "--format", "markdown", "-b", binder)
    assert outcome.out.startswith("# Context\n")
    assert "## Inner part" in outcome.out
    assert "| 2018 | NO |" in outcome.out


def test_json_has_the_data_of_the_file(binder: Path, invoke: Invoke) -> None:
    """JSON has the keys of the YAML, in every language, numbers as numbers, and no empty fields."""
    section = json.loads(invoke("show", "context", "--format", "json", "-b", binder).out)
    assert list(section) == ["id", "title", "summary", "partners", "body", "sections"]
    assert section["title"] == {"en": "Context", "fr": "Contexte"}
    assert section["body"][1]["table"]["rows"] == [["2018", "NO"]]
    assert section["body"][2]["figure"]["series"][0]["values"] == [20593, None, 4.5]
    partner = json.loads(invoke("show", "unhcr", "--format", "json", "-b", binder).out)
    assert partner == {"id": "unhcr"} | to_plain_node(parse_yaml(FILES["partners/unhcr.yaml"]))  # type: ignore[operator]


def test_yaml_of_an_entry_is_its_file_byte_for_byte(binder: Path, invoke: Invoke) -> None:
    """`--format yaml` to a pipe is the file, including comments."""
    assert invoke("show", "unhcr", "--format", "yaml", "-b", binder).out == FILES["partners/unhcr.yaml"]
    assert invoke("show", "glossary", "--format", "yaml", "-b", binder).out == FILES["glossary.yaml"]


def test_yaml_of_a_nested_section_or_a_field(binder: Path, invoke: Invoke) -> None:
    """A part of a file is printed as YAML that parses to the same values."""
    nested = invoke("show", "inner", "--format", "yaml", "-b", binder).out
    assert nested.startswith("id: inner\ntitle:\n  en: Inner part\n")
    row = invoke("show", "context#body.1.table.rows.0", "--format", "yaml", "-b", binder).out
    assert row == "- '2018'\n- NO\n"
    assert to_plain_node(parse_yaml(row)) == ["2018", "NO"]
    assert invoke("show", "unhcr#name.en", "--format", "yaml", "-b", binder).out == "Refugee Agency\n"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("unhcr#name", "Refugee Agency\n"),
        ("unhcr#name.fr", "Agence pour les réfugiés\n"),
        ("context#summary", "The lead of the section.\n"),
        ("context#partners", "unhcr\n"),
        ("context#body.1.table.rows.0.1", "NO\n"),
        ("context#body.2.figure.series.0.values.0", "20593\n"),
        ("glossary#0.meaning", "The agency.\n"),
        ("sources#S1.title.fr", "Un rapport\n"),
        ("binder#edition", "2019-11\n"),
        ("binder#audience", "other\n"),
    ],
)
def test_an_address_with_a_path_shows_that_field(address: str, shown: str, binder: Path, invoke: Invoke) -> None:
    """A text is shown as written, a word or number by itself, a list of words one per line."""
    outcome = invoke("show", address, "-b", binder)
    assert (outcome.code, outcome.out, outcome.err) == (0, shown, "")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_lists_can_be_shown(form: str, binder: Path, invoke: Invoke) -> None:
    """The cover and the lists of partners, terms and sources are shown like entries."""
    for address, word in {
        "binder": "Sample",
        "partners": "Refugee Agency",
        "glossary": "RA",
        "sources": "report",
    }.items():
        assert word in invoke("show", address, "--format", form, "-b", binder).out


def test_a_block_is_shown_as_in_its_entry(binder: Path, invoke: Invoke) -> None:
    """A path to a block shows only the lines of that block, also in nested sections."""
    table = invoke("show", "context#body.1", "-b", binder).out
    assert "2018" in table
    assert "Refugees" not in table
    for address in ("context#sections.0.body.0", "inner#body.0", "inner#body"):
        assert invoke("show", address, "-b", binder).out == "• A point inside.\n"
    assert invoke("show", "context#sections.0", "-b", binder).out == invoke("show", "inner", "-b", binder).out
    assert "| 2018 | NO |" in invoke("show", "context#body.1.table", "--format", "markdown", "-b", binder).out


def test_json_of_a_field_is_its_value(binder: Path, invoke: Invoke) -> None:
    """JSON of a text has every language; of the list of partners, their ids."""
    assert json.loads(invoke("show", "unhcr#name", "--format", "json", "-b", binder).out) == {
        "en": "Refugee Agency",
        "fr": "Agence pour les réfugiés",
    }
    assert json.loads(invoke("show", "partners", "--format", "json", "-b", binder).out) == ["unhcr"]
    assert (
        json.loads(invoke("show", "sources", "--format", "json", "-b", binder).out)["S1"]["title"]["en"] == "A report"
    )
    assert json.loads(invoke("show", "binder", "--format", "json", "-b", binder).out)["languages"] == ["en", "fr"]


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("unhcr#lead", "unhcr exists and has id, kind, name, acronym, facts."),
        ("unhcr#facts.3", "unhcr#facts exists and is a list of 1, counted from 0."),
        ("unhcr#facts.0.value.de", "unhcr#facts.0.value exists and has en, fr."),
        ("unhcr#kind.x", "unhcr#kind exists and has no fields."),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "yaml"])
def test_a_missing_field_names_the_nearest_step(
    address: str, nearest: str, form: str, binder: Path, invoke: Invoke
) -> None:
    """A path that does not exist exits with 1 and names the part that does, and its fields."""
    outcome = invoke("show", address, "--format", form, "-b", binder)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"Nothing found at {address}. {nearest}\n"


def test_an_unknown_entry_exits_with_1_and_suggests_others(binder: Path, invoke: Invoke) -> None:
    """The message for a mistyped address names similar entries."""
    outcome = invoke("show", "unchr", "-b", binder)
    assert (outcome.code, outcome.out) == (1, "")
    assert "Did you mean unhcr" in outcome.err


def test_an_invalid_address_is_a_usage_error(binder: Path, invoke: Invoke) -> None:
    """A text that cannot be an address exits with 2 and says what an address looks like."""
    outcome = invoke("show", "Not An Address", "-b", binder)
    assert outcome.code == 2
    assert "unhcr#summary.en" in outcome.err


def test_a_broken_entry_shows_its_problems_on_stderr_and_exits_with_3(
    write_binder: WriteBinder, invoke: Invoke
) -> None:
    """An entry or a list with an unreadable file is invalid content."""
    folder = write_binder({**FILES, "partners/iom.yaml": "kind: forum\nnam: x\n", "glossary.yaml": "term: x\n"})
    for form in ("text", "markdown", "json", "yaml"):
        outcome = invoke("show", "iom", "--format", form, "-b", folder)
        assert (outcome.code, outcome.out) == (3, "")
        assert f"{folder}/partners/iom.yaml:2:1: error: Unknown key 'nam'." in outcome.err
    assert invoke("show", "glossary", "-b", folder).code == 3
    assert invoke("show", "unhcr", "-b", folder).code == 0


def test_the_binder_of_an_address_is_found_in_the_library(
    write_binder: WriteBinder, invoke: Invoke, tmp_path: Path
) -> None:
    """`binder/entry` shows the entry of that binder; an unknown binder exits with 1."""
    for name in ("one", "two"):
        write_binder({"partners/p.yaml": f"kind: forum\nname: Forum of {name}\n"}, name=name)
    for name in ("one", "two"):
        assert invoke("show", f"{name}/p#name", "-b", tmp_path).out == f"Forum of {name}\n"
    outcome = invoke("show", "three/p", "-b", tmp_path)
    assert outcome.code == 1
    assert "Available: one, two." in outcome.err


def test_the_key_of_a_source_leads_to_it(binder: Path, invoke: Invoke) -> None:
    """The mark of a source in a text can be used as an address."""
    assert invoke("show", "S1", "-b", binder).out == invoke("show", "sources#S1", "-b", binder).out != ""


def test_an_entry_ends_with_the_sources_it_cites(binder: Path, invoke: Invoke) -> None:
    """They explain the marks in the text."""
    out = invoke("show", "context", "-b", binder).out
    assert "[S1]" in out
    assert out.index("\nSources\n") > out.index("[S1]")
    assert "\nS1 " in out
