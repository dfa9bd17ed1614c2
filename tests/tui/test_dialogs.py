"""Dialogs that follow one another in a worker: Escape ends them all, and they never keep the app from ending."""

from pathlib import Path

from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from tests.tui.conftest import TWO_PANES, Open, Session
from tests.tui.test_entries import all_texts, choose


def open_dialogs(session: Session) -> list[bool]:
    """Return for every worker that waits for an answer whether it has been cancelled."""
    return [worker.is_cancelled for worker in session.app.workers if worker.group == "dialog"]


async def test_escape_ends_a_chain_of_dialogs(open_app: Open, binder: Path) -> None:
    """Escape at the second question changes nothing, asks nothing more, and leaves no worker behind."""
    before = all_texts(binder)
    async with open_app(size=TWO_PANES, at="unhcr") as session:
        await session.press("plus")
        await choose(session, "A partner")
        await choose(session, "Country")
        await session.wait_for_screen(TextPromptDialog)
        assert open_dialogs(session) == [False]
        await session.press("escape")
        assert session.app.screen is session.browse
        assert open_dialogs(session) == []
    assert all_texts(binder) == before


async def test_the_app_ends_while_a_dialog_is_open(open_app: Open, binder: Path) -> None:
    """A dialog that is never answered is cancelled when the app ends."""
    async with open_app(size=TWO_PANES, at="unhcr") as session:
        await session.press("plus")
        await session.wait_for_screen(ChoiceDialog)
        (worker,) = (worker for worker in session.app.workers if worker.group == "dialog")
    assert worker.is_cancelled
    assert worker.is_finished
