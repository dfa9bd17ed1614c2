"""The edit screen: what is filled in reaches the file, and nothing else moves."""

from pathlib import Path

import pytest

from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.merging import MergingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen
from bindertui.tui.widgets.difference import DifferenceView
from bindertui.tui.widgets.fields.field import FieldView
from bindertui.tui.widgets.fields.text_box import TextBox
from bindertui.tui.widgets.flow_view import FlowView
from tests.tui.conftest import ONE_PANE, THREE_PANES, TWO_PANES, Open
from tests.tui.editing import Editing, edit

SIZES = pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES])


@SIZES
async def test_a_text_is_changed_in_both_languages(size: tuple[int, int], open_app: Open, binder: Path) -> None:
    """What is typed in English and in French changes their lines and no other, after the exact diff was shown."""
    async with open_app(size=size, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.press("enter")
        await editing.replace(("summary",), "en", "protects", "shelters")
        await editing.replace(("summary",), "fr", "protège", "abrite")
        await session.press("ctrl+s")
        assert isinstance(session.app.screen, ReviewingScreen)
        shown = session.shows(session.app.screen.query_one(DifferenceView))
        assert "shelters" in shown
        assert editing.changes() == []
        await session.press("s")
        await editing.until(editing.changes)
        assert editing.changes() == [
            "-summary: {en: It protects people., fr: Elle protège les gens.}",
            "+summary: {en: It shelters people., fr: Elle abrite les gens.}",
        ]
        await editing.until(lambda: "shelters" in str(session.browse._snapshot.binder.entry("unhcr")))
        await editing.press("escape")
        await session.press("q")
        assert "It shelters people." in session.shows(session.text)


async def test_the_screen_opens_at_what_is_under_the_cursor(open_app: Open, binder: Path) -> None:
    """On a point of a nested section, e opens the file of its top section at that point."""
    async with open_app(size=TWO_PANES, at="inner#body.0.points.1.text") as session:
        editing = await edit(session, binder / "sections" / "context.yaml")
        assert editing.screen.part
        assert editing.screen.part.path == ("sections", 0, "body", 0, "points", 1)
        assert editing.box((*editing.screen.part.path, "text"), "fr").text == "Un second point."


async def test_only_the_fields_of_one_part_are_there(open_app: Open, binder: Path) -> None:
    """Moving among the parts shows the fields of each in the place of the ones before."""
    async with open_app(size=TWO_PANES, at="context") as session:
        editing = await edit(session, binder / "sections" / "context.yaml")
        await editing.press("j", "j")
        assert [view.field.name for view in editing.screen.query(FieldView)] == ["text", "sources", "as_of"]


async def test_undo_and_redo_cross_the_whole_draft(open_app: Open, binder: Path) -> None:
    """A change in one part is undone while another is shown, which leads back to it; redo makes it again."""
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


async def test_lists_are_added_to_reordered_and_shortened(open_app: Open, binder: Path) -> None:
    """By plain keys on the parts: a point is added after another, moved up and deleted."""
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


async def test_a_block_of_a_kind_is_added(open_app: Open, binder: Path) -> None:
    """Adding to a body asks which block; its fields wait to be filled in, and say that they are empty."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections" / "second.yaml")
        await session.press("a")
        await editing.answer("Note")
        await editing.settle()
        assert editing.screen.part
        assert editing.screen.part.path == ("body", 1)
        assert "kind: aftermath" in editing.text
        assert "The text is empty" in session.screen()


async def test_references_are_picked_from_a_list(open_app: Open, binder: Path) -> None:
    """Sources are found by what they are called, marked, and put in order; the file holds their keys."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections" / "second.yaml")
        editing.field(("body", 0, "sources")).enter()
        await session.press("enter")
        await session.type("first")
        await session.press("enter")
        await session.press("left")
        await session.press("escape")
        await editing.settle()
        assert "sources: [S1, S2]" in editing.text


async def test_problems_stand_beside_their_fields(open_app: Open, binder: Path) -> None:
    """A date that is none is told of as it is typed, counted, and led to; saving says so and saves nothing."""
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
    """What is typed in one face is in the other; text that is no YAML is told of and can be undone."""
    async with open_app(size=TWO_PANES, at="pact") as session:
        editing = await edit(session, binder / "agreements" / "pact.yaml")
        await editing.replace(("title",), "en", "Safe", "New")
        await editing.press("escape", "y")
        assert "title: {en: New Pact" in session.screen()
        await session.press("ctrl+home")
        await session.type("[")
        await editing.settle()
        assert editing.screen.problems == ()
        assert "1 problem" in session.screen()
        await editing.press("ctrl+z", "escape")
        assert editing.box(("title",), "en").text == "New Pact"


