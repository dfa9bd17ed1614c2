"""Edit sessions: saves are reported and their drafts removed, even if the screen that asked is gone."""

import json
from pathlib import Path
from threading import Event, Thread

import pytest

from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.outcomes import Denied, Outcome, Saved, outcome_kind
from bindertui.services.editing.session import EditSession, SaveListener
from bindertui.services.library import Library
from bindertui.settings import Settings
from tests.conftest import WriteBinder
from tests.helpers import PATIENCE

FILES = {"sections/a.yaml": "title: A\n"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a state folder of the test's own."""
    return Settings.resolve({"XDG_STATE_HOME": str(tmp_path / "state")})


@pytest.fixture
def file(write_binder: WriteBinder) -> Path:
    """The file of the only section of a binder."""
    return write_binder(FILES) / "sections" / "a.yaml"


def desk_of(file: Path, settings: Settings, tried: SaveListener) -> EditSession:
    """Return an edit session for the binder of a file."""
    return EditSession.open(Library.at(file.parent.parent).snapshot(), settings, lambda _: None, on_save_attempt=tried)


def written(desk: EditSession, name: str, text: str) -> Draft:
    """Return a draft of the section, journaled under an id."""
    begun = desk.begin(Address("a"))
    assert isinstance(begun, Draft)
    draft = begun.with_text(text)
    desk.drafts.record(name, draft.address, draft.text, (0, 0), draft.base)
    return draft


def left(settings: Settings) -> list[str]:
    """The texts of the drafts on the disk."""
    return [json.loads(path.read_text())["text"] for path in settings.state_folder.rglob("drafts/**/*.json")]


def test_closing_waits_for_the_save_in_progress(file: Path, settings: Settings) -> None:
    """The session closes after the save is reported; the saved draft is removed although it is recorded once more."""
    saving, go_on, told = Event(), Event(), []

    def tried(what: str, outcome: Outcome | BinderError) -> None:
        saving.set()
        assert go_on.wait(PATIENCE)
        told.append((what, outcome_kind(outcome)))

    desk = desk_of(file, settings, tried)
    name = desk.drafts.new_id()
    draft = written(desk, name, "title: B\n")
    commit = Thread(target=lambda: desk.commit(draft, draft_id=name))
    commit.start()
    assert saving.wait(PATIENCE)
    # As the screen does if it closes before it gets the outcome.
    desk.drafts.record(name, draft.address, draft.text, (0, 0), draft.base)
    end = Thread(target=desk.close)
    end.start()
    assert told == []
    go_on.set()
    end.join(PATIENCE)
    assert told == [("a", "saved")]
    assert left(settings) == []
    assert file.read_text() == "title: B\n"


def test_text_typed_during_a_save_stays_a_draft(file: Path, settings: Settings) -> None:
    """Even if the session ends before the editor learns of the save."""
    desk = desk_of(file, settings, lambda *_: None)
    name = desk.drafts.new_id()
    draft = written(desk, name, "title: B\n")
    written(desk, name, "title: B and more\n")
    assert isinstance(desk.commit(draft, draft_id=name), Saved)
    desk.close()
    assert left(settings) == ["title: B and more\n"]


def test_a_failed_save_keeps_the_draft(file: Path, settings: Settings) -> None:
    """The failure is reported, too."""
    told: list[str] = []
    desk = desk_of(file, settings, lambda _, outcome: told.append(outcome_kind(outcome)))
    name = desk.drafts.new_id()
    desk.commit(written(desk, name, "title: [\n"), draft_id=name)
    desk.close()
    assert told == ["invalid"]
    assert left(settings) == ["title: [\n"]


def test_a_saved_text_can_become_a_draft_again(file: Path, settings: Settings) -> None:
    """After others have reverted the file, the same text is typed and journaled again."""
    desk = desk_of(file, settings, lambda *_: None)
    name = desk.drafts.new_id()
    draft = written(desk, name, "title: B\n")
    desk.commit(draft, draft_id=name)
    desk.drafts.remove(name)
    file.write_text("title: A\n")
    written(desk, name, "title: B\n")
    desk.close()
    assert left(settings) == ["title: B\n"]


def test_a_closed_session_saves_nothing(file: Path, settings: Settings) -> None:
    """No one would learn of the save; the draft is kept."""
    told: list[str] = []
    desk = desk_of(file, settings, lambda what, _: told.append(what))
    name = desk.drafts.new_id()
    draft = written(desk, name, "title: B\n")
    desk.close()
    assert isinstance(desk.commit(draft, draft_id=name), Denied)
    assert (told, file.read_text(), left(settings)) == ([], "title: A\n", ["title: B\n"])
