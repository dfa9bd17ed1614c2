"""What the documents say is true: every verb, every field, every link, every example."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import NOTHING
from click import Context

from bindertui.cli.main import command
from bindertui.model import blocks, entries
from bindertui.model.binder import Cover
from bindertui.model.fields import declared_fields
from tests.conftest import WriteBinder, problems

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
FORMAT = (ROOT / "docs" / "content-format.md").read_text()
_PROBLEMS = "How problems read"
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_ROW = re.compile(r"^\| `([a-z_.]+)` \| (yes|no) \|", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

COMMON = {"sources", "as_of"}
"""What every block may have is said once, under "Blocks"."""

FIELDS: dict[str, dict[str, type]] = {
    "The cover": {"": Cover},
    "Sections": {"": entries.Section},
    "Text block": {"": blocks.Paragraph},
    "Points block": {"": blocks.Points, "points.": blocks.Point},
    "Table block": {"": blocks.Table, "table.": blocks.TableData},
    "Figure block": {"": blocks.Figure, "figure.": blocks.FigureData, "figure.series.": blocks.Series},
    "Note block": {"": blocks.Note, "note.": blocks.NoteData},
    "Withheld block": {"": blocks.Withheld, "withheld.": blocks.WithheldData},
    "Partners": {"": entries.Partner, "facts.": entries.Fact, "events.": entries.Event, "links.": entries.Link},
    "Agreements": {"": entries.Agreement, "events.": entries.Event},
    "The glossary": {"": entries.Term},
    "The sources": {"": entries.Source},
}
"""The classes whose fields each chapter of the content format lists, by the prefix they are listed with."""


def chapters() -> dict[str, str]:
    """The chapters of the content format, by heading."""
    parts = re.split(r"^##+ (.+)$", FORMAT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def fields_of(cls: type, prefix: str) -> Iterator[tuple[str, str]]:
    """The fields of a class as the content format lists them, and whether a file must write them."""
    for attribute in declared_fields(cls):
        if prefix or cls not in blocks.BLOCKS.values() or attribute.name not in COMMON:
            named_by_file = attribute.name == "id" and cls is not Cover
            required = attribute.default is NOTHING and not named_by_file
            yield prefix + attribute.name, "yes" if required else "no"


@pytest.mark.parametrize("chapter", FIELDS)
def test_the_content_format_lists_every_field(chapter: str) -> None:
    """Each chapter lists exactly the fields that files may write, and whether they must."""
    declared = {row for prefix, cls in FIELDS[chapter].items() for row in fields_of(cls, prefix)}
    assert set(_ROW.findall(chapters()[chapter])) == declared


def test_what_blocks_share_is_listed_once() -> None:
    """The fields that every block may have are those that all block classes declare."""
    shared = [{attribute.name for attribute in declared_fields(cls)} for cls in blocks.BLOCKS.values()]
    assert set.intersection(*shared) == COMMON == {name for name, _ in _ROW.findall(chapters()["Blocks"])}


def test_the_examples_make_a_sound_binder(write_binder: WriteBinder) -> None:
    """All examples together, the blocks in a section of their own, are read without a problem."""
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
    """The file that is shown with its problems has exactly these."""
    (_, example), (_, shown) = _FENCE.findall(chapters()[_PROBLEMS])
    first, _, rest = example.partition("\n")
    root = write_binder({first.removeprefix("# "): rest})
    assert problems(root) == shown.splitlines()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """Every relative link names a file of the repository."""
    targets = (web or local for web, local in _LINK.findall(_FENCE.sub("", document.read_text())))
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("verb", command.list_commands(Context(command)))
def test_the_readme_names_every_verb(verb: str) -> None:
    """A verb that is not in the README does not exist for a newcomer."""
    assert re.search(rf"`(bindertui )?{verb}\b", (ROOT / "README.md").read_text())
