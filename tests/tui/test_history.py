"""The history screen: the versions of an entry, the diff of two of them, and restoring one."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from bindertui.tui.commands import HISTORY
from bindertui.tui.screens.history import HistoryScreen, VersionList
from bindertui.tui.threads import BACKGROUND
from bindertui.tui.widgets.bars import KeyBar
from bindertui.tui.widgets.diff_view import DiffView
from tests.repositories import Repository, own_git
from tests.tui.binders import FILES
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open, Session

CONTEXT = FILES["sections/context.yaml"]


@pytest.fixture
def repository(binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The small binder in a Git work tree, with three commits to one section."""
    own_git(tmp_path, monkeypatch)
    made = Repository.made(binder)
    made.commit_all("start")
    for old, new in (("resettled from", "moved from"), ("to Yukon.", "to Nunavut.")):
        path = binder / "sections/context.yaml"
        path.write_text(path.read_text().replace(old, new, 1))
        made.commit_all(f"Write {new}")
    return made


@asynccontextmanager
async def history_of(session: Session, *keys: str) -> AsyncIterator[HistoryScreen]:
    """Press the keys, and return the history screen when it shows a diff."""
    await session.press("h")
    screen = session.app.screen
    assert isinstance(screen, HistoryScreen)
    await session.settle_when(lambda: "…" not in caption(screen))
    for key in keys:
        await session.press(key)
        await session.settle_when(lambda: not screen.is_comparing)
    yield screen


def caption(screen: HistoryScreen) -> str:
    """Return the line with the names of the versions."""
    return str(screen.query_one("#compared", Static).visual)


def diff_text(session: Session, screen: HistoryScreen) -> str:
    """Return the diff as the screen shows it."""
    return session.shows(screen.query_one(DiffView))


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES])
async def test_the_newest_change_is_shown_first(open_app: Open, repository: Repository, size: tuple[int, int]) -> None:
    """`h` shows the versions of the entry at the cursor, and the diff of the newest."""
    async with open_app(repository.top, size, at="context#body.0.text") as session, history_of(session) as screen:
        assert "Versions of Context" in session.screen()
        versions = session.shows(screen.query_one(VersionList))
        assert versions.index("Write to Nunavut.") < versions.index("Write moved from") < versions.index("start")
        assert "− " in diff_text(session, screen)
        assert "Yukon" in diff_text(session, screen)
        assert "resettled" not in diff_text(session, screen)


async def test_the_cursor_chooses_the_change(open_app: Open, repository: Repository) -> None:
    """Each version is compared with the one before it; the first is shown in full."""
    async with open_app(repository.top, THREE_PANES, at="context") as session, history_of(session, "down") as screen:
        assert "resettled" in diff_text(session, screen)
        await session.press("down")
        await session.settle_when(lambda: "first version" in caption(screen))
        assert diff_text(session, screen).lstrip("▌▏ ").startswith("title:")
        assert "+ " not in diff_text(session, screen)


async def test_any_two_versions_are_compared(open_app: Open, repository: Repository) -> None:
    """A marked version is compared with the one at the cursor, the older one always first."""
    keys = ("space", "down", "down")
    async with open_app(repository.top, THREE_PANES, at="context") as session, history_of(session, *keys) as screen:
        assert "◆" in session.shows(screen.query_one(VersionList))
        for word in ("resettled", "Yukon", "Nunavut"):
            assert word in diff_text(session, screen)
        await session.press("space", "space")
        await session.settle_when(lambda: "first version" in caption(screen))
        assert "◆" not in session.shows(screen.query_one(VersionList))


async def test_the_full_text_can_be_shown(open_app: Open, repository: Repository) -> None:
    """`w` fills the gaps and removes the lines again."""
    async with open_app(repository.top, THREE_PANES, at="context") as session, history_of(session) as screen:
        assert "unchanged lines" in diff_text(session, screen)
        await session.press("w")
        await session.settle_when(lambda: "unchanged lines" not in diff_text(session, screen))


@pytest.mark.parametrize("key", ["escape", "h", "q"])
async def test_it_closes_where_it_was_opened(open_app: Open, repository: Repository, key: str) -> None:
    """The reader is back at the same address."""
    async with open_app(repository.top, at="context#body.0.text") as session:
        await session.press("down")
        before = session.here
        async with history_of(session):
            await session.press(key)
        assert session.app.screen is session.browse
        assert session.here == before != "context"


