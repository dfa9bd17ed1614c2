"""Bookmarks, kept between runs for each binder."""

from pathlib import Path

import pytest
from attrs import evolve

from bindertui.model.address import Address
from bindertui.services.reader_state import Bookmarks
from tests.search.binders import SMALL

STCA, POINT = Address("stca"), Address.parse("us-relations#body.1.points.0.text")


def test_bookmarks_are_kept_between_runs(tmp_path: Path) -> None:
    """Bookmarks saved in one run are there in the next, oldest first."""
    Bookmarks.load(tmp_path, SMALL).toggle(POINT).toggle(STCA).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == (POINT, STCA)


def test_toggling_twice_removes_a_bookmark() -> None:
    """The others stay, in their order."""
    marks = Bookmarks(Path("f"), "small").toggle(POINT).toggle(STCA)
    assert marks.toggle(POINT).addresses == (STCA,)
    assert marks.toggle(POINT).toggle(POINT).addresses == (STCA, POINT)


def test_each_binder_has_its_own(tmp_path: Path) -> None:
    """They are in a file named after the binder."""
    marks = Bookmarks.load(tmp_path, SMALL).toggle(STCA)
    marks.save()
    assert marks.file == tmp_path / "bookmarks" / "small.json"
    assert marks.file.exists()


def test_sessions_of_one_reader_are_merged(tmp_path: Path) -> None:
    """A bookmark added or removed in one session is so for all, whichever saves last."""
    third = Address("igc")
    Bookmarks.load(tmp_path, SMALL).toggle(third).save()
    one, two = (Bookmarks.load(tmp_path, SMALL) for _ in range(2))
    two.toggle(POINT).save()
    assert one.toggle(STCA).save().addresses == (third, POINT, STCA)
    two.toggle(third).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == (POINT, STCA)
    assert one.reload().addresses == (POINT, STCA)


def test_sessions_with_the_same_change(tmp_path: Path) -> None:
    """An address bookmarked in both is there once, and one removed in both is gone."""
    one, two = (Bookmarks.load(tmp_path, SMALL) for _ in range(2))
    both = [session.toggle(STCA).save() for session in (one, two)]
    assert Bookmarks.load(tmp_path, SMALL).addresses == (STCA,)
    for session in both:
        session.toggle(STCA).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == ()


def test_unsaved_bookmarks_stay_for_the_session(tmp_path: Path) -> None:
    """They stay after a reload, and are saved with the next successful save."""
    marks = Bookmarks.load(tmp_path, SMALL).toggle(STCA)
    (tmp_path / "bookmarks").touch()
    with pytest.raises(OSError, match="bookmarks"):
        marks.save()
    assert marks.reload().addresses == (STCA,)
    (tmp_path / "bookmarks").unlink()
    Bookmarks.load(tmp_path, SMALL).toggle(Address("igc")).save()
    marks.toggle(POINT).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == (Address("igc"), STCA, POINT)


@pytest.mark.parametrize("content", ["", "{}", '"x"', "[1, null, {}]", '["Not An Address", "stca", "#", 7]'])
def test_a_damaged_file_is_read_as_far_as_possible(content: str, tmp_path: Path) -> None:
    """Every valid entry in the file is read."""
    file = tmp_path / "bookmarks" / "small.json"
    file.parent.mkdir()
    file.write_text(content)
    places = Bookmarks.load(tmp_path, SMALL).addresses
    assert (STCA in places) == ("stca" in content)
    assert all(isinstance(place, Address) for place in places)


def test_addresses_in_other_binders_are_ignored(tmp_path: Path) -> None:
    """Only addresses in this binder are bookmarks, whether they name the binder or not."""
    file = tmp_path / "bookmarks" / "small.json"
    file.parent.mkdir()
    file.write_text('["other-binder/stca", "small/igc", "stca"]')
    assert [place.entry for place in Bookmarks.load(tmp_path, SMALL).addresses] == ["igc", "stca"]


def test_a_binders_id_cannot_lead_out_of_the_state_folder(tmp_path: Path) -> None:
    """Even the invalid id of a broken binder is not a path."""
    hostile = evolve(SMALL, cover=evolve(SMALL.cover, id="../../escaped"))
    file = Bookmarks.load(tmp_path / "state", hostile).file
    assert (tmp_path / "state").resolve() in file.resolve().parents
