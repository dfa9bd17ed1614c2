"""Find and replace in a binder: matches, previews, and saving the selected ones as one changeset."""

from pathlib import Path

import pytest

from bindertui.errors import BinderError
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import commit_changes
from bindertui.services.editing.find_replace import ReplaceQuery, apply_replacements, find_replacements
from bindertui.services.editing.outcomes import Saved
from bindertui.services.library import Library
from tests.conftest import WriteBinder

SECTION = """\
title: {en: The Port, fr: Le port}
partners: [port]
body:
  - text:
      en: >-
        A port of entry is a port
        where people enter. Ports are many.   
      fr: Un point d’entrée, ou « port ».  # port
"""  # noqa: W291
PARTNER = "kind: country\nname: {en: Port, fr: Port}\n"


def test_selected_replacements_are_saved(write_binder: WriteBinder) -> None:
    """Texts are searched, ids and comments are not; unchanged lines keep their line breaks."""
    root = write_binder({"sections/a.yaml": SECTION.replace("   \n", "\n"), "partners/port.yaml": PARTNER})
    snapshot = Library.at(root).snapshot()
    wanted = ReplaceQuery("port", "harbour", whole_words=True)
    found = list(find_replacements(snapshot, wanted))
    assert [(str(each.address), each.count) for each in found] == [
        ("a#title.fr", 1),
        ("a#body.0.text.en", 2),
        ("a#body.0.text.fr", 1),
    ]
    assert found[1].after == "A harbour of entry is a harbour where people enter. Ports are many."
    outcome = commit_changes(apply_replacements(snapshot, found[1:], wanted), LOCAL_USER)
    assert isinstance(outcome, Saved)
    text = SECTION.replace("   \n", "\n").replace("A port of entry is a port\n", "A harbour of entry is a harbour\n")
    assert (root / "sections/a.yaml").read_text() == text.replace("« port »", "« harbour »")


def test_match_case_whole_words_and_languages(write_binder: WriteBinder) -> None:
    """Each option limits the matches."""
    root = write_binder({"sections/a.yaml": SECTION.replace("   \n", "\n"), "partners/port.yaml": PARTNER})
    snapshot = Library.at(root).snapshot()

    def counts(wanted: ReplaceQuery) -> dict[str, int]:
        return {str(each.address): each.count for each in find_replacements(snapshot, wanted)}

    assert counts(ReplaceQuery("PORT", "x", match_case=False, languages=("en",))) == {
        "a#title.en": 1,
        "a#body.0.text.en": 3,
        "port#name.en": 1,
    }
    assert counts(ReplaceQuery("Ports", "x")) == {"a#body.0.text.en": 1}
    assert counts(ReplaceQuery("port", "port")) == {}
    with pytest.raises(BinderError, match="Enter the text"):
        list(find_replacements(snapshot, ReplaceQuery("", "x")))


def test_find_and_replacement_are_plain_text(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Text that looks like a regular expression or like YAML is used as it is."""
    root = write_binder({"partners/a.yaml": "kind: country\nname: {en: 'A (b) c', fr: F}\n"})
    snapshot = Library.at(root).snapshot()
    wanted = ReplaceQuery("(b)", r"\1: {x}, 'y'")
    outcome = commit_changes(apply_replacements(snapshot, find_replacements(snapshot, wanted), wanted), LOCAL_USER)
    assert isinstance(outcome, Saved)
    assert (root / "partners/a.yaml").read_text() == "kind: country\nname: {en: 'A \\1: {x}, ''y'' c', fr: F}\n"


def test_addresses_start_at_the_innermost_section(write_binder: WriteBinder) -> None:
    """The text is replaced in the file that contains the section."""
    nested = "sections:\n  - id: in\n    title: In\n    sections:\n      - {id: deep, title: A port}\n"
    root = write_binder({"sections/a.yaml": f"title: A\n{nested}"})
    snapshot = Library.at(root).snapshot()
    wanted = ReplaceQuery("port", "harbour")
    found = list(find_replacements(snapshot, wanted))
    assert [str(each.address) for each in found] == ["deep#title"]
    assert isinstance(commit_changes(apply_replacements(snapshot, found, wanted), LOCAL_USER), Saved)
    assert "{id: deep, title: A harbour}" in (root / "sections/a.yaml").read_text()
