"""Generated binders: the same in every run, valid, and as large as requested."""

from pathlib import Path

import pytest
from bench.generate import generate, title_of

from bindertui.model.enums import EntryKind
from bindertui.store.folder_repository import FolderRepository

KINDS = {"Paragraph", "Points", "Table", "Figure", "Note", "Withheld"}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sections", [1, 9, 160])
def test_a_generated_binder_is_valid(tmp_path: Path, sections: int) -> None:
    """`check` finds no problems, and the number of sections is as requested."""
    repository = FolderRepository(generate(tmp_path, sections))
    assert repository.check() == []
    binder = repository.binder()
    assert sum(place.kind is EntryKind.SECTION for place in binder.outline()) == sections
    assert binder.cover.title.in_language("en") == title_of(sections)


def test_the_same_size_gives_the_same_binder(tmp_path: Path) -> None:
    """Two runs write the same files, byte for byte."""
    assert files(generate(tmp_path / "one", 40)) == files(generate(tmp_path / "two", 40))


def test_a_generated_binder_has_every_kind_of_block(tmp_path: Path) -> None:
    """A large binder has every kind of block, and partners, agreements, terms, sources and nested sections."""
    binder = FolderRepository(generate(tmp_path, 160)).binder()
    assert {type(block).__name__ for entry in binder.entries() for block in getattr(entry, "body", ())} == KINDS
    kinds = {place.kind for place in binder.outline()}
    assert {EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT} <= kinds
    assert binder.terms
    assert binder.sources
    assert max(place.depth for place in binder.outline() if place.kind is EntryKind.SECTION) == 3
