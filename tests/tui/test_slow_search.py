"""Searching where answers take their time: keys are never held up, and no answer comes too late."""

from threading import Event, Lock

from bindertui.services.search import Finder, SearchResult
from tests.tui.conftest import TWO_PANES, Open, Session


class SlowFinder(Finder):
    """A finder whose answers wait until they are let go, and that counts how many wait."""

    def __init__(self, finder: Finder) -> None:
        super().__init__(finder._snapshot)
        self.__dict__.update(finder.__dict__)
        self.asked: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.go = Event()
        self._counting = Lock()

    def search_as_you_type(self, text: str, language: str, limit: int = 100) -> SearchResult:
        """The same answer, later."""
        with self._counting:
            self.asked.append(text)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        assert self.go.wait(20)
        with self._counting:
            self.at_once -= 1
        return super().search_as_you_type(text, language, limit)


async def slowed(session: Session) -> SlowFinder:
    """Make the answers of a session slow."""
    await session.press("slash", "a", "backspace")
    assert session.browse.search.finder is not None
    slow = SlowFinder(session.browse.search.finder)
    session.browse.search.finder = slow
    return slow


async def test_keys_are_taken_while_a_search_runs(open_app: Open) -> None:
    """Every letter is in the bar and every other key does its work, though no answer has come."""
    async with open_app(size=TWO_PANES) as session:
        slow = await slowed(session)
        await session.pilot.press(*"refugees")
        assert session.browse.bar.value == "refugees"
        assert session.answered == ""
        await session.pilot.press("escape", "G")
        assert session.here != "binder"
        slow.go.set()
        await session.settle()


async def test_slow_searches_do_not_pile_up(open_app: Open) -> None:
    """One runs; of those asked for meanwhile only the newest is put at all, and its answer is the one that is shown."""
    async with open_app(size=TWO_PANES) as session:
        slow = await slowed(session)
        await session.pilot.press(*"refugees yukon")
        slow.go.set()
        await session.settle()
        assert slow.most_at_once == 1
        assert slow.asked == ["r", "refugees yukon"]
        assert session.answered == "refugees yukon"


async def test_an_answer_that_comes_too_late_is_not_shown(open_app: Open) -> None:
    """Whoever has left the search is not brought back to it."""
    async with open_app(size=TWO_PANES, at="second") as session:
        slow = await slowed(session)
        await session.pilot.press(*"refugees", "escape")
        slow.go.set()
        await session.settle()
        assert session.browse.result is None
        assert session.visible() == ["outline", "reading"]
        assert session.here == "second"


async def test_enter_waits_for_the_answer_without_holding_up_keys(open_app: Open) -> None:
    """The best hit is gone to when it is known."""
    async with open_app(size=TWO_PANES) as session:
        slow = await slowed(session)
        await session.pilot.press(*"yukon", "enter")
        assert session.here == "binder#onward"
        slow.go.set()
        await session.settle()
        assert session.here == "context#body.0.text"


async def test_quitting_does_not_wait_for_a_search(open_app: Open) -> None:
    """The app ends while an answer is still being looked for."""
    async with open_app(size=TWO_PANES) as session:
        slow = await slowed(session)
        await session.pilot.press(*"yukon", "escape", "q")
        assert not session.app.is_running or session.app._exit
    slow.go.set()
