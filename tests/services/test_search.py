"""Searching one binder, while typing and with a finished query."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.generate import generate

from bindertui.services.library import Snapshot
from bindertui.services.search import Finder
from bindertui.store.cache.catalog import BinderCache
from bindertui.store.folder_repository import FolderRepository
from tests.search.binders import SMALL

SNAPSHOT = Snapshot(SMALL, FolderRepository(Path("small")))


def prepared() -> Finder:
    """A finder with a complete index."""
    finder = Finder(SNAPSHOT)
    finder.prepare()
    return finder


def test_a_word_is_found_before_it_is_finished() -> None:
    """While typing, the last word may be incomplete; in a finished query, it is a whole word."""
    finder = prepared()
    assert any(hit.entry == "igc" for hit in finder.search_as_you_type("intergov", "en").hits.hits)
    assert all(
        len(finder.search_as_you_type("consultations"[:size], "en").hits.hits) > 0
        for size in range(1, len("consultations"))
    )


def test_a_result_has_the_query_hits_order_and_matcher() -> None:
    """The text identifies the result; the order is that of the binder; the matcher highlights any text."""
    finder = prepared()
    found = finder.search_as_you_type("canada", "en")
    order = finder.list_addresses(found, "en")
    assert found.text == "canada"
    assert {hit.address for hit in found.hits.hits} <= set(order)
    entries = [address.entry for address in order]
    assert entries == sorted(
        entries, key=["us-relations", "stca-today", "igc", "united-states", "stca", "sources"].index
    )
    assert found.matcher is not None
    assert found.matcher.find_spans("In Canada only", "en") == ((3, 9),)


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "-", "()", "kind:", "AND", "*", "\x1b]52;c;aGk=\x07", "[/x]", "'" * 300]
)
def test_any_query_has_an_answer(text: str) -> None:
    """An empty text, half a phrase, operators and hostile text have a result, never an exception."""
    finder = Finder(SNAPSHOT)
    found = finder.search_as_you_type(text, "fr")
    assert found.text == text
    assert isinstance(prepared().search(text, "fr", 20).hits, tuple)
    if not text.strip():
        assert (found.hits.hits, finder.list_addresses(found, "fr"), found.matcher) == ((), (), None)


def test_accents_do_not_matter_in_any_language() -> None:
    """`refugies` finds réfugiés; passages of either language are found."""
    for language in ("en", "fr"):
        assert any("réfugiés" in hit.snippet for hit in prepared().search("refugies", language, 20).hits)
        assert any("refugees" in hit.snippet for hit in prepared().search("refugees", language, 20).hits)


def test_the_limit_does_not_change_the_total() -> None:
    """There are fewer hits than the total."""
    hits = prepared().search("the", "en", 1)
    assert len(hits.hits) == 1
    assert hits.total > 1


def test_threads_share_a_finder() -> None:
    """Simultaneous searches have their own results."""
    finder = prepared()
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda text: finder.search_as_you_type(text, "en"), ["canada", "refugees", "accord", "igc"] * 5)
        )
    assert [answer.text for answer in answers] == ["canada", "refugees", "accord", "igc"] * 5
    assert all(answer.hits.hits for answer in answers)


@pytest.fixture(name="binder")
def _binder(tmp_path: Path) -> FolderRepository:
    """A binder in a folder, with file times old enough to be trusted, and a cache."""
    generate(tmp_path / "binder", 300)
    for path in (tmp_path / "binder").rglob("*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    return FolderRepository(tmp_path / "binder", BinderCache(tmp_path / "cache"))


def test_a_large_update_runs_in_another_process(binder: FolderRepository) -> None:
    """Another process builds the index and reports its progress; the next finder has nothing to do."""
    told: list[tuple[int, int]] = []
    finder = Finder(Snapshot.of(binder))
    finder.prepare(lambda done, total: told.append((done, total)), in_subprocess=True)
    assert told
    assert told[-1][0] == told[-1][1] > 20
    assert (
        finder.search_as_you_type("immigr", "en").hits.total
        == prepared_in_memory(binder).search_as_you_type("immigr", "en").hits.total
        > 0
    )
    nothing: list[int] = []
    Finder(Snapshot.of(binder)).prepare(lambda done, _: nothing.append(done))
    assert nothing == []


def test_a_partial_index_can_be_searched(binder: FolderRepository) -> None:
    """A finder that is not prepared searches what is indexed so far, without waiting."""
    finder = Finder(Snapshot.of(binder))
    assert finder.search_as_you_type("immigr", "en").hits.total == 0
    finder.prepare()
    assert finder.search_as_you_type("immigr", "en").hits.total > 0


def test_several_processes_may_index_one_binder(binder: FolderRepository) -> None:
    """Of two that start at once, one indexes and the other waits; both find the same afterwards."""
    finders = [Finder(Snapshot.of(binder)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda finder: finder.prepare(in_subprocess=True), finders))
    totals = {finder.search_as_you_type("immigr", "en").hits.total for finder in finders}
    assert totals == {prepared_in_memory(binder).search_as_you_type("immigr", "en").hits.total}


def test_a_finder_of_older_files_changes_nothing(binder: FolderRepository) -> None:
    """After a newer snapshot, the finder of the older one does not update the index."""
    older = Snapshot.of(binder)
    Finder(older).prepare()
    section = min((binder.root / "sections").iterdir())
    section.write_text("title: {en: Zanzibar, fr: Zanzibar}\n", encoding="utf-8")
    Finder(Snapshot.of(binder)).prepare()
    late = Finder(older)
    late.cancel_indexing()
    late.prepare()
    assert Finder(Snapshot.of(binder)).search_as_you_type("zanzibar", "en").hits.total == 1


def test_an_edit_indexes_one_file(binder: FolderRepository) -> None:
    """If one file has changed, only it is indexed, and its new text is found."""
    Finder(Snapshot.of(binder)).prepare()
    section = min((binder.root / "sections").iterdir())
    section.write_text("title: {en: Zanzibar, fr: Zanzibar}\n", encoding="utf-8")
    told: list[tuple[int, int]] = []
    finder = Finder(Snapshot.of(binder))
    finder.prepare(lambda done, total: told.append((done, total)))
    assert told[-1][1] < 20
    assert [hit.entry for hit in finder.search_as_you_type("zanzibar", "en").hits.hits] == [section.stem]


def test_without_a_writable_cache_the_index_is_in_memory(binder: FolderRepository, tmp_path: Path) -> None:
    """And the finder says so."""
    (tmp_path / "cache").write_text("a file in the way")
    finder = Finder(Snapshot.of(binder))
    finder.prepare(in_subprocess=True)
    assert finder.in_memory
    assert finder.search_as_you_type("immigr", "en").hits.total > 0


def test_a_damaged_index_is_built_again(binder: FolderRepository) -> None:
    """An index with damaged files is deleted and built again, whenever the damage shows."""
    Finder(Snapshot.of(binder)).prepare()
    folder = Snapshot.of(binder).index_folder
    assert folder is not None
    for path in folder.rglob("*"):
        if path.suffix in {".idx", ".store", ".term", ".pos"}:
            path.write_bytes(b"\0" * path.stat().st_size)
    finder = Finder(Snapshot.of(binder))
    finder.prepare()
    assert (
        finder.search_as_you_type("immigr", "en").hits.total
        == prepared_in_memory(binder).search_as_you_type("immigr", "en").hits.total
    )


@pytest.mark.parametrize("lost", ["meta.json", "ledger.json", "state"])
def test_an_index_with_a_missing_file_is_built_again(binder: FolderRepository, lost: str) -> None:
    """An index without its list of files or its manifest never passes for a complete one."""
    Finder(Snapshot.of(binder)).prepare()
    folder = Snapshot.of(binder).index_folder
    assert folder is not None
    next(folder.rglob(lost)).unlink()
    finder = Finder(Snapshot.of(binder))
    finder.prepare()
    assert (
        finder.search_as_you_type("immigr", "en").hits.total
        == prepared_in_memory(binder).search_as_you_type("immigr", "en").hits.total
    )


def prepared_in_memory(repository: FolderRepository) -> Finder:
    """Return a finder for the same binder with its index in memory."""
    finder = Finder(Snapshot.of(FolderRepository(repository.root)))
    finder.prepare()
    return finder


def test_the_indexing_process_imports_nothing_from_the_current_folder(
    binder: FolderRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs the program's own code, whatever is in the current folder."""
    (tmp_path / "bindertui").mkdir()
    (tmp_path / "bindertui" / "__init__.py").write_text("open('taken', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    finder = Finder(Snapshot.of(binder))
    finder.prepare(in_subprocess=True)
    assert finder.search_as_you_type("immigr", "en").hits.total > 0
    assert not (tmp_path / "taken").exists()


@pytest.mark.parametrize(
    ("text", "extent", "english", "french"),
    [
        ("canada in:us-relation ", (7, 21), "Did you mean in:us-relations?", "Vouliez-vous dire dans:us-relations"),
        ("in:nope", (0, 7), "No passage has in:nope.", "Aucun passage ne correspond à dans:nope."),
        ("-partner:igcc canada ", (0, 13), "Did you mean partner:igc?", "Vouliez-vous dire partenaire:igc\u202f?"),
    ],
)
def test_an_unknown_value_is_reported_with_suggestions(
    text: str, extent: tuple[int, int], english: str, french: str
) -> None:
    """With its range in the query and similar values, in both languages; an unfinished value is not reported."""
    for problems in (
        prepared().search_as_you_type(text, "en").hits.problems,
        prepared().search(text, "en", 9).problems,
    ):
        (problem,) = problems
        assert problem.extent == extent
        assert english in problem.message.in_language("en")
        assert french in problem.message.in_language("fr")
    assert not prepared().search_as_you_type("in:us-rel", "en").hits.problems
    assert not prepared().search_as_you_type("in:us-relations ", "en").hits.problems


def test_exclusions_also_exclude_synonyms() -> None:
    """The exclusion takes precedence, in any order of words."""
    finder = prepared()
    assert finder.search("STCA", "en", 9).total
    assert not finder.search("STCA -STCA", "en", 9).total
    assert not finder.search("-STCA STCA ", "en", 9).total
