"""The quality of search results in the shipped binder, for queries with known answers."""

from collections.abc import Sequence
from statistics import mean

import pytest
from bench.quality import RANK_BUDGET, RECALL_BUDGET, TOP, Answer, answer_queries
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.search.results import MAX_SNIPPET_LENGTH, Hits
from bindertui.services.library import Library
from bindertui.services.search import Finder
from bindertui.settings import Settings
from tests.helpers import examples
from tests.search.judged_queries import JUDGED
from tests.search.test_parser import ANY_TEXT
from tests.test_content import ROOT


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Searches the shipped binder."""
    home = str(tmp_path_factory.mktemp("home"))
    finder = Finder(Library.open(Settings.resolve({"HOME": home}, binder=ROOT)).snapshot())
    finder.prepare()
    return finder


@pytest.fixture(scope="module")
def answers(finder: Finder) -> list[Answer]:
    """Every judged query with its result."""
    return answer_queries(finder)


def failures(given: Sequence[Answer]) -> str:
    """Return the results that fall short, one per line."""
    return "\n".join(str(answer) for answer in given if answer.missed or answer.reciprocal_rank < 1)


@pytest.mark.parametrize("typing", [True, False])
def test_expected_entries_come_first(answers: list[Answer], typing: bool) -> None:
    """Recall among the first five hits, and the rank of the first correct hit, meet their targets."""
    given = [answer for answer in answers if answer.typing is typing]
    assert mean(answer.recall for answer in given) >= RECALL_BUDGET, failures(given)
    assert mean(answer.reciprocal_rank for answer in given) >= RANK_BUDGET, failures(given)


def test_expected_entries_exist(finder: Finder) -> None:
    """Every expected entry can be found, so none is missed because its name is wrong."""
    everything = finder.search("-zzzz", "en", 100_000).hits
    shown = {f"term:{hit.title.in_language('en')}" if hit.entry == "glossary" else hit.entry for hit in everything}
    wanted = {entry for queries in JUDGED.values() for judged in queries for entry in (*judged.expected, *judged.also)}
    assert wanted <= shown
    assert TOP == 5


@pytest.mark.parametrize(
    "names",
    [
        ("STCA", "ETPS", "Safe Third Country Agreement", "Entente sur les tiers pays sûrs"),
        ("IOM", "OIM", "International Organization for Migration", "Organisation internationale pour les migrations"),
        ("CBSA", "ASFC", "Canada Border Services Agency", "Agence des services frontaliers du Canada"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_names_of_a_thing_find_the_same(finder: Finder, names: Sequence[str], language: str) -> None:
    """Acronyms and names in either language find the same passages, shown in the reader's language."""
    found = [finder.search(name, language, 1000) for name in names]
    assert len({frozenset(hit.address for hit in hits.hits) for hits in found}) == 1
    assert {hit.language for hits in found for hit in hits.hits} <= {language, ""}


def check_spans(hits: Hits) -> None:
    """Check that spans are sorted, inside the text and do not overlap."""
    for hit in hits.hits:
        end = 0
        assert len(hit.snippet) <= MAX_SNIPPET_LENGTH
        for start, stop in hit.spans:
            assert end <= start < stop <= len(hit.snippet)
            end = stop


_PIECES = st.sampled_from(
    [
        *(
            "stca",
            "ETPS ",
            "refugee",
            "réfugiés ",
            "the ",
            "l'",
            "20 593 ",
            "5 décembre 2002 ",
            "us",
            "U.S. ",
            "roxam ",
        ),
        *(
            "kind:",
            "kind:partner ",
            "in:us-relations ",
            "is:",
            "lang:fr ",
            "asof:>2018 ",
            "source:S",
            "edition:..2019 ",
        ),
        *(
            '"',
            "« ",
            "” ",
            "(",
            ") ",
            "-",
            "-(",
            "~",
            " OR ",
            " OU ",
            "| ",
            ":",
            "<=",
            " ",
            "é",
            "\u0301",
            "\ud800",
            "🇨🇦",
        ),
    ]
)
QUERIES = ANY_TEXT | st.lists(_PIECES, max_size=12).map("".join)


@given(QUERIES, st.sampled_from(["en", "fr"]))
@example('KIND:PARTNER OR"REFUGEE', "fr")
@example("-(-STCA", "fr")
@example('-(SOURCE:0"I', "en")
@examples(150)
def test_any_text_can_be_searched(finder: Finder, text: str, language: str) -> None:
    """No query raises, typed or finished, and the spans of its hits are inside their snippets."""
    found = finder.search_as_you_type(text, language)
    check_spans(found.hits)
    check_spans(finder.next_hits(found, language))
    check_spans(finder.search(text, language, 50))
    order = finder.list_addresses(found, language)
    assert len(order) == found.hits.total
    assert {hit.address for hit in found.hits.hits} <= set(order)
