"""The tour: offered once, taken by doing, left at any time and taken up again."""

import json
from pathlib import Path

import pytest

from bindertui.tui.tour import STEPS
from bindertui.tui.tour_words import PHRASES, say_on_tour
from bindertui.tui.widgets.tour_bar import TourBar
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open, Session
from tests.tui.terminal import terminal

TAKEN = {
    "move": ["down"],
    "open": ["tab", "tab", "down", "enter"],
    "fold": ["Z"],
    "search": ["slash", *"refugees"],
    "take": ["enter"],
    "next": ["n"],
    "back": ["left_square_bracket"],
    "language": ["l"],
    "details": ["p"],
    "bookmark": ["b"],
    "help": ["question_mark", "escape"],
}
"""The keys that take each step."""


def said(session: Session) -> str:
    """What the bar says, as it stands on the screen; empty without one."""
    bars = session.browse.query(TourBar)
    if not bars:
        return ""
    region = bars.first().region
    rows = session.screen().split("\n")[region.y : region.bottom]
    return " ".join(row.strip("▎▌█ ") for row in rows)


@pytest.mark.parametrize(("size", "language"), [(ONE_PANE, "en"), (ONE_PANE, "fr"), (THREE_PANES, "fr")])
async def test_each_step_is_noticed_when_it_is_done(open_app: Open, size: tuple[int, int], language: str) -> None:
    """The reader does the real thing, and the bar goes on by itself; every sentence is whole on the screen."""
    async with open_app(size=size, language=language) as session:
        await session.press("t")
        for number, step in enumerate(STEPS, 1):
            shown = said(session)
            assert say_on_tour("step", session.browse.language).format(number=number, count=len(STEPS)) in shown
            assert (say_on_tour("done", session.browse.language) in shown) == (number > 1)
            assert say_on_tour("leave", session.browse.language).format(tour="t")[-12:] in shown, shown
            await session.press(*TAKEN[step.name])
        assert say_on_tour("end", session.browse.language)[:12] in said(session)
        await session.press("escape")
        assert said(session) == ""


async def test_it_is_left_with_esc_and_taken_up_again(open_app: Open, tmp_path: Path) -> None:
    """At the step it was left at, in the next session too; Esc first closes what is open."""
    async with open_app() as session:
        await session.press("t", "down", "t", "slash")
        assert "step 3 of" in said(session)
        await session.press("escape")
        assert "step 3 of" in said(session)
        await session.press("escape")
        assert said(session) == ""
        assert "t takes the tour up again" in session.said()
    assert json.loads((tmp_path / "state" / "bindertui" / "tour.json").read_text()) == {"step": 2}
    async with open_app() as session:
        await session.press("t")
        assert "step 3 of" in said(session)


async def test_it_shows_the_keys_of_the_session(open_app: Open) -> None:
    """Also where a config file has changed them."""
    async with open_app(config="keys: {down: x, tour: [T], theme: '!', fold-all: é}\n") as session:
        await session.press("T")
        assert "↓ and ↑, or x and k" in said(session)
        assert "T skips this step" in said(session)
        await session.press("x", "T")
        assert "é all parts" in said(session)


async def test_it_is_offered_once(open_app: Open, tmp_path: Path) -> None:
    """On the first start, until it is taken or declined."""
    for shown in (True, True):
        async with open_app() as session:
            session.app.welcome = True
            session.browse.offer_tour()
            await session.settle()
            assert ("New here?" in said(session)) == shown
            last = session
    async with open_app() as last:
        last.app.welcome = True
        last.browse.offer_tour()
        await last.press("escape")
        assert said(last) == ""
    async with open_app() as session:
        session.app.welcome = True
        session.browse.offer_tour()
        await session.settle()
        assert said(session) == ""


async def test_a_small_terminal_keeps_its_rows(open_app: Open) -> None:
    """Where there is hardly room for the text, the bar is not shown; nothing breaks."""
    async with open_app(size=TINY) as session:
        await session.press("t", "down")
        assert "Tour" not in session.screen()
        await session.resize(80, 24)
        assert "step 2 of" in said(session)


async def test_a_state_that_cannot_be_kept_stops_nobody(open_app: Open, tmp_path: Path) -> None:
    """The tour is taken all the same."""
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "bindertui").write_text("in the way")
    async with open_app() as session:
        await session.press("t", "down")
        assert "step 2 of" in said(session)


async def test_what_else_lies_there_is_no_step(open_app: Open, tmp_path: Path) -> None:
    """A damaged file, or a step there is not, begins the tour anew."""
    file = tmp_path / "state" / "bindertui" / "tour.json"
    file.parent.mkdir(parents=True)
    for text in ("", "[]", '{"step": "x"}', '{"step": -4}', '{"step": 99}'):
        file.write_text(text)
        async with open_app() as session:
            await session.press("t")
            assert "step 1 of" in said(session)


def test_a_first_start_on_a_terminal_offers_it(binder: Path, tmp_path: Path) -> None:
    """The offer comes once the app stands still; Esc hides it for good."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        run.wait_for("New here?")
        run.type("\x1b")
        run.wait_for(lambda: "New here?" not in run.text())
        run.type("q")
        assert run.end() == 0
    assert (tmp_path / ".local" / "state" / "bindertui" / "tour.json").exists()


def test_both_languages_name_the_same_keys() -> None:
    """A sentence names in French what it names in English."""
    for phrase in PHRASES.values():
        english, french = phrase.read("en"), phrase.read("fr")
        assert sorted(part.partition("}")[0] for part in english.split("{")[1:]) == sorted(
            part.partition("}")[0] for part in french.split("{")[1:]
        )
