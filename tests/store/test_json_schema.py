"""The JSON Schema of content files: it accepts the files that the loader accepts."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from bindertui.services.library import Library
from bindertui.store.content_files import entry_files
from bindertui.store.converter import ENTRY_CLASSES
from bindertui.store.json_schema import json_schema
from bindertui.store.starter import write_starter
from bindertui.store.yaml.nodes import parse_yaml, to_plain_node
from tests.conftest import WriteBinder

KINDS = [None, *ENTRY_CLASSES]
CONTENT = Path(__file__).parents[2] / "content"
KIND_OF = {"sections": "section", "partners": "partner", "agreements": "agreement"}


def _as_an_editor_sees(text: str) -> Any:
    """The values of a YAML text by YAML 1.2's own types, in which there are numbers but no dates."""
    return _without_dates(YAML(typ="safe").load(text))


def _without_dates(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _without_dates(item) for key, item in value.items()}
        case list():
            return [_without_dates(item) for item in value]
        case dt.date():
            return value.isoformat()
        case _:
            return value


def _errors(kind: str | None, value: Any) -> list[str]:
    found = Draft202012Validator(json_schema(kind)).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def _loads(write_binder: WriteBinder, file: str, text: str) -> bool:
    folder = write_binder(
        {file: text, "agreements/a.yaml": "title: A\n", "partners/other.yaml": "kind: forum\nname: O\n"}
    )
    return not any(
        problem.file.endswith(file) and problem.level == "error" for problem in Library.at(folder).problems()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_a_valid_schema(kind: str | None) -> None:
    """Each schema names its draft and is valid by that draft's metaschema; every reference in it resolves."""
    made = json_schema(kind)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(made)
    references = [value for node in _nodes(made) for key, value in node.items() if key == "$ref"]
    assert {reference.removeprefix("#/$defs/") for reference in references} <= set(made["$defs"])


def _nodes(value: Any) -> list[dict[str, Any]]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [*([value] if isinstance(value, dict) else []), *(node for item in inside for node in _nodes(item))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_description(kind: str | None) -> None:
    """Each property of an object with fields has a description for the editor to show."""
    for node in _nodes(json_schema(kind)):
        if node.get("additionalProperties") is False:
            assert node["description"]
            assert all(field["description"] for field in node["properties"].values())


@pytest.mark.parametrize("root", [*sorted(CONTENT.iterdir()), None], ids=lambda root: root.name if root else "starter")
def test_valid_content_passes_the_schema(root: Path | None, tmp_path: Path) -> None:
    """Every content file passes its schema and the one of any file, as texts and with YAML's types."""
    if root is None:
        write_starter(tmp_path / "new")
    folder = root or tmp_path / "new"
    for file in entry_files(folder):
        kind = KIND_OF.get(file.path.parent.name, file.path.stem)
        text = file.path.read_text(encoding="utf-8")
        for value in (to_plain_node(parse_yaml(text)), _as_an_editor_sees(text)):
            assert _errors(kind, value) == [], file.path
            assert _errors(None, value) == [], file.path


@pytest.mark.parametrize(
    "text",
    [
        "kind: forum\nname: 2018\n",
        "kind: forum\nname: {en: yes, fr: 1.10}\n",
        "kind: forum\nname: N\nsummary:\nfacts:\n",
        "id: p\nkind: forum\nname: N\n",
        "kind: forum\nname: {de: N}\n",
        "kind: forum\nname: N\nmembers: [other, {en: A name}]\n",
        "kind: forum\nname: N\nfacts: [{label: L, value: 12, as_of: 2018}]\n",
        "kind: forum\nname: N\nevents: [{date: 2019-12-17, text: T}]\n",
    ],
)
def test_the_schema_accepts_what_the_loader_accepts(text: str, write_binder: WriteBinder) -> None:
    """Numbers and booleans for text, empty fields, names for ids."""
    assert _loads(write_binder, "partners/p.yaml", text)
    assert _errors("partner", _as_an_editor_sees(text)) == []
    assert _errors("partner", to_plain_node(parse_yaml(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "kind: forum\nname: N\nnam: N\n",
        "kind: club\nname: N\n",
        "kind: forum\n",
        "kind: forum\nname: [N]\n",
        "kind: forum\nname: {}\n",
        "kind: forum\nname: ' '\n",
        "kind: forum\nname: N\nagreements: a\n",
        "kind: forum\nname: N\nmembers: [Not An Id]\n",
        "kind: forum\nname: N\nfacts: [{label: L, value: V, as_of: November 2018}]\n",
        "kind: forum\nname: N\nfacts: [{label: L, value: V, vlaue: V}]\n",
        "kind: forum\nname: N\nevents: [{date: 2019-13, text: T}]\n",
        "kind: forum\nname: N\nlinks: [{label: L, url: ftp.example.org}]\n",
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(text: str, write_binder: WriteBinder) -> None:
    """Unknown keys, values outside an enumeration, missing fields, wrong shapes, and invalid ids, dates or links."""
    assert not _loads(write_binder, "partners/p.yaml", text)
    assert _errors("partner", _as_an_editor_sees(text))
    assert _errors("partner", to_plain_node(parse_yaml(text)))
    assert _errors(None, to_plain_node(parse_yaml(text)))


BLOCKS = {
    "text: T": True,
    "points: [{text: T, points: [{text: T, points: []}]}]": True,
    "table: {columns: [A, B], rows: [[1, NO]]}": True,
    "figure: {x: [2017, 2018], series: [{label: L, values: [1.5, null]}]}": True,
    "figure: {x: [2017], series: [{label: L, values: ['20593']}]}": True,
    "note: {kind: caution, text: T}": True,
    "withheld: {provision: ATIA 21(1)(a)}": True,
    "figure: {x: [2017], series: [{label: L, values: ['20,593']}]}": False,
    "note: {kind: hint, text: T}": False,
    "text: T, points: []": False,
    "text: T, source: [S1]": False,
    "points: [{txet: T}]": False,
    "withheld: {}": False,
    "sources: []": False,
}


@pytest.mark.parametrize(("block", "right"), BLOCKS.items())
def test_blocks_are_checked_as_by_the_loader(block: str, right: bool, write_binder: WriteBinder) -> None:
    """A block is of exactly one kind and has only the keys of that kind."""
    text = f"title: T\nbody: [{{{block}}}]\n"
    assert _loads(write_binder, "sections/s.yaml", text) is right
    assert (_errors("section", to_plain_node(parse_yaml(text))) == []) is right
    assert (_errors("section", _as_an_editor_sees(text)) == []) is right


def test_only_nested_sections_need_an_id() -> None:
    """The name of a file is its id; a nested section has no file."""
    assert _errors("section", {"title": "T"}) == []
    assert _errors("section", {"title": "T", "sections": [{"id": "n", "title": "T"}]}) == []
    assert _errors("section", {"title": "T", "sections": [{"title": "T"}]})
    assert _errors("binder", {"title": "T", "edition": "2019", "languages": ["en"], "sections": []})
