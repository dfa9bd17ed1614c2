"""Searching: as one types, previewed, gone to, stepped through and left again."""

import pytest

from bindertui.document.flow import Run
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open, Session


def lit(session: Session) -> list[str]:
    """The texts that are lit in the document."""
    view = session.text
    runs: list[Run] = [run for number in range(view.row_count()) for run in view.row(number)]
    return [run.text for run in runs if run.highlighted]


async def test_hits_appear_as_one_types(open_app: Open) -> None:
    """Each key narrows the answer; the last word may be unfinished; hits stand under the titles of their entries."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("refu")
        shown = session.shows(session.results)
        assert shown.index("Context") < shown.index("Refugees are resettled")
        assert "Second section" in shown
        await session.type("gees yukon")
        shown = session.shows(session.results)
        assert "Refugees are resettled" in shown
        assert "Second section" not in shown


@pytest.mark.parametrize("query", ["quebec", "Québec", "QUEBEC", "québec"])
async def test_accents_and_case_are_folded(open_app: Open, query: str) -> None:
    """`quebec` finds Québec, and lights it."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type(query)
        await session.press("enter")
        assert session.here == "context#body.0.text"
        assert lit(session) == ["Québec"]


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
async def test_enter_goes_to_the_very_passage(open_app: Open, size: tuple[int, int]) -> None:
    """The best hit's line has the cursor, every match in the document is lit, and the results are gone."""
    async with open_app(size=size) as session:
        await session.press("slash")
        await session.type("second point")
        await session.press("enter")
        assert session.here == "inner#body.0.points.1.text"
        assert {text.lower() for text in lit(session)} == {"second", "point"}
        assert session.app.focused is session.text
        assert "results" not in session.visible()


@pytest.mark.parametrize("size", [TWO_PANES, THREE_PANES])
async def test_moving_over_the_hits_previews_them(open_app: Open, size: tuple[int, int]) -> None:
    """Down from the bar goes into the results; the text follows the hit under the cursor; enter goes there."""
    async with open_app(size=size, at="unhcr") as session:
        await session.press("slash")
        await session.type("refugees")
        await session.press("down")
        assert session.app.focused is session.results
        seen = []
        for _ in range(6):
            seen.append(session.here)
            await session.press("down")
        assert len(set(seen)) >= 4
        assert "reading" in session.visible()
        last = session.here
        await session.press("enter")
        assert session.here == last
        await session.press("left_square_bracket")
        assert session.here == "unhcr"


async def test_results_are_reached_in_one_pane(open_app: Open) -> None:
    """At 80 columns the results fill the screen while typing; down and enter choose among them."""
    async with open_app(size=ONE_PANE) as session:
        await session.press("slash")
        await session.type("refugees")
        assert session.visible() == ["results"]
        await session.press("down", "down", "down", "enter")
        assert session.visible() == ["reading"]
        assert session.here != "binder"


