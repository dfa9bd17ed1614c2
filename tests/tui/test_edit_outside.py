"""A file that others change while it is edited: one hears of it, and nothing of theirs or mine is lost."""

from pathlib import Path

import pytest

from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.text_box import TextBox
from tests.repositories import Repository, own_git
from tests.tui.conftest import ONE_PANE, TWO_PANES, Open, Session
from tests.tui.editing import Editing, edit

FILE = Path("partners") / "unhcr.yaml"


def reviewed(session: Session) -> str:
    """What the changes that are shown say."""
    view = session.app.screen.query_one(DiffView)
    return "\n".join("".join(run.text for run in view.row(at)) for at in range(view.row_count()))


@pytest.mark.parametrize(("language", "told"), [("en", "saving brings both"), ("fr", "l’enregistrement réunira")])
async def test_a_change_from_outside_is_told_as_it_happens(
    language: str, told: str, open_app: Open, binder: Path
) -> None:
    """A message says which field it was, a mark stays at the bottom, and the diff is that of the file as it is now."""
    file = binder / FILE
    async with open_app(size=ONE_PANE, at="unhcr#summary", language=language) as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.wait_until(lambda: told in session.said())
        assert "unhcr#facts.0.value.en" in session.said()
        mark = {"en": "file changed meanwhile", "fr": "fichier modifié entre-temps"}[language]
        assert mark in session.screen()
        await session.press("ctrl+s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        shown = reviewed(session)
        assert "them" in shown
        assert "Geneva" not in shown
        await session.press("s")
        await editing.wait_until(lambda: "It protects them." in file.read_text())
        await editing.wait_until(lambda: mark not in session.screen())
        assert "Bern" in file.read_text()


async def test_a_draft_without_changes_goes_on_from_the_file(open_app: Open, binder: Path) -> None:
    """Who has changed nothing yet sees the new text, has nothing to save, and cannot undo what others did."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await editing.wait_until(lambda: "this is how it stands now" in session.said())
        assert "no changes" in session.screen()
        assert editing.box(("summary",), "en").text == "It protects everyone."
        await session.press("u")
        assert "nothing to undo" in session.said()
        await session.press("ctrl+s")
        assert "Nothing has changed" in session.said()


async def test_the_same_change_made_by_others_leaves_nothing_to_save(open_app: Open, binder: Path) -> None:
    """What both have changed alike is in the file already."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("people", "them").replace("Geneva", "Bern"))
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert "Bern" in editing.text


async def test_taking_theirs_everywhere_leaves_nothing_to_save(open_app: Open, binder: Path) -> None:
    """Where the others' text is taken for every field, the draft is the file: no changes, and q just leaves."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await editing.wait_until(lambda: "you choose what it is to be" in session.said())
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "same field" in session.screen())
        session.app.screen.query_one("#use-theirs").focus()
        await session.press("enter")
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert "not saved" not in session.screen()
        await editing.press("escape")
        await session.press("q")
        await editing.wait_until(lambda: not isinstance(session.app.screen, EditScreen))
        assert "protects everyone" in file.read_text()


async def test_a_deleted_file_can_be_written_again(open_app: Open, binder: Path) -> None:
    """It is told as it happens; saving asks, with what comes of it, shows the whole file, and checks it as any."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.unlink()
        await editing.wait_until(lambda: "has been deleted meanwhile" in session.said())
        assert "file deleted" in session.screen()
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "Write the file again" in session.screen())
        await editing.wait_until(lambda: "Written again, it holds all" in session.screen())
        await session.press("escape")
        assert not file.exists()
        await session.press("ctrl+s")
        await editing.answer("Write the file again")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        assert "+ kind: organization" in reviewed(session)
        await session.press("s")
        await editing.wait_until(file.exists)
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert file.read_text() == editing.before.replace("people", "them")
        assert "file deleted" not in session.screen()


async def test_a_file_that_came_back_is_not_gone_over(open_app: Open, binder: Path) -> None:
    """Between the choice to write it again and the save, others have: both are brought together."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.unlink()
        await session.press("ctrl+s")
        await editing.answer("Write the file again")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await session.press("s")
        await editing.wait_until(lambda: "It protects them." in file.read_text())
        assert "Bern" in file.read_text()


async def test_what_is_undone_after_a_merge_takes_back_nothing_of_others(open_app: Open, binder: Path) -> None:
    """Undo stops where the others' change came in."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.save()
        await editing.wait_until(lambda: "no changes" in session.screen())
        await session.press("ctrl+z")
        assert "Bern" in editing.text


