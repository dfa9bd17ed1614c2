"""Without colours everything that differs still looks different: by a sign, an attribute, or a ground far lighter."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome
from textual.widget import Widget
from textual.widgets import OptionList

from bindertui.tui.screens.history import HistoryScreen
from bindertui.tui.themes import THEMES
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.line_button import LineButton
from tests.conftest import WriteBinder
from tests.repositories import Repository
from tests.tui.conftest import ONE_PANE, THREE_PANES, Open, Session
from tests.tui.editing import edit
from tests.tui.test_history import history_of, repository  # noqa: F401 - a fixture
from tests.tui.test_themes import luminance

SHAPE = 3.0
"""The least contrast of what is no text, by WCAG 2.1, 1.4.11."""

themes = pytest.mark.parametrize("theme", [theme.name for theme in THEMES])


@pytest.fixture(autouse=True)
def _no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def cells_of(session: Session, row: int) -> list[tuple[str, Style]]:
    """Each character of a row of the terminal, with its style as it is drawn without colours."""
    strip = session.app.screen._compositor.render_strips()[row]
    filtered = strip.apply_filter(Monochrome(), Color(0, 0, 0))
    return [(character, segment.style or Style()) for segment in filtered for character in segment.text]


def looks(session: Session, view: Widget, text: str) -> list[tuple[str, Style]]:
    """The characters of a text where a view shows it first, each with its style."""
    x, y, width, height = view.region
    for row in range(y, y + height):
        cells = cells_of(session, row)[x : x + width]
        at = "".join(character for character, _ in cells).find(text)
        if at >= 0:
            return cells[at : at + len(text)]
    raise AssertionError(f"{text!r} is not shown")


def look(session: Session, view: Widget, text: str) -> Style:
    """How the beginning of a text looks where a view shows it first."""
    return looks(session, view, text)[0][1]


def apart(one: Style, other: Style) -> bool:
    """Whether two styles differ in an attribute, or their grounds, or texts on like grounds, in lightness enough."""
    names = ("bold", "italic", "underline", "strike", "reverse")
    if any(bool(getattr(one, name)) != bool(getattr(other, name)) for name in names):
        return True
    return contrast(one.bgcolor, other.bgcolor) >= SHAPE


def contrast(one: object, other: object) -> float:
    """The contrast of two colours of a terminal."""
    pair = [luminance(Color.from_rich_color(colour)) for colour in (one, other)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


@themes
async def test_marks_in_the_text_are_told_apart(open_app: Open, theme: str) -> None:
    """A link, the link that is chosen, a match, a heading and what is withheld, each from plain text."""
    async with open_app(size=THREE_PANES, at="context", find="resettled") as session:
        session.app.theme = theme
        await session.settle()
        await session.press("enter")
        plain = look(session, session.text, "from Québec to Yukon")
        assert apart(look(session, session.text, "resettled"), plain)
        assert apart(look(session, session.text, "[Redacted]"), plain)
        await session.press("g", "down", "right")
        link = look(session, session.text, "the agency")
        assert apart(link, plain)
        await session.press("right")
        assert apart(link, look(session, session.text, "the agency"))


@themes
async def test_the_cursor_and_the_focus_are_told(open_app: Open, theme: str) -> None:
    """The cursor's row has a sign that no other has, and it is another where the keys go elsewhere."""
    async with open_app(size=THREE_PANES, at="context") as session:
        session.app.theme = theme
        await session.settle()
        for view, other in ((session.text, session.outline), (session.outline, session.text)):
            view.focus()
            await session.settle()
            rows = session.lines_of(view)
            assert sum(row.startswith("▌") for row in rows) == len(view.rows_of(view.cursor))
            assert not any(row.startswith("▏") for row in rows)
            assert any(row.startswith("▏") for row in session.lines_of(other))
            assert not any(row.startswith("▌") for row in session.lines_of(other))


