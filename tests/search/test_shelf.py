"""The shelf: an index that is kept between runs, brought up to date file by file, and thrown away without regret."""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.entries import Paragraph, Partner, Section
from bindertui.model.enums import PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.text import Text
from bindertui.search.index import Index, IndexStore, index_folder
from bindertui.search.indexer import BusyError
from bindertui.search.parser import parse
from bindertui.search.synonyms import Synonyms
from tests.builders import cover, en_fr
from tests.helpers import examples
from tests.search.binders import SMALL


def found(index: Index, text: str = "unhcr", language: str = "en") -> list[str]:
    """What a search finds."""
    return [str(hit.address) for hit in index.search(parse(text, typing=False), language).hits]


def in_order(index: Index, text: str) -> list[str]:
    """The places a search finds, in reading order."""
    return [str(place) for place in index.list_addresses(parse(text, typing=False), "en")]


def with_digests(binder: InMemoryBinder) -> InMemoryBinder:
    """The binder with a digest for each file, as the store would give."""
    return evolve(binder, digests={path: str(hash(repr(binder.file_content(path)))) for path in binder.files()})


def updated(binder: InMemoryBinder, folder: Path | None) -> tuple[Index, list[str]]:
    """The index of a binder as it is kept in a folder, and the files that were indexed for it."""
    shelf = IndexStore(with_digests(binder), folder)
    changes = shelf.find_changes()
    return shelf.update(changes), [file.path for file, _ in changes.to_index]


def section(name: str, *words: str, title: str = "Part") -> Section:
    """A section with a paragraph for each word."""
    body = tuple(Paragraph(en_fr(f"About {word}.", f"Sur {word}.")) for word in words)
    return Section(name, en_fr(f"{title} {name}", f"Partie {name}"), body=body)


def binder_of(*sections: Section) -> InMemoryBinder:
    """A binder of some sections."""
    return InMemoryBinder(cover(*(section.id for section in sections)), sections)


def test_an_index_is_built_once_and_found_again(tmp_path: Path) -> None:
    """A second start opens what the first has built, finds the same, and has nothing to do."""
    index, written = updated(SMALL, tmp_path / "index")
    assert found(index) == found(Index.build(SMALL))
    assert len(written) == len(SMALL.files())
    again, nothing = updated(SMALL, tmp_path / "index")
    assert found(again) == found(Index.build(SMALL))
    assert nothing == []


def test_a_changed_file_is_indexed_alone(tmp_path: Path) -> None:
    """An edit costs its own file; what it said before is not found any more, what it says now is, in its old place."""
    before = binder_of(section("a", "alpha"), section("b", "beta"), section("c", "gamma"))
    updated(before, tmp_path / "index")
    after = binder_of(section("a", "alpha"), section("b", "delta"), section("c", "gamma"))
    index, written = updated(after, tmp_path / "index")
    assert written == ["sections/b.yaml"]
    assert found(index, "beta") == []
    assert found(index, "delta") == ["b#body.0.text.en"]
    assert in_order(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]


def test_a_new_file_takes_its_place_in_reading_order(tmp_path: Path) -> None:
    """A section added in the middle is found between its neighbours, which stay as they are; a removed one is gone."""
    updated(binder_of(section("a", "alpha"), section("c", "gamma")), tmp_path / "index")
    index, written = updated(
        binder_of(section("a", "alpha"), section("b", "beta"), section("c", "gamma")), tmp_path / "index"
    )
    assert written == ["binder.yaml", "sections/b.yaml"]
    assert in_order(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]
    index, _ = updated(binder_of(section("b", "beta")), tmp_path / "index")
    assert in_order(index, "about") == ["b#body.0.text.en"]


def test_a_moved_file_is_indexed_alone(tmp_path: Path) -> None:
    """When the last section comes first, only it is indexed anew."""
    first, second, third = section("a", "alpha"), section("b", "beta"), section("c", "gamma")
    updated(binder_of(first, second, third), tmp_path / "index")
    index, written = updated(binder_of(third, first, second), tmp_path / "index")
    assert written == ["binder.yaml", "sections/c.yaml"]
    assert in_order(index, "about") == ["c#body.0.text.en", "a#body.0.text.en", "b#body.0.text.en"]


def test_a_new_title_reaches_the_files_that_show_it(tmp_path: Path) -> None:
    """An entry that is renamed is found by its new name wherever a bare link shows it."""
    link = Section("b", en_fr("B", "B"), body=(Paragraph(en_fr("See [[a]] first.", "Voir [[a]] d’abord.")),))
    updated(binder_of(section("a", title="Old"), link, section("c")), tmp_path / "index")
    index, written = updated(binder_of(section("a", title="New"), link, section("c")), tmp_path / "index")
    assert "sections/c.yaml" not in written
    assert "b#body.0.text.en" in found(index, "new")
    assert "b#body.0.text.en" not in found(index, "old")


