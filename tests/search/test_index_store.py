"""Index stores: an index is kept between runs, updated file by file, and can be deleted at any time."""

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


def find_places(index: Index, text: str = "unhcr", language: str = "en") -> list[str]:
    """Return the addresses that a search finds."""
    return [str(hit.address) for hit in index.search(parse(text, typing=False), language).hits]


def list_places(index: Index, text: str) -> list[str]:
    """Return the addresses that a search finds, in reading order."""
    return [str(place) for place in index.list_addresses(parse(text, typing=False), "en")]


def add_digests(binder: InMemoryBinder) -> InMemoryBinder:
    """Return the binder with a digest for each file, as a repository would provide."""
    return evolve(binder, digests={path: str(hash(repr(binder.file_content(path)))) for path in binder.files()})


def update(binder: InMemoryBinder, folder: Path | None) -> tuple[Index, list[str]]:
    """Return the updated index of a binder in a folder, and the files that were indexed for it."""
    store = IndexStore(add_digests(binder), folder)
    changes = store.find_changes()
    return store.update(changes), [file.path for file, _ in changes.to_index]


def section(name: str, *words: str, title: str = "Part") -> Section:
    """Return a section with a paragraph for each word."""
    body = tuple(Paragraph(en_fr(f"About {word}.", f"Sur {word}.")) for word in words)
    return Section(name, en_fr(f"{title} {name}", f"Partie {name}"), body=body)


def binder_with(*sections: Section) -> InMemoryBinder:
    """Return a binder of some sections."""
    return InMemoryBinder(cover(*(section.id for section in sections)), sections)


def test_an_index_is_built_once_and_found_again(tmp_path: Path) -> None:
    """A second start opens the index of the first, finds the same, and has nothing to do."""
    index, written = update(SMALL, tmp_path / "index")
    assert find_places(index) == find_places(Index.build(SMALL))
    assert len(written) == len(SMALL.files())
    again, nothing = update(SMALL, tmp_path / "index")
    assert find_places(again) == find_places(Index.build(SMALL))
    assert nothing == []


def test_a_changed_file_is_indexed_alone(tmp_path: Path) -> None:
    """An edit indexes its own file only; its old text is no longer found, its new text is, at its old position."""
    before = binder_with(section("a", "alpha"), section("b", "beta"), section("c", "gamma"))
    update(before, tmp_path / "index")
    after = binder_with(section("a", "alpha"), section("b", "delta"), section("c", "gamma"))
    index, written = update(after, tmp_path / "index")
    assert written == ["sections/b.yaml"]
    assert find_places(index, "beta") == []
    assert find_places(index, "delta") == ["b#body.0.text.en"]
    assert list_places(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]


def test_a_new_file_takes_its_place_in_reading_order(tmp_path: Path) -> None:
    """A section added in the middle is found between its neighbours, which are not indexed again."""
    update(binder_with(section("a", "alpha"), section("c", "gamma")), tmp_path / "index")
    index, written = update(
        binder_with(section("a", "alpha"), section("b", "beta"), section("c", "gamma")), tmp_path / "index"
    )
    assert written == ["binder.yaml", "sections/b.yaml"]
    assert list_places(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]
    index, _ = update(binder_with(section("b", "beta")), tmp_path / "index")
    assert list_places(index, "about") == ["b#body.0.text.en"]


def test_a_moved_file_is_indexed_alone(tmp_path: Path) -> None:
    """If the last section becomes the first, only it is indexed again."""
    first, second, third = section("a", "alpha"), section("b", "beta"), section("c", "gamma")
    update(binder_with(first, second, third), tmp_path / "index")
    index, written = update(binder_with(third, first, second), tmp_path / "index")
    assert written == ["binder.yaml", "sections/c.yaml"]
    assert list_places(index, "about") == ["c#body.0.text.en", "a#body.0.text.en", "b#body.0.text.en"]


def test_a_new_title_reaches_the_files_that_show_it(tmp_path: Path) -> None:
    """A renamed entry is found by its new name wherever a link without a text shows it."""
    link = Section("b", en_fr("B", "B"), body=(Paragraph(en_fr("See [[a]] first.", "Voir [[a]] d’abord.")),))
    update(binder_with(section("a", title="Old"), link, section("c")), tmp_path / "index")
    index, written = update(binder_with(section("a", title="New"), link, section("c")), tmp_path / "index")
    assert "sections/c.yaml" not in written
    assert "b#body.0.text.en" in find_places(index, "new")
    assert "b#body.0.text.en" not in find_places(index, "old")


