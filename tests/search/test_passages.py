"""What is searched."""

import pytest

from bindertui.model.address import Address
from bindertui.model.binder import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.files import passages
from bindertui.search.passages import Passage, Weight
from tests.search.binders import SMALL, both, paragraphs

ALL = tuple(passages(SMALL))
BY_ADDRESS = {(str(passage.address), passage.language): passage for passage in ALL}


def at(address: str, language: str = "en") -> Passage:
    """The passage at an address."""
    return BY_ADDRESS[address, language]


def test_each_language_has_its_own_address() -> None:
    """A text by language is a passage in each, addressed with the language as the last step."""
    assert at("igc#role.en").text.startswith("Canada chairs")
    assert at("igc#role.fr", "fr").text.startswith("Le Canada")
    assert at("igc#role.fr", "fr").place == Address("igc", ("role",))


def test_a_plain_text_is_one_neutral_passage() -> None:
    """A plain string is a passage once, in no language."""
    assert at("igc#acronym", NEUTRAL).text == "IGC"


def test_markup_is_resolved() -> None:
    """Text is as it is shown: links by the title of their entry in the text's language, stars gone."""
    assert at("us-relations#body.0.text.fr", "fr").text.startswith(
        "L’Entente sur les tiers pays sûrs est en vigueur depuis 2004"
    )


def test_unshowable_characters_are_escaped() -> None:
    """Control characters are shown escaped, so that spans fit what is seen; a text is one line."""
    texts = [passage.text for passage in passages(paragraphs("a\x1b[2Jb\nc"))]
    assert r"a\x1b[2Jb c" in texts


@pytest.mark.parametrize(
    ("address", "language", "weight"),
    [
        ("stca#title.en", "en", Weight.TITLE),
        ("stca#acronym.fr", "fr", Weight.TITLE),
        ("glossary#0.term.en", "en", Weight.TITLE),
        ("us-relations#body.2.figure.caption.en", "en", Weight.HEADING),
        ("us-relations#summary.en", "en", Weight.LEAD),
        ("us-relations#body.4.note.text.en", "en", Weight.LEAD),
        ("us-relations#body.0.text.en", "en", Weight.BODY),
        ("sources#S34.title", NEUTRAL, Weight.REST),
    ],
)
def test_weights(address: str, language: str, weight: Weight) -> None:
    """Titles and acronyms weigh most, then headings, then leads and takeaways, then the body."""
    assert at(address, language).weight is weight


def test_a_point_answers_for_its_block() -> None:
    """A point has the sources of every block and point around it, and the innermost date."""
    point = at("us-relations#body.1.points.0.points.0.text.en")
    assert point.sources == ("S01", "S02")
    assert point.as_of == "2019"


def test_nested_sections_stand_under_their_own_id() -> None:
    """A nested section's passages name it, and the sections it lies in."""
    passage = at("stca-today#title.en")
    assert passage.within == ("us-relations", "stca-today")


def test_partners_are_those_linked_or_listed() -> None:
    """A section mentions the partners it lists and links to; a partner mentions a member only where it lists it."""
    assert at("us-relations#body.0.text.en").partners == ("united-states", "stca")
    assert "united-states" in at("igc#members.0").partners
    assert "united-states" not in at("igc#role.en").partners


def test_flags_tell_the_kind_of_block() -> None:
    """Figures, tables, notes and withheld passages can be told from their flags."""
    assert at("us-relations#body.2.figure.caption.en").flags == ("figure",)
    assert at("us-relations#body.4.note.text.en").flags == ("note", "takeaway")
    assert at("us-relations#body.3.table.rows.0.0", NEUTRAL).flags == ("table",)


def test_withheld_passages_are_shown_as_redactions() -> None:
    """A withheld block is a passage in each language, with its legal ground."""
    address = "us-relations#body.5.withheld.provision"
    assert at(address, "en").text == "[Redacted] ATIA 21(1)(a)"
    assert at(address, "fr").text == "[Caviardé] ATIA 21(1)(a)"


def test_numbers_of_a_figure_are_passages() -> None:
    """The values of a figure are found by their number, with what they count and their place on the x axis."""
    english = at("us-relations#body.2.figure.series.0.values.1", "en").text
    french = at("us-relations#body.2.figure.series.0.values.1", "fr").text
    assert english.endswith("2018: 19,419")
    assert french.endswith("2018\u00a0: 19\u00a0419")


def test_terms_and_sources_are_units_of_their_lists() -> None:
    """A term's address is its place in the glossary, a source's its key; each counts as an entry of its own."""
    assert at("glossary#0.meaning.fr", "fr").unit == "glossary#0"
    assert at("glossary#0.meaning.fr", "fr").kind is EntryKind.TERM
    assert at("sources#S34.title", NEUTRAL).unit == "sources#S34"
    assert at("binder#title.en").kind is EntryKind.BINDER


def test_the_originals_of_a_text_follow_each_other() -> None:
    """Passages of one place stand side by side, in reading order."""
    places = [passage.place for passage in ALL]
    assert all(places[i] in {places[i - 1], *set(places) - set(places[:i])} for i in range(1, len(places)))


def test_no_text_gets_lost() -> None:
    """Every text of a section, nested ones included, is a passage."""
    texts = {passage.text for passage in passages(paragraphs(both("A", "B"), Text.plain("C")))}
    assert {"A", "B", "C", "One", "Un"} <= texts
