"""Files that others change during an edit: the change is announced, and neither side loses anything."""

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


def review_text(session: Session) -> str:
    """Return the text of the review."""
    view = session.app.screen.query_one(DiffView)
    return "\n".join("".join(run.text for run in view.row(at)) for at in range(view.row_count()))


@pytest.mark.parametrize(("language", "told"), [("en", "Saving merges both"), ("fr", "L’enregistrement fusionnera")])
async def test_an_external_change_is_announced_at_once(language: str, told: str, open_app: Open, binder: Path) -> None:
    """A message names the field, the status bar shows a mark, and the diff is against the current file."""
    file = binder / FILE
    async with open_app(size=ONE_PANE, at="unhcr#summary", language=language) as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.wait_until(lambda: told in session.said())
        assert "unhcr#facts.0.value.en" in session.said()
        mark = {"en": "file changed by others", "fr": "fichier modifié par d’autres"}[language]
        assert mark in session.screen()
        await session.press("ctrl+s")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        shown = review_text(session)
        assert "them" in shown
        assert "Geneva" not in shown
        await session.press("s")
        await editing.wait_until(lambda: "It protects them." in file.read_text())
        await editing.wait_until(lambda: mark not in session.screen())
        assert "Bern" in file.read_text()


async def test_a_draft_without_changes_follows_the_file(open_app: Open, binder: Path) -> None:
    """Without own changes the new text is shown, there is nothing to save, and undo does not revert the others."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await editing.wait_until(lambda: "You now see the new version" in session.said())
        assert "no changes" in session.screen()
        assert editing.box(("summary",), "en").text == "It protects everyone."
        await session.press("u")
        assert "Nothing to undo" in session.said()
        await session.press("ctrl+s")
        assert "Nothing has changed" in session.said()


async def test_the_same_change_made_by_others_leaves_nothing_to_save(open_app: Open, binder: Path) -> None:
    """A change that both have made in the same way is in the file already."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("people", "them").replace("Geneva", "Bern"))
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert "Bern" in editing.text


async def test_choosing_theirs_everywhere_leaves_nothing_to_save(open_app: Open, binder: Path) -> None:
    """If their version is chosen for every field, the draft equals the file, and q leaves without a question."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await editing.wait_until(lambda: "You choose which version to keep" in session.said())
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "changed this field" in session.screen())
        session.app.screen.query_one("#use-theirs").focus()
        await session.press("enter")
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert "not saved" not in session.screen()
        await editing.press("escape")
        await session.press("q")
        await editing.wait_until(lambda: not isinstance(session.app.screen, EditScreen))
        assert "protects everyone" in file.read_text()


async def test_a_deleted_file_can_be_created_again(open_app: Open, binder: Path) -> None:
    """The deletion is announced at once; saving asks first, shows the whole file, and validates it."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.unlink()
        await editing.wait_until(lambda: "was deleted by someone else" in session.said())
        assert "file deleted" in session.screen()
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "Create the file again" in session.screen())
        await editing.wait_until(lambda: "with the content of your draft" in session.screen())
        await session.press("escape")
        assert not file.exists()
        await session.press("ctrl+s")
        await editing.answer("Create the file again")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        assert "+ kind: organization" in review_text(session)
        await session.press("s")
        await editing.wait_until(file.exists)
        await editing.wait_until(lambda: "no changes" in session.screen())
        assert file.read_text() == editing.before.replace("people", "them")
        assert "file deleted" not in session.screen()


async def test_a_file_that_reappeared_is_merged(open_app: Open, binder: Path) -> None:
    """If others create the file between the question and the save, both versions are merged."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.unlink()
        await session.press("ctrl+s")
        await editing.answer("Create the file again")
        await editing.wait_until(lambda: isinstance(session.app.screen, ReviewScreen))
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await session.press("s")
        await editing.wait_until(lambda: "It protects them." in file.read_text())
        assert "Bern" in file.read_text()


async def test_undo_after_a_merge_keeps_the_changes_of_others(open_app: Open, binder: Path) -> None:
    """Undo stops at the point where the others' change was merged."""
    file = binder / FILE
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.save()
        await editing.wait_until(lambda: "no changes" in session.screen())
        await session.press("ctrl+z")
        assert "Bern" in editing.text


async def test_a_change_to_another_field_is_merged(open_app: Open, binder: Path) -> None:
    """Both changes are saved, and a message names the others' field."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        file.write_text(editing.before.replace("Geneva", "Bern"))
        await editing.save()
        await editing.wait_until(lambda: "merged with the changes of others: unhcr#facts.0.value.en" in session.said())
        assert "It protects them." in file.read_text()
        assert "Bern" in file.read_text()
        assert "Bern" in editing.text


async def test_a_file_that_is_no_longer_utf_8_is_not_overwritten(open_app: Open, binder: Path) -> None:
    """The user is told, the bytes of the file stay, and the draft is kept."""
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
async def test_a_conflict_is_resolved_by_the_user(answer: str, wanted: str, open_app: Open, binder: Path) -> None:
    """Both versions and the original are shown; one of them or a new one is saved with the rest of the draft."""
    file = binder / "partners" / "unhcr.yaml"
    async with open_app(size=TWO_PANES, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await editing.replace(("role",), "fr", "siège", "participe")
        file.write_text(editing.before.replace("protects people", "protects everyone"))
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "changed this field" in session.screen())
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


async def test_a_resumed_draft_is_merged_with_later_changes(open_app: Open, binder: Path) -> None:
    """The later change is announced; saving merges both."""
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
        await again.answer("Continue with the draft")
        await again.wait_until(lambda: isinstance(session.app.screen, EditScreen))
        await again.settle()
        assert "It protects them." in again.text
        await again.wait_until(lambda: "unhcr#facts.0.value.en" in session.said())
        await again.save()
        await again.wait_until(lambda: "It protects them." in file.read_text())
        assert "Bern" in file.read_text()


async def test_uncommitted_changes_included_in_the_commit_are_announced(
    open_app: Open, binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The review warns below the diff of the draft's own changes, and so does the message after the save."""
    own_git(tmp_path, monkeypatch)
    repository = Repository.made(binder)
    repository.commit_all("start")
    file = binder / FILE
    file.write_text(file.read_text().replace("Geneva", "Bern"))
    async with open_app(size=ONE_PANE, at="unhcr#summary") as session:
        editing = await edit(session, file)
        await editing.replace(("summary",), "en", "people", "them")
        await session.press("ctrl+s")
        await editing.wait_until(lambda: "will include earlier, uncommitted changes" in session.screen())
        assert "Bern" not in review_text(session)
        await session.press("s")
        await editing.wait_until(lambda: "includes earlier, uncommitted changes" in session.said())
        assert repository.changed() == ["partners/unhcr.yaml"]
        await editing.replace(("summary",), "en", "them", "us")
        await editing.save()
        await editing.wait_until(lambda: "Saved: partners/unhcr.yaml" in session.said())
        assert "earlier" not in session.said()


async def test_a_slow_save_is_not_taken_for_an_external_change(
    open_app: Open, binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a hook delays the save nothing is announced, and the change can be undone afterwards."""
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
        for word in ("by others", "of others", "omeone else"):
            assert word not in session.said() + session.screen()
        await session.press("ctrl+z")
        await editing.settle()
        assert editing.text == editing.before


async def test_typing_in_a_long_entry_loses_no_text(open_app: Open, binder: Path) -> None:
    """If the outline of a text is slow to compute, all typed text is in the draft, and the parts follow."""
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
