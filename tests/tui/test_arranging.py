"""New, renamed and deleted entries from the app: each change is seen whole before it is made."""

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


def everything(binder: Path) -> str:
    """All that the files of a binder say."""
    return "".join(file.read_text() for file in sorted(binder.rglob("*.yaml")))


async def answer(session: Session, text: str) -> None:
    """Type an answer into a line, in the place of what stands there."""
    await session.wait_for_screen(TextPromptDialog)
    before = session.app.screen
    await session.press("ctrl+a", "ctrl+k")
    await session.type(text)
    await session.press("enter")
    await session.wait_until(lambda: session.app.screen is not before)


async def choose(session: Session, text: str) -> None:
    """Choose an answer by what it says."""
    await session.wait_for_screen(ChoiceDialog)
    before = session.app.screen
    await Editing(session, Path(), "").answer(text)
    await session.wait_until(lambda: session.app.screen is not before)


async def test_a_partner_is_added_and_opened(open_app: Open, binder: Path) -> None:
    """Kind, name in both languages and id are asked, the new file is shown, and its fields wait to be filled in."""
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


async def test_an_id_is_changed_wherever_it_is_referred_to(open_app: Open, binder: Path) -> None:
    """Every file that changes is shown at once; afterwards the entry is read under its new id."""
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


async def test_what_is_referred_to_is_not_deleted(open_app: Open, binder: Path) -> None:
    """Whatever refers to the entry is listed, and leads there; nothing is deleted."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("D")
        await choose(session, "pact")
        await session.settle()
        assert session.here.startswith("pact")
    assert (binder / "partners" / "norway.yaml").exists()


async def test_an_entry_is_deleted(open_app: Open, binder: Path) -> None:
    """What goes is shown first; then the file is gone, and the list of sections is without it."""
    async with open_app(size=TWO_PANES, at="second") as session:
        await session.press("D")
        await session.wait_for_screen(ReviewScreen)
        await session.press("s")
        await session.wait_until(lambda: session.browse.snapshot.binder.outline_item("second") is None)
    assert not (binder / "sections" / "second.yaml").exists()
    assert "second" not in (binder / "binder.yaml").read_text()


async def test_an_id_that_is_taken_is_refused(open_app: Open, binder: Path) -> None:
    """It is said in a sentence, and nothing changes."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        await session.press("i")
        await answer(session, "unhcr")
        await session.wait_until(lambda: "taken" in session.said())


async def test_a_text_is_replaced_across_the_binder(open_app: Open, binder: Path) -> None:
    """Every place is shown with what changes in it; those that are picked are saved as one, which can be undone."""
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
        assert left.before in everything(binder)
        assert picked
        assert all(one.after in everything(binder) and one.before not in everything(binder) for one in picked)
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
        await session.wait_until(lambda: picked[0].after in everything(binder))


async def test_nothing_can_be_picked_where_nothing_is_found(open_app: Open, binder: Path) -> None:
    """Enter and Space in an empty list do nothing."""
    async with open_app(size=TWO_PANES, at="norway") as session:
        before = everything(binder)
        await session.press("R")
        await session.wait_for_screen(ReplaceScreen)
        screen = session.app.screen
        screen.query_one(ReplacementList).focus()
        await session.press("space", "enter")
        assert session.app.screen is screen
        assert everything(binder) == before


async def test_what_is_left_out_stays_so_when_it_is_looked_for_again(open_app: Open, binder: Path) -> None:
    """Enter in the lines, with another replacement or the same, keeps the picks of the places found again."""
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
        assert f"{len(picked)} of {len(first)} picked" in session.screen()
        assert "inner#body.0.points.0.text.en" in session.screen()


async def test_the_shipped_binder_is_copied_before_it_is_edited(open_app: Open, tmp_path: Path) -> None:
    """E asks for a folder, and goes on in the copy at the same place; what is shipped stays as it is."""
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


def test_what_is_taken_out_is_shown_where_it_stood() -> None:
    """Of a text that is replaced by nothing, each find is struck out in its place."""
    before = "Le Ministère veille à ce que le Ministère ne devienne le MIFI."
    after = before.replace("Ministère", "")
    view = ReplacementList()
    place = Address.parse("x#text")
    view.replacements = [Replacement(place, "x", ("text",), before, after, 2)]
    shown = view.row(1)[1:]
    assert [run.text.strip() for run in shown if run.tone is Tone.REMOVED] == ["Ministère", "Ministère"]
    assert "".join(run.text for run in shown if run.tone is not Tone.ADDED) == before
    assert "".join(run.text for run in shown if run.tone is not Tone.REMOVED) == after
