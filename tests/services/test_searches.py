"""Earlier queries, kept between runs."""

from pathlib import Path

import pytest

from bindertui.services.reader_state import MAX_QUERIES, SearchHistory


def test_queries_are_kept_by_binder(tmp_path: Path) -> None:
    """What one binder was asked is there the next time, the latest last, and no other binder's."""
    for query in ("a", " b ", "a"):
        SearchHistory.load(tmp_path, "one").save(query)
    assert SearchHistory.load(tmp_path, "one").queries == ("b", "a")
    assert SearchHistory.load(tmp_path, "two").queries == ()


def test_sessions_of_one_reader_add_up(tmp_path: Path) -> None:
    """What one session has asked is there after another has asked something, too."""
    SearchHistory.load(tmp_path, "one").save("a")
    one, two = (SearchHistory.load(tmp_path, "one") for _ in range(2))
    one.save("b")
    two.save("c")
    one.save("a")
    assert SearchHistory.load(tmp_path, "one").queries == ("b", "c", "a")


def test_they_do_not_grow_without_bounds(tmp_path: Path) -> None:
    """The oldest go; what is empty or very long is not kept at all."""
    searches = SearchHistory.load(tmp_path, "one")
    for number in range(2 * MAX_QUERIES):
        searches = searches.add(f"query {number}")
    assert len(searches.queries) == MAX_QUERIES
    assert searches.queries[-1] == f"query {2 * MAX_QUERIES - 1}"
    assert searches.add("").add("x" * 10_000) == searches


@pytest.mark.parametrize("written", ["", "{", "7", '[1, null, "a", "b\\u001b[2J"]', '["' + "x" * 5000 + '", "a"]'])
def test_a_damaged_file_does_no_harm(tmp_path: Path, written: str) -> None:
    """What can be read of it is used, and is safe to show."""
    file = SearchHistory.load(tmp_path, "one").file
    file.parent.mkdir(parents=True)
    file.write_text(written)
    assert set(SearchHistory.load(tmp_path, "one").queries) <= {"a", "b\\x1b[2J"}


def test_no_id_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever a binder calls itself, its queries stay below the state folder."""
    SearchHistory.load(tmp_path, "../../out").save("a")
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / "searches"]
