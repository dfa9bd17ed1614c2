"""Committing drafts: they are saved, merged with changes of others, or refused with a reason."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import evolve

from bindertui.model.address import Address
from bindertui.services.access import LOCAL_USER, User, UserRole
from bindertui.services.editing.commit import begin, commit
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.merge import check_and_merge, check_stale, preview_text
from bindertui.services.editing.outcomes import MISSING, Conflict, Denied, Invalid, Saved, Stale
from bindertui.services.library import Library, Snapshot
from bindertui.store.files import MAX_BYTES
from bindertui.store.yaml.edit import Insert, Move, Remove, Replace, SetKey
from tests.conftest import WriteBinder

ROOT = Path(__file__).parents[3]
FILES = {
    "sections/border.yaml": """\
# The border.
title: {en: Border, fr: Frontière}
body:
  # The rule.
  - text:
      en: One rule.   # checked
      fr: Une règle.
    sources: [S1]
sections:
  - id: inner
    title:
      en: Inner
      fr: Intérieur
""",
    "partners/one.yaml": (
        "\ufeffkind: country\r\nname: {en: One, fr: Un}   # a name\r\nmembers:\r\n- {en: a}\r\n- {en: b}\r\n"
    ),
    "sources.yaml": "S1:\n  title: A source\n",
}


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder of a section, a partner and a source."""
    return write_binder(FILES)


def opened(root: Path) -> Snapshot:
    """Return a snapshot of the present binder."""
    return Library.at(root).snapshot()


def draft(root: Path, address: str) -> Draft:
    """Return a draft of an address."""
    begun = begin(opened(root), Address.parse(address), LOCAL_USER)
    assert isinstance(begun, Draft)
    return begun


def test_a_field_is_saved_and_nothing_else(root: Path) -> None:
    """A nested section is found in its file; the outcome has the new digest, and only the field's line differs."""
    begun = draft(root, "inner#title.fr")
    assert begun.path == ("sections", 0, "title", "fr")
    assert begun.cursor == (12, 10)
    saved = commit(begun.apply([Replace(begun.path, "Dedans")]), LOCAL_USER)
    text = FILES["sections/border.yaml"].replace("Intérieur", "Dedans")
    assert isinstance(saved, Saved)
    assert (root / "sections/border.yaml").read_text() == text
    assert [(file.text, file.digest) for file in saved.files] == [(text, sha256(text.encode()).hexdigest())]


def test_byte_order_mark_and_line_ends_are_kept(root: Path) -> None:
    """A file from another system is saved with its own conventions."""
    begun = draft(root, "one")
    edited = begun.apply([Replace(("name", "en"), "First"), Insert(("members",), 1, {"en": "two words"})])
    assert isinstance(commit(edited, LOCAL_USER), Saved)
    expected = (
        FILES["partners/one.yaml"]
        .replace("en: One", "en: First")
        .replace("- {en: a}\r\n", "- {en: a}\r\n- {en: two words}\r\n")
    )
    assert (root / "partners/one.yaml").read_bytes() == expected.encode()


def test_errors_prevent_a_save(root: Path) -> None:
    """Invalid YAML, unknown fields and dangling references are reported at their places."""
    begun = draft(root, "border")
    wrong = {
        "title: {en": "1:",
        FILES["sections/border.yaml"] + "colour: red\n": "14:1:",
        FILES["sections/border.yaml"].replace("[S1]", "[S2]"): "8:15:",
        FILES["sections/border.yaml"].replace("id: inner", "id: one"): "10:9:",
    }
    for text, place in wrong.items():
        outcome = commit(begun.with_text(text), LOCAL_USER)
        assert isinstance(outcome, Invalid)
        assert any(str(each).startswith(f"{root}/sections/border.yaml:{place}") for each in outcome.problems), outcome
    assert (root / "sections/border.yaml").read_text() == FILES["sections/border.yaml"]


