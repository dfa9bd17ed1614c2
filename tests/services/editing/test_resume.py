"""Resuming a draft of a session that has ended."""

from pathlib import Path

from bindertui.model.address import Address
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.outcomes import Saved, Stale
from bindertui.services.editing.session import EditSession, find_recoverable_draft, resume_draft
from bindertui.services.library import Library
from bindertui.settings import Settings
from tests.conftest import WriteBinder

PARTNER = "# kept\nkind: forum\nname: {en: Old, fr: Vieux}\nsummary: {en: One., fr: Un.}\n"


def desk_at(binder: Path, state: Path) -> EditSession:
    """Return a new edit session."""
    settings = Settings.resolve({"XDG_STATE_HOME": str(state)})
    return EditSession.open(Library.at(binder).snapshot(), settings, lambda _: None)


def leave(desk: EditSession, before: str, after: str) -> None:
    """Begin a draft, type, and end the session."""
    draft = desk.begin(Address("p"))
    assert isinstance(draft, Draft)
    text = draft.text.replace(before, after)
    desk.drafts.record(desk.drafts.new_id(), draft.address, text, (0, 0), draft.base)
    desk.drafts.close()


def taken_up(desk: EditSession) -> Draft:
    """Resume the recoverable draft."""
    begun = desk.begin(Address("p"))
    assert isinstance(begun, Draft)
    left = find_recoverable_draft(desk, begun)
    assert left is not None
    assert left.is_file_changed
    draft = resume_draft(desk, begun, left)
    assert draft is not None
    return draft


def test_a_resumed_draft_is_merged_with_later_saves(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Changes that others saved while no session had the draft are kept, even without a history."""
    binder = write_binder({"partners/p.yaml": PARTNER})
    leave(desk_at(binder, tmp_path / "state"), "Old", "Mine")
    (binder / "partners/p.yaml").write_text(PARTNER.replace("One.", "Theirs."), encoding="utf-8")
    desk = desk_at(binder, tmp_path / "state")
    assert isinstance(desk.commit(taken_up(desk)), Saved)
    desk.drafts.close()
    expected = PARTNER.replace("Old", "Mine").replace("One.", "Theirs.")
    assert (binder / "partners/p.yaml").read_text(encoding="utf-8") == expected


def test_a_resumed_draft_can_be_in_conflict(write_binder: WriteBinder, tmp_path: Path) -> None:
    """If both changed the same field, nothing is overwritten."""
    binder = write_binder({"partners/p.yaml": PARTNER})
    leave(desk_at(binder, tmp_path / "state"), "Old", "Mine")
    (binder / "partners/p.yaml").write_text(PARTNER.replace("Old", "Theirs"), encoding="utf-8")
    desk = desk_at(binder, tmp_path / "state")
    outcome = desk.commit(taken_up(desk))
    desk.drafts.close()
    assert isinstance(outcome, Stale)
    assert [conflict.path for conflict in outcome.conflicts] == [("name", "en")]
    assert "Theirs" in (binder / "partners/p.yaml").read_text(encoding="utf-8")
