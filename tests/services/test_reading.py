"""What a reader is shown for a place, and beside it."""

from pathlib import Path

import pytest

from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_text
from bindertui.document.flow import Passage, Run
from bindertui.document.highlight import plain_text
from bindertui.errors import NotFoundError
from bindertui.model.address import Address
from bindertui.services.library import Snapshot, document_id
from bindertui.services.reading import build_document, details_flow, details_subject, find_line, link_preview
from bindertui.store.folder_repository import FolderRepository
from tests.document.samples import BINDER, line_of

SNAPSHOT = Snapshot(BINDER, FolderRepository(Path("sample")))
ENGLISH = build_flow(BINDER, "all-kinds", "en")


def seen_at(address: str) -> str | None:
    """The words of the line an address leads to in the sample section."""
    found = find_line(ENGLISH.lines, Address.parse(address))
    return None if found is None else plain_text(ENGLISH.lines[found])


def test_a_nested_section_is_read_inside_its_top_section() -> None:
    """Everything else is a document of its own."""
    assert document_id(SNAPSHOT, "inner") == "all-kinds"
    assert build_document(SNAPSHOT, Address.parse("inner#body.0.text.fr"), "fr").title == "Toutes les sortes de blocs"
    assert [document_id(SNAPSHOT, name) for name in ("unhcr", "stca", "partners", "binder", "lost")] == [
        *("unhcr", "stca", "partners", "binder", "lost")
    ]


def test_a_place_that_is_not_there_is_told() -> None:
    """An address without an entry is an error in words, with near names."""
    with pytest.raises(NotFoundError, match="Did you mean unhcr"):
        build_document(SNAPSHOT, Address("unhrc"), "en")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("all-kinds", "Every kind of block"),
        ("all-kinds#body.0.text.fr", "A paragraph with a link. (as of May\u00a02018)"),
        ("all-kinds#body.1.points.0.points.0.text.en", "Inner point"),
        ("all-kinds#body.2.table.rows.0.0", "Office\tStaff\nLacolle\t12\nOther\t3"),
        ("all-kinds#body.99", "Every kind of block"),
        ("inner#body.0.text.en", "Deep."),
        ("inner#body", "Inner part"),
        ("unhcr", None),
    ],
)
def test_an_address_leads_to_its_line_or_the_nearest_around_it(address: str, text: str | None) -> None:
    """A cell leads to its table, a missing field to its entry; another entry's address leads nowhere."""
    assert seen_at(address) == text


def test_beside_a_partner_stand_its_mentions() -> None:
    """What the snapshot knows of mentions is shown below the partner."""
    assert "The lead, with Refugee Agency" in "\n".join(to_text(details_flow(SNAPSHOT, "unhcr", "en")))
    assert "Second report" in "\n".join(to_text(details_flow(SNAPSHOT, "inner", "en", sources=["S2"])))


def test_beside_an_entry_that_is_being_read_stands_only_what_it_does_not_say() -> None:
    """The partner's own text is not repeated beside itself: only who mentions it."""
    text = "\n".join(to_text(details_flow(SNAPSHOT, "unhcr", "en", open_entry="unhcr")))
    assert text.startswith("Mentioned in")
    assert "It protects." not in text


def test_a_source_mark_and_a_web_link_can_be_peeked_at() -> None:
    """A mark shows its source in full, a web link its address; one without a source shows nothing."""
    assert "First report" in plain_text(link_preview(SNAPSHOT, Run("[S1]", source="S1"), "en").lines[0])
    assert (
        plain_text(link_preview(SNAPSHOT, Run("site", url="https://x.example"), "en").lines[0])
        == "site https://x.example"
    )
    assert link_preview(SNAPSHOT, Run("[S99]", source="S99"), "en").lines == ()


def test_the_details_follow_the_cursor() -> None:
    """The chosen link first, then a partner or agreement the line links to, then the entry being read."""
    lead = line_of(ENGLISH, "all-kinds#summary")
    deep = line_of(ENGLISH, "inner#body.0.text")
    assert details_subject(SNAPSHOT, lead, None, "all-kinds") == "unhcr"
    assert details_subject(SNAPSHOT, lead, Address("stca"), "all-kinds") == "stca"
    assert details_subject(SNAPSHOT, deep, None, "all-kinds") == "inner"
    assert details_subject(SNAPSHOT, deep, Address("all-kinds"), "all-kinds") == "inner"
    assert details_subject(SNAPSHOT, None, None, "all-kinds") == "all-kinds"
    own = Passage(address=Address("unhcr", ("role",)), runs=())
    assert details_subject(SNAPSHOT, own, None, "unhcr") == "unhcr"