def test_a_change_that_breaks_another_file_is_not_saved(root: Path) -> None:
    """A cited source cannot be removed; errors that other files had before do not matter."""
    begun = draft(root, "sources")
    outcome = commit(begun.with_text("S2:\n  title: Another\n"), LOCAL_USER)
    assert isinstance(outcome, Invalid)
    assert [Path(problem.file).name for problem in outcome.problems] == ["border.yaml"]
    (root / "partners/two.yaml").write_text("kind: nonsense\n")
    (root / "partners/three.yaml").write_text("kind: country\nname: Three\nagreements: [nothing]\n")
    more = draft(root, "sources").apply([SetKey((), "S9", {"title": "New"})])
    assert isinstance(commit(more, LOCAL_USER), Saved)


def test_warnings_do_not_prevent_a_save(root: Path) -> None:
    """A missing language is reported with the save."""
    outcome = commit(draft(root, "inner").apply([Remove(("sections", 0, "title", "fr"))]), LOCAL_USER)
    assert isinstance(outcome, Saved)
    assert [str(problem.message) for problem in outcome.warnings] == ["No text in fr. Add it."]


def test_only_editors_save_and_never_a_shipped_binder(root: Path) -> None:
    """A reader is referred to an editor; for the shipped binder the user learns that a copy can be edited."""
    begun = draft(root, "border")
    edited = begun.apply([Replace(("title", "en"), "New")])
    rita = User("rita", UserRole.READER)
    denied = commit(edited, rita)
    assert isinstance(denied, Denied)
    assert denied.describe("en") == "You can read this binder but not edit it. Ask an editor."
    assert denied.describe("fr") == "Vous pouvez lire ce cahier, mais pas le modifier. Adressez-vous à un rédacteur."
    assert begin(opened(root), Address("border"), rita) == denied
    shipped = begin(opened(ROOT / "content"), Address("us-relations"), LOCAL_USER)
    assert isinstance(shipped, Denied)
    assert shipped.copy
    assert isinstance(commit(edited, User("ed", UserRole.EDITOR)), Saved)


def test_changes_to_different_fields_are_both_saved(root: Path) -> None:
    """Changes saved by others are kept byte for byte; the outcome lists the changes that were merged into them."""
    mine = draft(root, "border#title.fr")
    theirs = FILES["sections/border.yaml"].replace("en: Border", "en:  The border").replace("# checked", "# twice")
    (root / "sections/border.yaml").write_text(theirs)
    saved = commit(
        mine.apply([Replace(("title", "fr"), "La frontière"), SetKey(("body", 0), "as_of", "2019")]), LOCAL_USER
    )
    assert isinstance(saved, Saved)
    assert set(map(str, saved.merged)) == {"border#title.fr", "border#body.0.as_of"}
    assert saved.others == (Address.parse("border#title.en"),)
    expected = theirs.replace("fr: Frontière", "fr: La frontière").replace("[S1]\n", "[S1]\n    as_of: '2019'\n")
    assert (root / "sections/border.yaml").read_text() == expected


def test_changes_to_the_same_field_are_a_conflict(root: Path) -> None:
    """Nothing is saved; the outcome has all three values, and their text with my other changes."""
    mine = draft(root, "border")
    theirs = FILES["sections/border.yaml"].replace("One rule", "Two rules").replace("fr: Une règle.", "fr: Deux.")
    (root / "sections/border.yaml").write_text(theirs)
    edits = [Replace(("body", 0, "text", "en"), "No rule."), Replace(("title", "en"), "Borders")]
    stale = commit(mine.apply(edits), LOCAL_USER)
    assert isinstance(stale, Stale)
    assert stale.conflicts == (Conflict(("body", 0, "text", "en"), "One rule.", "No rule.", "Two rules."),)
    assert stale.merged == theirs.replace("en: Border", "en: Borders")
    assert (root / "sections/border.yaml").read_text() == theirs
    assert stale.digest == sha256(theirs.encode()).hexdigest()


