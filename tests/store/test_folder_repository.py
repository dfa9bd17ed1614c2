"""FolderRepository: reading a binder, broken entries, and the places of problems."""

import os
from pathlib import Path

import pytest

from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BrokenEntry
from bindertui.store.files import MAX_BYTES
from bindertui.store.folder_repository import FolderRepository
from tests.conftest import WriteBinder, problems

SECTION = "title: {en: a, fr: b}\n"
PARTNER = "kind: forum\nname: {en: a, fr: b}\n"


def outline(root: Path) -> list[str]:
    """The ids of the outline, the broken ones marked, without the lists that every binder has."""
    places = FolderRepository(root).binder().outline()
    shown = (f"{place.id}{' (broken)' if place.is_broken else ''}" for place in places)
    return [name for name in shown if name not in {"binder", "partners", "agreements", "glossary", "sources"}]


def test_a_valid_binder_has_no_problems(write_binder: WriteBinder) -> None:
    """Sections come in the order of binder.yaml, partners by kind and then by name."""
    root = write_binder(
        {
            "sections/second.yaml": SECTION,
            "sections/first.yaml": SECTION + "sections: [{id: inner, title: {en: a, fr: b}}]\n",
            "partners/a.yaml": PARTNER.replace("forum", "country"),
            "partners/c.yaml": PARTNER,
            "partners/b.yaml": PARTNER,
            "agreements/d.yaml": SECTION,
        }
    )
    assert problems(root) == []
    assert outline(root) == ["second", "first", "inner", "b", "c", "a", "d"]


def test_a_broken_file_becomes_a_broken_entry(write_binder: WriteBinder) -> None:
    """Each kind of file can break alone; its entry is in its place in the outline, with the problem."""
    root = write_binder(
        {
            "sections/one.yaml": SECTION,
            "sections/two.yaml": "title: [",
            "sections/three.yaml": SECTION,
            "partners/a.yaml": "kind: ]",
            "partners/b.yaml": PARTNER,
            "agreements/c.yaml": "titel: x",
            "glossary.yaml": "{",
            "sources.yaml": "]",
        }
    )
    assert outline(root) == ["one", "two (broken)", "three", "b", "a (broken)", "c (broken)"]
    binder = FolderRepository(root).binder()
    assert {broken.id: broken.kind for broken in binder.broken} == {
        "glossary": EntryKind.TERM,
        "sources": EntryKind.SOURCE,
        "two": EntryKind.SECTION,
        "a": EntryKind.PARTNER,
        "c": EntryKind.AGREEMENT,
    }
    two = binder.entry("two")
    assert isinstance(two, BrokenEntry)
    assert [(problem.line, problem.column) for problem in two.problems] == [(1, 9)]
    assert {problem.partition(":")[0] for problem in problems(root)} == {
        "agreements/c.yaml",
        "glossary.yaml",
        "partners/a.yaml",
        "sections/two.yaml",
        "sources.yaml",
    }


@pytest.mark.parametrize("cover", ["", "a: [", "title: x\n", "- a\n", b"\xff"])
def test_a_broken_cover_does_not_affect_the_rest(write_binder: WriteBinder, cover: str | bytes) -> None:
    """A default cover has the folder's name and the sections by name."""
    root = write_binder({"binder.yaml": cover, "sections/b.yaml": SECTION, "sections/a.yaml": SECTION})
    binder = FolderRepository(root).binder()
    assert outline(root) == ["a", "b"]
    assert (binder.cover.id, binder.cover.title.in_language("fr")) == ("binder", "binder")
    assert {problem.partition(":")[0] for problem in problems(root)} == {"binder.yaml"}


def test_a_missing_section_is_reported_in_the_list(write_binder: WriteBinder) -> None:
    """It is broken in its place; a similar name is suggested."""
    root = write_binder({"sections/context.yaml": SECTION})
    cover = (root / "binder.yaml").read_text().replace("[context]", "[contexts, context]")
    (root / "binder.yaml").write_text(cover)
    assert outline(root) == ["contexts (broken)", "context"]
    (problem,) = problems(root)
    assert problem.startswith(
        "binder.yaml:5:12: error: There is no file sections/contexts.yaml. Did you mean 'context'?"
    )