async def test_n_steps_in_reading_order_with_a_count(open_app: Open) -> None:
    """`n` and `N` go through every passage found, round the ends, and the status bar counts."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("refugees")
        await session.press("enter")
        total = int(session.status().split("/")[-1].split()[0])
        seen = [session.here]
        for _ in range(total):
            await session.press("n")
            assert f"/{total}" in session.status()
            seen.append(session.here)
        assert seen[0] == seen[-1]
        assert len(set(seen)) == total
        await session.press("N")
        assert session.here == seen[-2]
        order = [place for place in seen[:-1] if place.startswith(("context#body", "inner#", "after#", "second#"))]
        start = order.index("context#body.0.text")
        assert [*order[start:], *order[:start]] == [
            *("context#body.0.text", "inner#body.0.points.0.text", "after#body.0.text", "second#body.0.text")
        ]


async def test_n_before_any_search_says_what_to_do(open_app: Open) -> None:
    """Without a search there is nothing to step through."""
    async with open_app() as session:
        await session.press("n")
        assert "Press / to search first" in session.screen()


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
async def test_escape_leads_back_to_where_the_search_began(open_app: Open, size: tuple[int, int]) -> None:
    """From the bar and from the results alike; nothing is lit any more."""
    async with open_app(size=size, at="innermost#body.0.text") as session:
        for keys in (["escape"], ["down", "down", "down", "escape"]):
            await session.press("slash")
            await session.type("agency")
            await session.press(*keys)
            assert session.here == "innermost#body.0.text"
            assert session.app.focused is session.text
            assert "results" not in session.visible()
            assert lit(session) == []


async def test_escape_after_going_to_a_hit_ends_the_search_where_it_began(open_app: Open) -> None:
    """The lights go out, the count goes, and one step back leads to the hit again."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("yukon")
        await session.press("enter")
        hit = session.here
        await session.press("escape")
        assert session.here == "binder#onward"
        assert lit(session) == []
        assert "/" not in session.lines_at(-2).split("  ")[-2]
        await session.press("left_square_bracket")
        assert session.here == hit


async def test_back_leads_to_where_the_search_began(open_app: Open) -> None:
    """After going to a hit, one step back undoes it; previews leave no steps behind."""
    async with open_app(size=THREE_PANES, at="innermost#body.0.text") as session:
        await session.press("slash")
        await session.type("agency")
        await session.press("down", "down", "down", "enter", "left_square_bracket")
        assert session.here == "innermost#body.0.text"


async def test_nothing_found_is_said(open_app: Open) -> None:
    """The results say so, with the words as typed; enter does nothing."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("zzyzx")
        assert "Nothing found for “zzyzx”." in session.lines_at(1)
        await session.press("enter")
        assert session.here == "binder#onward"


async def test_hits_in_the_other_language_are_found(open_app: Open) -> None:
    """A reader of English finds a French word, and gets to the passage."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("profonds")
        assert "Mots profonds" in session.shows(session.results)
        await session.press("enter")
        assert session.here == "innermost#body.0.text"


async def test_typing_ahead_never_shows_a_stale_answer(open_app: Open) -> None:
    """However fast the keys come, the answer on the screen is the one to the last of them."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        bar = session.app.focused
        for text in ("r", "re", "ref", "agency", "a", "ag", "yukon", "", "deep", "deep w", "refugees yukon"):
            bar.value = text  # type: ignore[union-attr]
        await session.settle()
        assert session.answered == "refugees yukon"
        assert "Refugees are resettled" in session.shows(session.results)


async def test_enter_before_the_answer_waits_for_it(open_app: Open) -> None:
    """A query and enter typed in one breath go to that query's best hit, never to an earlier one's."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("agency")
        await session.pilot.press("home", "shift+end", *"yukon", "enter")
        await session.settle()
        assert session.here == "context#body.0.text"
        assert session.answered == "yukon"


async def test_enter_and_then_more_keys_do_not_pull_the_reader_back(open_app: Open) -> None:
    """After a hit is chosen no late answer opens the results again."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.pilot.press(*"yukon", "enter", "j", "k")
        await session.settle()
        assert "results" not in session.visible()
        assert session.app.focused is session.text


async def test_a_search_keeps_its_hits_in_the_other_language(open_app: Open) -> None:
    """Flipping the language in the results searches again for readers of that language."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        await session.type("yukon")
        await session.press("down", "l")
        assert "Contexte" in session.shows(session.results)
        assert "réfugiés" in session.shows(session.results)


async def test_a_query_that_makes_no_sense_is_explained(open_app: Open) -> None:
    """Half a phrase and an unknown filter never fail; what is wrong is told."""
    async with open_app(size=THREE_PANES) as session:
        for query in ('"half', "kind:nothing", "(", "-", "AND OR", "*"):
            await session.press("slash")
            session.app.focused.value = query  # type: ignore[union-attr]
            await session.settle()
            assert session.answered == query
            await session.press("escape")
