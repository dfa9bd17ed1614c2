"""The edit screen: typed changes reach the file, and nothing else in it changes."""

import json
import time
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from bindertui.settings import Settings
from bindertui.tui.screens.conflict import ConflictScreen
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.form_field import FieldView
from bindertui.tui.widgets.line_button import LineButton
from tests.helpers import PATIENCE
from tests.tui.bursts import burst
from tests.tui.conftest import ONE_PANE, THREE_PANES, TWO_PANES, Open
from tests.tui.editing import Editing, edit

SIZES = pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES])


@SIZES
async def test_a_text_is_changed_in_both_languages(size: tuple[int, int], open_app: Open, binder: Path) -> None:
    """Typing in English and in French changes only their lines, after a review of the exact diff."""
    async with open_app(size=size, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.press("enter")
        await editing.replace(("summary",), "en", "protects", "shelters")
        await editing.replace(("summary",), "fr", "protège", "abrite")
        await session.press("ctrl+s")
        assert isinstance(session.app.screen, ReviewScreen)
        shown = session.shows(session.app.screen.query_one(DiffView))
        assert "shelters" in shown
        assert editing.changes() == []
        await session.press("s")
        await editing.wait_until(editing.changes)
        assert editing.changes() == [
            "-summary: {en: It protects people., fr: Elle protège les gens.}",
            "+summary: {en: It shelters people., fr: Elle abrite les gens.}",
        ]
        await editing.wait_until(lambda: "shelters" in str(session.browse.snapshot.binder.entry("unhcr")))
        await editing.press("escape")
        await session.press("q")
        assert "It shelters people." in session.shows(session.text)


async def test_the_screen_opens_at_the_cursor_of_the_reader(open_app: Open, binder: Path) -> None:
    """On a point of a subsection, e opens the file of its top section at that point."""
    async with open_app(size=TWO_PANES, at="inner#body.0.points.1.text") as session:
        editing = await edit(session, binder / "sections" / "context.yaml")
        assert editing.screen.draft.part
        assert editing.screen.draft.part.path == ("sections", 0, "body", 0, "points", 1)
        assert editing.box((*editing.screen.draft.part.path, "text"), "fr").text == "Un second point."


async def test_only_the_fields_of_one_part_are_shown(open_app: Open, binder: Path) -> None:
    """Moving to another part replaces the fields of the previous one."""
    async with open_app(size=TWO_PANES, at="context") as session:
        editing = await edit(session, binder / "sections" / "context.yaml")
        await editing.press("j", "j")
        assert [view.field.name for view in editing.screen.query(FieldView)] == ["text", "sources", "as_of"]


async def test_undo_and_redo_work_across_parts(open_app: Open, binder: Path) -> None:
    """Undo goes back to the part that was changed, even if another one is shown; redo repeats the change."""
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.replace(("summary",), "en", "people", "them")
        await editing.go("facts.0")
        await editing.replace(("facts", 0, "value"), "fr", "Genève", "Berne")
        await editing.press("ctrl+z")
        assert "Genève" in editing.text
        await editing.press("escape", "u")
        assert editing.text == editing.before
        assert editing.box(("summary",), "en").text == "It protects people."
        await editing.press("U", "U")
        assert "Berne" in editing.text
        assert "them" in editing.text


async def test_list_items_are_added_moved_and_deleted(open_app: Open, binder: Path) -> None:
    """Plain keys on the parts add a point after another, move it up and delete it."""
    async with open_app(size=TWO_PANES, at="inner#body.0.points.0.text") as session:
        editing = await edit(session, binder / "sections" / "context.yaml")
        await editing.press("a")
        await session.type("New")
        await editing.press("tab")
        await session.type("Neuf")
        await editing.settle()
        assert "          - text: {en: New, fr: Neuf}\n" in editing.text
        await editing.press("escape", "K")
        assert editing.text.index("New") < editing.text.index("A point about")
        await editing.press("J", "J", "d")
        assert "New" not in editing.text
        assert editing.text == editing.before


async def test_a_new_block_has_the_chosen_kind(open_app: Open, binder: Path) -> None:
    """Adding to a body asks for the kind of block, then focuses its fields and reports that they are empty."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections" / "second.yaml")
        await session.press("a")
        await editing.answer("Note")
        await editing.settle()
        assert editing.screen.draft.part
        assert editing.screen.draft.part.path == ("body", 1)
        assert "kind: aftermath" in editing.text
        assert "The text in en is empty" in session.screen()


async def test_references_are_picked_from_a_list(open_app: Open, binder: Path) -> None:
    """Sources are found by title, selected, and reordered; the file contains their keys."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections" / "second.yaml")
        editing.field(("body", 0, "sources")).focus_box()
        await session.press("enter")
        await session.type("first")
        await session.press("enter")
        await session.press("left")
        await session.press("escape")
        await editing.settle()
        assert "sources: [S1, S2]" in editing.text


