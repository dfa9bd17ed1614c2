"""Finding in the open document, and stepping through what was found."""

from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.builder import build_flow
from bindertui.document.flow import Flow
from bindertui.document.highlight import searchable_texts
from bindertui.model.address import Address
from bindertui.services.document_search import DocumentSearch, MatchList, match_positions
from bindertui.services.reading import find_line
from tests.search.binders import SMALL
from tests.search.test_parser import ANY_TEXT

HERE = DocumentSearch(SMALL)
US = build_flow(SMALL, "us-relations", "en")


def found(text: str, document: Flow = US) -> list[str]:
    """The lines that a query finds."""
    return [str(place) for place in HERE.find(document, text).addresses]


def test_lines_with_all_the_words_are_found_from_the_top() -> None:
    """Where no line has them all, those with any are."""
    assert found("refugees roxham") == ["us-relations#body.0.text"]
    assert found("roxham cooperation") == ["us-relations#body.0.text", "us-relations#body.4.note.text"]
    assert found("zzyzx") == []


def test_other_names_and_other_forms_are_found_too() -> None:
    """As in the whole binder: by the names the glossary knows, by stem, without accents, in tables and charts."""
    assert "us-relations#body.0.text" in found("STCA")
    assert found("refugee") == found("refugees")
    assert found("quebec")
    assert found("lacolle")
    assert any(place.startswith("us-relations#body.2") for place in found("20593"))
    assert any(place.startswith("us-relations#body.2") for place in found("irregular crossings"))


def test_what_must_not_match() -> None:
    """A word that is excluded excludes its lines."""
    assert "us-relations#body.0.text" not in found("stca -roxham")


def test_every_line_with_a_literal_word_is_found() -> None:
    """Checked against a scan of what each line shows."""
    for line in US.lines:
        for word in " ".join(searchable_texts(line)).split():
            if word.isalpha() and len(word) > 4:
                assert str(line.address) in found(word.lower()), word


@given(ANY_TEXT)
def test_no_text_raises(text: str) -> None:
    """Whatever is asked, the places are places of the document, and the spans lie inside its texts."""
    within = HERE.find(US, text)
    assert {place.entry for place in within.addresses} <= {line.address.entry for line in US.lines}
    for line in US.lines:
        for shown in searchable_texts(line):
            spans = within.matcher.find_spans(shown, line.language) if within.matcher else ()
            assert all(0 <= start < end <= len(shown) for start, end in spans)


def test_places_are_put_on_lines_as_elsewhere() -> None:
    """Many at once give what one at a time does."""
    places = [Address("us-relations", ("body", 3, "table", "rows", 0, 0)), Address("stca-today"), Address("igc")]
    places += [line.address for line in US.lines]
    assert match_positions(US.lines, places) == tuple(find_line(US.lines, place) for place in places)


def test_stepping_goes_on_from_where_the_reader_is() -> None:
    """Not from the match that was seen last: the next one is the next below the cursor, in this document or beyond."""
    places = (Address("us-relations", ("body", 0, "text")), Address("stca-today", ("body", 0, "text")), Address("igc"))
    seen = MatchList(SMALL, places).in_document(US)
    at_match = seen.next_match(places[0], 0, 1)
    assert at_match == 1
    between = Address("us-relations", ("body", 4, "note", "text"))
    assert seen.match_at(between, 0) is None
    assert seen.next_match(between, 0, 1) == 1
    assert seen.next_match(between, 2, -1) == 0
    assert seen.next_match(Address("us-relations"), None, -1) == 2
    assert seen.next_match(places[0], 0, -1) == 2


def test_from_another_document_the_outline_tells_what_comes_next() -> None:
    """A reader who has wandered off goes on from there."""
    places = (Address("us-relations", ("body", 0, "text")), Address("united-states"), Address("stca"))
    seen = MatchList(SMALL, places).in_document(build_flow(SMALL, "igc", "en"))
    assert seen.next_match(Address("igc"), None, 1) == 1
    assert seen.next_match(Address("igc"), None, -1) == 0


@given(st.integers(0, 6), st.integers(0, 6), st.sampled_from([1, -1]), st.data())
def test_stepping_visits_every_match(count: int, start: int, step: int, data: st.DataObject) -> None:
    """From wherever one starts, as many steps as there are matches see each of them once."""
    lines = [line.address for line in US.lines if find_line(US.lines, line.address) is not None]
    distinct = list(dict.fromkeys(lines))
    chosen = sorted(data.draw(st.sets(st.integers(0, len(distinct) - 1), min_size=1, max_size=count + 1)))
    seen = MatchList(SMALL, tuple(distinct[number] for number in chosen)).in_document(US)
    here, last, visited = distinct[start % len(distinct)], None, []
    for _ in chosen:
        last = seen.next_match(here, last, step)
        here = seen.matches.addresses[last]
        visited.append(here)
    assert len(set(visited)) == len(chosen)
