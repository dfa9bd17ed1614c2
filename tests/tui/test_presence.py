"""Others in the same binder: who reads an entry sees who edits it, who edits it is told, and nobody is held up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bindertui.services.access import User, UserRole
from bindertui.services.presence import Presence, PresenceClient
from tests.tui.conftest import Open, Session
from tests.tui.editing import edit

WORDS = {"en": ("rita is editing", "2 people are editing"), "fr": ("rita modifie", "2 personnes modifient")}


@pytest.fixture
def come(binder: Path, tmp_path: Path) -> Callable[[str], PresenceClient]:
    """Has somebody else open the binder, in another process."""

    def come(name: str) -> PresenceClient:
        return PresenceClient(
            Presence(str(binder.resolve()), tmp_path / "state/bindertui"), User(name, UserRole.EDITOR)
        )

    return come


@pytest.mark.parametrize(("language", "words"), WORDS.items())
async def test_a_reader_sees_who_edits_the_entry(
    open_app: Open, come: Callable[[str], PresenceClient], tmp_path: Path, language: str, words: tuple[str, str]
) -> None:
    """The status line names one, counts several, and says nothing of other entries or once they have left."""
    one, two = words
    rita, ed = come("rita"), come("ed")
    async with open_app(at="second", language=language) as session:
        rita.start_editing("second")
        await session.wait_until(lambda: one in session.status())
        ed.start_editing("second")
        await session.wait_until(lambda: two in session.status())
        ed.start_editing("first")
        rita.close()
        ed.close()
        await session.wait_until(lambda: "edit" not in session.status() and "modif" not in session.status())
        rita.start_editing("first")
        presence = session.browse.editing.live_binder.presence(tmp_path)
        await session.wait_until(lambda: presence.markers)
        await session.settle()
        assert "rita" not in session.status()
        rita.close()


async def test_a_second_editor_is_told_and_not_held_up(
    open_app: Open, come: Callable[[str], PresenceClient], binder: Path
) -> None:
    """The edit screen opens, and says that somebody else edits the entry; who comes later is named there as well."""
    rita, ed = come("rita"), come("ed")
    rita.start_editing("second")
    async with open_app(at="second") as session:
        editing = await edit(session, binder / "sections/second.yaml")
        assert "Also editing this entry: rita." in session.said()
        assert "rita is editing" in session.status()
        ed.start_editing("second")
        await session.wait_until(lambda: "2 people are editing" in session.status())
        rita.close()
        ed.close()
        await session.wait_until(lambda: "editing" not in session.status())
        assert editing.screen.is_current


async def test_others_see_what_is_edited_here(
    open_app: Open, come: Callable[[str], PresenceClient], binder: Path
) -> None:
    """As long as the edit screen is open, and no longer; a session that ends takes everything with it."""
    ada = come("ada")

    def others(session: Session) -> tuple[str, ...]:
        ada._presence.refresh()
        return ada.other_editors("second")

    async with open_app(at="second") as session:
        assert others(session) == ()
        await edit(session, binder / "sections/second.yaml")
        assert len(others(session)) == 1
        await session.press("escape")
        await session.wait_until(lambda: others(session) == ())
        await edit(session, binder / "sections/second.yaml")
        assert len(others(session)) == 1
    assert others(session) == ()


async def test_a_name_is_shown_as_it_is(open_app: Open, come: Callable[[str], PresenceClient], binder: Path) -> None:
    """Markup and escapes in a name do nothing."""
    name = "[b]x[/b][@click=app.quit]\x1b[2J"
    hostile = come(name)
    hostile.start_editing("second")
    async with open_app(at="second") as session:
        await session.wait_until(lambda: "is editing" in session.status())
        await edit(session, binder / "sections/second.yaml")
        assert "Also editing this entry: [b]x[/b][@click=app.quit]\\x1b[2J." in session.said()
        assert "\x1b[2J" not in session.screen()
    hostile.close()