@examples(60)
@given(st.lists(st.permutations("abcdef").map(lambda ids: ids[:4]), min_size=1, max_size=6), st.data())
def test_an_index_that_was_kept_finds_what_a_new_one_finds(orders: list[list[str]], data: st.DataObject) -> None:
    """Whatever is added, removed, moved and rewritten, step by step, the index finds the same as one built at once."""
    shelf: IndexStore | None = None
    for order in orders:
        words = data.draw(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=4, max_size=4))
        binder = with_digests(binder_of(*(section(name, word) for name, word in zip(order, words, strict=True))))
        if shelf is None:
            shelf = IndexStore(binder, None)
        shelf.binder = binder
        index = shelf.update(shelf.find_changes())
        whole = Index.build(binder)
        for text in ("about", "alpha", "part", "sur"):
            assert in_order(index, text) == in_order(whole, text)


def test_a_writer_that_died_leaves_nothing_behind(tmp_path: Path) -> None:
    """What an interrupted update had begun to write is written again, and found once."""
    before = binder_of(section("a", "alpha"), section("b", "beta"))
    updated(before, tmp_path / "index")
    after = binder_of(section("a", "alpha"), section("b", "delta"), section("c", "gamma"))
    shelf = IndexStore(with_digests(after), tmp_path / "index")

    class StopError(Exception):
        """Stops the update."""

    def stop(done: int, total: int) -> None:
        if done == total:
            raise StopError

    with pytest.raises(StopError):
        shelf.update(shelf.find_changes(), stop)
    del shelf
    index, _ = updated(after, tmp_path / "index")
    assert in_order(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    """While one updates the index, another is told that it is busy, and may read what is there."""
    shelf = IndexStore(SMALL, tmp_path / "index")
    other = IndexStore(SMALL, tmp_path / "index")
    met: list[int] = []

    def meet(done: int, total: int) -> None:
        if not met:
            with pytest.raises(BusyError):
                other.update(other.find_changes())
            met.append(len(found(other.index)))

    shelf.update(shelf.find_changes(), meet)
    assert met == [0]
    other.reopen()
    assert found(other.index) == found(shelf.index)


def test_an_index_is_of_the_state_it_was_marked_with(tmp_path: Path) -> None:
    """A start compares one word with the state of the files; an update takes the mark away."""
    shelf = IndexStore(SMALL, tmp_path / "index", "state")
    shelf.update(shelf.find_changes())
    assert not shelf.is_current
    shelf.mark_current()
    assert IndexStore(SMALL, tmp_path / "index", "state").is_current
    assert not IndexStore(SMALL, tmp_path / "index", "another").is_current
    shelf.update(IndexStore(SMALL, None).find_changes())
    assert not IndexStore(SMALL, tmp_path / "index", "state").is_current


def test_names_are_kept_with_the_index_of_the_same_files(tmp_path: Path) -> None:
    """A start on the same files reads the names from beside the index; of other files, or damaged, from the binder."""
    named = Partner("unhcr", PartnerKind.ORGANIZATION, Text.plain("UN Refugee Agency (The Agency)"))
    binder, folder = evolve(SMALL, partners=(named,)), tmp_path / "index"
    shelf = IndexStore(binder, folder, "state")
    shelf.update(shelf.find_changes())
    shelf.mark_current()
    names = Synonyms.from_binder(binder)
    assert names.by_words
    assert IndexStore(SMALL, folder, "state").index.synonyms == names
    assert IndexStore(SMALL, folder, "another").index.synonyms == Synonyms.from_binder(SMALL)
    for damaged in ("{", "[1]", "[1, 2]", '[1, [["a", [[["b"]]]]]]'):
        (folder / "names.json").write_text(damaged)
        assert IndexStore(binder, folder, "state").index.synonyms == names


def test_another_edition_has_an_index_of_its_own(tmp_path: Path) -> None:
    """What every passage says of its binder is part of where the index lies."""
    later = evolve(SMALL, cover=evolve(SMALL.cover, edition="2021-10"))
    assert index_folder(SMALL, tmp_path) != index_folder(later, tmp_path)


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    """Where an index cannot be opened, that is said, so that it can be thrown away."""
    updated(SMALL, tmp_path / "index")
    (tmp_path / "index" / "meta.json").write_text("{")
    with pytest.raises(ValueError, match=r"."):
        IndexStore(SMALL, tmp_path / "index")


def test_a_lost_ledger_means_indexing_all_anew(tmp_path: Path) -> None:
    """Without knowing what an index holds, everything is written again and nothing is found twice."""
    updated(SMALL, tmp_path / "index")
    (tmp_path / "index" / "ledger.json").write_text("[1")
    index, written = updated(SMALL, tmp_path / "index")
    assert found(index) == found(Index.build(SMALL))
    assert len(written) == len(SMALL.files())
