"""The index compared with a brute-force search through every passage."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.binder import Binder
from bindertui.model.entries import Note, NoteData, Paragraph, Section
from bindertui.model.enums import EntryKind, NoteKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.text import NEUTRAL, Text
from bindertui.search.analysis import STOP_WORDS, split_words, stem, tokenize_numbers
from bindertui.search.index import Index
from bindertui.search.parser import parse
from bindertui.search.passages import IndexedPassage, binder_passages
from bindertui.store.folder_repository import FolderRepository
from tests.builders import cover, en_fr
from tests.helpers import examples
from tests.test_content import ROOT


@frozen
class ReadPassage:
    """A passage as the brute-force search sees it.

    Attributes:
        passage: the passage.
        texts: its folded words by language.
    """

    passage: IndexedPassage
    texts: dict[str, list[str]]


def read(binder: Binder) -> list[ReadPassage]:
    """Return every passage of a binder."""
    found = []
    for passage in binder_passages(binder):
        originals = passage.text.originals
        texts = {
            language: split_words(text) + [number.word for number in tokenize_numbers(text)]
            for language, text in originals
        }
        found.append(ReadPassage(passage, texts))
    return found


def find_places(index: Index, text: str, language: str = "en", *, typing: bool = False) -> set[str]:
    """Return the addresses that a search finds, without their language."""
    addresses = index.list_addresses(parse(text, typing=typing), language)
    return {str(address).removesuffix(".en").removesuffix(".fr") for address in addresses}


@cache
def shipped() -> tuple[Index, list[ReadPassage]]:
    """Return the index of the shipped binder, and its passages."""
    binder = FolderRepository(ROOT).binder()
    return Index.build(binder), read(binder)


def distinct_words(everything: Sequence[ReadPassage]) -> list[str]:
    """Return every word that occurs in a passage."""
    return sorted({word for each in everything for text in each.texts.values() for word in text})


def places_by(everything: Sequence[ReadPassage], name: Callable[[str, str], str]) -> dict[str, set[str]]:
    """Group the addresses of passages by a key computed from each of their words and its language."""
    found: dict[str, set[str]] = {}
    for each in everything:
        for language, text in each.texts.items():
            for word in text:
                found.setdefault(name(word, language), set()).add(str(each.passage.place))
    return found


def test_every_word_of_the_shipped_binder_finds_its_passages_and_nothing_else() -> None:
    """A word finds each passage with the word, its stem or a synonym, and no other passage."""
    index, everything = shipped()
    literally = places_by(everything, lambda word, _: word)
    stemmed = places_by(everything, lambda word, language: f"{language or 'en'}:{stem(word, language or 'en')}")
    joined = [(str(each.passage.place), [f" {' '.join(text)} " for text in each.texts.values()]) for each in everything]
    for word in distinct_words(everything):
        expected = set(literally[word])
        for language in ("en", "fr"):
            expected |= stemmed.get(f"{language}:{stem(word, language)}", set())
        # In small letters, a word such as `us` is not an acronym.
        for name in index.synonyms.by_words.get((word,), ()) if word not in STOP_WORDS else ():
            said = f" {' '.join(name.words)} "
            expected |= {place for place, texts in joined if any(said in text for text in texts)}
        assert find_places(index, word) == expected, word


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hits_are_highlighted_and_synonyms_explained(language: str) -> None:
    """Each hit has a highlight, and one without the word or a form of it names the synonym that matched."""
    index, everything = shipped()
    texts = {(str(each.passage.place), code): text for each in everything for code, text in each.texts.items()}
    for word in distinct_words(everything)[::8]:
        for hit in index.search(parse(word, typing=False), language, limit=100).hits:
            place = str(hit.address).removesuffix(f".{hit.language}") if hit.language else str(hit.address)
            stems = {stem(each, hit.language or "en") for each in texts[place, hit.language]}
            assert hit.spans, (word, hit)
            assert (hit.reason is None) == (stem(word, hit.language or "en") in stems), (word, hit)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_prefix_of_a_word_finds_its_passages(language: str) -> None:
    """Each prefix of a word finds every passage with the word."""
    index, everything = shipped()
    literally = places_by(everything, lambda word, _: word)
    for word in distinct_words(everything)[::40]:
        for length in range(1, len(word) + 1):
            assert literally[word] <= find_places(index, word[:length], language, typing=True), word[:length]


VOCABULARY = ("bravo", "kilometre", "zulu", "québec", "1991", "entente", "x9")
TEXT = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join)
BODY = st.builds(
    lambda text, sources, as_of, noted: (
        Note(NoteData(NoteKind.AFTERMATH, text), sources, as_of) if noted else Paragraph(text, sources, as_of)
    ),
    st.builds(en_fr, TEXT, TEXT) | TEXT.map(Text.plain),
    st.lists(st.sampled_from(["S1", "S2"]), max_size=2, unique=True).map(tuple),
    st.sampled_from([None, "2018", "2019-06"]),
    st.booleans(),
)
BINDERS = st.lists(st.lists(BODY, max_size=4).map(tuple), min_size=1, max_size=4).map(
    lambda bodies: InMemoryBinder(
        cover(*(f"part-{n}" for n in range(len(bodies)))),
        tuple(Section(f"part-{n}", en_fr("Title", "Titre"), body=body) for n, body in enumerate(bodies)),
    )
)

Predicate = Callable[[ReadPassage, str], bool]
"""Whether a passage matches in the words of one of its languages."""


def contains(text: Sequence[str], row: Sequence[str]) -> bool:
    """Return whether some words are adjacent."""
    return any(list(text[start : start + len(row)]) == list(row) for start in range(len(text)))


def word(typed: str) -> tuple[str, Predicate]:
    """Return the query for a word, and its predicate."""
    (folded,) = split_words(typed)
    return typed, lambda passage, language: folded in passage.texts[language]


def phrase(row: Sequence[str]) -> tuple[str, Predicate]:
    """Return the query for adjacent words, and its predicate."""
    folded = split_words(" ".join(row))
    return f'"{" ".join(row)}"', lambda passage, language: contains(passage.texts[language], folded)


def none_of(query: tuple[str, Predicate]) -> tuple[str, Predicate]:
    """Negate a query: no language of a passage may match."""
    text, matches = query
    return f"-({text})", lambda passage, _: not any(matches(passage, language) for language in passage.texts)


def all_of(queries: Sequence[tuple[str, Predicate]]) -> tuple[str, Predicate]:
    """Combine queries that must all match, in one language."""
    text = " ".join(f"({text})" if " OR " in text else text for text, _ in queries)
    return text, lambda passage, language: all(matches(passage, language) for _, matches in queries)


def any_of(queries: Sequence[tuple[str, Predicate]]) -> tuple[str, Predicate]:
    """Combine queries of which one must match."""
    text = " OR ".join(text for text, _ in queries)
    return f"({text})", lambda passage, language: any(matches(passage, language) for _, matches in queries)


def _codes(passage: ReadPassage) -> set[str]:
    return {code for language in passage.texts for code in ([language] if language != NEUTRAL else ["en", "fr"])}


FILTERS: tuple[tuple[str, Predicate], ...] = (
    ("kind:section", lambda read, _: read.passage.kind is EntryKind.SECTION),
    ("in:part-1", lambda read, _: read.passage.place.entry == "part-1"),
    ("source:s1", lambda read, _: "S1" in read.passage.sources),
    ("is:aftermath", lambda read, _: "aftermath" in read.passage.flags),
    ("asof:2019", lambda read, _: (read.passage.as_of or "").startswith("2019")),
    ("asof:<2019", lambda read, _: read.passage.as_of == "2018"),
    ("asof:>2018", lambda read, _: read.passage.as_of == "2019-06"),
)
LEAVES = (
    st.sampled_from(VOCABULARY).map(word)
    | st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=2).map(phrase)
    | st.sampled_from(FILTERS)
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(none_of)
        | st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
    ),
    max_leaves=5,
)


def matching_passages(everything: Sequence[ReadPassage], matches: Predicate) -> Iterator[ReadPassage]:
    """Yield the passages that match in one of their languages."""
    return (passage for passage in everything if any(matches(passage, language) for language in passage.texts))


@given(BINDERS, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2, unique=True), st.integers(0, 8))
def test_a_query_being_typed_finds_the_hits_of_the_finished_query(
    binder: InMemoryBinder, typed: list[str], left: int
) -> None:
    """Every passage with all the words is found while the last word is incomplete."""
    index, (_, matches) = Index.build(binder), all_of([word(each) for each in typed])
    expected = {str(each.passage.place) for each in matching_passages(read(binder), matches)}
    begun = " ".join([*typed[:-1], typed[-1][: max(len(typed[-1]) - left, 1)]])
    assert expected <= find_places(index, begun, typing=True)


@given(BINDERS, QUERIES, st.sampled_from(["en", "fr"]))
@examples(400)
def test_queries_mean_what_they_say(binder: InMemoryBinder, query: tuple[str, Predicate], language: str) -> None:
    """Words, phrases, -, OR, parentheses and fields find the same passages as the brute-force search.

    Entries without a matching passage may follow, once each.
    """
    text, matches = query
    index = Index.build(binder)
    expected = list(matching_passages(read(binder), matches))
    hits = index.search(parse(text, typing=False), language, limit=1000)
    found = [str(hit.address).removesuffix(".en").removesuffix(".fr") for hit in hits.hits]
    places = {str(each.passage.place) for each in expected}
    assert len(found) == len(set(found)) == hits.total
    assert places <= set(found)
    beside = [hit.entry for hit, place in zip(hits.hits, found, strict=True) if place not in places]
    assert len(beside) == len(set(beside))
    assert not {*beside} & {each.passage.place.entry for each in expected}
