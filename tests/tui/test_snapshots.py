"""How the app looks: the front page, a section with figures, search results, in both languages, at three sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from bindertui.model.address import Address
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.tui.app import BinderApp
from bindertui.tui.screens.browse import BrowseScreen
from tests.helpers import wait_until
from tests.tui.conftest import ONE_PANE, THREE_PANES, TWO_PANES, Session

CONTENT = Path(__file__).parent.parent.parent / "content" / "ircc-minister-2019"
SHOTS = {
    "front-80-en": (ONE_PANE, "en", None, None),
    "front-160-fr": (THREE_PANES, "fr", None, None),
    "figures-80-fr": (ONE_PANE, "fr", "northbound-migration", None),
    "figures-120-en": (TWO_PANES, "en", "northbound-migration", None),
    "partner-160-en": (THREE_PANES, "en", "igc#role", None),
    "search-80-fr": (ONE_PANE, "fr", None, "rôle CIG"),
    "search-120-fr": (TWO_PANES, "fr", None, "passages irréguliers"),
    "search-160-en": (THREE_PANES, "en", None, "safe third country agreement"),
}


@pytest.mark.parametrize("shot", SHOTS)
def test_it_looks_as_it_did(shot: str, snap_compare: Callable[..., bool], settings: Settings) -> None:
    """The screen is the one that was approved; `pytest --snapshot-update` approves another."""
    size, language, at, find = SHOTS[shot]
    own = Settings.resolve({"XDG_STATE_HOME": str(settings.state_folder.parent)}, language=language)
    app = BinderApp(Library.at(CONTENT), own, at=Address.parse(at) if at else None, find=find)

    async def settle(pilot: Pilot[None]) -> None:
        # On a busy machine the snapshot plugin comes here before the first screen does.
        await wait_until(lambda: any(isinstance(screen, BrowseScreen) for screen in app.screen_stack))
        session = Session(app, pilot)
        await session.settle()
        await session.indexed()

    assert snap_compare(app, terminal_size=size, run_before=settle)
