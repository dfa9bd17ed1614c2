"""The shelf: an index that is kept between runs, and thrown away without regret."""

from pathlib import Path

from bindertui.model.binder import Binder
from bindertui.search.index import Index
from bindertui.search.parser import parse
from bindertui.search.shelf import shelved
from tests.search.binders import SMALL


def found(index: Index) -> list[str]:
    """What a search finds."""
    return [str(hit.address) for hit in index.search(parse("unhcr", typing=False), "en").hits]


def fresh(binder: Binder) -> list[str]:
    """What a search finds in an index in memory."""
    return found(Index.of(binder))


def test_an_index_is_built_once_and_found_again(tmp_path: Path) -> None:
    """A second start opens what the first has built, and finds the same."""
    folder = tmp_path / "cache" / "state"
    assert found(shelved(SMALL, folder)) == fresh(SMALL)
    files = sorted(path.name for path in folder.iterdir())
    assert found(shelved(SMALL, folder)) == fresh(SMALL)
    assert sorted(path.name for path in folder.iterdir()) == files


def test_an_index_of_another_state_is_thrown_away(tmp_path: Path) -> None:
    """When the files have changed, the new index takes the place of the old one."""
    shelved(SMALL, tmp_path / "cache" / "old")
    shelved(SMALL, tmp_path / "cache" / "new")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["new"]


def test_a_damaged_index_is_done_without(tmp_path: Path) -> None:
    """Where an index cannot be opened, one in memory answers, and the next start builds anew."""
    folder = tmp_path / "cache" / "state"
    shelved(SMALL, folder)
    (folder / "meta.json").write_text("{")
    assert found(shelved(SMALL, folder)) == fresh(SMALL)
    assert found(shelved(SMALL, folder)) == fresh(SMALL)


def test_an_empty_folder_in_the_place_of_an_index_is_done_without(tmp_path: Path) -> None:
    """A folder that holds no index does not hide the passages."""
    folder = tmp_path / "cache" / "state"
    folder.mkdir(parents=True)
    assert found(shelved(SMALL, folder)) == fresh(SMALL)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Where nothing can be kept, an index in memory answers."""
    (tmp_path / "cache").write_text("a file in the way")
    assert found(shelved(SMALL, tmp_path / "cache" / "state")) == fresh(SMALL)
