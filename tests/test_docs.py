"""The documentation is correct: verbs, fields, links and examples."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import NOTHING
from click import Context

from bindertui.cli.main import cli
from bindertui.model import entries
from bindertui.model.fields import declared_fields
from bindertui.model.outline import Cover
from bindertui.store.config_file import load_config_file
from bindertui.tui.keymap import validate_keymap
from tests.conftest import WriteBinder, problems

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
FORMAT = (ROOT / "docs" / "content-format.md").read_text()
_PROBLEMS = "How problems read"
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_ROW = re.compile(r"^\| `([a-z_.]+)` \| (yes|no) \|", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

COMMON = {"sources", "as_of"}
"""Fields of all blocks are documented once, under "Blocks"."""

FIELDS: dict[str, dict[str, type]] = {
    "The cover": {"": Cover},
    "Sections": {"": entries.Section},
    "Text block": {"": entries.Paragraph},
    "Points block": {"": entries.Points, "points.": entries.Point},
    "Table block": {"": entries.Table, "table.": entries.TableData},
    "Figure block": {"": entries.Figure, "figure.": entries.FigureData, "figure.series.": entries.Series},
    "Note block": {"": entries.Note, "note.": entries.NoteData},
    "Withheld block": {"": entries.Withheld, "withheld.": entries.WithheldData},
    "Partners": {"": entries.Partner, "facts.": entries.Fact, "events.": entries.Event, "links.": entries.Link},
    "Agreements": {"": entries.Agreement, "events.": entries.Event},
    "The glossary": {"": entries.Term},
    "The sources": {"": entries.Source},
}
"""The classes documented in each chapter of the content format, by prefix of their fields."""


def chapters() -> dict[str, str]:
    """Return the chapters of the content format, by heading."""
    parts = re.split(r"^##+ (.+)$", FORMAT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def fields_of(cls: type, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a class as documented, and whether they are required."""
    for attribute in declared_fields(cls):
        if prefix or cls not in entries.BLOCKS.values() or attribute.name not in COMMON:
            named_by_file = attribute.name == "id" and cls is not Cover
            required = attribute.default is NOTHING and not named_by_file
            yield prefix + attribute.name, "yes" if required else "no"


@pytest.mark.parametrize("chapter", FIELDS)
def test_the_content_format_lists_every_field(chapter: str) -> None:
    """Each chapter lists exactly the fields of its classes, and whether they are required."""
    declared = {row for prefix, cls in FIELDS[chapter].items() for row in fields_of(cls, prefix)}
    assert set(_ROW.findall(chapters()[chapter])) == declared


def test_what_blocks_share_is_listed_once() -> None:
    """The common fields of blocks are those that all block classes declare."""
    shared = [{attribute.name for attribute in declared_fields(cls)} for cls in entries.BLOCKS.values()]
    assert set.intersection(*shared) == COMMON == {name for name, _ in _ROW.findall(chapters()["Blocks"])}


def test_the_examples_make_a_sound_binder(write_binder: WriteBinder) -> None:
    """All examples together make a valid binder."""
    files = {"sections/blocks.yaml": "title: {en: Blocks, fr: Blocs}\nbody:\n"}
    for heading, chapter in chapters().items():
        for language, example in _FENCE.findall(chapter):
            if language == "yaml" and heading != _PROBLEMS:
                first, _, rest = example.partition("\n")
                if first.startswith("# "):
                    files[first.removeprefix("# ")] = rest
                else:
                    files["sections/blocks.yaml"] += example
    assert len(files) == 7
    assert problems(write_binder(files)) == []


def test_problems_read_as_the_content_format_shows(write_binder: WriteBinder) -> None:
    """The documented file with problems has exactly the documented problems."""
    (_, example), (_, shown) = _FENCE.findall(chapters()[_PROBLEMS])
    first, _, rest = example.partition("\n")
    root = write_binder({first.removeprefix("# "): rest})
    assert problems(root) == shown.splitlines()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_work(document: Path) -> None:
    """Every relative link leads to a file of the repository."""
    targets = (web or local for web, local in _LINK.findall(_FENCE.sub("", document.read_text())))
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("verb", cli.list_commands(Context(cli)))
def test_the_readme_names_every_verb(verb: str) -> None:
    """The README mentions every verb."""
    assert re.search(rf"`(bindertui )?{verb}\b", (ROOT / "README.md").read_text())


def test_the_commands_of_the_readme_work_one_after_another(tmp_path: Path) -> None:
    """The commands in the README work as written, one after another, in a fresh checkout."""
    readme = (ROOT / "README.md").read_text()
    folder = tmp_path / "sources"
    (folder / ".venv").mkdir(parents=True)
    (folder / "content").symlink_to(ROOT / "content")
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    shown = [block for _, block in _FENCE.findall(readme) if block.startswith("$ ")]
    commands = [line[2:] for block in shown for line in block.splitlines()]
    assert len(commands) > 8
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    script = "\n".join(("set -e", *commands))
    run = subprocess.run(
        ["/bin/bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "+  en: In force." in run.stdout
    assert "en: In force.\n" in (tmp_path / "my-binder" / "agreements" / "stca.yaml").read_text()


def test_the_sample_of_a_config_file_is_without_problems(tmp_path: Path) -> None:
    """The sample config file has no errors and no warnings."""
    file = tmp_path / "config.yaml"
    (sample,) = [text for kind, text in _FENCE.findall((ROOT / "docs/settings.md").read_text()) if kind == "yaml"]
    file.write_text(sample)
    written, found = load_config_file(file)
    assert not found
    assert validate_keymap(written)[1] == ()
