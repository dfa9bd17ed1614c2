"""The themes: text can be read on its ground in each of them."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color

from bindertui.tui.themes import THEMES
from tests.repositories import Repository
from tests.tui.conftest import THREE_PANES, Open, Session
from tests.tui.editing import edit
from tests.tui.test_history import history_of, repository  # noqa: F401 - a fixture

AA = 4.5
"""The least contrast of text on its ground, by WCAG 2.1 level AA."""


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [value / 255 for value in colour.rgb]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """The contrast of text in a style."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = [luminance(Color.from_rich_color(colour)) for colour in (style.color, style.bgcolor)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


def drawn(session: Session) -> dict[str, float]:
    """The contrast of every text on the screen; borders, scrollbars and bars of charts are no text.

    While a dialog is open what is behind it is dimmed, so that only the dialog counts.
    """
    screen = session.app.screen
    strips = screen._compositor.render_strips()
    if dialogs := screen.query(".dialog"):
        x, y, width, height = dialogs.first().region
        strips = [strip.crop(x, x + width) for strip in strips[y : y + height]]
    segments = [
        segment
        for strip in strips
        for segment in strip
        if segment.style and segment.text.strip(" ▌█▏▕▁▂▃▄▅▆▇▔│╭╮╰╯─▸▾…")
    ]
    return {segment.text.strip(): contrast(segment.style) for segment in segments if segment.style}


async def to_theme(session: Session, name: str) -> None:
    """Press the key of the themes until one is on."""
    for _ in THEMES:
        if session.app.theme == name:
            return
        await session.press("T")
    assert session.app.theme == name


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_all_text_can_be_read(open_app: Open, theme: str) -> None:
    """Text, links, marks, lit matches, redactions, notes, bars, toasts, lists and dialogs: at least 4.5 to 1."""
    async with open_app(size=(160, 60), at="context#body.0.text") as session:
        await to_theme(session, theme)
        await session.press("slash", *"refugees")
        faint: dict[str, float] = {}
        for keys in (["down"], ["enter"], ["right"], ["enter"], ["b"], ["tab"], ["apostrophe"], ["escape"],
                     ["colon"], ["escape"], ["question_mark"], ["escape"], ["slash"]):  # fmt: skip
            await session.press(*keys)
            faint |= {f"{keys} {text}": ratio for text, ratio in drawn(session).items() if ratio < AA}
        assert faint == {}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_all_text_of_the_edit_screen_can_be_read(open_app: Open, binder: Path, theme: str) -> None:
    """Parts, fields, problems, YAML with its colours, the preview, what will be saved, lists to choose from."""
    async with open_app(size=(170, 60), at="context#body.0.text") as session:
        session.app.theme = theme
        faint: dict[str, float] = {}
        editing = await edit(session, binder / "sections/context.yaml")
        for keys in (["enter"], ["ctrl+end", *"[[gone]]", "escape"], ["v"], ["y"], ["ctrl+home", "escape"], ["y"],
                     ["equals_sign"], ["escape"], ["exclamation_mark"], ["escape"], ["a"], ["escape"], ["colon"],
                     ["escape"], ["q"]):  # fmt: skip
            await session.press(*keys)
            await editing.settle()
            faint |= {f"{keys} {text}": ratio for text, ratio in drawn(session).items() if ratio < AA}
        assert faint == {}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_all_text_of_the_history_can_be_read(open_app: Open, repository: Repository, theme: str) -> None:  # noqa: F811
    """Versions, what changed between two of them, what is unchanged, and the keys."""
    async with open_app(size=THREE_PANES, at="context") as session:
        session.app.theme = theme
        async with history_of(session, "down", "space"):
            assert {text: ratio for text, ratio in drawn(session).items() if ratio < AA} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_tone_can_be_read_on_every_ground(open_app: Open, theme: object) -> None:
    """Each tone of a line, with the cursor on it or not, in the text and in the details."""
    async with open_app(size=THREE_PANES) as session:
        await to_theme(session, theme.name)  # type: ignore[attr-defined]
        view = session.text
        tones = (
            *("bar", "second", "third", "fourth"),
            *("quiet", "source", "problem", "added", "removed", "link"),
            *("title", "heading", "aftermath", "caution", "takeaway", "mark"),
        )
        faint = {}
        for place in (view, session.details):
            for ground in (None, "cursor", "cursor-focus"):
                for tone in tones:
                    style = place.rich_style
                    if ground:
                        style += place.look(ground)
                    style += place.look(tone)
                    if (ratio := contrast(style)) < AA:
                        faint[place.id, ground, tone] = ratio
        for tone in ("lit", "withheld", "chosen"):
            assert contrast(view.rich_style + view.look(tone)) >= AA
        assert faint == {}


async def test_the_themes_go_round(open_app: Open) -> None:
    """Dark, light, high contrast, and dark again; the screen changes its colours at once."""
    async with open_app(size=THREE_PANES, at="context") as session:
        seen = []
        for _ in range(4):
            strip = session.app.screen._compositor.render_strips()[3]
            seen.append((session.app.theme, next(s.style.bgcolor for s in strip if s.style)))
            await session.press("T")
        assert [name for name, _ in seen] == ["binder-dark", "binder-light", "binder-contrast", "binder-dark"]
        assert len({colour for _, colour in seen}) == 3


def test_high_contrast_is_high() -> None:
    """The third theme writes white on black."""
    theme = THEMES[2]
    assert (theme.foreground, theme.background) == ("#ffffff", "#000000")