def test_lists_that_both_changed_are_merged(root: Path) -> None:
    """Items are matched by content: insertions of both are kept, and a new order is applied."""
    mine = draft(root, "one")
    theirs = FILES["partners/one.yaml"].replace("- {en: b}\r\n", "- {en: b}\r\n- {en: theirs}\r\n")
    (root / "partners/one.yaml").write_bytes(theirs.encode())
    saved = commit(mine.apply([Insert(("members",), 0, {"en": "mine"}), Remove(("members", 2))]), LOCAL_USER)
    assert isinstance(saved, Saved), saved
    expected = theirs.replace("- {en: a}\r\n", "- {en: mine}\r\n- {en: a}\r\n").replace("- {en: b}\r\n", "")
    assert (root / "partners/one.yaml").read_bytes() == expected.encode()
    mine = draft(root, "one")
    (root / "partners/one.yaml").write_bytes(expected.encode() + b"- {en: last}\r\n")
    assert isinstance(commit(mine.apply([Move(("members",), 2, 0)]), LOCAL_USER), Saved)
    assert (
        b"- {en: theirs}\r\n- {en: mine}\r\n- {en: a}\r\n- {en: last}\r\n" in (root / "partners/one.yaml").read_bytes()
    )


def test_changes_of_others_are_named_by_section(root: Path) -> None:
    """The stale check returns the present text and the changed addresses, those of a nested section by its own id."""
    mine = draft(root, "border").apply([Replace(("title", "en"), "Borders")])
    assert check_stale(mine) is None
    theirs = FILES["sections/border.yaml"].replace("en: Inner", "en: Inside")
    (root / "sections/border.yaml").write_text(theirs)
    stale = check_and_merge(mine)
    assert stale is not None
    assert [str(address) for address in stale.changed] == ["inner#title.en"]
    assert preview_text(mine, stale) == theirs.replace("en: Border", "en: Borders")
    saved = commit(mine, LOCAL_USER)
    assert isinstance(saved, Saved)
    assert ([*map(str, saved.merged)], [*map(str, saved.others)]) == (["border#title.en"], ["inner#title.en"])


def test_a_removed_file_can_be_written_again(root: Path) -> None:
    """If someone else has written it again meanwhile, both versions are merged."""
    mine = draft(root, "one").apply([Replace(("kind",), "forum")])
    file = root / "partners/one.yaml"
    file.unlink()
    assert check_stale(mine) == Stale("partners/one.yaml", None, None)
    again = evolve(mine, digest=None)
    assert check_stale(again) is None
    file.write_bytes(FILES["partners/one.yaml"].replace("en: One", "en: First").encode())
    saved = commit(again, LOCAL_USER)
    assert isinstance(saved, Saved)
    assert file.read_bytes() == FILES["partners/one.yaml"].replace("en: One", "en: First").replace(
        "country", "forum"
    ).encode()  # fmt: skip


def test_a_removed_file_is_stale(root: Path) -> None:
    """There is nothing to merge with."""
    mine = draft(root, "one")
    (root / "partners/one.yaml").unlink()
    outcome = commit(mine.apply([Replace(("kind",), "forum")]), LOCAL_USER)
    assert outcome == Stale("partners/one.yaml", None, None)


@pytest.mark.parametrize("merge", [True, False])
def test_a_file_that_is_not_utf_8_any_more(root: Path, *, merge: bool) -> None:
    """It is neither merged nor overwritten, and the outcome has the place of the first invalid byte."""
    mine = draft(root, "border")
    file = root / "sections/border.yaml"
    theirs = file.read_bytes().replace(b"Fronti\xc3\xa8re", b"Fronti\xe8re")
    file.write_bytes(theirs)
    outcome = commit(mine.apply([Replace(("title", "en"), "The border")]), LOCAL_USER, merge=merge)
    assert isinstance(outcome, Stale)
    assert (outcome.theirs, outcome.digest, outcome.merged) == (None, None, None)
    assert outcome.unreadable is not None
    assert (outcome.unreadable.line, outcome.unreadable.column) == (2, 31)
    assert "not UTF-8: byte 0xe8" in str(outcome.unreadable.message)
    assert file.read_bytes() == theirs


def test_a_text_over_the_size_limit_is_not_saved(root: Path) -> None:
    """A saved file can always be opened again; a text of exactly the limit is saved."""
    mine = draft(root, "border")
    most = f"{mine.text}# "
    most += "x" * (MAX_BYTES - len(most.encode()))
    outcome = commit(mine.with_text(most + "x"), LOCAL_USER)
    assert isinstance(outcome, Invalid)
    assert "16,777,217 bytes, at most 16,777,216 bytes" in str(outcome.problems[0].message)
    assert (root / "sections/border.yaml").read_text() == FILES["sections/border.yaml"]
    assert isinstance(commit(mine.with_text(most), LOCAL_USER), Saved)