@examples(60)
@given(st.lists(st.permutations("abcdef").map(lambda ids: ids[:4]), min_size=1, max_size=6), st.data())
def test_an_updated_index_equals_a_new_one(orders: list[list[str]], data: st.DataObject) -> None:
    """After any additions, removals, moves and edits, an updated index finds the same as one built from nothing."""
    store: IndexStore | None = None
    for order in orders:
        words = data.draw(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=4, max_size=4))
        binder = add_digests(binder_with(*(section(name, word) for name, word in zip(order, words, strict=True))))
        if store is None:
            store = IndexStore(binder, None)
        store.binder = binder
        index = store.update(store.find_changes())
        whole = Index.build(binder)
        for text in ("about", "alpha", "part", "sur"):
            assert list_places(index, text) == list_places(whole, text)


def test_a_writer_that_died_leaves_nothing_behind(tmp_path: Path) -> None:
    """Files of an interrupted update are indexed again, and found once."""
    before = binder_with(section("a", "alpha"), section("b", "beta"))
    update(before, tmp_path / "index")
    after = binder_with(section("a", "alpha"), section("b", "delta"), section("c", "gamma"))
    store = IndexStore(add_digests(after), tmp_path / "index")

    class StopError(Exception):
        """Stops the update."""

    def stop(done: int, total: int) -> None:
        if done == total:
            raise StopError

    with pytest.raises(StopError):
        store.update(store.find_changes(), stop)
    del store
    index, _ = update(after, tmp_path / "index")
    assert list_places(index, "about") == ["a#body.0.text.en", "b#body.0.text.en", "c#body.0.text.en"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """While one process updates the index, another gets `BusyError` and can still search."""
    store = IndexStore(SMALL, tmp_path / "index")
    other = IndexStore(SMALL, tmp_path / "index")
    seen: list[int] = []

    def update_meanwhile(done: int, total: int) -> None:
        if not seen:
            with pytest.raises(BusyError):
                other.update(other.find_changes())
            seen.append(len(find_places(other.index)))

    store.update(store.find_changes(), update_meanwhile)
    assert seen == [0]
    other.reopen()
    assert find_places(other.index) == find_places(store.index)


def test_an_index_is_of_the_state_it_was_marked_with(tmp_path: Path) -> None:
    """A start compares the mark with the state of the files; an update removes the mark."""
    store = IndexStore(SMALL, tmp_path / "index", "state")
    store.update(store.find_changes())
    assert not store.is_current
    store.mark_current()
    assert IndexStore(SMALL, tmp_path / "index", "state").is_current
    assert not IndexStore(SMALL, tmp_path / "index", "another").is_current
    store.update(IndexStore(SMALL, None).find_changes())
    assert not IndexStore(SMALL, tmp_path / "index", "state").is_current


def test_synonyms_are_stored_with_the_index(tmp_path: Path) -> None:
    """Synonyms come from the index of the same files; for other files, or if damaged, from the binder."""
    named = Partner("unhcr", PartnerKind.ORGANIZATION, Text.plain("UN Refugee Agency (The Agency)"))
    binder, folder = evolve(SMALL, partners=(named,)), tmp_path / "index"
    store = IndexStore(binder, folder, "state")
    store.update(store.find_changes())
    store.mark_current()
    names = Synonyms.from_binder(binder)
    assert names.by_words
    assert IndexStore(SMALL, folder, "state").index.synonyms == names
    assert IndexStore(SMALL, folder, "another").index.synonyms == Synonyms.from_binder(SMALL)
    for damaged in ("{", "[1]", "[1, 2]", '[1, [["a", [[["b"]]]]]]'):
        (folder / "names.json").write_text(damaged)
        assert IndexStore(binder, folder, "state").index.synonyms == names


def test_another_edition_has_an_index_of_its_own(tmp_path: Path) -> None:
    """The folder of an index depends on everything its passages say about the binder."""
    later = evolve(SMALL, cover=evolve(SMALL.cover, edition="2021-10"))
    assert index_folder(SMALL, tmp_path) != index_folder(later, tmp_path)


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    """An index that cannot be opened raises an error, so that it can be deleted."""
    update(SMALL, tmp_path / "index")
    (tmp_path / "index" / "meta.json").write_text("{")
    with pytest.raises(ValueError, match=r"."):
        IndexStore(SMALL, tmp_path / "index")


def test_without_a_manifest_everything_is_indexed_again(tmp_path: Path) -> None:
    """Without a manifest, everything is written again and nothing is found twice."""
    update(SMALL, tmp_path / "index")
    (tmp_path / "index" / "ledger.json").write_text("[1")
    index, written = update(SMALL, tmp_path / "index")
    assert find_places(index) == find_places(Index.build(SMALL))
    assert len(written) == len(SMALL.files())
