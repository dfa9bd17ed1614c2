"""Roles: every change to a binder requires an editor, and remote users reach no folder of this machine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bindertui.errors import BinderError, ExitCode
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.services.access import ANONYMOUS, LOCAL_USER, User, UserRole, has_role
from bindertui.services.editing.commit import Changeset, begin, commit, commit_changes
from bindertui.services.editing.entries import create_entry, create_subsection, delete_entry, rename_entry
from bindertui.services.editing.find_replace import ReplaceQuery, apply_replacements, find_replacements
from bindertui.services.editing.outcomes import Denied, Saved
from bindertui.services.editing.session import EditSession
from bindertui.services.library import Library, Snapshot, copy_binder
from bindertui.settings import Settings
from tests.cli.conftest import FILES
from tests.conftest import WriteBinder

READER, EDITOR, ADMIN = (User("rita", role) for role in UserRole)


@pytest.fixture
def snapshot(write_binder: WriteBinder) -> Snapshot:
    """Return a snapshot of a small binder."""
    return Library.at(write_binder(FILES)).snapshot()


def test_roles_are_ordered() -> None:
    """Each role includes those before it; anonymous users are readers, local ones admins."""
    assert [[has_role(who, role) for role in UserRole] for who in (READER, EDITOR, ADMIN, ANONYMOUS, LOCAL_USER)] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
        [True, False, False],
        [True, True, True],
    ]


def _deleted(snapshot: Snapshot) -> Changeset:
    changes = delete_entry(snapshot, "inner")
    assert isinstance(changes, Changeset)
    return changes


def _replaced(snapshot: Snapshot) -> Changeset:
    wanted = ReplaceQuery("Refugee", "Migrant")
    return apply_replacements(snapshot, find_replacements(snapshot, wanted), wanted)


CHANGES: dict[str, Callable[[Snapshot], Changeset]] = {
    "add": lambda snapshot: create_entry(
        snapshot, EntryKind.PARTNER, "iom", {"kind": "organization", "name": {"en": "IOM", "fr": "OIM"}}
    ),
    "add within": lambda snapshot: create_subsection(snapshot, "context", "more", {"title": {"en": "M", "fr": "P"}}),
    "rename": lambda snapshot: rename_entry(snapshot, "unhcr", "hcr"),
    "delete": _deleted,
    "replace": _replaced,
}
"""Every change to several files at once."""


def files(snapshot: Snapshot) -> dict[Path, bytes]:
    """Return the content of every file of a binder."""
    return {path: path.read_bytes() for path in Path(snapshot.repository.location).rglob("*") if path.is_file()}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", [READER, ANONYMOUS])
def test_a_reader_changes_no_files(snapshot: Snapshot, tmp_path: Path, change: str, who: User) -> None:
    """No kind of change, and no way to save it, works for a reader; the message says who can."""
    before = files(snapshot)
    changes = CHANGES[change](snapshot)
    desk = EditSession.open(snapshot, Settings.resolve({"XDG_STATE_HOME": str(tmp_path)}), lambda _: None, who)
    for outcome in (commit_changes(changes, who), desk.commit_changes(changes)):
        assert isinstance(outcome, Denied)
        assert not outcome.copy
        assert outcome.describe("en") == "You can read this binder but not edit it. Ask an editor."
        assert "rédacteur" in outcome.describe("fr")
    assert files(snapshot) == before


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", [EDITOR, ADMIN, LOCAL_USER])
def test_an_editor_changes_files(snapshot: Snapshot, change: str, who: User) -> None:
    """Every kind of change works for an editor."""
    before = files(snapshot)
    assert isinstance(commit_changes(CHANGES[change](snapshot), who), Saved)
    assert files(snapshot) != before


def test_a_reader_begins_and_saves_no_draft(snapshot: Snapshot, tmp_path: Path) -> None:
    """Neither a new draft nor one from a time as an editor."""
    before = files(snapshot)
    address = Address.parse("unhcr")
    desk = EditSession.open(snapshot, Settings.resolve({"XDG_STATE_HOME": str(tmp_path)}), lambda _: None, READER)
    assert isinstance(begin(snapshot, address, READER), Denied)
    assert isinstance(desk.begin(address), Denied)
    draft = begin(snapshot, address, EDITOR)
    assert not isinstance(draft, Denied)
    draft = draft.with_text(draft.text.replace("Refugee", "Migrant"))
    assert isinstance(commit(draft, READER), Denied)
    assert isinstance(desk.commit(draft), Denied)
    assert files(snapshot) == before
    assert isinstance(commit(draft, EDITOR), Saved)


def test_remote_users_cannot_copy_a_binder(snapshot: Snapshot, tmp_path: Path) -> None:
    """Not even an admin; copying is not offered, and nothing is written."""
    with pytest.raises(BinderError, match="Ask the server's administrator") as refused:
        copy_binder(snapshot, tmp_path / "copy", ADMIN)
    assert refused.value.exit_code is ExitCode.DENIED
    assert not (tmp_path / "copy").exists()
    shipped = Library.open(Settings.resolve({})).snapshot()
    for who, offered in ((ADMIN, False), (LOCAL_USER, True)):
        denied = begin(shipped, Address.parse("unhcr"), who)
        assert isinstance(denied, Denied)
        assert denied.copy is offered
    copy_binder(snapshot, tmp_path / "copy", LOCAL_USER)
