"""Adding, renaming, deleting and replacing from the app: each change is reviewed before it is saved."""

from pathlib import Path

from bindertui.document.diff import DiffLine
from bindertui.document.flow import Tone
from bindertui.model.address import Address
from bindertui.services.editing.find_replace import Replacement
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.replace import ReplacementList, ReplaceScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.widgets.diff_view import DiffView
from tests.tui.conftest import TWO_PANES, Open, Session
from tests.tui.editing import Editing

SHIPPED = Path(__file__).parents[2] / "content" / "ircc-minister-2019"


def all_texts(binder: Path) -> str:
    """Return the texts of all files of a binder."""
    return "".join(file.read_text() for file in sorted(binder.rglob("*.yaml")))


async def answer(session: Session, text: str) -> None:
    """Type an answer into a line, replacing its text."""
    await session.wait_for_screen(TextPromptDialog)
    before = session.app.screen
    await session.press("ctrl+a", "ctrl+k")
    await session.type(text)
    await session.press("enter")
    await session.wait_until(lambda: session.app.screen is not before)


async def choose(session: Session, text: str) -> None:
    """Choose an answer by its text."""
    await session.wait_for_screen(ChoiceDialog)
    before = session.app.screen
    await Editing(session, Path(), "").answer(text)
    await session.wait_until(lambda: session.app.screen is not before)


async def test_a_partner_is_added_and_opened(open_app: Open, binder: Path) -> None:
    """Kind, name in both languages and id are asked, the new file is reviewed, and its fields are opened."""
    async with open_app(size=TWO_PANES, at="unhcr") as session:
        await session.press("plus")
        await choose(session, "A partner")
        await choose(session, "Country")
        await answer(session, "Iceland")
        await answer(session, "Islande")
        await answer(session, "iceland")
        await session.wait_for_screen(ReviewScreen)
        assert "name" in session.shows(session.app.screen.query_one(DiffView))
        await session.press("s")
        await session.wait_for_screen(EditScreen)
        assert "Iceland" in session.screen()
    assert "kind: country" in (binder / "partners" / "iceland.yaml").read_text()


async def test_renaming_changes_every_reference(open_app: Open, binder: Path) -> None:
    """The review shows every file that changes; then the entry is shown under its new id."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("i")
        await answer(session, "norge")
        await session.wait_for_screen(ReviewScreen)
        lines = session.app.screen.query_one(DiffView).diff
        shown = "\n".join("".join(run.text for run in line.runs) for line in lines if isinstance(line, DiffLine))
        assert "members: [norge]" in shown
        assert "partners/norway.yaml → partners/norge.yaml" in shown
        await session.press("s")
        await session.wait_until(lambda: session.here == "norge")
    assert not (binder / "partners" / "norway.yaml").exists()
    assert "parties: [norge]" in (binder / "agreements" / "pact.yaml").read_text()


async def test_a_referenced_entry_is_not_deleted(open_app: Open, binder: Path) -> None:
    """The references are listed and can be opened; nothing is deleted."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("D")
        await choose(session, "pact")
        await session.settle()
        assert session.here.startswith("pact")
    assert (binder / "partners" / "norway.yaml").exists()


async def test_an_entry_is_deleted(open_app: Open, binder: Path) -> None:
    """After the review the file and its place in the list of sections are removed."""
    async with open_app(size=TWO_PANES, at="second") as session:
        await session.press("D")
        await session.wait_for_screen(ReviewScreen)
        await session.press("s")
        await session.wait_until(lambda: session.browse.snapshot.binder.outline_item("second") is None)
    assert not (binder / "sections" / "second.yaml").exists()
    assert "second" not in (binder / "binder.yaml").read_text()


