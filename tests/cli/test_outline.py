"""`bindertui outline`."""

import json
from pathlib import Path

from tests.cli.conftest import FILES, Invoke
from tests.conftest import WriteBinder


def test_json_has_a_record_of_four_fields_for_each_entry_in_reading_order(binder: Path, invoke: Invoke) -> None:
    """JSON is a list of address, kind, title and depth; nested sections are one level deeper than their parent."""
    outcome = invoke("outline", "--json", "-b", binder)
    assert outcome.code == 0
    assert json.loads(outcome.out) == [
        {"address": "binder", "kind": "binder", "title": "Sample binder", "depth": 0},
        {"address": "context", "kind": "section", "title": "Context", "depth": 0},
        {"address": "inner", "kind": "section", "title": "Inner part", "depth": 1},
        {"address": "partners", "kind": "index", "title": "Partners", "depth": 0},
        {"address": "unhcr", "kind": "partner", "title": "Refugee Agency", "depth": 1},
        {"address": "agreements", "kind": "index", "title": "Agreements", "depth": 0},
        {"address": "glossary", "kind": "index", "title": "Glossary", "depth": 0},
        {"address": "sources", "kind": "index", "title": "Sources", "depth": 0},
    ]


def test_text_has_an_indented_line_for_each_entry(binder: Path, invoke: Invoke) -> None:
    """The first word of a line is the address; titles are in the reader's language."""
    lines = invoke("outline", "--lang", "fr", "-b", binder).out.splitlines()
    assert lines[1:5] == [
        "context  Contexte",
        "  inner  Partie intérieure",
        "partners  Partenaires",
        "  unhcr  Agence pour les réfugiés",
    ]


def test_depth_0_is_the_top_level_only(binder: Path, invoke: Invoke) -> None:
    """`--depth N` drops entries nested deeper than N."""
    outcome = invoke("outline", "--depth", "0", "--json", "-b", binder)
    assert {record["depth"] for record in json.loads(outcome.out)} == {0}
    assert "inner" not in invoke("outline", "--depth", "0", "-b", binder).out


def test_a_broken_entry_is_marked_in_its_place(write_binder: WriteBinder, invoke: Invoke) -> None:
    """The line of an entry with an unreadable file says why; the outline still exits with 0."""
    folder = write_binder({**FILES, "partners/iom.yaml": "kind: [\n", "sources.yaml": "S1: {tittle: x}\n"})
    outcome = invoke("outline", "-b", folder)
    assert outcome.code == 0
    lines = {line.split()[0]: line for line in outcome.out.splitlines()}
    assert lines["iom"].startswith(f"  iom  broken: {folder}/partners/iom.yaml:")
    assert "broken:" in lines["sources"]
    assert lines["unhcr"] == "  unhcr  Refugee Agency"
    records = {record["address"]: record for record in json.loads(invoke("outline", "--json", "-b", folder).out)}
    assert records["iom"] == {"address": "iom", "kind": "partner", "title": "iom", "depth": 1}


def test_a_missing_section_is_marked(write_binder: WriteBinder, invoke: Invoke) -> None:
    """A listed section without a file is in the outline, with the reason."""
    cover = "id: b\ntitle: {en: B, fr: B}\nedition: 2019\nlanguages: [en, fr]\nsections: [nowhere]\n"
    outcome = invoke("outline", "-b", write_binder({"binder.yaml": cover}))
    assert "nowhere  broken:" in outcome.out
    assert outcome.code == 0
