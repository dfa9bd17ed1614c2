"""The guarantees of the repository interface, tested on a folder and in memory."""

from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest

from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.problems import Level
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import begin, commit, commit_changes
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.entries import rename_entry
from bindertui.services.editing.outcomes import Invalid, Saved, Stale
from bindertui.services.library import Snapshot
from bindertui.store.folder_repository import CopyError, FolderRepository, copy_to_folder
from bindertui.store.history.base import HistoryOptions
from bindertui.store.repository import Repository, StaleContent, UnreadableFileError
from bindertui.store.transaction import FileChange
from bindertui.store.yaml.edit import Replace
from tests.conftest import WriteBinder
from tests.store.memory_repository import MemoryRepository

FILES = {
    "sections/border.yaml": (
        "title: {en: Border, fr: Frontière}\nbody:\n  - text:\n      en: See [[one]].\n      fr: Voir [[one]].\n"
    ),
    "partners/one.yaml": "kind: country\nname: {en: One, fr: Un}\n",
    "partners/two.yaml": "kind: country\nname: {en: Two, fr: Deux}\n",
}


@pytest.fixture(params=["folder", "memory"])
def repository(request: pytest.FixtureRequest, write_binder: WriteBinder) -> Repository:
    """A repository with a binder of a section and two partners."""
    folder = FolderRepository(write_binder(FILES))
    return folder if request.param == "folder" else MemoryRepository(content_of(folder))


def content_of(repository: Repository) -> dict[str, bytes]:
    """Return the bytes of all files by name."""
    return {name: content.read() for name, content in repository.export()}


def change(repository: Repository, file: str, text: str | None) -> FileChange:
    """Return a change to the present content of a file."""
    return FileChange(file, repository.read(file).digest, None if text is None else text.encode())


def open_draft(repository: Repository, address: str) -> Draft:
    """Return a draft of the present binder."""
    draft = begin(Snapshot.of(repository), Address.parse(address), LOCAL_USER)
    assert isinstance(draft, Draft)
    return draft


def test_files_are_found_by_id_and_named_relative_to_the_binder(repository: Repository) -> None:
    """A nested section and an unknown id have no file."""
    assert repository.find_file("binder") == "binder.yaml"
    assert repository.find_file("border") == "sections/border.yaml"
    assert repository.find_file("nowhere") is None
    assert repository.file_name(EntryKind.PARTNER, "new") == "partners/new.yaml"
    assert repository.display_name("partners/one.yaml").endswith("/partners/one.yaml")
    assert repository.is_writable()


def test_text_and_digest_of_a_file(repository: Repository) -> None:
    """They are those of its bytes."""
    content = repository.read("partners/one.yaml")
    assert (content.text, content.digest) == (
        FILES["partners/one.yaml"],
        sha256(FILES["partners/one.yaml"].encode()).hexdigest(),
    )
    assert (repository.source("one"), repository.digest("one")) == (content.text, content.digest)
    assert (repository.source("nowhere"), repository.digest("nowhere")) == (None, None)
    with pytest.raises(UnreadableFileError) as raised:
        repository.read("partners/nowhere.yaml")
    assert raised.value.problem.file == repository.display_name("partners/nowhere.yaml")


def test_a_save_of_several_files_is_all_or_nothing(repository: Repository) -> None:
    """If one file has changed, none is written, and the present content of that file is returned."""
    changes = [change(repository, f"partners/{name}.yaml", f"kind: forum # {name}\n") for name in ("one", "two")]
    theirs = "kind: program\n"
    assert repository.save([change(repository, "partners/two.yaml", theirs)], None, "", "") is None
    digest = sha256(theirs.encode()).hexdigest()
    assert repository.save(changes, None, "", "") == StaleContent("partners/two.yaml", theirs, digest)
    assert repository.source("one") == FILES["partners/one.yaml"]
    assert repository.save([FileChange("partners/one.yaml", None, b"new\n")], None, "", "") == StaleContent(
        "partners/one.yaml", FILES["partners/one.yaml"], sha256(FILES["partners/one.yaml"].encode()).hexdigest()
    )


def test_files_are_created_and_removed(repository: Repository) -> None:
    """A change to a file that someone has removed is stale."""
    stale = change(repository, "partners/two.yaml", "kind: forum\n")
    removal = change(repository, "partners/two.yaml", None)
    created = FileChange("partners/new.yaml", None, b"kind: forum\nname: {en: N, fr: N}\n")
    repository.save([removal, created], None, "", "")
    assert repository.find_file("two") is None
    assert repository.source("new") == "kind: forum\nname: {en: N, fr: N}\n"
    assert repository.save([stale], None, "", "") == StaleContent("partners/two.yaml")


