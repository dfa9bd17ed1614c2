"""Resizing while running: at any moment, to any size, and back."""

import pytest

from tests.tui.conftest import ONE_PANE, THREE_PANES, Open

SIZES = [(160, 48), (119, 36), (20, 5), (2, 2), (1, 1), (300, 100), (160, 48)]


@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["slash", "r", "e", "f"],
        ["slash", "r", "e", "f", "down", "down"],
        ["right", "right", "enter"],
        ["tab"],
        ["p"],
        ["colon"],
        ["question_mark"],
        ["b", "apostrophe"],
    ],
    ids="".join,
)
async def test_any_screen_lives_through_any_size(open_app: Open, keys: list[str]) -> None:
    """Reading, searching, peeking, a dialog open: the place is kept down to one cell and back."""
    async with open_app(size=THREE_PANES, at="context#body.0.text") as session:
        await session.press(*keys)
        here, focused, screen, visible = session.here, session.app.focused, session.app.screen, session.visible()
        for size in SIZES:
            await session.resize(*size)
            assert session.app.size == size
            assert len(session.screen().split("\n")) == size[1]
        assert (session.here, session.app.screen) == (here, screen)
        assert session.app.focused is focused or keys == ["tab"]
        assert session.visible() == visible


async def test_the_cursor_stays_in_sight(open_app: Open) -> None:
    """After every change of size the line under the cursor is on the screen."""
    async with open_app(size=THREE_PANES, at="after#body.0.text") as session:
        for size in [(80, 24), (40, 8), (20, 5), (160, 48), (120, 6), (80, 24)]:
            await session.resize(*size)
            assert any(line.startswith("▌") for line in session.lines_of(session.text)), size


async def test_keys_work_at_the_smallest_size(open_app: Open) -> None:
    """In 20 by 5 a reader can still search, go to a hit, flip the language and go back."""
    async with open_app(size=ONE_PANE, at="unhcr") as session:
        await session.resize(20, 5)
        await session.press("slash")
        await session.type("yukon")
        await session.press("enter")
        assert session.here == "context#body.0.text"
        assert "Refugees are" in session.shows(session.text)
        await session.press("l")
        assert "Des réfugiés" in session.shows(session.text)
        await session.press("left_square_bracket")
        assert session.here == "unhcr"


async def test_the_pane_one_is_in_stays_on_the_screen(open_app: Open) -> None:
    """Whatever the width, the focus is never in a pane that is hidden."""
    async with open_app(size=THREE_PANES, at="context") as session:
        for pane in ("text", "details", "outline"):
            for size in [(120, 36), (20, 5), (160, 48)]:
                await session.resize(*size)
                assert session.app.focused is not None
                assert session.app.focused.id == pane or pane == "details"  # noqa: PLR1714 - two names
                assert session.app.focused.display
                assert session.app.focused.region.width > 0
            getattr(session, {"text": "details"}.get(pane, "outline")).focus()
            await session.settle()