async def test_the_preview_shows_what_readers_will_see(open_app: Open, binder: Path) -> None:
    """From 160 columns the entry stands beside its fields and follows what is typed."""
    async with open_app(size=THREE_PANES, at="unhcr#summary") as session:
        editing = await edit(session, binder / "partners" / "unhcr.yaml")
        await editing.replace(("summary",), "en", "people", "refugees")
        assert "It protects refugees." in session.shows(editing.screen.query_one("#preview", FlowView))


async def test_leaving_asks_what_becomes_of_changes(open_app: Open, binder: Path) -> None:
    """Unsaved changes are kept as a draft that opens again, discarded, or saved after the diff."""
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
        await last.until(last.changes)
        await last.until(lambda: not isinstance(session.app.screen, EditScreen))


async def test_two_quick_presses_settle_a_conflict_once(open_app: Open, binder: Path) -> None:
    """What is typed at once goes into the text of one's own; a side is taken by its button, however often."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("protects people", "shelters people"))
        await session.press("ctrl+s", "s")
        await editing.until(lambda: isinstance(session.app.screen, MergingScreen))
        await session.type("a b ")
        assert isinstance(session.app.screen, MergingScreen)
        session.app.screen.query_one("#use-mine").focus()
        await session.pilot.press("enter", "enter")
        await editing.settle()
        assert any(isinstance(screen, EditScreen) for screen in session.app.screen_stack)
        assert "It protects them." in editing.text


@pytest.mark.parametrize("place", ["binder", "glossary", "sources"])
async def test_what_every_binder_has_can_be_edited(open_app: Open, place: str) -> None:
    """The cover and the lists open in the editor, in both languages, as entries do."""
    async with open_app(size=TWO_PANES, at=place) as session:
        await session.press("e")
        assert isinstance(session.app.screen, EditScreen)
        await session.press("l")
        assert "Modification" in session.screen()


async def test_a_change_to_another_field_meanwhile_is_merged(open_app: Open, binder: Path) -> None:
    """Somebody else's change to another field stays, mine comes beside it, and both are told of."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.save()
        await editing.until(lambda: "merged" in session.said())
        assert "It protects them." in file.read_text()
        assert "Bern" in file.read_text()
        assert "Bern" in editing.text


async def test_a_file_that_is_not_utf_8_any_more_is_not_saved_over(open_app: Open, binder: Path) -> None:
    """It is said, its bytes stay, and the draft is still there."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        theirs = editing.before.replace("Geneva", "Gen\xe8ve").encode("latin-1", "ignore")
        file.write_bytes(theirs)
        await editing.save()
        await editing.until(lambda: "no longer UTF-8" in session.said())
        assert file.read_bytes() == theirs
        assert "It protects them." in editing.text


@pytest.mark.parametrize(("answer", "wanted"), [("mine", "them"), ("theirs", "everyone"), ("third", "them, too")])
async def test_a_change_to_the_same_field_is_decided(answer: str, wanted: str, open_app: Open, binder: Path) -> None:
    """Both versions are shown with the one before; one is taken, or a third is written; the rest of mine stays."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await editing.replace(("role",), "fr", "siège", "participe")
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await editing.save()
        await editing.until(lambda: "same field" in session.screen())
        assert "everyone" in session.screen()
        if answer == "third":
            box = session.app.screen.query_one(TextBox)
            box.focus()
            box.move_cursor(box.document.end)
            await session.press("backspace")
            await session.type(", too.")
        session.app.screen.query_one(f"#use-{answer}").focus()
        await session.press("enter")
        await editing.settle()
        await session.press("s")
        await editing.until(lambda: not editing.screen._draft.changed)
        assert f"It protects {wanted}." in file.read_text()
        assert "participe" in file.read_text()


async def test_a_read_only_app_refuses_in_a_sentence(open_app: Open) -> None:
    """Started with --read-only, e says why nothing is edited."""
    async with open_app(at="pact", read_only=True) as session:
        await session.press("e")
        assert "read-only" in session.said()
        assert not isinstance(session.app.screen, EditScreen)


@pytest.mark.parametrize("saved_before", [True, False])
async def test_a_draft_that_was_left_meets_a_change_made_since(
    saved_before: bool, open_app: Open, binder: Path
) -> None:
    """Where the text it was begun from is a version, both are merged; else one is told that there is none."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        if saved_before:
            await editing.replace(("lead",), "en", "", "Someone.")
            await editing.save()
            await editing.until(editing.changes)
        await editing.replace(("summary",), "en", "people", "them")
        await editing.press("escape")
        await session.press("q")
        await editing.answer("keep the draft")
    file.write_text(file.read_text().replace("Geneva", "Bern"))
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        await session.press("e")
        again = Editing(session, file, file.read_text())
        await again.until(lambda: "has changed since" in session.screen())
        await again.answer("Go on")
        await again.until(lambda: isinstance(session.app.screen, EditScreen))
        await again.settle()
        assert "It protects them." in again.text
        if saved_before:
            await again.save()
            await again.until(lambda: "It protects them." in file.read_text())
            assert "Bern" in file.read_text()
        else:
            assert "is not kept" in session.said()