def test_removing_a_field_that_others_changed_is_a_conflict(root: Path) -> None:
    """A missing value differs from an empty one."""
    mine = draft(root, "border")
    (root / "sections/border.yaml").write_text(FILES["sections/border.yaml"].replace("[S1]", "[S1, S1]"))
    stale = commit(mine.apply([Remove(("body", 0, "sources"))]), LOCAL_USER)
    assert isinstance(stale, Stale)
    assert stale.conflicts == (Conflict(("body", 0, "sources"), ["S1"], MISSING, ["S1", "S1"]),)


def test_comments_are_merged_or_reported(root: Path) -> None:
    """My comment is merged if its lines do not touch theirs; otherwise the merge is unclear, and nothing is lost."""
    mine = draft(root, "border")
    theirs = FILES["sections/border.yaml"].replace("en: Inner", "en: Inside")
    (root / "sections/border.yaml").write_text(theirs)
    assert isinstance(commit(mine.with_text(mine.text.replace("# The border.", "# Mine.")), LOCAL_USER), Saved)
    assert (root / "sections/border.yaml").read_text() == theirs.replace("# The border.", "# Mine.")
    mine = draft(root, "border")
    (root / "sections/border.yaml").write_text(mine.text.replace("fr: Intérieur", "fr: Dedans"))
    stale = commit(
        mine.with_text(mine.text.replace("      fr: Intérieur", "      # mine\n      fr: Intérieur")), LOCAL_USER
    )
    assert isinstance(stale, Stale)
    assert not stale.conflicts


_SAVES = """
import json, sys
from hashlib import sha256
from pathlib import Path
from bindertui.model.address import Address
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import begin, commit
from bindertui.services.library import Library
from bindertui.services.editing.outcomes import Saved, Stale
from bindertui.store.history.base import Recorded
from bindertui.store.yaml.edit import Replace

class Log:
    def record(self, files, message, who):
        (file,) = files
        entry = [sha256(file.before).hexdigest(), sha256(file.after).hexdigest(), message]
        with open(sys.argv[2], "a") as log:
            log.write(json.dumps(entry) + chr(10))
        return Recorded(None)

own, count = int(sys.argv[3]), int(sys.argv[4])
snapshot = Library.at(Path(sys.argv[1])).snapshot()
for number in range(count):
    path, text = (("name", "en") if number % 5 == 0 else ("facts", own, "value")), f"{own}-{number}"
    while True:
        draft = begin(snapshot, Address("shared"), LOCAL_USER)
        outcome = commit(draft.apply([Replace(path, text)]), LOCAL_USER, Log(), message=text)
        if not isinstance(outcome, Stale):
            break
    assert isinstance(outcome, Saved), outcome
"""
"""Saves a field that all share and one of its own, again and again, and has each save logged as a version."""


@pytest.mark.slow
def test_many_processes_lose_no_save(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Eight processes save fifty times, the same field or their own: every save builds on the one before it."""
    facts = "".join(f"- label: {{en: F, fr: F}}\n  value: start   # of {own}\n" for own in range(8))
    root = write_binder({"partners/shared.yaml": f"kind: country\nname: {{en: S, fr: S}}\nfacts:\n{facts}"})
    file, log = root / "partners/shared.yaml", tmp_path / "log"
    first = sha256(file.read_bytes()).hexdigest()
    commands = [[sys.executable, "-c", _SAVES, str(root), str(log), str(own), "50"] for own in range(8)]
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [process.wait() for process in running] == [0] * 8
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert sorted(message for *_, message in entries) == sorted(f"{own}-{n}" for own in range(8) for n in range(50))
    assert [before for before, *_ in entries] == [first, *(after for _, after, _ in entries[:-1])]
    assert entries[-1][1] == sha256(file.read_bytes()).hexdigest()
    last = next(message for *_, message in reversed(entries) if int(message.split("-")[1]) % 5 == 0)
    expected = "".join(f"- label: {{en: F, fr: F}}\n  value: {own}-49   # of {own}\n" for own in range(8))
    assert file.read_text() == f"kind: country\nname: {{en: {last}, fr: S}}\nfacts:\n{expected}"