async def test_problems_are_shown_at_their_fields(open_app: Open, binder: Path) -> None:
    """An invalid date is reported while it is typed, counted, and reachable; it cannot be saved."""
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, binder / "agreements" / "pact.yaml")
        await editing.replace(("signed",), "", "2002-12-05", "soon")
        assert "'soon' is not a date" in session.screen()
        assert "1 problem" in session.screen()
        await editing.save()
        assert "cannot be saved yet" in session.screen()
        assert editing.changes() == []
        await session.press("enter")
        assert session.app.focused is editing.box(("signed",))


async def test_the_yaml_view_is_the_same_draft(open_app: Open, binder: Path) -> None:
    """Form and YAML show the same text; invalid YAML is reported and can be undone."""
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, binder / "agreements" / "pact.yaml")
        await editing.replace(("title",), "en", "Safe", "New")
        await editing.press("escape", "y")
        assert "title: {en: New Pact" in session.screen()
        await session.press("ctrl+home")
        await session.type("[")
        await editing.settle()
        assert editing.screen.draft.field_problems == ()
        assert "1 problem" in session.screen()
        await editing.press("ctrl+z", "escape")
        assert editing.box(("title",), "en").text == "New Pact"


async def test_the_preview_follows_typing(open_app: Open, binder: Path) -> None:
    """From 160 columns a preview is shown next to the fields and follows the text."""
    async with open_app(size=THREE_PANES, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.replace(("summary",), "en", "people", "refugees")
        assert "It protects refugees." in session.shows(editing.screen.query_one("#preview", FlowView))


async def test_leaving_asks_about_unsaved_changes(open_app: Open, binder: Path) -> None:
    """Unsaved changes are kept as a draft that opens again, discarded, or saved after the review."""
    file = binder / "agreements" / "pact.yaml"
    async with open_app(size=ONE_PANE, at="pact") as session:
        editing = await edit(session, file)
        await editing.press("enter")
        await editing.replace(("title",), "en", "Safe", "New")
        await editing.press("escape")
        await session.press("q")
        await editing.answer("keep the draft")
        assert not isinstance(session.app.screen, EditScreen)
        again = await edit(session, file)
        assert "New Pact" in again.text
        await session.press("q")
        await again.answer("Discard")
        last = await edit(session, file)
        assert last.text == last.before
        await last.press("enter")
        await last.replace(("title",), "en", "Safe", "Sure")
        await last.press("escape")
        await session.press("q")
        await last.answer("Save")
        await session.press("s")
        await last.wait_until(last.changes)
        await last.wait_until(lambda: not isinstance(session.app.screen, EditScreen))


def stored_drafts(settings: Settings) -> list[str]:
    """Return the texts of the drafts on disk."""
    return [json.loads(path.read_text())["text"] for path in settings.state_folder.rglob("drafts/**/*.json")]


@pytest.mark.parametrize("then", [(), ("ctrl+s",), ("escape",)])
@pytest.mark.parametrize("yaml", [False, True])
async def test_the_latest_input_is_stored_when_the_app_ends(
    yaml: bool,
    then: tuple[str, ...],
    open_app: Open,
    binder: Path,
    settings: Settings,
) -> None:
    """In the form and in the YAML, also below a dialog, the draft contains all typed text."""
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, binder / "agreements" / "pact.yaml")
        await editing.press("y" if yaml else "enter")
        await editing.press("V")
        await session.pilot.press("W", *then)
        session.app.exit()
    (text,) = stored_drafts(settings)
    assert "VW" in text


async def test_the_latest_input_is_stored_when_the_app_crashes(
    open_app: Open, binder: Path, settings: Settings
) -> None:
    """A bug of the app costs no word either."""

    async def failing() -> None:
        async with open_app(size=TWO_PANES, at="pact") as session:
            editing = await edit(session, binder / "agreements" / "pact.yaml")
            await editing.press("enter", "V")
            await session.pilot.press("W")
            session.app.screen.call_later(lambda: 1 / 0)
            await session.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await failing()
    (text,) = stored_drafts(settings)
    assert "VW" in text


