"""The bar: completions under it, problems in it, earlier queries behind it."""

import json
from pathlib import Path

import pytest

from bindertui.tui.widgets.completion_list import CompletionList
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open, Session


def listed(session: Session) -> list[str]:
    """The list under the bar, row by row; empty while it is closed."""
    view = session.browse.query_one(CompletionList)
    return view.render().plain.split("\n") if view.display else []


def kept(folder: Path) -> object:
    """The earlier queries in the one file that keeps them."""
    (file,) = folder.rglob("searches/*.json")
    return json.loads(file.read_text())


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
async def test_tab_takes_what_is_offered(open_app: Open, size: tuple[int, int]) -> None:
    """A name and then a value, each with what it means beside it; the answer follows."""
    async with open_app(size=size) as session:
        await session.press("slash")
        await session.type("ki")
        (row,) = listed(session)
        assert row.strip().startswith("kind:")
        await session.press("tab")
        assert session.browse.bar.value == "kind:"
        assert len(listed(session)) == 6
        await session.type("pa")
        await session.press("tab")
        assert session.browse.bar.value == "kind:partner "
        assert listed(session) == []
        assert session.answered == "kind:partner "


async def test_entries_are_offered_by_id_and_by_title(open_app: Open) -> None:
    """`in:` and `partner:` offer entries with their titles, in the reader's language; a word of the title will do."""
    async with open_app(size=TWO_PANES, language="fr") as session:
        await session.press("slash")
        await session.type("dans:inn")
        assert [row.split()[0] for row in listed(session)] == ["inner", "innermost"]
        assert "Partie intérieure" in listed(session)[0]
        await session.press("escape")
        session.browse.bar.value = ""
        await session.type("partenaire:norv")
        assert [row.split()[0] for row in listed(session)] == ["norway"]
        await session.press("right")
        assert session.browse.bar.value == "partenaire:norway "


async def test_arrows_choose_while_the_list_is_open(open_app: Open) -> None:
    """Enter takes what was chosen; before anything is chosen it takes the best hit."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("kind:")
        await session.press("down", "down", "up", "down", "enter")
        assert session.browse.bar.value == "kind:partner "
        assert session.browse.bar.has_focus
        await session.type("ke")
        await session.press("backspace", "backspace", "enter")
        assert session.text.has_focus


async def test_down_leads_into_the_results_past_the_list(open_app: Open) -> None:
    """Past its end, and where there is none, down is what it always was; up from the first result leads back."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("refugees")
        assert listed(session) == []
        await session.press("down")
        assert session.results.has_focus
        await session.press("up", "up")
        assert session.browse.bar.has_focus
        await session.press("end", "space", "p", "a")
        await session.settle()
        assert len(listed(session)) == 1
        await session.press("down")
        assert session.browse.bar.has_focus
        await session.press("down")
        assert session.results.has_focus


async def test_escape_closes_the_list_only(open_app: Open) -> None:
    """The query, its answer and the focus stay; a second one ends the search."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("kind:pa")
        await session.press("escape")
        assert listed(session) == []
        assert session.browse.bar.value == "kind:pa"
        assert session.browse.bar.has_focus
        await session.press("escape")
        assert session.text.has_focus


async def test_a_click_takes_a_completion(open_app: Open) -> None:
    """The mouse does what Tab does."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("kind:")
        await session.pilot.click(CompletionList, offset=(4, 2))
        await session.settle()
        assert session.browse.bar.value == "kind:agreement "


async def test_inside_the_text_right_only_moves(open_app: Open) -> None:
    """A completion is taken by → at the end of the text alone."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("kind:pa x")
        await session.press("left", "left", "left", "right")
        assert session.browse.bar.value == "kind:pa x"


@pytest.mark.parametrize(
    ("language", "query", "says"),
    [
        ("en", "knd:partner x", "✗ No field called knd:. Searching for it as text. Did you mean kind:?"),
        ("fr", "knd:partner x", "✗ Aucun champ ne s’appelle knd:."),
        ("fr", "type:rien x", "✗ type:rien n’existe pas, ce filtre est donc ignoré."),
        ("en", "refugees )", "✗ This parenthesis closes nothing. Remove it."),
    ],
)
async def test_problems_are_underlined_and_explained(open_app: Open, language: str, query: str, says: str) -> None:
    """Under the bar in the reader's language; in the bar the very part that was not understood."""
    async with open_app(size=TWO_PANES, language=language) as session:
        await session.press("slash")
        session.browse.bar.value = query
        await session.settle()
        assert session.lines_at(1).strip().startswith(says)
        understood = session.browse.parsed_query
        assert understood is not None
        (start, end) = understood.problems[0].extent
        underlined = [
            segment.text for segment in session.browse.bar.render_line(0) if segment.style and segment.style.underline
        ]
        assert "".join(underlined) == query[start:end]


async def test_what_is_only_unfinished_is_no_error(open_app: Open) -> None:
    """Half a phrase is answered, and how it ends is mentioned after the count."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type('"the agen')
        line = session.lines_at(1).strip()
        assert line.startswith("3 passages") or "passage" in line.split("·")[0]
        assert "This quotation is not closed" in line
        assert "✗" not in line


async def test_up_recalls_earlier_queries(open_app: Open) -> None:
    """Of this reader and this binder, the latest first, through restarts; down comes back to what was being typed."""
    async with open_app(size=TWO_PANES) as session:
        for query in ("yukon", "agency", "yukon", "deep words"):
            await session.press("slash")
            session.browse.bar.value = ""
            await session.type(query)
            await session.press("enter")
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash", "up")
        assert session.browse.bar.value == "deep words"
        assert session.answered == "deep words"
        await session.press("up")
        assert session.browse.bar.value == "yukon"
        await session.press("up", "up", "up")
        assert session.browse.bar.value == "agency"
        await session.press("down", "down", "down")
        assert session.browse.bar.value == ""
        await session.type("refu")
        await session.press("up")
        assert session.browse.bar.value == "deep words"
        await session.press("down")
        assert session.browse.bar.value == "refu"
        await session.press("down")
        assert session.results.has_focus


async def test_what_was_only_typed_is_not_kept(open_app: Open, tmp_path: Path) -> None:
    """A query that led nowhere is no earlier query; the file holds each of the others once."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("slash")
        await session.type("agency")
        await session.press("escape", "slash")
        await session.type("yukon")
        await session.press("enter")
    assert kept(tmp_path) == ["yukon"]
