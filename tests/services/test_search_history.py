"""The search history, kept between runs."""

from pathlib import Path

import pytest

from bindertui.services.reader_state import MAX_QUERIES, SearchHistory


def test_queries_are_stored_for_each_binder(tmp_path: Path) -> None:
    """The queries of one binder are there in the next run, the latest last, and not in other binders."""
    for query in ("a", " b ", "a"):
        SearchHistory.load(tmp_path, "one").save(query)
    assert SearchHistory.load(tmp_path, "one").queries == ("b", "a")
    assert SearchHistory.load(tmp_path, "two").queries == ()


def test_sessions_of_one_reader_are_merged(tmp_path: Path) -> None:
    """Queries of one session stay when another session saves its own."""
    SearchHistory.load(tmp_path, "one").save("a")
    one, two = (SearchHistory.load(tmp_path, "one") for _ in range(2))
    one.save("b")
    two.save("c")
    one.save("a")
    assert SearchHistory.load(tmp_path, "one").queries == ("b", "c", "a")


def test_the_history_is_bounded(tmp_path: Path) -> None:
    """The oldest queries are dropped; empty and very long ones are not stored."""
    searches = SearchHistory.load(tmp_path, "one")
    for number in range(2 * MAX_QUERIES):
        searches = searches.add(f"query {number}")
    assert len(searches.queries) == MAX_QUERIES
    assert searches.queries[-1] == f"query {2 * MAX_QUERIES - 1}"
    assert searches.add("").add("x" * 10_000) == searches


@pytest.mark.parametrize("written", ["", "{", "7", '[1, null, "a", "b\\u001b[2J"]', '["' + "x" * 5000 + '", "a"]'])
def test_a_damaged_file_is_read_as_far_as_possible(tmp_path: Path, written: str) -> None:
    """And what is read is safe to show."""
    file = SearchHistory.load(tmp_path, "one").file
    file.parent.mkdir(parents=True)
    file.write_text(written)
    assert set(SearchHistory.load(tmp_path, "one").queries) <= {"a", "b\\x1b[2J"}


def test_ids_cannot_leave_the_folder(tmp_path: Path) -> None:
    """For any id of a binder, its queries are below the state folder."""
    SearchHistory.load(tmp_path, "../../out").save("a")
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / "searches"]
