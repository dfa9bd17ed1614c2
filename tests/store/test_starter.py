"""The binder that `new` writes."""

from pathlib import Path

import pytest

from bindertui.errors import ExitCode
from bindertui.model.entries import BLOCKS, Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import iter_fields
from bindertui.model.text import Text
from bindertui.services.library import Library
from bindertui.store.starter import StarterError, write_starter


def test_it_passes_check_without_a_warning(tmp_path: Path) -> None:
    """A new binder has no problems, even in a folder without existing parents."""
    folder = tmp_path / "some" / "where"
    files = write_starter(folder)
    assert Library.at(folder).problems(with_parity=True) == []
    assert files[0] == folder / "binder.yaml"
    assert {file.relative_to(folder).parts[0] for file in files} == {
        "binder.yaml",
        "sections",
        "partners",
        "agreements",
        "glossary.yaml",
        "sources.yaml",
    }


def test_it_shows_every_kind_of_entry_and_block_in_both_languages(tmp_path: Path) -> None:
    """It has an example of everything: nested sections, all blocks, English and French."""
    write_starter(tmp_path)
    binder = Library.at(tmp_path).snapshot().binder
    kinds = {place.kind for place in binder.outline()}
    assert kinds == {EntryKind.BINDER, EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT, EntryKind.INDEX}
    sections = [entry for entry in binder.entries() if isinstance(entry, Section)]
    assert {type(block) for section in sections for block in section.body} == set(BLOCKS.values())
    assert max(place.depth for place in binder.outline() if place.kind is EntryKind.SECTION) == 1
    texts = [leaf.value for entry in binder.entries() for leaf in iter_fields(entry) if isinstance(leaf.value, Text)]
    assert sum(text.languages == ("en", "fr") for text in texts) > 30


def test_every_file_names_its_schema(tmp_path: Path) -> None:
    """The first line refers an editor to the schema of that kind of file."""
    for file in write_starter(tmp_path):
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        schema = file.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.resolve().is_relative_to(tmp_path / ".schema")
        assert schema.is_file()


@pytest.mark.parametrize(
    ("name", "identifier"), [("Café Binder 2019", "cafe-binder-2019"), ("minister", "minister"), ("日本", "my-binder")]
)
def test_the_folder_names_the_binder(name: str, identifier: str, tmp_path: Path) -> None:
    """The id of the binder is made from the folder's name if possible."""
    write_starter(tmp_path / name)
    assert Library.at(tmp_path / name).snapshot().binder.cover.id == identifier


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    """A folder with any content, a file, or a dangling link is a usage error and stays as it was."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/binder.yaml").write_text("mine")
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/.kept").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("full", "hidden", "file", "link"):
        with pytest.raises(StarterError) as caught:
            write_starter(tmp_path / name)
        assert caught.value.exit_code == ExitCode.USAGE
    assert [path.read_text() for path in (tmp_path / "full").iterdir()] == ["mine"]
    assert [path.name for path in (tmp_path / "hidden").iterdir()] == [".kept"]