async def test_discarded_changes_leave_no_draft_when_the_app_ends(
    open_app: Open, binder: Path, settings: Settings
) -> None:
    """A discarded draft stays discarded, even if the app ends immediately afterwards."""
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, binder / "agreements" / "pact.yaml")
        await editing.press("enter", "X", "escape")
        await editing.press("q")
        options = session.app.screen.query_one(OptionList)
        options.highlighted = 2
        assert "Discard" in str(options.get_option_at_index(2).prompt)
        await session.pilot.press("enter")
        session.app.exit()
    assert stored_drafts(settings) == []


async def test_saved_changes_leave_no_draft_when_the_app_ends(open_app: Open, binder: Path, settings: Settings) -> None:
    """A saved draft is removed, even if the app ends immediately afterwards."""
    file = binder / "agreements" / "pact.yaml"
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, file)
        await editing.press("enter", "X", "ctrl+s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        await session.pilot.press("s")
        end = time.monotonic() + PATIENCE
        # Without an await, so that the app cannot process the outcome.
        while not editing.changes():
            assert time.monotonic() < end
        session.app.exit()
    assert stored_drafts(settings) == []


async def test_two_quick_presses_resolve_a_conflict_once(open_app: Open, binder: Path) -> None:
    """Early keys go into the new version; a side is chosen by its button, once."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("protects people", "shelters people"))
        await session.press("ctrl+s", "s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ConflictScreen))
        await session.type("a b ")
        assert isinstance(session.app.screen, ConflictScreen)
        session.app.screen.query_one("#use-mine").focus()
        await session.pilot.press("enter", "enter")
        await editing.settle()
        assert any(isinstance(screen, EditScreen) for screen in session.app.screen_stack)
        assert "It protects them." in editing.text


@pytest.mark.parametrize("place", ["binder", "glossary", "sources"])
async def test_the_cover_and_the_lists_can_be_edited(open_app: Open, place: str) -> None:
    """The cover, the glossary and the sources open in the editor, in both languages."""
    async with open_app(size=TWO_PANES, at=place) as session:
        await session.press("e")
        assert isinstance(session.app.screen, EditScreen)
        await session.press("l")
        assert "Modification" in session.screen()


async def test_a_read_only_app_says_why_nothing_can_be_edited(open_app: Open) -> None:
    """Started with --read-only, e says why nothing can be edited."""
    async with open_app(at="pact", read_only=True) as session:
        await session.press("e")
        assert "read-only" in session.said()
        assert not isinstance(session.app.screen, EditScreen)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("unhcr#summary", ("summary",)),
        ("unhcr#facts.0.value", ("facts", 0, "value")),
        ("second#body.0.text", ("body", 0, "text")),
        ("inner#body.0.points.1.text", ("sections", 0, "body", 0, "points", 1, "text")),
        ("context#body.2.table.rows.1.1", ("body", 2, "table", "rows", 1, 1)),
        ("context#body.3.figure.series.0.label", ("body", 3, "figure", "series", 0, "label")),
    ],
)
async def test_editing_starts_in_the_field_at_the_cursor(
    language: str, at: str, path: tuple[str | int, ...], open_app: Open, binder: Path
) -> None:
    """Text typed after e and Enter changes the field that was being read, in its language."""
    file = {"unhcr": "partners/unhcr.yaml", "second": "sections/second.yaml"}.get(at.partition("#")[0])
    async with open_app(size=TWO_PANES, at=at, language=language) as session:
        editing = await edit(session, binder / (file or "sections/context.yaml"))
        await editing.press("enter")
        boxes = editing.field(path).boxes
        assert session.app.focused in {boxes.get(language), boxes.get("")} - {None}


@pytest.mark.parametrize(
    ("at", "path", "language"),
    [
        ("unhcr#summary.fr", ("summary",), "fr"),
        ("context#body.3.figure.series.0.values.2", ("body", 3, "figure", "series", 0, "values", 2), ""),
    ],
)
async def test_editing_starts_in_the_language_of_the_address(
    at: str, path: tuple[str | int, ...], language: str, open_app: Open, binder: Path
) -> None:
    """An address with a language or a number opens its box, in any interface language."""
    async with open_app(size=TWO_PANES, at=at) as session:
        file = "partners/unhcr.yaml" if at.startswith("unhcr") else "sections/context.yaml"
        editing = await edit(session, binder / file)
        await editing.press("enter")
        assert session.app.focused is editing.box(path, language)


async def test_keys_right_after_enter_are_typed(open_app: Open, binder: Path) -> None:
    """If Enter and a word arrive in one burst, the word goes into the field, and nothing is deleted."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections/second.yaml")
        burst(session.app, "enter", "d", "d", "x")
        await editing.wait_until(lambda: "{en: ddxThe agency" in editing.text)
        await editing.settle()


