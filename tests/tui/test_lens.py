"""What acronyms mean, where the reader is."""

import pytest

from tests.conftest import WriteBinder
from tests.tui.binders import FILES
from tests.tui.conftest import ONE_PANE, THREE_PANES, Open

LINE = "second#body.0.text"


async def test_the_status_bar_explains_where_no_details_are(open_app: Open) -> None:
    """Beside the way to the place, the acronym and its meaning; on the next line they are gone."""
    async with open_app(size=ONE_PANE, at=LINE) as session:
        assert "Second section │ UNHCR: Refugee Agency" in session.status()
        await session.press("up")
        assert "UNHCR" not in session.status()


async def test_the_details_explain_where_they_are_shown(open_app: Open) -> None:
    """With a link; and then the status bar need not."""
    async with open_app(size=THREE_PANES, at=LINE) as session:
        assert "UNHCR — Refugee Agency" in session.shows(session.details)
        assert "UNHCR" not in session.status()
        await session.press("p")
        assert "UNHCR: Refugee Agency" in session.status()


async def test_it_follows_the_language(open_app: Open) -> None:
    """The acronym is that of the text, the meaning the reader's."""
    async with open_app(size=ONE_PANE, at=LINE) as session:
        await session.press("l")
        assert "HCR\u00a0: Agence pour les réfugiés" in session.status()


async def test_many_are_told_as_far_as_they_fit(open_app: Open, write_binder: WriteBinder) -> None:
    """The first ones whole, the last one cut; the language at the end of the bar is never pushed out."""
    names = ["ABX", "BCX", "CDX", "DEX", "EFX", "FGX"]
    terms = "".join(f"- {{term: {name}, meaning: 'Meaning of {name}. And more.'}}\n" for name in names)
    files = {
        **FILES,
        "glossary.yaml": terms,
        "sections/second.yaml": f"title: T\nbody: [{{text: '{' and '.join(names)}.'}}]\n",
    }
    async with open_app(write_binder(files, "many"), ONE_PANE, at=LINE) as session:
        status = session.status()
        assert "ABX: Meaning of ABX · BCX: Meaning of BCX" in status
        assert len(status) == 80
        assert status.rstrip().endswith("EN")


@pytest.mark.parametrize(("column", "explained"), [(24, True), (3, False)])
async def test_the_mouse_asks_for_one(open_app: Open, column: int, explained: bool) -> None:
    """What it rests on is explained beside it, as text and never as markup."""
    async with open_app(size=ONE_PANE, at=LINE) as session:
        row = next(y for y, line in enumerate(session.lines_of(session.text)) if "UNHCR" in line)
        await session.pilot.hover(session.text, offset=(column, row))
        await session.settle()
        assert (str(session.text.tooltip) == "UNHCR — Refugee Agency") == explained


async def test_a_hostile_meaning_is_shown_as_written(open_app: Open, write_binder: WriteBinder) -> None:
    """Brackets of markup in the glossary stay brackets, in the bar, in the details and beside the mouse."""
    terms = "- {term: UNHCR, meaning: '[bold]x[/bold] [/x] [@click=app.quit]y[/]'}\n"
    folder = write_binder({**FILES, "glossary.yaml": terms}, "hostile")
    for size in (ONE_PANE, THREE_PANES):
        async with open_app(folder, size, at=LINE) as session:
            assert "[bold]x[/bold] [/x]" in session.screen()
            row = next(y for y, line in enumerate(session.lines_of(session.text)) if "UNHCR" in line)
            await session.pilot.hover(session.text, offset=(24, row))
            await session.settle()
            assert "[@click=app.quit]y[/]" in str(session.text.tooltip)
