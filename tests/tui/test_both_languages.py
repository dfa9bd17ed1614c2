"""Both languages at once in the app."""

import pytest

from tests.conftest import WriteBinder
from tests.tui.binders import FILES
from tests.tui.conftest import ONE_PANE, THREE_PANES, TWO_PANES, Open


async def test_side_by_side_where_there_is_room(open_app: Open) -> None:
    """From 120 columns on, each paragraph beside its own in the other language; a pane makes room."""
    async with open_app(size=TWO_PANES, at="second") as session:
        assert session.visible() == ["outline", "reading"]
        await session.press("L")
        assert session.visible() == ["reading"]
        line = next(line for line in session.lines_of(session.text) if "The agency" in line)
        assert "│ L’agence" in line
        assert "EN│FR" in session.status()
        await session.press("L")
        assert session.visible() == ["outline", "reading"]
        assert "L’agence" not in session.shows(session.text)


async def test_stacked_where_there_is_none(open_app: Open) -> None:
    """Below 120 columns one language follows the other; a terminal that grows puts them side by side."""
    async with open_app(size=(119, 30), at="second") as session:
        await session.press("L")
        assert "FR L’agence" in session.shows(session.text)
        await session.resize(120, 30)
        assert "│ L’agence" in session.shows(session.text)
        await session.resize(80, 24)
        assert "FR L’agence" in session.shows(session.text)


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES])
async def test_the_place_stays(open_app: Open, size: tuple[int, int]) -> None:
    """Turned on and off, and with the languages flipped, the cursor stays on its line, at its height."""
    async with open_app(size=size, at="inner#body.0.points.1.text") as session:
        here = session.here
        for key in ("L", "l", "L", "L", "l", "L"):
            await session.press(key)
            assert session.here == here
            assert any(line.startswith("▌") and "point" in line for line in session.lines_of(session.text))


async def test_folds_and_bookmarks_work(open_app: Open) -> None:
    """A fold hides both languages; a bookmark set with both on is one of the place."""
    async with open_app(size=TWO_PANES, at="inner") as session:
        await session.press("L", "b", "space")
        assert "Second point" not in session.shows(session.text).title()
        assert "▸ Inner part" in session.shows(session.text)
        assert "▸ Partie intérieure" in session.shows(session.text)
        assert "★" in session.status()
        await session.press("L")
        assert "★" in session.status()


async def test_a_search_is_lit_in_both(open_app: Open) -> None:
    """Finding in the entry finds a word of either language, and lights it where it stands."""
    async with open_app(size=TWO_PANES, at="second") as session:
        await session.press("L", "f")
        await session.type("aide")
        await session.press("enter")
        assert "1/1" in session.status()
        marked = [
            segment.text
            for y in range(20)
            for segment in session.text.render_line(y)
            if segment.style and segment.style.bgcolor and "aide" in segment.text
        ]
        assert marked == ["aide"]


async def test_other_documents_open_in_both(open_app: Open) -> None:
    """It is a way of reading, not of one document; the front page has it, too."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("L")
        assert "│ → Commencer la lecture" in session.shows(session.text)
        await session.press("enter")
        assert "│ Contexte" in session.shows(session.text)


async def test_a_binder_of_one_language_says_so(open_app: Open, write_binder: WriteBinder) -> None:
    """And nothing changes."""
    cover = "id: one\ntitle: One\nedition: 2019\nlanguages: [en]\nsections: [second]\n"
    folder = write_binder({"binder.yaml": cover, "sections/second.yaml": FILES["sections/second.yaml"]}, "one")
    async with open_app(folder, at="second") as session:
        await session.press("L")
        assert "only one language" in session.said()
        assert session.status().rstrip().endswith("EN")