def test_content_that_is_not_text(repository: Repository) -> None:
    """It is never returned with replacement characters, but with the place of the first wrong byte."""
    file = "partners/one.yaml"
    stale = change(repository, file, "kind: forum\n")
    repository.save([FileChange(file, stale.digest, b"kind: \xff\n")], None, "", "")
    with pytest.raises(UnreadableFileError) as raised:
        repository.read(file)
    assert (raised.value.problem.line, raised.value.problem.column) == (1, 7)
    outcome = repository.save([stale], None, "", "")
    assert isinstance(outcome, StaleContent)
    assert (outcome.text, outcome.digest, outcome.unreadable) == (None, None, raised.value.problem)


def test_saves_become_versions(repository: Repository, tmp_path: Path) -> None:
    """The newest is first, with message, author and text; a save without a change is none."""
    history = repository.history(HistoryOptions(tmp_path / "state", commits=False))
    for text in ("kind: forum # 1\n", "kind: forum # 2\n", "kind: forum # 2\n"):
        repository.save([change(repository, "partners/one.yaml", text)], history, f"Save {text[-2]}", "ann")
    versions = [version for version in history.versions("partners/one.yaml", 9) if version.author]
    assert [(version.message, version.author) for version in versions] == [("Save 2", "ann"), ("Save 1", "ann")]
    assert list(history.texts(versions)) == [b"kind: forum # 2\n", b"kind: forum # 1\n"]
    assert repository.modified_at("partners/one.yaml") is not None
    assert repository.modified_at("partners/nowhere.yaml") is None


def test_saves_of_many_threads_are_serialised(repository: Repository) -> None:
    """Of savers that start from the same digest, one wins each time; no save is lost."""
    wins: list[int] = []

    def save(own: int) -> None:
        for _ in range(10):
            while isinstance(
                repository.save([change(repository, "partners/one.yaml", f"{own}-{len(wins)}\n")], None, "", ""),
                StaleContent,
            ):
                pass
            wins.append(own)

    threads = [Thread(target=save, args=(own,)) for own in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == sorted([*range(4)] * 10)


def test_changes_are_announced(repository: Repository) -> None:
    """A watcher is called after a save by someone else, and ends when it is asked to."""
    stop, ready, changed = Event(), Event(), Event()

    def watch() -> None:
        for number, _ in enumerate(repository.changes(stop)):
            (changed if number else ready).set()

    watcher = Thread(target=watch)
    watcher.start()
    assert ready.wait(10)
    repository.save([change(repository, "partners/one.yaml", "kind: forum\n")], None, "", "")
    assert changed.wait(10)
    stop.set()
    watcher.join(10)
    assert not watcher.is_alive()


def test_problems_are_validated_before_and_checked_after_a_save(repository: Repository) -> None:
    """An error that a change would cause in another file is found before the save."""
    binder = repository.binder()
    assert repository.check() == []
    problems = repository.validate(binder, {"partners/one.yaml": None})
    assert [problem.level for problem in problems] == [Level.ERROR] * 2
    repository.save([change(repository, "partners/one.yaml", None)], None, "", "")
    assert [problem.level for problem in repository.check()] == [Level.ERROR] * 2


def test_drafts_are_committed_and_merged(repository: Repository) -> None:
    """The services work the same on both: an invalid text, a merge of two fields, and a conflict."""
    mine, other, third = (open_draft(repository, "one") for _ in range(3))
    assert isinstance(commit(mine.with_text("kind: nonsense\n"), LOCAL_USER), Invalid)
    assert isinstance(commit(other.apply([Replace(("name", "fr"), "Une")]), LOCAL_USER), Saved)
    assert isinstance(commit(mine.apply([Replace(("name", "en"), "First")]), LOCAL_USER), Saved)
    assert repository.source("one") == "kind: country\nname: {en: First, fr: Une}\n"
    stale = commit(third.apply([Replace(("name", "fr"), "Premier")]), LOCAL_USER)
    assert isinstance(stale, Stale)
    assert [conflict.theirs for conflict in stale.conflicts] == ["Une"]


def test_an_entry_is_renamed_with_its_references(repository: Repository) -> None:
    """Three files change as one."""
    saved = commit_changes(rename_entry(Snapshot.of(repository), "one", "first"), LOCAL_USER)
    assert isinstance(saved, Saved)
    assert repository.find_file("one") is None
    assert repository.source("first") == FILES["partners/one.yaml"]
    assert "See [[first]]." in (repository.source("border") or "")
    assert repository.check() == []


def test_a_copy_has_the_same_files(repository: Repository, tmp_path: Path) -> None:
    """It is made in a new folder, never over existing files."""
    copy_to_folder(repository, tmp_path / "copy")
    assert content_of(FolderRepository(tmp_path / "copy")) == content_of(repository)
    with pytest.raises(CopyError, match="is not empty"):
        copy_to_folder(repository, tmp_path / "copy")