@pytest.mark.parametrize("name", ["Not An Id", "partners", "../../escape", "'a\\0b'", "''"])
def test_an_invalid_name_in_the_list_is_reported_there(write_binder: WriteBinder, name: str) -> None:
    """A name in the reading order that is no id, or is used otherwise, is an error in binder.yaml."""
    root = write_binder({"sections/context.yaml": SECTION})
    cover = (root / "binder.yaml").read_text().replace("[context]", f"[context, {name}]")
    (root / "binder.yaml").write_text(cover)
    found = problems(root)
    assert found
    assert all(problem.startswith("binder.yaml:5:21: error: ") for problem in found), found


def test_an_unlisted_section_comes_last_with_a_warning(write_binder: WriteBinder) -> None:
    """So does a broken one; a section that is listed twice comes once."""
    root = write_binder({"sections/z.yaml": SECTION})
    cover = (root / "binder.yaml").read_text().replace("[z]", "[z, z]")
    write_binder({"binder.yaml": cover, "sections/a.yaml": SECTION, "sections/b.yaml": "title: ["})
    assert outline(root) == ["z", "a", "b (broken)"]
    assert [problem[: len("sections/a.yaml:1:1: warning: The section is")] for problem in problems(root)] == [
        "binder.yaml:5:15: error: The section 'z' is ",
        "sections/a.yaml:1:1: warning: The section is",
        "sections/b.yaml:1:1: warning: The section is",
        "sections/b.yaml:1:9: error: A value is expec",
    ]


def test_findings_are_located_to_the_character(write_binder: WriteBinder) -> None:
    """A dangling reference deep in a nested section, a term and a source."""
    section = SECTION + "sections:\n  - id: in\n    title: {en: a, fr: b}\n    body:\n      - text:\n          en: a\n"
    root = write_binder(
        {
            "sections/one.yaml": section + "          fr: b [[nowhere]]\n        sources: [S01, S02]\n",
            "glossary.yaml": "- term: a\n  meaning: {en: a, fr: b}\n  entry: inn\n",
            "sources.yaml": "S01: {title: a}\nS03:\n  title: b\n  date: soon\n",
        }
    )
    nowhere = "is not cited anywhere. Cite it, or remove it."
    assert problems(root) == [
        "glossary.yaml:3:10: error: There is no entry 'inn' in this binder. Did you mean 'in'?",
        "sections/one.yaml:6:9: error: There is no entry 'nowhere' in this binder.",
        "sections/one.yaml:9:24: error: There is no source 'S02' in this binder. Did you mean 'S03'?",
        f"sources.yaml:2:1: warning: Source S03 {nowhere}",
        "sources.yaml:4:9: error: 'soon' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, as in 2019-11.",
    ]


def test_a_duplicate_id_is_reported_in_every_file(write_binder: WriteBinder) -> None:
    """Problems of each of the entries are located in its own file."""
    nested = "sections:\n  - id: x\n    title: "
    root = write_binder(
        {
            "sections/b.yaml": SECTION + nested + "{en: a}\n",
            "sections/a.yaml": SECTION + nested + "{en: a, fr: b}\n",
            "partners/x.yaml": "kind: [",
        }
    )
    twice = "error: The id 'x' is used 3 times. Ids must be unique in a binder: rename one."
    assert [problem for problem in problems(root) if "expected" not in problem] == [
        f"partners/x.yaml:1:1: {twice}",
        f"sections/a.yaml:3:9: {twice}",
        f"sections/b.yaml:3:9: {twice}",
        "sections/b.yaml:4:5: warning: No text in fr. Add it.",
    ]


def test_a_section_must_not_use_the_name_of_a_list(write_binder: WriteBinder) -> None:
    """The error is in the section's own file, not in the file of that name."""
    root = write_binder({"sections/sources.yaml": SECTION, "sources.yaml": "{}"})
    assert problems(root) == ["sections/sources.yaml:1:1: error: The id 'sources' is reserved. Choose another."]