async def test_it_closes_while_the_versions_are_loading(open_app: Open, repository: Repository) -> None:
    """A result that arrives too late does no harm."""
    async with open_app(repository.top, at="context") as session:
        await session.pilot.press("h", "escape")
        await session.settle_when(lambda: BACKGROUND not in {thread.name for thread in threading.enumerate()})
        assert session.app.screen is session.browse


async def test_it_speaks_french(open_app: Open, repository: Repository) -> None:
    """Title, versions, gaps and keys are French."""
    async with open_app(repository.top, THREE_PANES, at="context", language="fr") as session, history_of(session):
        screen = session.screen()
        for words in ("Versions de «\u00a0Contexte\u00a0»", "par Ann Editor", "lignes inchangées", "Échap Fermer"):
            assert words in screen


async def test_an_entry_without_versions_says_so(open_app: Open) -> None:
    """Without Git and before the first save there are no versions."""
    async with open_app(at="context") as session, history_of(session, "space", "down", "w", "r", "tab") as screen:
        assert caption(screen).startswith("No versions yet.")


async def test_a_list_says_where_versions_are(open_app: Open) -> None:
    """The list of partners is in no file."""
    async with open_app(at="partners") as session, history_of(session) as screen:
        assert caption(screen).startswith("A list has no versions")


async def test_restoring_a_version_saves_a_new_one(open_app: Open, repository: Repository) -> None:
    """After a question whose default is no, the file is as before, in a new commit, which is shown."""
    file = repository.top / "sections/context.yaml"
    async with open_app(repository.top, THREE_PANES, at="context#body.0.text") as session:
        before = file.read_text(encoding="utf-8")
        async with history_of(session, "down", "down", "r") as screen:
            assert "Restore the version of 2019-11-20" in session.screen()
            await session.press("enter")
            assert session.app.screen is screen
            assert file.read_text(encoding="utf-8") == before != CONTEXT
            await session.press("r", "j", "enter")
            await session.settle_when(lambda: "Saved: sections/context.yaml" in session.said())
            assert file.read_text(encoding="utf-8") == CONTEXT
            assert repository.git("log", "-1", "--format=%s").strip().startswith("Restore context")
            assert repository.git("status", "--porcelain") == ""
            await session.settle_when(lambda: screen.versions[0].id != "now")


async def test_a_read_only_binder_cannot_be_restored(open_app: Open, repository: Repository) -> None:
    """The key says so, and asks no question."""
    async with (
        open_app(repository.top, at="context", read_only=True) as session,
        history_of(session, "down", "r") as screen,
    ):
        assert "read-only" in session.said()
        assert session.app.screen is screen


async def test_every_size_is_filled(open_app: Open, repository: Repository) -> None:
    """From a few cells to a wall, Tab reaches both sides, and both scroll."""
    async with open_app(repository.top, TINY, at="context") as session, history_of(session) as screen:
        for size in (ONE_PANE, (200, 60), (6, 3), ONE_PANE):
            await session.resize(*size)
            await session.press("tab", "G", "g", "tab", "G", "g")
        assert "Nunavut" in diff_text(session, screen)


async def test_the_keys_at_the_bottom_can_be_clicked(open_app: Open, repository: Repository) -> None:
    """A click on a key runs its command."""
    async with open_app(repository.top, THREE_PANES, at="context") as session, history_of(session) as screen:
        bar = screen.query_one(KeyBar)
        await session.pilot.click(bar, offset=(str(bar.render()).index("Compare from") + 2, 0))
        await session.settle()
        assert screen.marked == 0
        assert {command.action for command in HISTORY} == {"leave", "pane", "mark", "whole", "restore", "help"}


async def test_nothing_in_a_version_steers_the_terminal(open_app: Open, repository: Repository) -> None:
    """Texts, names and commit messages are shown escaped, and not as markup."""
    evil = "[@click=app.quit]x[/] \x1b[2J\u202e"
    repository.git("config", "user.name", evil)
    path = repository.top / "sections/context.yaml"
    path.write_text(CONTEXT + "# " + evil.replace("\x1b", "\x9b") + "\n")
    repository.commit_all(evil)
    async with open_app(repository.top, THREE_PANES, at="context") as session, history_of(session):
        screen = session.screen()
        assert "[@click=app.quit]x[/] \\x1b[2J\\u202e" in screen
        assert not set(screen) & set("\x1b\x9b\u202e")
