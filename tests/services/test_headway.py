"""How far a reader has come, kept between runs."""

from pathlib import Path

import pytest
from attrs import evolve

from bindertui.model.address import Address
from bindertui.services.library import Library
from bindertui.services.reader_state import ReadingProgress
from tests.conftest import WriteBinder
from tests.tui.binders import FILES

HERE = Address("inner", ("body", 0))


@pytest.fixture(name="root")
def _root(write_binder: WriteBinder) -> Path:
    return write_binder(FILES, "small")


def test_who_comes_for_the_first_time_knows_all(root: Path, tmp_path: Path) -> None:
    """Nothing is new to them; they begin with the first section."""
    binder = Library.at(root).snapshot().binder
    visit = ReadingProgress.load(tmp_path, binder).reader_status(binder)
    assert (visit.has_begun, visit.resume_address, visit.changed_entries, visit.read_sections) == (
        False,
        Address("context"),
        {},
        frozenset(),
    )


def test_it_is_kept_between_runs(root: Path, tmp_path: Path) -> None:
    """The place, what was read, and what the reader has seen of the files."""
    binder = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, binder)
    headway = new.move_to(HERE).mark_read(["inner"]).move_to(Address("binder"))
    headway.save(binder, new)
    again = ReadingProgress.load(tmp_path, binder)
    assert again == headway
    assert (again.reader_status(binder).has_begun, again.resume_address(binder)) == (True, HERE)


def test_what_has_changed_is_new_until_it_is_opened(root: Path, tmp_path: Path) -> None:
    """Entries whose files are new or others, in reading order; opening one makes it known, and only that one."""
    before = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, before)
    new.save(before, new)
    (root / "sections/second.yaml").write_text("title: Changed\n")
    (root / "partners/added.yaml").write_text("kind: forum\nname: Added\n")
    binder = Library.at(root).snapshot().binder
    headway = ReadingProgress.load(tmp_path, binder)
    assert list(headway.reader_status(binder).changed_entries.items()) == [("second", False), ("added", True)]
    headway.mark_opened("second", binder).save(binder, headway)
    assert ReadingProgress.load(tmp_path, binder).reader_status(binder).changed_entries == {"added": True}


def test_what_is_gone_is_no_news(root: Path, tmp_path: Path) -> None:
    """It has no place to go to, and is forgotten; where the reader stopped there, they begin anew."""
    before = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, before)
    new.move_to(Address("second")).mark_read(["second"]).save(before, new)
    (root / "sections/second.yaml").unlink()
    cover = root / "binder.yaml"
    cover.write_text(cover.read_text().replace(", second", ""))
    binder = Library.at(root).snapshot().binder
    headway = ReadingProgress.load(tmp_path, binder)
    assert "second" not in headway.reader_status(binder).changed_entries
    assert headway.reader_status(binder).resume_address == Address("context")
    assert not headway.reader_status(binder).has_begun


def test_two_sessions_of_one_reader_add_up(root: Path, tmp_path: Path) -> None:
    """What either has read is read, and what either has opened is news no more, whichever ends last."""
    before = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, before)
    new.save(before, new)
    for name in ("second", "context"):
        (root / f"sections/{name}.yaml").write_text("title: Changed\n")
    binder = Library.at(root).snapshot().binder
    kept = ReadingProgress.load(tmp_path, binder)
    assert kept.reader_status(binder).changed_entries == {"context": False, "second": False}
    kept.mark_read(["second"]).mark_opened("second", binder).move_to(Address("second")).save(binder, kept)
    both = kept.mark_read(["context"]).mark_opened("context", binder).save(binder, kept)
    assert ReadingProgress.load(tmp_path, binder) == both
    assert both.read_sections == {"context", "second"}
    assert both.reader_status(binder).changed_entries == {}
    assert both.last_address == Address("second")


def test_who_only_looks_on_moves_nobody(root: Path, tmp_path: Path) -> None:
    """The place is that of the session which went somewhere last; one that went nowhere leaves it."""
    binder = Library.at(root).snapshot().binder
    one = two = ReadingProgress.load(tmp_path, binder)
    one.move_to(HERE).save(binder, one)
    assert two.save(binder, two).last_address == HERE
    two.move_to(Address("second")).save(binder, two)
    assert ReadingProgress.load(tmp_path, binder).last_address == Address("second")


@pytest.mark.parametrize(("stopped", "onward"), [("other-binder/second", "context"), ("second", "second")])
def test_a_place_in_another_binder_is_none_in_this_one(root: Path, tmp_path: Path, stopped: str, onward: str) -> None:
    """Also where both have an entry of the same name: the reader begins anew."""
    binder = Library.at(root).snapshot().binder
    file = ReadingProgress.load(tmp_path, binder).file
    file.parent.mkdir(parents=True)
    file.write_text(f'{{"stopped": "{stopped}", "read": [], "seen": {{}}}}')
    assert ReadingProgress.load(tmp_path, binder).resume_address(binder) == Address(onward)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "7", '{"read": 3, "seen": [], "stopped": 4}', '{"stopped": "/#"}', '{"read": [{}, null]}']
)
def test_a_state_file_that_is_not_ours_does_no_harm(root: Path, tmp_path: Path, text: str) -> None:
    """Whatever is in it, the reader begins anew."""
    binder = Library.at(root).snapshot().binder
    fresh = ReadingProgress.load(tmp_path, binder)
    fresh.file.parent.mkdir()
    fresh.file.write_text(text)
    assert evolve(ReadingProgress.load(tmp_path, binder), seen_digests=fresh.seen_digests) == fresh
