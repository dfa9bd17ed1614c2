"""Searching several binders at once."""

from pathlib import Path

from attrs import evolve

from bindertui.services.library import Snapshot
from bindertui.services.search import Finder, LibraryFinder
from bindertui.store.folder_repository import FolderRepository
from tests.search.binders import SMALL, paragraphs


def finder(*texts: str) -> Finder:
    """Return a finder for a binder with a paragraph for each text; without texts, for the small binder."""
    made = Finder(Snapshot(paragraphs(*texts) if texts else SMALL, FolderRepository(Path("small"))))
    made.prepare()
    return made


def test_the_best_of_all_comes_first_and_names_its_binder() -> None:
    """Hits of all binders are sorted by score, and the total counts all."""
    library = LibraryFinder(
        [("new", finder("Biometrics are new.", "Nothing else.")), ("old", finder("Old biometrics."))]
    )
    found = library.search_as_you_type("biometrics", "en")
    assert {hit.address.binder for hit in found.hits.hits} == {"new", "old"}
    assert found.hits.total == 2
    scores = [hit.score for hit in found.hits.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_next_page_follows_the_first() -> None:
    """Page by page, every hit comes once."""
    library = LibraryFinder([(name, finder(*(f"Word number {n} {name}." for n in range(30)))) for name in ("a", "b")])
    found = library.search_as_you_type("word", "en", 20)
    assert found.hits.total == 60
    pages = list(found.hits.hits)
    while len(pages) < found.hits.total:
        more = library.next_hits(evolve(found, hits=evolve(found.hits, hits=tuple(pages))), "en", 20)
        assert more.hits
        pages += more.hits
    assert len({str(hit.address) for hit in pages}) == 60


def test_scattered_hits_only_if_no_binder_has_better_ones() -> None:
    """If a binder has all words in one passage, partial matches in others are dropped."""
    apart, together = finder("Alpha stands here.", "Omega stands there."), finder("Alpha and omega.")
    assert LibraryFinder([("apart", apart)]).search_as_you_type("alpha omega", "en").hits.scattered
    found = LibraryFinder([("apart", apart), ("together", together)]).search_as_you_type("alpha omega", "en")
    assert not found.hits.scattered
    assert {hit.address.binder for hit in found.hits.hits} == {"together"}


def test_completions_have_no_duplicates() -> None:
    """A completion in two binders is offered once."""
    library = LibraryFinder([("a", finder()), ("b", finder()), ("c", finder("x"))])
    shown = [completion.label for completion in library.complete("in:", 3, "en")]
    assert len(shown) == len(set(shown))
    assert {"us-relations", "one"} <= set(shown)


def test_a_value_in_one_binder_is_no_problem() -> None:
    """Only a value that no binder has is reported, and underlined in the query."""
    library = LibraryFinder([("a", finder()), ("b", finder("x"))])
    found = library.search_as_you_type("in:us-relations ", "en")
    assert not found.hits.problems
    assert found.query is not None
    assert not found.query.problems
    found = library.search_as_you_type("in:nowhere ", "en")
    assert found.query is not None
    assert [problem.extent for problem in found.query.problems] == [(0, 10)]
    assert found.query.problems == found.hits.problems
