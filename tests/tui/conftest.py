"""Driving the app without a terminal, and reading what it shows."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from attrs import frozen
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from bindertui.model.address import Address
from bindertui.services.access import LOCAL_USER, as_reader
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.config_file import load_config_file
from bindertui.tui.app import BinderApp
from bindertui.tui.screens.browse import BrowseScreen
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.line_view import LineView
from bindertui.tui.widgets.outline import Outline
from bindertui.tui.widgets.search_results import SearchResults
from tests.conftest import WriteBinder
from tests.helpers import wait_until
from tests.tui.binders import FILES

ONE_PANE, TWO_PANES, THREE_PANES, TINY = (80, 24), (120, 36), (160, 48), (20, 5)


@frozen
class Session:
    """The app as it runs, with the pilot that presses its keys."""

    app: BinderApp
    pilot: Pilot[None]

    async def settle(self) -> None:
        """Wait until every message is handled and every search answered."""
        await self.pilot.pause()
        while busy := [worker for worker in self.app.workers if worker.group != "dialog" and not worker.is_finished]:
            # A worker of that group waits for an answer of the reader, which comes from the test.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete(busy)
            await self.pilot.pause()

    async def wait_until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds, while the app handles its messages."""
        await wait_until(condition, pause=partial(self.pilot.pause, 0.01), describe=self.screen)

    async def settle_when(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds, and then until the app is at rest."""
        await self.wait_until(condition)
        await self.settle()

    async def wait_for_screen(self, screen: type[Screen[Any]]) -> None:
        """Wait until a screen of this class is on top, and at rest."""
        await self.settle_when(lambda: isinstance(self.app.screen, screen))

    async def indexed(self) -> None:
        """Wait until the index is whole."""
        self.browse.prepare_search()
        await self.browse.search.ready.wait()
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, and let the app come to rest."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as keys that follow each other closely."""
        names = {" ": "space", "'": "apostrophe", '"': "quotation_mark"}
        await self.press(*(names.get(character, character) for character in text))

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def click_text(self, view: LineView, text: str) -> None:
        """Click in the middle of a text that a view shows."""
        for y, line in enumerate(self.lines_of(view)):
            if text in line:
                await self.pilot.click(view, offset=(line.index(text) + len(text) // 2, y))
                await self.settle()
                return
        raise AssertionError(f"{text!r} is not shown in {self.lines_of(view)}")

    @property
    def browse(self) -> BrowseScreen:
        """The screen a binder is read on, below any dialog."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, BrowseScreen))

    @property
    def text(self) -> FlowView:
        """The pane with the text."""
        return self.browse.query_one("#text", FlowView)

    @property
    def details(self) -> FlowView:
        """The pane with the details."""
        return self.browse.query_one("#details", FlowView)

    @property
    def peek(self) -> FlowView:
        """The pane a source is peeked at in."""
        return self.browse.query_one("#peek", FlowView)

    @property
    def outline(self) -> Outline:
        """The pane with the outline."""
        return self.browse.query_one(Outline)

    @property
    def results(self) -> SearchResults:
        """The pane with what a search found."""
        return self.browse.query_one(SearchResults)

    @property
    def here(self) -> str:
        """The address under the cursor."""
        return str(self.browse.here)

    def screen(self) -> str:
        """Everything on the terminal, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def answered(self) -> str:
        """The query whose answer is on the screen."""
        return self.browse.result.text if self.browse.result else ""

    def said(self) -> str:
        """What the toasts say."""
        return " ".join(notification.message for notification in self.app._notifications)

    def status(self) -> str:
        """The bar that says where the reader is."""
        return self.lines_at(-2)

    def lines_at(self, row: int) -> str:
        """A row of the terminal."""
        return self.screen().split("\n")[row]

    def lines_of(self, view: LineView) -> list[str]:
        """What a view shows, row by row."""
        height = view.scrollable_content_region.height
        return ["".join(segment.text for segment in view.render_line(y)).rstrip() for y in range(height)]

    def shows(self, view: LineView) -> str:
        """What a view shows."""
        return "\n".join(self.lines_of(view))

    def visible(self) -> list[str]:
        """The panes that are on the screen, from left to right."""
        names = ("outline", "results", "reading", "details")
        return [name for name in names if any(pane.display for pane in self.browse.query(f"#{name}"))]


class Open(Protocol):
    """Opens the app on a binder."""

    def __call__(
        self,
        folder: Path | None = None,
        size: tuple[int, int] = ONE_PANE,
        *,
        at: str | None = None,
        find: str | None = None,
        language: str = "en",
        read_only: bool = False,
        config: str = "",
    ) -> AbstractAsyncContextManager[Session]:
        """The app while it runs; the small binder is read where none is named."""


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder without problems."""
    return write_binder(FILES, "small")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a reader with a state folder of their own."""
    return Settings.resolve({"XDG_STATE_HOME": str(tmp_path / "state"), "LC_ALL": "C"})


@pytest.fixture
def open_app(binder: Path, tmp_path: Path) -> Open:
    """Opens the app on a binder."""

    @asynccontextmanager
    async def opened(
        folder: Path | None = None,
        size: tuple[int, int] = ONE_PANE,
        *,
        at: str | None = None,
        find: str | None = None,
        language: str = "en",
        read_only: bool = False,
        config: str = "",
    ) -> AsyncIterator[Session]:
        written = None
        if config:
            (tmp_path / "config.yaml").write_text(config)
            written, _ = load_config_file(tmp_path / "config.yaml")
        settings = Settings.resolve({"XDG_STATE_HOME": str(tmp_path / "state")}, language=language, config_file=written)
        place = Address.parse(at) if at else None
        app = BinderApp(
            Library.at(folder or binder),
            settings,
            at=place,
            find=find,
            user=as_reader(LOCAL_USER) if read_only else LOCAL_USER,
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            session = Session(app, pilot)
            await session.settle()
            yield session

    return opened
