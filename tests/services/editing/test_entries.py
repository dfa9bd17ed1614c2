"""Entries that come, go or change their id: several files, one change."""

from pathlib import Path

import pytest

from bindertui.errors import BinderError, NotFoundError
from bindertui.model.enums import EntryKind
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import Changeset, commit_changes
from bindertui.services.editing.entries import (
    StillReferenced,
    create_entry,
    create_subsection,
    delete_entry,
    rename_entry,
)
from bindertui.services.editing.outcomes import Invalid, Saved, Stale
from bindertui.services.library import Library, Snapshot, copy_binder
from bindertui.store.yaml.edit import Value
from tests.conftest import WriteBinder, problems

FILES = {
    "sections/border.yaml": """\
title: {en: Border, fr: Frontière}
partners: [one, two]   # both
body:
  - text:
      en: See [[one]] and [[one|the first]], not [[one-more]].
      fr: Voir **[[one]]**.
sections:
  - id: inner   # nested
    title: {en: Inner, fr: Intérieur}
    partners: [one]
  # about the last
  - id: last
    title: {en: Last, fr: Dernier}
""",
    "sections/other.yaml": "title: {en: Other, fr: Autre}\n",
    "partners/one.yaml": "kind: country\nname: {en: One, fr: Un}\nmembers: [two, {en: one, fr: un}]\n",
    "partners/two.yaml": "kind: country\nname: {en: Two, fr: Deux}\n",
    "partners/one-more.yaml": "kind: country\nname: {en: More, fr: Plus}\n",
    "glossary.yaml": "- term: {en: T, fr: T}\n  meaning: {en: A meaning., fr: Un sens.}\n  entry: one\n",
}


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder with entries that refer to each other."""
    return write_binder(FILES)


def opened(root: Path) -> Snapshot:
    """Return a snapshot of the present binder."""
    return Library.at(root).snapshot()


def saved(changes: Changeset | StillReferenced) -> None:
    """Save changes, which must be possible."""
    assert isinstance(changes, Changeset)
    outcome = commit_changes(changes, LOCAL_USER)
    assert isinstance(outcome, Saved), outcome


def test_renaming_a_partner_updates_all_references(root: Path) -> None:
    """Lists, links with and without a label, and the glossary change; similar texts do not."""
    changes = rename_entry(opened(root), "one", "first")
    diff = changes.diff()
    assert "-partners: [one, two]   # both\n+partners: [first, two]   # both\n" in diff
    assert "--- a/partners/one.yaml" in diff
    saved(changes)
    text = FILES["sections/border.yaml"]
    text = text.replace("[one, two]", "[first, two]").replace("[[one]]", "[[first]]").replace("[[one|", "[[first|")
    assert (root / "sections/border.yaml").read_text() == text.replace("[one]", "[first]")
    assert (root / "glossary.yaml").read_text() == FILES["glossary.yaml"].replace("entry: one", "entry: first")
    assert not (root / "partners/one.yaml").exists()
    assert (root / "partners/first.yaml").read_text() == FILES["partners/one.yaml"]
    assert problems(root) == []


def test_sections_are_renamed(root: Path) -> None:
    """A nested section changes its id in place; a top section its file and its entry in the reading order."""
    saved(rename_entry(opened(root), "inner", "inside"))
    assert "  - id: inside   # nested\n" in (root / "sections/border.yaml").read_text()
    saved(rename_entry(opened(root), "border", "frontier"))
    assert "sections: [frontier, other]" in (root / "binder.yaml").read_text()
    assert not (root / "sections/border.yaml").exists()
    assert problems(root) == []


def test_taken_and_invalid_ids_are_refused(root: Path) -> None:
    """The message says which it is."""
    for new, words in (("two", "is taken"), ("glossary", "is taken"), ("No Id", "is not a valid id")):
        with pytest.raises(BinderError, match=words):
            rename_entry(opened(root), "one", new)
    with pytest.raises(NotFoundError):
        rename_entry(opened(root), "nobody", "somebody")


def test_an_entry_with_references_is_not_deleted(root: Path) -> None:
    """The references are listed; without any, the entry is deleted and nothing else changes."""
    refused = delete_entry(opened(root), "one")
    assert isinstance(refused, StillReferenced)
    assert [str(reference.address) for reference in refused.references] == [
        "border#partners.0",
        "border#body.0.text.en",
        "border#body.0.text.fr",
        "border#sections.0.partners.0",
        "glossary#0.entry",
    ]
    saved(delete_entry(opened(root), "inner"))
    text = (root / "sections/border.yaml").read_text()
    assert text.endswith("sections:\n  # about the last\n  - id: last\n    title: {en: Last, fr: Dernier}\n")
    saved(delete_entry(opened(root), "border"))
    assert not (root / "sections/border.yaml").exists()
    assert "sections: [other]" in (root / "binder.yaml").read_text()


def test_new_entries(root: Path) -> None:
    """A partner gets its own file, a top section a place in the reading order, a nested section the last place."""
    title: Value = {"en": "New: one", "fr": "Nouvelle"}
    saved(create_entry(opened(root), EntryKind.PARTNER, "new", {"kind": "forum", "name": title}))
    saved(create_entry(opened(root), EntryKind.SECTION, "fresh", {"title": title}))
    saved(create_subsection(opened(root), "border", "deep", {"title": title}))
    saved(create_subsection(opened(root), "other", "deeper", {"title": title}))
    assert "sections: [border, other, fresh]" in (root / "binder.yaml").read_text()
    text = FILES["sections/border.yaml"] + "  - id: deep\n    title: {en: 'New: one', fr: Nouvelle}\n"
    assert (root / "sections/border.yaml").read_text() == text
    assert problems(root) == []
    outcome = commit_changes(create_entry(opened(root), EntryKind.PARTNER, "bad", {"name": title}), LOCAL_USER)
    assert isinstance(outcome, Invalid)
    assert not (root / "partners/bad.yaml").exists()


def test_a_changeset_is_all_or_nothing(root: Path) -> None:
    """If one of the files has changed since, none is written."""
    changes = rename_entry(opened(root), "one", "first")
    (root / "glossary.yaml").write_text(FILES["glossary.yaml"] + "# more\n")
    assert isinstance(commit_changes(changes, LOCAL_USER), Stale)
    assert {name: (root / name).read_text() for name in FILES} == FILES | {
        "glossary.yaml": FILES["glossary.yaml"] + "# more\n"
    }


def test_a_copy_of_a_binder(root: Path, tmp_path: Path) -> None:
    """It has the same files in another folder, without links and hidden files, and never overwrites anything."""
    (root / "link.yaml").symlink_to("/etc/hostname")
    (root / ".hidden").write_text("x")
    copy = copy_binder(opened(root), tmp_path / "new" / "copy", LOCAL_USER)
    assert copy.binder.entry("one") is not None
    copied = {str(path.relative_to(tmp_path / "new/copy")) for path in (tmp_path / "new/copy").rglob("*.yaml")}
    assert copied == {*FILES, "binder.yaml"}
    for folder in (tmp_path / "new" / "copy", root / "inside"):
        with pytest.raises(BinderError, match=r"is not empty|is inside the binder"):
            copy_binder(opened(root), folder, LOCAL_USER)
