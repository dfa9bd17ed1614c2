"""Opening the app: where, in which language, how many panes."""

from pathlib import Path

import pytest

from tests.conftest import WriteBinder
from tests.tui.binders import BROKEN
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open

SIZES = [ONE_PANE, TWO_PANES, THREE_PANES, TINY]


@pytest.mark.parametrize("size", SIZES)
async def test_the_front_page_comes_first(open_app: Open, size: tuple[int, int]) -> None:
    """Without an address the cover is shown, with the cursor in the text, at any size."""
    async with open_app(size=size) as session:
        assert session.here == "binder#onward"
        assert session.app.focused is session.text
        assert "Sample binder" in session.screen()


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_at_an_address(open_app: Open, size: tuple[int, int]) -> None:
    """The line at the address has the cursor and is in sight; nested sections are read inside their top section."""
    async with open_app(size=size, at="small/inner#body.0.points.1.text.en") as session:
        assert session.here == "inner#body.0.points.1.text"
        assert session.browse.flow is not None
        assert session.browse.flow.entry == "context"
        assert "▌ • A second" in session.shows(session.text)


async def test_it_opens_with_a_search(open_app: Open) -> None:
    """`--find` types the query for the reader."""
    async with open_app(size=THREE_PANES, find="deep words") as session:
        assert session.visible() == ["results", "reading"]
        assert "Innermost part" in session.shows(session.results)


@pytest.mark.parametrize(("language", "shown"), [("en", "Sample binder"), ("fr", "Cahier modèle")])
async def test_it_opens_in_the_readers_language(open_app: Open, language: str, shown: str) -> None:
    """All of the app speaks it: text, status, search bar and keys."""
    async with open_app(language=language) as session:
        screen = session.screen()
        assert shown in screen
        assert language.upper() in session.status()
        assert ("Chercher" in session.lines_at(0)) == (language == "fr")
        assert ("Quitter" in session.lines_at(-1) or "Chercher" in session.lines_at(-1)) == (language == "fr")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (ONE_PANE, ["reading"]),
        (TWO_PANES, ["outline", "reading"]),
        (THREE_PANES, ["outline", "reading", "details"]),
        (TINY, ["reading"]),
    ],
)
async def test_as_many_panes_as_fit(open_app: Open, size: tuple[int, int], shown: list[str]) -> None:
    """One pane at 80 columns, two at 120, three from 160."""
    async with open_app(size=size) as session:
        assert session.visible() == shown


@pytest.mark.parametrize("size", SIZES)
async def test_tab_goes_through_all_panes(open_app: Open, size: tuple[int, int]) -> None:
    """Every pane can be reached at every width, and the one with the focus is on the screen."""
    async with open_app(size=size, at="context") as session:
        seen = []
        for _ in range(4):
            assert session.app.focused is not None
            seen.append(session.app.focused.id)
            assert session.app.focused.display
            await session.press("tab")
        expected = ["text", "outline"] if size == TWO_PANES else ["text", "details", "outline"]
        assert seen == [expected[number % len(expected)] for number in range(4)]
        await session.press("shift+tab")
        assert session.app.focused is session.browse.query_one(f"#{seen[3]}")


@pytest.mark.parametrize("size", SIZES)
async def test_details_are_shown_and_hidden(open_app: Open, size: tuple[int, int]) -> None:
    """`p` brings the details and takes them away again, whatever the width."""
    async with open_app(size=size, at="unhcr") as session:
        before = session.visible()
        await session.press("p")
        assert ("details" in session.visible()) != ("details" in before)
        await session.press("p")
        assert session.visible() == before
        assert session.app.focused is not None
        assert session.app.focused.display


async def test_an_empty_binder_opens(open_app: Open, write_binder: WriteBinder) -> None:
    """A binder without entries has a front page, empty lists, and no surprises at any key."""
    async with open_app(write_binder({}, "empty"), THREE_PANES) as session:
        assert "Sample binder" in session.screen()
        for key in ("z", "Z", "right", "left", "enter", "space", "n", "N", "l", "p", "tab", "b", "G", "g", "y", "T"):
            await session.press(key)
        await session.press("slash", "x", "enter", "escape", "left_square_bracket", "right_square_bracket")
        for entry in ("partners", "agreements", "glossary", "sources"):
            session.browse.go(session.browse.here.__class__(entry))
            await session.settle()
            assert session.here == entry


async def test_a_broken_cover_opens_all_the_same(open_app: Open, write_binder: WriteBinder) -> None:
    """Even binder.yaml may be broken: the rest is read."""
    folder = write_binder({"binder.yaml": "[", "partners/iom.yaml": "kind: forum\nname: A forum\n"}, "coverless")
    async with open_app(folder, at="iom") as session:
        assert "A forum" in session.shows(session.text)


async def test_broken_files_are_shown_in_their_place(open_app: Open, write_binder: WriteBinder) -> None:
    """They are marked in the outline and say what is wrong in the text; all others open; a toast names them."""
    async with open_app(write_binder(BROKEN, "torn"), THREE_PANES) as session:
        assert all(name in session.said() for name in ("broken", "torn", "glossary"))
        outline = session.shows(session.outline)
        assert "✗ broken" in outline
        assert "Context" in outline
        session.browse.go(session.browse.here.__class__("broken"))
        await session.settle()
        assert "This entry cannot be shown" in session.shows(session.text)
        assert "sections/broken.yaml:2" in "".join(session.shows(session.text).split())
        for entry, words in {"torn": "This entry cannot", "glossary": "glossary.yaml:1", "context": "Refugees"}.items():
            session.browse.go(session.browse.here.__class__(entry))
            await session.settle()
            assert words.replace(" ", "") in "".join(session.shows(session.text).split())


async def test_read_only_is_said(open_app: Open) -> None:
    """The status bar tells that nothing can be changed."""
    async with open_app(read_only=True) as session:
        assert "read-only" in session.status()


async def test_no_color_shows_the_same_without_colours(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, binder: Path
) -> None:
    """With NO_COLOR the app reads the same, and nothing on the screen has a hue."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(binder, THREE_PANES, at="context", find="refugees") as session:
        assert session.app.no_color
        assert "Refugees" in session.screen()
        strips = session.app.screen._compositor.render_strips()
        filtered = [
            strip.apply_filter(f, session.app.screen.background_colors[1])
            for strip in strips
            for f in session.app._filters
        ]
        colours = {
            colour.get_truecolor()
            for strip in filtered
            for segment in strip
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None
        }
        assert colours
        assert all(colour.red == colour.green == colour.blue for colour in colours)
