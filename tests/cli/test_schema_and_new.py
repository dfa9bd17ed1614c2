"""`bindertui schema` and `bindertui new`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke


@pytest.mark.parametrize("kind", ["binder", "section", "partner", "agreement", "glossary", "sources"])
def test_schema_prints_the_schema_of_a_kind(kind: str, invoke: Invoke) -> None:
    """Each kind of file has a draft 2020-12 schema with its own definitions."""
    outcome = invoke("schema", kind)
    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "$defs" in schema


def test_schema_without_a_kind_covers_all_files(invoke: Invoke) -> None:
    """Without a KIND, one schema offers all six kinds of file."""
    assert len(json.loads(invoke("schema").out)["anyOf"]) == 6


def test_new_writes_a_valid_binder(tmp_path: Path, invoke: Invoke) -> None:
    """The files are listed on stdout, the next steps on stderr; the binder can be checked, shown and searched."""
    folder = tmp_path / "my binder"
    outcome = invoke("new", folder)
    assert outcome.code == 0
    assert outcome.out.splitlines()[0] == f"{folder}/binder.yaml"
    assert f"bindertui check '{folder}'" in outcome.err
    assert invoke("check", folder).err == "No problems found.\n"
    assert invoke("show", "annual-meeting", "-b", folder).code == 0
    assert invoke("search", "établissement", "-b", folder).code == 0


def test_new_refuses_a_folder_that_is_not_empty(binder: Path, invoke: Invoke) -> None:
    """It exits with 2 and changes nothing."""
    before = {path: path.read_bytes() for path in binder.rglob("*") if path.is_file()}
    outcome = invoke("new", binder)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is not empty" in outcome.err
    assert {path: path.read_bytes() for path in binder.rglob("*") if path.is_file()} == before
