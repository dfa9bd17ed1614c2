"""The hostile walk: text that tries to steer a terminal is shown, never obeyed, on every surface."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindertui.cli.main import run
from bindertui.model.text import find_control_character, visible_text
from bindertui.tui.screens.palette import PaletteList
from bindertui.tui.widgets.line_view import LineView
from tests.conftest import WriteBinder
from tests.tui.conftest import THREE_PANES, TINY, Open, Session
from tests.tui.terminal import restored, terminal

BRACKETS = "[Redacted] [/x] [/ [bold]x[/bold] [@click=app.quit]x[/] [link=https://x]y"
CONTROLS = r"\e]52;c;aGk=\a \e[2J \u202egnp\u202c \u2066i\u2069 a\u200bb \u009b31m \e]0;owned\a"
WORD = "W" * 300
HOSTILE = f'"{BRACKETS} {CONTROLS} {WORD}"'
"""As double-quoted YAML writes it."""
TYPED = "[@click=app.quit]x[/] [/x] [Redacted] \u202e \x1b]52;c;aGk=\x07 \x1b[2J \u200b " + WORD

FILES = {
    "binder.yaml": f"id: hostile\ntitle: {HOSTILE}\ndepartment: {HOSTILE}\nedition: 2019-11\nlanguages: [en, fr]\n"
    "sections: [s, torn]\n",
    "sections/s.yaml": f"""\
title: {HOSTILE}
summary: {HOSTILE}
partners: [p]
body:
  - text: {HOSTILE}
    sources: [S1]
  - points: [{{text: {HOSTILE}, points: [{{text: {HOSTILE}}}]}}]
  - table: {{caption: {HOSTILE}, columns: [{HOSTILE}, Two], rows: [[{HOSTILE}, {HOSTILE}]]}}
  - figure: {{caption: {HOSTILE}, unit: {HOSTILE}, x: [{HOSTILE}], series: [{{label: {HOSTILE}, values: [1]}}]}}
  - note: {{kind: caution, text: {HOSTILE}}}
  - withheld: {{provision: {HOSTILE}}}
sections:
  - id: nested
    title: {HOSTILE}
    body: [text: {HOSTILE}]
""",
    "sections/torn.yaml": f"title: {HOSTILE}\n{HOSTILE}: x\n",
    "partners/p.yaml": f"kind: forum\nname: {HOSTILE}\nacronym: {HOSTILE}\nsummary: {HOSTILE}\nrole: {HOSTILE}\n"
    f"members: [{{en: {HOSTILE}}}]\nfacts: [{{label: {HOSTILE}, value: {HOSTILE}}}]\n"
    f"events: [{{date: {HOSTILE}, text: {HOSTILE}}}]\nlinks: [{{label: {HOSTILE}, url: {HOSTILE}}}]\n",
    "agreements/a.yaml": f"title: {HOSTILE}\nstatus: {HOSTILE}\nsigned: {HOSTILE}\nparties: [p]\n",
    "glossary.yaml": f"- {{term: {HOSTILE}, meaning: {HOSTILE}, entry: p}}\n",
    "sources.yaml": f"S1: {{title: {HOSTILE}, publisher: {HOSTILE}, url: {HOSTILE}, date: {HOSTILE}}}\n",
}


def unsafe(text: str) -> list[str]:
    """The rows that hold a control, bidi or invisible character."""
    return [ascii(line) for line in text.split("\n") if find_control_character(line)]


async def surfaces(session: Session) -> Iterator[str] | list[str]:
    """Everything the screen and its parts show now."""
    screen = session.app.screen
    views = session.browse.query(LineView)
    links = [str(style.meta) for strip in screen._compositor.render_strips() for s in strip if (style := s.style)]
    assert not [link for link in links if "@click" in link or "quit" in link]
    assert not [s for strip in screen._compositor.render_strips() for s in strip if s.style and s.style.link]
    return [session.screen(), *(session.shows(view) for view in views), session.app.export_screenshot()[:0]]


async def check(session: Session, *needed: str) -> None:
    """Nothing unsafe is shown, the app still runs, and the words needed are on the screen."""
    await session.settle()
    assert session.app._exit is False
    assert session.app.report is None
    for shown in await surfaces(session):
        assert unsafe(shown) == []
    seen = session.screen()
    for words in needed:
        assert words in seen, seen


async def test_hostile_text_on_every_surface(
    open_app: Open, write_binder: WriteBinder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every pane, dialog, bar and toast, the title and the verbs show it literally or visibly escaped."""
    folder = write_binder(FILES, "hostile")
    async with open_app(folder, (240, 60)) as session:
        await check(session, "[Redacted] [/x] [/ [bold]x", "✗ torn")
        assert "torn" in session.said()
        for entry in ("s", "torn", "p", "a", "partners", "agreements", "glossary", "sources", "nested"):
            session.browse.go(session.browse.here.__class__(entry))
            await check(session)
            assert unsafe(session.app.title) == []
            if entry not in {"partners", "agreements", "glossary", "sources"}:
                assert session.status().strip() != ""
        await walk(session)
    for arguments in (["show", "s"], ["show", "p"], ["outline"], ["search", "redacted"], ["check"]):
        run(["-b", str(folder), *arguments])
        captured = capsys.readouterr()
        assert unsafe(captured.out + captured.err) == []
        assert "[Redacted]" in captured.out + captured.err
        if arguments[0] == "show":
            assert visible_text(json.loads(f'"{BRACKETS}"')) in captured.out.replace("\n", " ")


