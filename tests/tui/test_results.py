"""The list of results: what is said of each hit, more of them on demand, and how matches are stepped through."""

from pathlib import Path

import pytest

from bindertui.tui.widgets.search_results import PAGE
from tests.conftest import WriteBinder
from tests.tui.conftest import THREE_PANES, TWO_PANES, Open

MANY = 5 * PAGE
"""Passages that have the word."""


@pytest.fixture
def long_binder(write_binder: WriteBinder) -> Path:
    """Five sections whose passages all have one word."""
    files = {}
    for section in range(5):
        points = "".join(f"  - text: Common words, number {section} {n}.\n" for n in range(MANY // 5))
        files[f"sections/part-{section}.yaml"] = f"title: Part {section}\nbody:\n{points}"
    return write_binder(files, "long")


async def test_hits_in_the_open_entry_are_marked(open_app: Open) -> None:
    """In words, not by colour alone; the entry is the one the search began in, whatever is previewed."""
    async with open_app(size=TWO_PANES, at="inner") as session:
        await session.press("slash")
        await session.type("refugees")
        heads = [line for line in session.lines_of(session.results) if "section" in line]
        assert any("Inner part" in line and "◂ open now" in line for line in heads)
        assert any("Second section" in line and "open now" not in line for line in heads)
        await session.press("down", "down", "down", "down", "down")
        assert [line for line in session.lines_of(session.results) if "section" in line] == heads


async def test_the_count_the_edition_and_why_are_said(open_app: Open) -> None:
    """How many passages and of which edition under the bar; behind a hit why it matched when not by the words typed."""
    async with open_app(size=TWO_PANES, language="fr") as session:
        await session.press("slash")
        await session.type("HCR")
        assert "passages" in session.lines_at(1)
        assert "Édition\u00a0: novembre\u00a02019" in session.lines_at(1)
        assert "(HCR → «\u00a0Agence" in session.shows(session.results)


async def test_words_that_no_passage_has_together(open_app: Open) -> None:
    """It is said that the hits are entries which have them between their passages."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("yukon site")
        assert "No passage has all your words. Showing entries that do." in session.lines_at(1)


async def test_more_hits_come_as_one_moves_down(open_app: Open, long_binder: Path) -> None:
    """The list grows before its end is reached, nothing above moves, and every hit can be got at."""
    async with open_app(long_binder, TWO_PANES) as session:
        await session.press("slash")
        await session.type("common")
        assert session.browse.result is not None
        assert len(session.browse.result.hits.hits) == PAGE
        assert session.lines_at(1).startswith(f" {MANY} passages")
        await session.press("down")
        seen = {session.here}
        for _ in range(MANY + 40):
            await session.press("down")
            seen.add(session.here)
        assert len(session.browse.result.hits.hits) == MANY
        assert len([place for place in seen if "#" in place]) == MANY


async def test_the_end_key_reaches_what_is_fetched_and_fetches_more(open_app: Open, long_binder: Path) -> None:
    """Page and end keys ask for more as well; the cursor stays on its hit while the list grows."""
    async with open_app(long_binder, TWO_PANES) as session:
        await session.press("slash")
        await session.type("common")
        await session.press("down", "end")
        here = session.here
        assert session.browse.result is not None
        assert len(session.browse.result.hits.hits) == 2 * PAGE
        assert session.here == here
        assert "▌" in session.shows(session.results)


async def test_a_chosen_hit_says_its_number_in_reading_order(open_app: Open, long_binder: Path) -> None:
    """And `n` goes on from there, to the next one down the page."""
    async with open_app(long_binder, TWO_PANES) as session:
        await session.press("slash")
        await session.type('"number 2 3"')
        await session.press("home")
        await session.type("common ")
        session.browse.bar.value = "common"
        await session.settle()
        await session.press("down", "down", "down", "enter")
        number = int(session.status().split("/")[0].split()[-1])
        first = session.here
        await session.press("n")
        assert f"{number % MANY + 1}/{MANY}" in session.status()
        await session.press("N")
        assert session.here == first


async def test_n_goes_on_from_where_the_reader_has_moved(open_app: Open, long_binder: Path) -> None:
    """From the cursor, not from the match seen last; between two matches a dash stands for the number."""
    async with open_app(long_binder, THREE_PANES) as session:
        await session.press("slash")
        await session.type("common")
        await session.press("enter")
        session.browse.go(session.browse.here.__class__("part-3"))
        await session.settle()
        assert f"–/{MANY}" in session.status()
        await session.press("n")
        assert session.here == "part-3#body.0.text"
        assert f"{3 * MANY // 5 + 1}/{MANY}" in session.status()
        await session.press("up", "N")
        assert session.here == f"part-2#body.{MANY // 5 - 1}.text"
        await session.press("j", "G", "n")
        assert session.here == "part-3#body.0.text"


async def test_the_results_come_back_with_the_bar(open_app: Open) -> None:
    """Slash after a hit was chosen shows the query and its hits again; any key replaces it."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("refugees")
        await session.press("enter", "slash")
        assert session.browse.bar.value == "refugees"
        assert "results" in session.visible()
        await session.type("yukon")
        assert session.browse.bar.value == "yukon"


async def test_how_far_the_index_is_is_said_in_words(open_app: Open) -> None:
    """On the status line, as a bar and as numbers written as the language writes them."""
    for language, words in (("en", "Indexing 3,400 of 10,000"), ("fr", "Indexation\u00a0: 3\u00a0400 sur 10\u00a0000")):
        async with open_app(size=TWO_PANES, language=language) as session:
            session.browse.index_progress = (3400, 10000)
            await session.settle()
            assert f"━━━┄┄┄┄┄┄┄ {words}" in session.status()
            session.browse.index_progress = None
            await session.settle()
            assert "10" not in session.status()
