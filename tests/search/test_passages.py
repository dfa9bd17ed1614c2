"""Passages: the texts that search finds."""

import pytest

from bindertui.model.enums import EntryKind
from bindertui.model.text import Text
from bindertui.search.passages import IndexedPassage, Weight, binder_passages
from tests.builders import en_fr
from tests.search.binders import SMALL, paragraphs

ALL = tuple(binder_passages(SMALL))
BY_PLACE = {str(passage.place): passage for passage in ALL}


def passage_at(place: str) -> IndexedPassage:
    """Return the passage at an address."""
    return BY_PLACE[place]


def text_at(place: str, language: str) -> str | None:
    """Return the text of the passage at an address in a language."""
    return passage_at(place).text.original(language)


def test_a_passage_is_a_text_in_all_its_languages() -> None:
    """A text by language is one passage; the addresses of its originals end with the language."""
    assert (text_at("igc#role", "en") or "").startswith("Canada chairs")
    assert (text_at("igc#role", "fr") or "").startswith("Le Canada")
    assert passage_at("igc#role").by_language


def test_a_plain_text_is_in_no_language() -> None:
    """A plain string is a passage for readers of every language."""
    assert passage_at("igc#acronym").text == Text.plain("IGC")


def test_markup_is_resolved() -> None:
    """Text is as shown: links have the title of their entry in the text's language, asterisks are gone."""
    text = text_at("us-relations#body.0.text", "fr") or ""
    assert text.startswith("L’Entente sur les tiers pays sûrs est en vigueur depuis 2004")


def test_control_characters_are_escaped() -> None:
    """Control characters are escaped as on screen, so that spans fit; a text is one line."""
    texts = [text for passage in binder_passages(paragraphs("a\x1b[2Jb\nc")) for _, text in passage.text.originals]
    assert r"a\x1b[2Jb c" in texts


@pytest.mark.parametrize(
    ("place", "weight"),
    [
        ("stca#title", Weight.TITLE),
        ("stca#acronym", Weight.TITLE),
        ("glossary#0.term", Weight.TITLE),
        ("us-relations#body.2.figure.caption", Weight.HEADING),
        ("us-relations#summary", Weight.LEAD),
        ("us-relations#body.4.note.text", Weight.LEAD),
        ("us-relations#body.0.text", Weight.BODY),
        ("sources#S34.title", Weight.REST),
    ],
)
def test_weights(place: str, weight: Weight) -> None:
    """Titles and acronyms weigh most, then headings, then leads and takeaways, then the body."""
    assert passage_at(place).weight is weight


def test_a_point_has_the_sources_and_date_of_its_block() -> None:
    """A point has the sources of all blocks and points around it, and the innermost date."""
    point = passage_at("us-relations#body.1.points.0.points.0.text")
    assert point.sources == ("S01", "S02")
    assert point.as_of == "2019"


def test_nested_sections_have_their_own_id() -> None:
    """The passages of a nested section name it, and the sections around it."""
    passage = passage_at("stca-today#title")
    assert passage.within == ("us-relations", "stca-today")


def test_partners_are_linked_or_listed() -> None:
    """A section mentions the partners it lists or links to; a partner mentions a member only where it lists it."""
    assert passage_at("us-relations#body.0.text").partners == ("united-states", "stca")
    assert "united-states" in passage_at("igc#members.0").partners
    assert "united-states" not in passage_at("igc#role").partners


def test_flags_say_the_kind_of_block() -> None:
    """Figures, tables, notes and withheld passages have flags."""
    assert passage_at("us-relations#body.2.figure.caption").flags == ("figure",)
    assert passage_at("us-relations#body.4.note.text").flags == ("note", "takeaway")
    assert passage_at("us-relations#body.3.table.rows.0.0").flags == ("table",)


def test_withheld_passages_are_shown_as_redactions() -> None:
    """A withheld block is a passage in each language, with its legal ground."""
    place = "us-relations#body.5.withheld.provision"
    assert text_at(place, "en") == "[Redacted] ATIA 21(1)(a)"
    assert text_at(place, "fr") == "[Caviardé] ATIA 21(1)(a)"
    assert not passage_at(place).by_language


def test_numbers_of_a_figure_are_passages() -> None:
    """The values of a figure are found by their number, with their labels and their place on the x axis."""
    place = "us-relations#body.2.figure.series.0.values.1"
    assert (text_at(place, "en") or "").endswith("2018: 19,419")
    assert (text_at(place, "fr") or "").endswith("2018\u00a0: 19\u00a0419")


def test_terms_and_sources_count_as_entries() -> None:
    """A term's address is its position in the glossary, a source's its key; each counts as an entry."""
    assert passage_at("glossary#0.meaning").unit == "glossary#0"
    assert passage_at("glossary#0.meaning").kind is EntryKind.TERM
    assert passage_at("sources#S34.title").unit == "sources#S34"
    assert passage_at("binder#title").kind is EntryKind.BINDER


def test_each_address_is_one_passage() -> None:
    """No two passages have the same address."""
    assert len(BY_PLACE) == len(ALL)


def test_no_text_gets_lost() -> None:
    """Every text of a section, including nested ones, is a passage."""
    binder = paragraphs(en_fr("A", "B"), Text.plain("C"))
    texts = {text for passage in binder_passages(binder) for _, text in passage.text.originals}
    assert {"A", "B", "C", "One", "Un"} <= texts