async def walk(session: Session) -> None:
    """Every pane, dialog and toast, with hostile text in each."""
    session.browse.go(session.browse.here.__class__("s", ("body", 0, "text")))
    await check(session, "[Redacted] [/x] [/ [bold]x[/bold] [@click=app.quit]x[/] [link=https://x]y")
    await session.press("right", "enter")
    await check(session)
    assert "[Redacted]" in session.shows(session.peek)
    await session.press("escape", "b")
    await check(session, "Bookmarked")
    await session.press("apostrophe")
    await check(session, "[Redacted] [/x]")
    await session.press("escape", "y")
    await check(session)
    await session.press("colon", *"redacted")
    await check(session, "[Redacted] [/x]")
    assert session.app.screen.query_one(PaletteList).item_count() >= 4
    await session.press("down", "escape")
    await session.press("question_mark")
    await check(session)
    await session.press("escape", "slash")
    session.app.focused.value = "redacted"  # type: ignore[union-attr]
    await check(session, "[Redacted]")
    await session.press("down", "down", "down", "enter")
    await check(session)
    await session.press("slash")
    session.app.focused.value = TYPED  # type: ignore[union-attr]
    await check(session)
    await session.press("home", "end", "down", "enter", "escape")
    await session.press("slash")
    session.app.focused.value = f"zz{TYPED}"  # type: ignore[union-attr]
    await check(session)
    await session.press("escape", "l", "Z", "Z", "T", "p", "p")
    await check(session)
    for size in (THREE_PANES, (120, 36), (80, 24), TINY, THREE_PANES):
        await session.resize(*size)
        await check(session)


def test_hostile_text_on_a_real_terminal(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Nothing the content holds reaches the terminal as a sequence; no title is set, nothing is copied or cleared."""
    folder = write_binder(FILES, "hostile")
    with terminal("open", str(folder), folder=tmp_path, size=(120, 36)) as run:
        run.wait_for("/ Search")
        run.wait_for("[Redacted] [/x]")
        for keys, shown in (("/redacted", r"\x9b31m…"), ("\r", "  1/"), (":", "Commands and")):
            run.type(keys)
            run.wait_for(shown)
        run.type("\x1b")
        run.wait_for(lambda: "Commands and" not in run.text())
        run.type("q")
        assert run.end() == 0
        assert restored(run) == dict.fromkeys(restored(run), True)
        for sequence in (
            b"\x1b]52;",
            b"\x1b]0;",
            b"\x1b]8;",
            b"\x1b[2J\x20",
            b"\xe2\x80\xae",
            b"\xe2\x80\x8b",
            b"\xc2\x9b",
        ):
            assert sequence not in run.raw
        assert b"Traceback" not in run.raw
