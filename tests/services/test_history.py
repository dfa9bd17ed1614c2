"""The versions of an entry, of a nested section and of a field."""

from pathlib import Path

import pytest

from bindertui.errors import BinderError, NotFoundError
from bindertui.model.address import Address
from bindertui.services.editing.outcomes import unrecorded_message
from bindertui.services.history import EntryHistory, restore_version, version_text
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.history.base import Unrecorded, UnrecordedReason
from tests.conftest import WriteBinder
from tests.repositories import Repository, own_git

SECTION = """\
title: {title}
body:
  - text: {text}
sections:
  # About the inner part.
  - id: inner
    title: Inner
    body:
      - text: {inner}
  - id: other
    title: Other
"""


def section(title: str = "A", text: str = "one", inner: str = "deep") -> str:
    """A section with another nested in it."""
    return SECTION.format(title=title, text=text, inner=inner)


@pytest.fixture
def repository(write_binder: WriteBinder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A binder in a work tree, with four commits."""
    own_git(tmp_path, monkeypatch)
    made = Repository.made(write_binder({"sections/a.yaml": section(), "partners/p.yaml": "kind: forum\nname: P\n"}))
    made.commit_all("start")
    states = {"text": section(text="two"), "inner": section(text="two", inner="deeper")}
    for message, text in {**states, "title": section("B", "two", "deeper")}.items():
        (made.top / "sections/a.yaml").write_text(text)
        made.commit_all(message)
    return made


def history(repository: Repository, address: str) -> EntryHistory:
    """Return the history of an address."""
    settings = Settings.resolve({"XDG_STATE_HOME": str(repository.top.parent / "state")})
    return EntryHistory.open(Library.at(repository.top).snapshot(), Address.parse(address), settings)


@pytest.mark.parametrize(
    ("address", "messages"),
    [
        ("a", ["title", "inner", "text", "start"]),
        ("inner", ["inner", "start"]),
        ("other", ["start"]),
        ("a#title", ["title", "start"]),
        ("a#body.0.text", ["text", "start"]),
        ("inner#body.0", ["inner", "start"]),
        ("p", ["start"]),
        ("binder", ["start"]),
    ],
)
def test_only_versions_that_changed_the_address_are_listed(
    repository: Repository, address: str, messages: list[str]
) -> None:
    """Versions of the file that did not change the entry or field are left out."""
    assert [version.message for version in history(repository, address).versions(99)] == messages


def test_the_newest_versions_come_first(repository: Repository) -> None:
    """A limit leaves out the oldest."""
    assert [version.message for version in history(repository, "a").versions(2)] == ["title", "inner"]


def test_uncommitted_changes_come_first(repository: Repository) -> None:
    """The present content equals no version; an unchanged part of the file has no such entry."""
    (repository.top / "sections/a.yaml").write_text(section("C", "two", "deeper"))
    assert [version.id for version in history(repository, "a").versions(1)] == ["now"]
    assert history(repository, "inner").versions(1)[0].message == "inner"


def test_the_text_of_a_version(repository: Repository) -> None:
    """A whole file as it was; a nested section with its own lines, dedented; a field with its text."""
    whole, inner, field = (history(repository, address) for address in ("a", "inner", "a#body.0.text"))
    assert whole.text(whole.versions(9)[-1]) == section()
    assert inner.text(inner.versions(9)[-1]) == "id: inner\ntitle: Inner\nbody:\n  - text: deep\n"
    assert [field.text(version) for version in field.versions(9)] == ["two", "one"]


def test_a_version_is_named_by_the_start_of_its_id(repository: Repository) -> None:
    """As in git; an ambiguous or unknown prefix is an error."""
    entry = history(repository, "a")
    newest = entry.versions(1)[0]
    assert entry.find_version(newest.id[:12]) == newest
    assert entry.text(entry.find_version("now")) == section("B", "two", "deeper")
    for name in ("fffffffffffff", "", "../x"):
        with pytest.raises(NotFoundError, match="has no version"):
            entry.find_version(name)
    # Of so many ids some start with the same digit.
    for number in range(16):
        (repository.top / "sections/a.yaml").write_text(section(f"T{number}"))
        repository.commit_all("more")
    starts = [version.id[0] for version in entry.versions(99)]
    with pytest.raises(BinderError, match="start with"):
        entry.find_version(max(starts, key=starts.count))


def test_a_list_has_no_versions(repository: Repository) -> None:
    """The list of partners has no file."""
    with pytest.raises(NotFoundError, match="it has no file of its own"):
        history(repository, "partners")


def test_a_version_without_the_section_is_an_error(repository: Repository) -> None:
    """A nested section that did not exist yet has no text."""
    whole = history(repository, "a").versions(9)
    (repository.top / "sections/a.yaml").write_text(section().replace("id: other", "id: newer"))
    repository.commit_all("renamed")
    entry = history(repository, "newer")
    assert [version.message for version in entry.versions(9)] == ["renamed"]
    with pytest.raises(NotFoundError, match="newer is not in the version"):
        entry.text(whole[0])


def test_an_entry_is_restored_and_nothing_else(repository: Repository) -> None:
    """An entry with its own file is restored completely, a nested section in place, without other changes."""
    whole, inner = history(repository, "a"), history(repository, "inner")
    assert version_text(whole, whole.versions(9)[-1]) == section()
    assert version_text(inner, inner.versions(9)[-1]) == section("B", "two", "deep")


def test_a_version_that_is_not_utf_8_is_never_restored(repository: Repository) -> None:
    """It cannot be shown or restored with replacement characters; the versions around it are not affected."""
    file = repository.top / "sections/a.yaml"
    file.write_bytes(section("Genève", "two", "deeper").encode("latin-1"))
    repository.commit_all("latin")
    file.write_text(section("Genève", "two", "deeper"))
    repository.commit_all("mended")
    entry = history(repository, "a")
    latin = entry.find_version(repository.git("rev-parse", "HEAD~1").strip())
    with pytest.raises(NotFoundError, match="not valid UTF-8"):
        entry.text(latin)
    with pytest.raises(NotFoundError):
        version_text(entry, latin)
    newest = entry.versions(9)[0]
    assert (newest.message, "Genève" in entry.text(newest)) == ("mended", True)


def test_restore_calls_the_save_function(repository: Repository) -> None:
    """It returns the message of that function; a version that cannot be read is not passed to it."""
    inner = history(repository, "inner")
    oldest = inner.versions(9)[-1]
    assert (
        restore_version(inner, oldest, lambda address, text, version: f"{address} {version.message}") == "inner start"
    )
    path = repository.top / "sections/a.yaml"
    path.write_text(path.read_text().replace("id: inner", "id: renamed"))
    assert restore_version(inner, oldest, lambda address, text, version: "never") is None


@pytest.mark.parametrize("reason", UnrecordedReason)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_message_of_an_unrecorded_save(reason: UnrecordedReason, language: str) -> None:
    """It says that the save was made, why there is no version, and the output of the hook; in the reader's language."""
    told = unrecorded_message(Unrecorded(reason, "the hook's words", "x"), language)
    assert told.startswith("Saved. " if language == "en" else "Enregistré. ")
    assert told.endswith("\nthe hook's words")
    assert ("kept without Git" if language == "en" else "conservée sans Git") in told