async def test_a_change_to_another_field_meanwhile_is_merged(open_app: Open, binder: Path) -> None:
    """Somebody else's change to another field stays, mine comes beside it, and it is told what theirs was."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.save()
        await editing.wait_until(lambda: "what others have changed meanwhile: unhcr#facts.0.value.en" in session.said())
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
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "no longer UTF-8" in session.said())
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
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "same field" in session.screen())
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
        await editing.wait_until(lambda: not editing.screen.draft.current.is_changed)
        assert f"It protects {wanted}." in file.read_text()
        assert "participe" in file.read_text()


async def test_a_draft_that_was_left_meets_a_change_made_since(open_app: Open, binder: Path) -> None:
    """It is told what has changed since; saving brings both together."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await editing.press("escape")
        await session.press("q")
        await editing.answer("keep the draft")
    file.write_text(file.read_text().replace("Geneva", "Bern"))
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        await session.press("e")
        again = Editing(session, file, file.read_text())
        await again.wait_until(lambda: "has changed since" in session.screen())
        await again.answer("Go on")
        await again.wait_until(lambda: isinstance(session.app.screen, EditScreen))
        await again.settle()
        assert "It protects them." in again.text
        await again.wait_until(lambda: "unhcr#facts.0.value.en" in session.said())
        await again.save()
        await again.wait_until(lambda: "It protects them." in file.read_text())
        assert "Bern" in file.read_text()


async def test_changes_by_hand_that_the_commit_takes_along_are_told(
    open_app: Open, binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the diff, which has only what the save changes, and again when it is saved."""
    own_git(tmp_path, monkeypatch)
    repository = Repository.made(binder)
    repository.commit_all("start")
    file = binder / FILE
    file.write_text(file.read_text().replace("Geneva", "Bern"))
    async with open_app(size=ONE_PANE, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "earlier changes of the file" in session.screen())
        assert "Bern" not in reviewed(session)
        await session.press("s")
        await editing.wait_until(lambda: "includes earlier, uncommitted changes" in session.said())
        assert repository.changed() == ["partners/unhcr.yaml"]
        await editing.replace(("summary",), "en", "them", "us")
        await editing.save()
        await editing.wait_until(lambda: "Saved: partners/unhcr.yaml" in session.said())
        assert "earlier" not in session.said()


async def test_a_slow_save_of_ones_own_is_nobody_elses(
    open_app: Open, binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a hook keeps the save waiting nothing is told of others, and what was changed can be undone afterwards."""
    own_git(tmp_path, monkeypatch)
    repository = Repository.made(binder)
    repository.commit_all("start")
    begun, go_on = tmp_path / "begun", tmp_path / "go on"
    repository.hook("pre-commit", f"touch '{begun}'\nwhile [ ! -e '{go_on}' ]; do sleep 0.05; done")
    file = binder / FILE
    async with open_app(size=ONE_PANE, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await session.press("ctrl+s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        await session.press("s")
        await editing.wait_until(begun.exists)
        editing.screen.external_changes.live.refresh()
        await editing.settle()
        await editing.wait_until(lambda: not editing.screen.external_changes.is_checking)
        await session.press("ctrl+s")
        go_on.touch()
        await editing.wait_until(lambda: "Saved: partners/unhcr.yaml" in session.said())
        await editing.wait_until(lambda: not editing.screen.external_changes.is_checking)
        await editing.settle()
        assert "meanwhile" not in session.said() + session.screen()
        await session.press("ctrl+z")
        await editing.settle()
        assert editing.text == editing.before


async def test_a_long_entry_is_outlined_while_it_is_typed_in(open_app: Open, binder: Path) -> None:
    """Of a text whose outline takes a while, all that is typed is in the draft, and the parts follow it."""
    file = binder / "sections" / "second.yaml"
    points = "".join(f"      - text: {{en: Point {n}., fr: Point {n}.}}\n" for n in range(3000))
    file.write_text(file.read_text() + f"  - points:\n{points}")
    async with open_app(size=TWO_PANES, at="second") as session:
        editing = await edit(session, file)
        await editing.go("title")
        editing.box(("title",), "en").focus()
        await session.press("ctrl+home")
        await session.type("The very ")
        await editing.settle()
        await editing.wait_until(lambda: "The very Second section" in editing.text)
        assert len(editing.parts.parts) > 3000
        await editing.wait_until(lambda: "The very Second section" in str(editing.parts.parts[0].heading))