def test_stray_files_are_warnings(write_binder: WriteBinder) -> None:
    """A .yml file comes with advice."""
    root = write_binder({"partners/iom.yml": PARTNER})
    assert problems(root) == [
        (
            "partners/iom.yml:1:1: warning: This file is not read, because content files end in .yaml."
            " Rename it to iom.yaml."
        )
    ]


@pytest.mark.parametrize("text", ["\ufeff" + SECTION, SECTION.replace("\n", "\r\n"), "---\n" + SECTION + "...\n"])
def test_conventions_of_other_editors_are_accepted(write_binder: WriteBinder, text: str) -> None:
    """A byte order mark, Windows line ends and document markers are skipped."""
    assert problems(write_binder({"sections/one.yaml": text.encode()})) == []


def test_hostile_files_become_broken_entries(write_binder: WriteBinder) -> None:
    """Pipes, folders, links out, circular links, huge files and bombs affect neither the process nor other files."""
    root = write_binder({"sections/fine.yaml": SECTION, "partners/latin.yaml": "name: Qu\xe9bec".encode("latin-1")})
    partners = root / "partners"
    os.mkfifo(partners / "pipe.yaml")
    (partners / "folder.yaml").mkdir()
    (partners / "passwd.yaml").symlink_to("/etc/passwd")
    (partners / "circle.yaml").symlink_to("circle.yaml")
    (partners / "huge.yaml").touch()
    os.truncate(partners / "huge.yaml", MAX_BYTES + 1)
    (partners / "deep.yaml").write_text("[" * 100_000)
    (partners / "bomb.yaml").write_text("c: &c [*c]\n")
    words = {
        "bomb": "The alias *c refers to a value that contains it",
        "circle": "The file cannot be read",
        "deep": "The file nests deeper than 100 levels",
        "folder": "This is not a text file but a folder, pipe or device",
        "huge": "The file is too large: 16,777,217 bytes",
        "latin": "The file is not UTF-8",
        "passwd": "The file is a link out of the binder",
        "pipe": "This is not a text file but a folder, pipe or device",
    }
    found = {Path(problem.partition(":")[0]).stem: problem for problem in problems(root)}
    assert found.keys() == words.keys()
    assert all(words[name] in problem for name, problem in found.items()), found
    assert outline(root) == ["fine", *(f"{name} (broken)" for name in words)]


def test_file_names_are_escaped(write_binder: WriteBinder) -> None:
    """A name with an escape sequence or invalid UTF-8 is shown on one line, escaped."""
    root = write_binder({"partners/x\x1b[2J.yaml": PARTNER})
    (root / "partners" / "x\x1b[2J.yaml").rename(root / "partners" / "\udcff\x1b[2J.yaml")
    (problem,) = problems(root)
    assert problem.startswith(r"partners/\udcff\x1b[2J.yaml:1:1: error: '")


def test_the_source_of_an_entry_is_its_file(write_binder: WriteBinder) -> None:
    """The text is returned unchanged; nested sections have no file, and unreadable files no text."""
    root = write_binder({"sections/one.yaml": "\ufeff" + SECTION, "partners/a.yaml": b"\xff"})
    repository = FolderRepository(root)
    assert repository.source("one") == SECTION
    assert repository.source("a") is None
    assert repository.source("nowhere") is None


def test_each_read_returns_the_present_content(write_binder: WriteBinder) -> None:
    """Changes by another program are seen by the next read; a binder that was read does not change."""
    root = write_binder({"sections/one.yaml": SECTION})
    before = FolderRepository(root).binder()
    write_binder({"sections/one.yaml": SECTION.replace("en: a", "en: z")})
    after = FolderRepository(root).binder()
    titles = [
        entry.title.in_language("en")
        for entry in (before.entry("one"), after.entry("one"))
        if isinstance(entry, Section)
    ]
    assert titles == ["a", "z"]
