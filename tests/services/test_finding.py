"""Finding in a snapshot: while typing, and with a whole query."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bindertui.services.finding import Finder, find
from bindertui.services.library import Snapshot
from bindertui.store.local import FolderRepository
from tests.search.binders import SMALL

SNAPSHOT = Snapshot(SMALL, FolderRepository(Path("small")))


def test_a_word_is_found_before_it_is_finished() -> None:
    """While typing, the last word may be a beginning; a whole query means what it says."""
    assert any(hit.entry == "igc" for hit in Finder(SNAPSHOT).typed("intergov", "en").hits.hits)
    assert all(
        len(Finder(SNAPSHOT).typed("consultations"[:size], "en").hits.hits) > 0
        for size in range(1, len("consultations"))
    )


def test_what_is_typed_comes_back_with_its_hits_order_and_matcher() -> None:
    """The text tells which answer this is; the order is that of the binder; the matcher lights any text."""
    finder = Finder(SNAPSHOT)
    found = finder.typed("canada", "en")
    order = finder.in_reading_order(found, "en")
    assert found.text == "canada"
    assert {hit.address for hit in found.hits.hits} <= set(order)
    entries = [address.entry for address in order]
    assert entries == sorted(
        entries, key=["us-relations", "stca-today", "igc", "united-states", "stca", "sources"].index
    )
    assert found.matcher is not None
    assert found.matcher.spans("In Canada only", "en") == ((3, 9),)


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "-", "()", "kind:", "AND", "*", "\x1b]52;c;aGk=\x07", "[/x]", "'" * 300]
)
def test_any_query_has_an_answer(text: str) -> None:
    """Nothing typed, half a phrase, operators, hostile text: an answer, never an exception."""
    finder = Finder(SNAPSHOT)
    found = finder.typed(text, "fr")
    assert found.text == text
    assert isinstance(find(SNAPSHOT, text, "fr").hits, tuple)
    if not text.strip():
        assert (found.hits.hits, finder.in_reading_order(found, "fr"), found.matcher) == ((), (), None)


def test_accents_do_not_matter_in_any_language() -> None:
    """`refugies` finds réfugiés; each language finds the other's passages."""
    for language in ("en", "fr"):
        assert any("réfugiés" in hit.snippet for hit in find(SNAPSHOT, "refugies", language).hits)
        assert any("refugees" in hit.snippet for hit in find(SNAPSHOT, "refugees", language).hits)


def test_the_limit_holds_and_the_total_is_told() -> None:
    """Fewer hits than there are, and how many there are."""
    hits = find(SNAPSHOT, "the", "en", limit=1)
    assert len(hits.hits) == 1
    assert hits.total > 1


def test_threads_share_a_finder() -> None:
    """Searches at once, the first of all included, give each its own answer."""
    finder = Finder(SNAPSHOT)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: finder.typed(text, "en"), ["canada", "refugees", "accord", "igc"] * 5))
    assert [answer.text for answer in answers] == ["canada", "refugees", "accord", "igc"] * 5
    assert all(answer.hits.hits for answer in answers)