async def test_an_id_that_is_taken_is_refused(open_app: Open, binder: Path) -> None:
    """A message says so, and nothing changes."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("i")
        await answer(session, "unhcr")
        await session.wait_until(lambda: "taken" in session.said())


async def test_a_text_is_replaced_across_the_binder(open_app: Open, binder: Path) -> None:
    """Every place is shown with its change; the selected ones are saved together and can be undone."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("R")
        await session.wait_for_screen(ReplaceScreen)
        await session.type("refugees")
        await session.press("tab")
        await session.type("people")
        await session.press("enter")
        found = session.app.screen.query_one(ReplacementList)
        await session.wait_until(lambda: found.replacements)
        left, *picked = found.replacements
        await session.press("space", "s")
        await session.wait_for_screen(ReviewScreen)
        await session.press("s")
        await choose(session, "Keep")
        await session.settle()
        assert left.before in all_texts(binder)
        assert picked
        assert all(one.after in all_texts(binder) and one.before not in all_texts(binder) for one in picked)
        await session.press("R")
        await session.wait_for_screen(ReplaceScreen)
        await session.type("people")
        await session.press("tab")
        await session.type("refugees")
        await session.press("enter")
        again = session.app.screen.query_one(ReplacementList)
        await session.wait_until(lambda: again.replacements)
        await session.press("s")
        await session.wait_for_screen(ReviewScreen)
        await session.press("s")
        await choose(session, "Undo")
        await session.wait_until(lambda: picked[0].after in all_texts(binder))


async def test_an_empty_list_of_replacements_ignores_keys(open_app: Open, binder: Path) -> None:
    """Enter and Space do nothing in an empty list."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        before = all_texts(binder)
        await session.press("R")
        await session.wait_for_screen(ReplaceScreen)
        screen = session.app.screen
        screen.query_one(ReplacementList).focus()
        await session.press("space", "enter")
        assert session.app.screen is screen
        assert all_texts(binder) == before


async def test_a_new_search_keeps_the_selection(open_app: Open, binder: Path) -> None:
    """Searching again, with the same replacement or another one, keeps deselected places deselected."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("R")
        await session.wait_for_screen(ReplaceScreen)
        await session.type("refugees")
        await session.press("enter")
        screen = session.app.screen
        assert isinstance(screen, ReplaceScreen)
        found = screen.query_one(ReplacementList)
        await session.wait_until(lambda: found.replacements)
        await session.press("space")
        first = found.replacements
        picked = screen.picked
        assert 0 not in picked
        screen.query_one("#with").focus()
        await session.type("people")
        await session.press("enter")
        await session.wait_until(lambda: found.replacements is not first)
        assert screen.picked == picked
        assert f"{len(picked)} of {len(first)} selected" in session.screen()
        assert "inner#body.0.points.0.text.en" in session.screen()


async def test_the_shipped_binder_is_copied_before_it_is_edited(open_app: Open, tmp_path: Path) -> None:
    """E asks for a folder, and continues in the copy at the same address; the shipped binder stays unchanged."""
    async with open_app(SHIPPED, TWO_PANES, at="unhcr#summary") as session:
        await session.press("e")
        await answer(session, str(tmp_path / "mine"))
        await session.wait_for_screen(EditScreen)
        assert "partners/unhcr.yaml" in session.screen()
        await Editing(session, tmp_path, "").settle()
        screen = next(one for one in session.app.screen_stack if isinstance(one, EditScreen))
        draft = screen.draft.current
        copy = tmp_path / "mine" / "partners" / "unhcr.yaml"
        assert draft.snapshot.repository.display_name(draft.file) == str(copy)


def test_removed_words_are_shown_in_place() -> None:
    """If a text is replaced by nothing, each match is struck out in its place."""
    before = "Le Ministère veille à ce que le Ministère ne devienne le MIFI."
    after = before.replace("Ministère", "")
    view = ReplacementList()
    place = Address.parse("x#text")
    view.replacements = [Replacement(place, "x", ("text",), before, after, 2)]
    shown = view.row(1)[1:]
    assert [run.text.strip() for run in shown if run.tone is Tone.REMOVED] == ["Ministère", "Ministère"]
    assert "".join(run.text for run in shown if run.tone is not Tone.ADDED) == before
    assert "".join(run.text for run in shown if run.tone is not Tone.REMOVED) == after
