"""Reading progress, kept between runs."""

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


def test_a_new_reader_has_seen_everything(root: Path, tmp_path: Path) -> None:
    """Nothing is new; reading starts at the first section."""
    binder = Library.at(root).snapshot().binder
    visit = ReadingProgress.load(tmp_path, binder).reader_status(binder)
    assert (visit.has_begun, visit.resume_address, visit.changed_entries, visit.read_sections) == (
        False,
        Address("context"),
        {},
        frozenset(),
    )


def test_progress_is_kept_between_runs(root: Path, tmp_path: Path) -> None:
    """The last address, the sections read and the files seen."""
    binder = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, binder)
    progress = new.move_to(HERE).mark_read(["inner"]).move_to(Address("binder"))
    progress.save(binder, new)
    again = ReadingProgress.load(tmp_path, binder)
    assert again == progress
    assert (again.reader_status(binder).has_begun, again.resume_address(binder)) == (True, HERE)


def test_a_changed_entry_is_new_until_it_is_opened(root: Path, tmp_path: Path) -> None:
    """New and changed entries are listed in reading order; opening one marks only that one as seen."""
    before = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, before)
    new.save(before, new)
    (root / "sections/second.yaml").write_text("title: Changed\n")
    (root / "partners/added.yaml").write_text("kind: forum\nname: Added\n")
    binder = Library.at(root).snapshot().binder
    progress = ReadingProgress.load(tmp_path, binder)
    assert list(progress.reader_status(binder).changed_entries.items()) == [("second", False), ("added", True)]
    progress.mark_opened("second", binder).save(binder, progress)
    assert ReadingProgress.load(tmp_path, binder).reader_status(binder).changed_entries == {"added": True}


def test_removed_entries_are_forgotten(root: Path, tmp_path: Path) -> None:
    """They are not listed, and reading starts again at the first section if the last address was in one."""
    before = Library.at(root).snapshot().binder
    new = ReadingProgress.load(tmp_path, before)
    new.move_to(Address("second")).mark_read(["second"]).save(before, new)
    (root / "sections/second.yaml").unlink()
    cover = root / "binder.yaml"
    cover.write_text(cover.read_text().replace(", second", ""))
    binder = Library.at(root).snapshot().binder
    progress = ReadingProgress.load(tmp_path, binder)
    assert "second" not in progress.reader_status(binder).changed_entries
    assert progress.reader_status(binder).resume_address == Address("context")
    assert not progress.reader_status(binder).has_begun


def test_sessions_of_one_reader_are_merged(root: Path, tmp_path: Path) -> None:
    """Sections read and entries opened in either session count, whichever ends last."""
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


def test_an_idle_session_does_not_change_the_last_address(root: Path, tmp_path: Path) -> None:
    """It is that of the session that moved last."""
    binder = Library.at(root).snapshot().binder
    one = two = ReadingProgress.load(tmp_path, binder)
    one.move_to(HERE).save(binder, one)
    assert two.save(binder, two).last_address == HERE
    two.move_to(Address("second")).save(binder, two)
    assert ReadingProgress.load(tmp_path, binder).last_address == Address("second")


@pytest.mark.parametrize(("stopped", "onward"), [("other-binder/second", "context"), ("second", "second")])
def test_addresses_in_other_binders_are_ignored(root: Path, tmp_path: Path, stopped: str, onward: str) -> None:
    """Even if both binders have an entry of the same name: reading starts at the first section."""
    binder = Library.at(root).snapshot().binder
    file = ReadingProgress.load(tmp_path, binder).file
    file.parent.mkdir(parents=True)
    file.write_text(f'{{"stopped": "{stopped}", "read": [], "seen": {{}}}}')
    assert ReadingProgress.load(tmp_path, binder).resume_address(binder) == Address(onward)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "7", '{"read": 3, "seen": [], "stopped": 4}', '{"stopped": "/#"}', '{"read": [{}, null]}']
)
def test_an_invalid_state_file_is_ignored(root: Path, tmp_path: Path, text: str) -> None:
    """Whatever is in it, reading starts at the first section."""
    binder = Library.at(root).snapshot().binder
    fresh = ReadingProgress.load(tmp_path, binder)
    fresh.file.parent.mkdir()
    fresh.file.write_text(text)
    assert evolve(ReadingProgress.load(tmp_path, binder), seen_digests=fresh.seen_digests) == fresh
