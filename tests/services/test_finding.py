"""Finding in a snapshot: while typing, and with a whole query."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.generate import generate

from bindertui.services.library import Snapshot
from bindertui.services.search import Finder
from bindertui.store.cache.catalog import Catalog
from bindertui.store.folder_repository import FolderRepository
from tests.search.binders import SMALL

SNAPSHOT = Snapshot(SMALL, FolderRepository(Path("small")))


def prepared() -> Finder:
    """A finder whose index is complete."""
    finder = Finder(SNAPSHOT)
    finder.prepare()
    return finder


def test_a_word_is_found_before_it_is_finished() -> None:
    """While typing, the last word may be a beginning; a whole query means what it says."""
    finder = prepared()
    assert any(hit.entry == "igc" for hit in finder.search_as_you_type("intergov", "en").hits.hits)
    assert all(
        len(finder.search_as_you_type("consultations"[:size], "en").hits.hits) > 0
        for size in range(1, len("consultations"))
    )


def test_what_is_typed_comes_back_with_its_hits_order_and_matcher() -> None:
    """The text tells which answer this is; the order is that of the binder; the matcher lights any text."""
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
    """Nothing typed, half a phrase, operators, hostile text: an answer, never an exception."""
    finder = Finder(SNAPSHOT)
    found = finder.search_as_you_type(text, "fr")
    assert found.text == text
    assert isinstance(prepared().search(text, "fr", 20).hits, tuple)
    if not text.strip():
        assert (found.hits.hits, finder.list_addresses(found, "fr"), found.matcher) == ((), (), None)


def test_accents_do_not_matter_in_any_language() -> None:
    """`refugies` finds réfugiés; each language finds the other's passages."""
    for language in ("en", "fr"):
        assert any("réfugiés" in hit.snippet for hit in prepared().search("refugies", language, 20).hits)
        assert any("refugees" in hit.snippet for hit in prepared().search("refugees", language, 20).hits)


def test_the_limit_holds_and_the_total_is_told() -> None:
    """Fewer hits than there are, and how many there are."""
    hits = prepared().search("the", "en", 1)
    assert len(hits.hits) == 1
    assert hits.total > 1


def test_threads_share_a_finder() -> None:
    """Searches at once give each its own answer."""
    finder = prepared()
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda text: finder.search_as_you_type(text, "en"), ["canada", "refugees", "accord", "igc"] * 5)
        )
    assert [answer.text for answer in answers] == ["canada", "refugees", "accord", "igc"] * 5
    assert all(answer.hits.hits for answer in answers)


@pytest.fixture(name="binder")
def _binder(tmp_path: Path) -> FolderRepository:
    """A binder in a folder, settled long enough ago for its times to tell its state, and a cache."""
    generate(tmp_path / "binder", 300)
    for path in (tmp_path / "binder").rglob("*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    return FolderRepository(tmp_path / "binder", Catalog(tmp_path / "cache"))


def test_another_process_indexes_what_takes_long(binder: FolderRepository) -> None:
    """The index is built by another process, which says how far it is; the next finder has nothing to do."""
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


def test_what_is_indexed_so_far_can_be_searched(binder: FolderRepository) -> None:
    """A finder that is not prepared answers at once, from what there is."""
    finder = Finder(Snapshot.of(binder))
    assert finder.search_as_you_type("immigr", "en").hits.total == 0
    finder.prepare()
    assert finder.search_as_you_type("immigr", "en").hits.total > 0


def test_several_processes_may_index_one_binder(binder: FolderRepository) -> None:
    """Of two that begin at once, one indexes and the other waits; both find the same afterwards."""
    finders = [Finder(Snapshot.of(binder)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda finder: finder.prepare(in_subprocess=True), finders))
    totals = {finder.search_as_you_type("immigr", "en").hits.total for finder in finders}
    assert totals == {prepared_in_memory(binder).search_as_you_type("immigr", "en").hits.total}


def test_a_finder_of_older_files_takes_nothing_back(binder: FolderRepository) -> None:
    """Where one snapshot follows another, the finder of the first leaves the index to that of the second."""
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
    """When one file has changed, it alone is indexed, and what it says now is found."""
    Finder(Snapshot.of(binder)).prepare()
    section = min((binder.root / "sections").iterdir())
    section.write_text("title: {en: Zanzibar, fr: Zanzibar}\n", encoding="utf-8")
    told: list[tuple[int, int]] = []
    finder = Finder(Snapshot.of(binder))
    finder.prepare(lambda done, total: told.append((done, total)))
    assert told[-1][1] < 20
    assert [hit.entry for hit in finder.search_as_you_type("zanzibar", "en").hits.hits] == [section.stem]


def test_a_cache_that_cannot_be_written_is_done_without(binder: FolderRepository, tmp_path: Path) -> None:
    """Where nothing can be kept, an index in memory answers, and that is told."""
    (tmp_path / "cache").write_text("a file in the way")
    finder = Finder(Snapshot.of(binder))
    finder.prepare(in_subprocess=True)
    assert finder.in_memory
    assert finder.search_as_you_type("immigr", "en").hits.total > 0


def test_a_damaged_index_is_built_anew(binder: FolderRepository) -> None:
    """An index whose files are damaged is thrown away and built again, whenever that shows."""
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
def test_an_index_that_has_lost_a_file_is_built_anew(binder: FolderRepository, lost: str) -> None:
    """An index without the file that says what it is made of, or what it holds, never passes for one that is whole."""
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
    """A finder over the same binder that keeps nothing."""
    finder = Finder(Snapshot.of(FolderRepository(repository.root)))
    finder.prepare()
    return finder


def test_the_folder_one_stands_in_is_no_place_to_import_from(
    binder: FolderRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that indexes runs the program's own code, whatever lies in the present folder."""
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
def test_a_value_that_nothing_has_is_told_with_what_may_be_meant(
    text: str, extent: tuple[int, int], english: str, french: str
) -> None:
    """Its place in the query, and the nearest there is, in both languages; a half-typed one is let be."""
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


def test_what_is_left_out_is_not_found_by_another_name() -> None:
    """Exclusion wins, in whichever order the words come."""
    finder = prepared()
    assert finder.search("STCA", "en", 9).total
    assert not finder.search("STCA -STCA", "en", 9).total
    assert not finder.search("-STCA STCA ", "en", 9).total
