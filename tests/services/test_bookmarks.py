"""Bookmarks: a value, kept between runs for each binder."""

from pathlib import Path

import pytest
from attrs import evolve

from bindertui.model.address import Address
from bindertui.services.reader_state import Bookmarks
from tests.search.binders import SMALL

STCA, POINT = Address("stca"), Address.parse("us-relations#body.1.points.0.text")


def test_bookmarks_are_kept_between_runs(tmp_path: Path) -> None:
    """What one run saves the next one has, oldest first."""
    Bookmarks.load(tmp_path, SMALL).toggle(POINT).toggle(STCA).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == (POINT, STCA)


def test_toggling_twice_takes_a_bookmark_away() -> None:
    """The others stay, in their order."""
    marks = Bookmarks(Path("f"), "small").toggle(POINT).toggle(STCA)
    assert marks.toggle(POINT).addresses == (STCA,)
    assert marks.toggle(POINT).toggle(POINT).addresses == (STCA, POINT)


def test_each_binder_has_its_own(tmp_path: Path) -> None:
    """Bookmarks lie in a file named after the binder."""
    marks = Bookmarks.load(tmp_path, SMALL).toggle(STCA)
    marks.save()
    assert marks.file == tmp_path / "bookmarks" / "small.json"
    assert marks.file.exists()


def test_sessions_of_one_reader_add_up(tmp_path: Path) -> None:
    """What one has marked or taken away is so for all, whichever is the last to change something."""
    third = Address("igc")
    Bookmarks.load(tmp_path, SMALL).toggle(third).save()
    one, two = (Bookmarks.load(tmp_path, SMALL) for _ in range(2))
    two.toggle(POINT).save()
    assert one.toggle(STCA).save().addresses == (third, POINT, STCA)
    two.toggle(third).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == (POINT, STCA)
    assert one.reload().addresses == (POINT, STCA)


def test_sessions_that_want_the_same_have_it(tmp_path: Path) -> None:
    """A place that both mark is marked once, and one that both take away is not there."""
    one, two = (Bookmarks.load(tmp_path, SMALL) for _ in range(2))
    both = [session.toggle(STCA).save() for session in (one, two)]
    assert Bookmarks.load(tmp_path, SMALL).addresses == (STCA,)
    for session in both:
        session.toggle(STCA).save()
    assert Bookmarks.load(tmp_path, SMALL).addresses == ()


def test_what_cannot_be_kept_holds_for_the_session(tmp_path: Path) -> None:
    """It stays when the others are looked at again, and is kept with the next that can be."""
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
def test_a_damaged_file_costs_only_what_is_damaged(content: str, tmp_path: Path) -> None:
    """Whatever stands in the file, what can be read of it is read."""
    file = tmp_path / "bookmarks" / "small.json"
    file.parent.mkdir()
    file.write_text(content)
    places = Bookmarks.load(tmp_path, SMALL).addresses
    assert (STCA in places) == ("stca" in content)
    assert all(isinstance(place, Address) for place in places)


def test_bookmarks_of_another_binder_are_none_of_this_one(tmp_path: Path) -> None:
    """Only an address in this binder can be gone to, whether it names the binder or not."""
    file = tmp_path / "bookmarks" / "small.json"
    file.parent.mkdir()
    file.write_text('["other-binder/stca", "small/igc", "stca"]')
    assert [place.entry for place in Bookmarks.load(tmp_path, SMALL).addresses] == ["igc", "stca"]


def test_a_binders_id_cannot_lead_out_of_the_state_folder(tmp_path: Path) -> None:
    """The id of a binder that fails its checks is still no path."""
    hostile = evolve(SMALL, cover=evolve(SMALL.cover, id="../../escaped"))
    file = Bookmarks.load(tmp_path / "state", hostile).file
    assert (tmp_path / "state").resolve() in file.resolve().parents
