"""Drafts that survive their session."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bindertui.model.address import Address
from bindertui.services.editing.draft_store import DraftStore
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings
from tests.conftest import WriteBinder

FILES = {
    "sections/a.yaml": "title: A\nsections:\n  - id: inner\n    title: Inner\n",
    "partners/p.yaml": "kind: forum\nname: P\n",
}


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder."""
    return write_binder(FILES)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a state folder of the test's own."""
    return Settings.resolve({"XDG_STATE_HOME": str(tmp_path / "state")})


def snapshot_of(binder: Path) -> Snapshot:
    """Return a snapshot of the present binder."""
    return Library.at(binder).snapshot()


@contextmanager
def session(binder: Path, settings: Settings, user: str | None = None) -> Iterator[DraftStore]:
    """A session that ends without saving anything."""
    drafts = DraftStore(snapshot_of(binder), settings, user, lambda _: None)
    yield drafts
    drafts.close()


def typed(drafts: DraftStore, binder: Path, address: str, text: str) -> str:
    """Begin a draft and type a text."""
    place = Address.parse(address)
    identifier = drafts.new_id()
    base = snapshot_of(binder).repository.source("a" if place.entry in {"a", "inner"} else place.entry)
    drafts.record(identifier, place, text, (1, 2), base or "")
    return identifier


def test_a_draft_is_offered_to_the_next_session(binder: Path, settings: Settings) -> None:
    """With its address, text and cursor; the file has not changed since."""
    with session(binder, settings) as first:
        typed(first, binder, "inner#title.fr", "title: typed\n")
    with session(binder, settings) as second:
        (left,) = second.recoverable()
        assert (str(left.address), left.text, left.cursor) == ("inner#title.fr", "title: typed\n", (1, 2))
        assert left.changed_at.tzinfo is not None
        assert not left.is_file_changed


def test_a_draft_says_whether_its_file_has_changed(binder: Path, settings: Settings) -> None:
    """A changed or removed file differs from the one that the draft began from."""
    with session(binder, settings) as first:
        typed(first, binder, "a", "title: typed\n")
        typed(first, binder, "p", "name: typed\n")
    (binder / "sections/a.yaml").write_text("title: changed outside\n")
    (binder / "partners/p.yaml").unlink()
    with session(binder, settings) as second:
        assert [draft.is_file_changed for draft in second.recoverable()] == [True, True]


def test_a_draft_that_was_saved_is_not_offered(binder: Path, settings: Settings) -> None:
    """A process that was killed between the save and the journal leaves nothing to recover."""
    with session(binder, settings) as first:
        typed(first, binder, "a", "title: typed\n")
    (binder / "sections/a.yaml").write_text("title: typed\n")
    with session(binder, settings) as second:
        assert second.recoverable() == ()
    (binder / "sections/a.yaml").write_text("title: else\n")
    with session(binder, settings) as third:
        assert third.recoverable() == ()


def test_drafts_belong_to_a_user_and_a_binder(binder: Path, settings: Settings, write_binder: WriteBinder) -> None:
    """A draft is only offered to the user who typed it, in the same binder."""
    other = write_binder(FILES, "other")
    with session(binder, settings, "rita") as first:
        typed(first, binder, "a", "title: typed\n")
    for folder, user, count in ((binder, "rita", 1), (binder, "otto", 0), (binder, None, 0), (other, "rita", 0)):
        with session(folder, settings, user) as drafts:
            assert len(drafts.recoverable()) == count


def test_saved_and_discarded_drafts_are_removed(binder: Path, settings: Settings) -> None:
    """Neither is offered again."""
    with session(binder, settings) as first:
        first.remove(typed(first, binder, "a", "title: saved\n"))
        typed(first, binder, "a", "title: unwanted\n")
    with session(binder, settings) as second:
        second.discard(second.recoverable()[0].id)
        assert second.recoverable() == ()


def test_a_draft_can_be_claimed_and_left_again(binder: Path, settings: Settings) -> None:
    """It belongs to the session that claimed it until that ends."""
    with session(binder, settings) as first:
        typed(first, binder, "a", "title: typed\n")
    with session(binder, settings) as second:
        left = second.recoverable()[0]
        assert second.claim(left.id) == left
        with session(binder, settings) as third:
            assert third.recoverable() == ()
            assert third.claim(left.id) is None
        second.record(left.id, left.address, "title: more\n", (0, 0), left.base)
    with session(binder, settings) as fourth:
        assert [draft.text for draft in fourth.recoverable()] == ["title: more\n"]


def test_a_session_without_drafts_writes_nothing(binder: Path, settings: Settings) -> None:
    """No file is created before something is typed."""
    with session(binder, settings) as drafts:
        assert drafts.recoverable() == ()
    assert not settings.state_folder.exists()


_MOMENTS = st.sampled_from(
    [
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-01-01",
        "20260101T000000.5Z",
    ]
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_WRITTEN = _JSON | st.fixed_dictionaries(
    {
        "address": st.sampled_from(["a", "inner#title.fr", "a#nosuch.9", "nosuch", "x:a"]) | _JSON,
        "when": _MOMENTS | _JSON,
        "text": st.sampled_from(["{{{", "\ud800", "title: A\n"]) | _JSON,
        "base": st.sampled_from(["", "\ud800"]) | _JSON,
        "cursor": st.lists(st.integers() | st.just(1e9) | st.floats(), min_size=2, max_size=2) | _JSON,
    }
)


@given(written=_WRITTEN)
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_invalid_files_are_ignored(binder: Path, settings: Settings, written: Any) -> None:
    """Valid drafts are offered despite any other files in the folder, and can be shown."""
    with session(binder, settings) as first:
        identifier = typed(first, binder, "a", "title: typed\n")
    (folder,) = (settings.state_folder / "drafts").iterdir()
    (folder / "aaaa.bbbb.json").write_text(json.dumps(written))
    with session(binder, settings) as second:
        left = {draft.id: draft for draft in second.recoverable()}
        assert left[identifier].text == "title: typed\n"
        for draft in left.values():
            assert draft.changed_at.astimezone().year >= 1
            assert all(number >= 0 for number in draft.cursor)
            second.discard(draft.id)


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
def test_an_invalid_time_is_ignored(binder: Path, settings: Settings, when: str) -> None:
    """A draft with a time that cannot be converted to every time zone is not offered."""
    with session(binder, settings) as first:
        typed(first, binder, "a", "title: typed\n")
    (path,) = (settings.state_folder / "drafts").glob("*/*.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "when": when}))
    with session(binder, settings) as second:
        assert second.recoverable() == ()