@themes
async def test_the_section_that_is_read_is_told(open_app: Open, theme: str) -> None:
    """In the outline it is bold."""
    async with open_app(size=THREE_PANES, at="second") as session:
        session.app.theme = theme
        await session.settle()
        read, other = (look(session, session.outline, title) for title in ("Second section", "Context"))
        assert apart(read, other)


@themes
async def test_a_selection_is_told(open_app: Open, theme: str) -> None:
    """What the mouse has selected differs from what stands beside it."""
    async with open_app(size=THREE_PANES, at="context#body.0.text") as session:
        session.app.theme = theme
        await session.settle()
        row = next(y for y, line in enumerate(session.lines_of(session.text)) if "Refugees are" in line)
        await session.pilot.mouse_down(session.text, offset=(4, row))
        await session.pilot.hover(session.text, offset=(14, row))
        await session.pilot.mouse_up(session.text, offset=(14, row))
        await session.settle()
        cells = looks(session, session.text, "Refugees are resettled from Québec")
        assert apart(cells[5][1], cells[-1][1])


async def test_what_is_broken_has_a_sign(open_app: Open, write_binder: WriteBinder) -> None:
    """A file with problems, in the outline and where it is opened."""
    folder = write_binder({"sections/bad.yaml": "title: [\n", "sections/good.yaml": "title: Good\n"}, "broken")
    async with open_app(folder, THREE_PANES) as session:
        assert "✗ bad" in session.shows(session.outline)
        assert "✗ good" not in session.shows(session.outline)


@themes
async def test_changes_are_told_by_signs_and_attributes(open_app: Open, repository: Repository, theme: str) -> None:  # noqa: F811
    """Lines that came and went have signs; the words in them are underlined or struck out."""
    async with open_app(size=THREE_PANES, at="context") as session:
        session.app.theme = theme
        await session.settle()
        async with history_of(session) as screen:
            assert isinstance(screen, HistoryScreen)
            view = screen.query_one(DiffView)
            added, removed = look(session, view, "Nunavut."), look(session, view, "Yukon.")
            assert added.underline
            assert removed.strike
            rows = [row.strip("▌▏ ") for row in session.lines_of(view)]
            assert [row[0] for row in rows if "Nunavut." in row] == ["+"]
            assert [row[0] for row in rows if "resettled" in row or "to Yukon" in row][:1] == ["−"]


async def test_series_are_told_by_their_names(open_app: Open, write_binder: WriteBinder) -> None:
    """Each series of a figure stands below its name, with its values as text."""
    series = "[{label: North, values: [1, 2]}, {label: South, values: [3, 4]}]"
    files = {"sections/f.yaml": f"title: F\nbody: [{{figure: {{x: ['a', 'b'], series: {series}}}}}]\n"}
    async with open_app(write_binder(files, "figures"), THREE_PANES, at="f") as session:
        shown = session.shows(session.text)
        assert shown.index("North") < shown.index("South")
        for value in "1234":
            assert f" {value} " in shown.replace("\n", " \n")


@themes
async def test_what_has_the_keys_in_a_dialog_or_a_form_is_told(open_app: Open, binder: Path, theme: str) -> None:
    """The answer at hand from the others, the button with the focus from the others."""
    async with open_app(size=ONE_PANE, at="context") as session:
        session.app.theme = theme
        await session.settle()
        editing = await edit(session, binder / "sections/context.yaml")
        await editing.press("enter")
        presses = [press for press in editing.screen.query(LineButton) if press.focusable]
        if len(presses) > 1:
            presses[0].focus()
            await session.settle()
            assert apart(presses[0].rich_style, presses[1].rich_style)
        await editing.press("escape", "a")
        if session.app.screen.query(OptionList):
            options = session.app.screen.query_one(OptionList)
            first, second = (
                options.get_visual_style("option-list--option-highlighted").rich_style,
                options.get_visual_style("option-list--option").rich_style,
            )
            assert apart(first, second)