async def test_a_paste_right_after_tab_goes_into_the_next_field(open_app: Open, binder: Path) -> None:
    """Keys and pastes keep their order."""
    async with open_app(size=TWO_PANES, at="unhcr#kind") as session:
        editing = await edit(session, binder / "partners/unhcr.yaml")
        burst(session.app, "enter", "tab")
        session.app.post_message(Paste("dd "))
        await editing.wait_until(lambda: "{en: dd Refugee Agency" in editing.text)
        await editing.settle()


@pytest.mark.parametrize("keys", ["eddx", "eJKdy", "eds"])
async def test_keys_right_after_e_change_nothing(keys: str, open_app: Open, binder: Path) -> None:
    """Keys typed before the edit screen is open are not its commands."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        burst(session.app, *keys)
        editing = Editing(session, binder / "sections/second.yaml", "")
        await editing.wait_until(lambda: isinstance(session.app.screen, EditScreen))
        await editing.settle()
        assert session.app.screen is editing.screen
        assert not editing.screen.as_yaml
        assert editing.text == editing.file.read_text()


async def test_a_review_cannot_be_confirmed_before_it_is_shown(open_app: Open, binder: Path) -> None:
    """Pressing s twice in one burst shows the review, and saves nothing yet."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections/second.yaml")
        await editing.press("enter", "x", "escape")
        burst(session.app, "s", "s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        assert editing.file.read_text() == editing.before


@pytest.mark.parametrize(("key", "config"), [("ctrl+s", ""), ("f4", "keys:\n  edit.save: f4\n")])
async def test_keys_right_after_save_are_not_typed(key: str, config: str, open_app: Open, binder: Path) -> None:
    """If a word, the save key and s arrive in one burst, only the word is in the draft; nothing is confirmed."""
    async with open_app(size=TWO_PANES, at="second#body.0.text", config=config) as session:
        editing = await edit(session, binder / "sections/second.yaml")
        await editing.press("enter")
        burst(session.app, "x", key, "s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        assert editing.file.read_text() == editing.before
        await session.press("s")
        await editing.wait_until(lambda: editing.file.read_text() != editing.before)
        await editing.settle()
        assert editing.text == editing.file.read_text() == editing.before.replace("{en: The", "{en: xThe", 1)


async def test_letters_are_not_commands_in_the_form(open_app: Open, binder: Path) -> None:
    """On a field with a button, d deletes nothing and q does not leave."""
    async with open_app(size=TWO_PANES, at="unhcr#members.0") as session:
        editing = await edit(session, binder / "partners/unhcr.yaml")
        await editing.press("enter", "d", "q", "s")
        assert session.app.screen is editing.screen
        assert editing.text == editing.before


async def test_a_focused_field_is_scrolled_into_view(open_app: Open, binder: Path) -> None:
    """With a single pane, Enter scrolls to the field that gets the focus."""
    async with open_app(size=(80, 14), at="unhcr") as session:
        editing = await edit(session, binder / "partners/unhcr.yaml")
        await editing.press("enter", *["tab"] * 9)
        await editing.press("escape")
        await editing.press("enter")
        focused = session.app.focused
        assert focused is not None
        assert editing.screen.query_one("#filling") in focused.ancestors
        assert focused in editing.screen._compositor.visible_widgets


async def test_a_toast_hides_no_answer_of_a_dialog(open_app: Open, binder: Path) -> None:
    """A message shown during a dialog does not cover its buttons."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.press("enter")
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("protects people", "shelters people"))
        await session.press("ctrl+s", "s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ConflictScreen))
        for number in range(3):
            session.app.notify(f"Told {number}: " + "a sentence of some length " * 2, markup=False)
        await editing.wait_until(lambda: "Told 2" in session.screen())
        answers = [str(press.content) for press in session.app.screen.query(LineButton) if press.display]
        assert answers
        assert all(answer in session.screen() for answer in answers)
