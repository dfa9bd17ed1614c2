"""Hostile texts on the edit screen: the content of files and pastes is shown and never executed."""

from pathlib import Path

import pytest
from textual.events import Paste

from bindertui.tui.widgets.text_box import TextBox
from tests.conftest import WriteBinder
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open
from tests.tui.editing import edit
from tests.tui.test_hostile import BRACKETS, FILES, TYPED, unsafe

FILE_OF = {"s": "sections/s.yaml", "p": "partners/p.yaml", "a": "agreements/a.yaml", "glossary": "glossary.yaml"}


@pytest.mark.parametrize("entry", FILE_OF)
async def test_every_part_of_a_hostile_file_can_be_shown(entry: str, open_app: Open, write_binder: WriteBinder) -> None:
    """Parts, fields, problems, YAML and preview show control characters escaped, and markup literally."""
    binder = write_binder(FILES, "hostile")
    async with open_app(binder, THREE_PANES, at=entry) as session:
        editing = await edit(session, binder / FILE_OF[entry])
        for part in list(editing.parts.parts):
            await editing.screen.go(part.path)
            await session.settle()
            assert unsafe(session.screen()) == []
        assert BRACKETS[:20] in session.screen() or "[Redacted]" in session.screen()
        await editing.press("escape", "y")
        assert unsafe(session.screen()) == []
        await editing.press("escape", "exclamation_mark")
        assert unsafe(session.screen()) == []
        await session.press("escape")
        await session.press("colon")
        assert unsafe(session.screen()) == []
        assert session.app.report is None


async def test_pasted_text_is_escaped(open_app: Open, binder: Path) -> None:
    """Escape sequences pasted into a field are text, on the screen and in the file."""
    async with open_app(size=ONE_PANE, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.press("enter")
        editing.box(("summary",), "en").focus()
        editing.box(("summary",), "en").post_message(Paste(TYPED))
        await editing.settle()
        assert unsafe(session.screen()) == []
        assert unsafe(editing.text) == []
        assert "\\x1b]52" in editing.text
        await session.press("ctrl+s")
        assert unsafe(session.screen()) == []


async def test_pasted_line_breaks_are_kept(open_app: Open, binder: Path) -> None:
    """Terminals send the line breaks of a paste as carriage returns; they are not control characters."""
    async with open_app(size=ONE_PANE, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.press("enter")
        box = editing.box(("summary",), "en")
        box.focus()
        session.app.post_message(Paste("One.\r\rTwo.\r\nThree. "))
        await editing.settle()
        assert box.text.split("\n") == ["One.", "", "Two.", "Three. It protects people."]


async def test_a_field_with_escapes_keeps_them_until_it_is_edited(open_app: Open, write_binder: WriteBinder) -> None:
    """Showing a text with control characters changes nothing; another field is saved without touching it."""
    binder = write_binder(FILES, "hostile")
    async with open_app(binder, THREE_PANES, at="s") as session:
        editing = await edit(session, binder / "sections" / "s.yaml")
        await editing.go("sections.0")
        box = editing.screen.query(TextBox).first()
        box.focus()
        await session.press("end")
        await session.type("x")
        await editing.settle()
        assert editing.text == editing.before.replace("- id: nested", "- id: nestedx")


async def test_the_smallest_terminal(open_app: Open, binder: Path) -> None:
    """At 20 by 5 cells everything can be reached, and the app keeps running."""
    async with open_app(size=TINY, at="unhcr") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.press("enter", "tab", "escape", "y", "escape", "v", "escape", "j", "enter")
        for size in ((200, 60), (20, 5), (80, 24)):
            await session.resize(*size)
        assert session.app.report is None
