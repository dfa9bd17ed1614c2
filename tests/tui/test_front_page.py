"""The front page in the app: going on where one stopped, progress, and what is new."""

from pathlib import Path

import pytest

from tests.tui.conftest import ONE_PANE, THREE_PANES, Open


async def test_enter_begins_and_later_goes_on(open_app: Open) -> None:
    """The first time Enter opens the first section; the next time the place where one stopped."""
    async with open_app() as session:
        assert "▌ → Begin reading: Context" in session.shows(session.text)
        await session.press("enter")
        assert session.here == "context"
        await session.press("down", "down", "down")
        stopped = session.here
    async with open_app() as session:
        assert "▌ → Continue reading: Context" in session.shows(session.text)
        assert session.here == "binder#onward"
        await session.press("enter")
        assert session.here == stopped != "context"


async def test_one_key_goes_on_from_anywhere_on_the_page(open_app: Open) -> None:
    """`c` needs no line to be found first; back leads to the front page again."""
    async with open_app(at="second") as session:
        assert session.here == "second"
    async with open_app() as session:
        await session.press("G", "c")
        assert session.here == "second"
        await session.press("left_square_bracket")
        assert session.here.startswith("binder")


async def test_an_address_skips_the_page(open_app: Open) -> None:
    """`--at` wins over where one stopped."""
    async with open_app(at="unhcr") as session:
        await session.press("down")
    async with open_app(at="second") as session:
        assert session.here == "second"


async def test_a_section_is_read_when_its_end_was_on_the_screen(open_app: Open) -> None:
    """Not before; what is folded away was not on the screen. The page tells at once, and the next time."""
    async with open_app(size=ONE_PANE) as session:
        await session.press("enter")
        assert not {"innermost", "after"} & session.browse.reading.progress.read_sections
        await session.press("G")
        assert {"innermost", "after"} <= session.browse.reading.progress.read_sections
        session.browse.go(session.browse.here.__class__("binder"))
        await session.settle()
        await session.press("G")
        assert "Context · 1 min · " in session.shows(session.text)
    async with open_app(size=ONE_PANE, at="binder#sections.0") as session:
        assert "% read" in session.shows(session.text)


async def test_scrolling_without_the_cursor_counts_too(open_app: Open) -> None:
    """Who reads with the wheel of a mouse has read."""
    async with open_app(at="context") as session:
        session.text.scroll_to(y=10_000, animate=False, immediate=True, force=True)
        await session.settle()
        assert session.here == "context"
        assert "after" in session.browse.reading.progress.read_sections


async def test_what_changed_since_is_named_until_it_is_opened(open_app: Open, binder: Path) -> None:
    """With a link to it; once it has been opened it is known."""
    async with open_app():
        pass
    file = binder / "partners/norway.yaml"
    file.write_text(file.read_text() + "role: {en: A new role., fr: Un nouveau rôle.}\n")
    async with open_app(size=THREE_PANES) as session:
        assert "New since you last read" in session.shows(session.text)
        assert "• Norway — changed" in session.shows(session.text)
        session.browse.go(session.browse.here.__class__("norway"))
        await session.settle()
        await session.press("left_square_bracket")
        assert "New since" not in session.shows(session.text)
    async with open_app(size=THREE_PANES) as session:
        assert "New since" not in session.shows(session.text)


async def test_a_state_folder_that_cannot_be_written_keeps_nothing(open_app: Open, tmp_path: Path) -> None:
    """Reading goes on all the same."""
    (tmp_path / "state").write_text("no folder")
    async with open_app() as session:
        await session.press("enter", "G")
        assert session.browse.reading.progress.read_sections


@pytest.mark.parametrize(("language", "words"), [("en", "Begin reading: Context"), ("fr", "Commencer la lecture")])
async def test_it_speaks_the_readers_language(open_app: Open, language: str, words: str) -> None:
    """And goes on in the other one when that is asked for."""
    async with open_app(language=language) as session:
        assert words in session.shows(session.text)
        await session.press("l")
        assert words not in session.shows(session.text)
        assert session.here == "binder#onward"
