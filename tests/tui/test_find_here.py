"""Finding in the entry that is open: counted, lit, stepped through inside it, and left again."""

import pytest

from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open
from tests.tui.test_search import lit


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
@pytest.mark.parametrize("keys", [["slash", "slash"], ["f"]])
async def test_the_open_entry_is_searched_as_one_types(open_app: Open, size: tuple[int, int], keys: list[str]) -> None:
    """The text stays in sight; the first match from the cursor on is shown, all are lit and counted."""
    async with open_app(size=size, at="context") as session:
        await session.press(*keys)
        await session.type("refugees")
        assert session.visible() in (["reading"], ["outline", "reading"], ["outline", "reading", "details"])
        assert session.here == "context#partners"
        assert [text.lower() for text in lit(session)] == ["refugee", "refugees", "refugees", "refugees"]
        assert session.browse.match_position == "1/4"


@pytest.mark.parametrize(
    ("language", "whole", "alone"), [("en", "Binder", "This entry"), ("fr", "Cahier", "Cette fiche")]
)
async def test_the_bar_says_in_words_what_is_searched(open_app: Open, language: str, whole: str, alone: str) -> None:
    """A second slash changes it where no text is lost by it, and a third changes it back."""
    async with open_app(language=language) as session:
        await session.press("slash")
        assert session.lines_at(0).strip().startswith(whole)
        await session.press("slash")
        assert session.lines_at(0).strip().startswith(alone)
        await session.press("slash")
        assert session.lines_at(0).strip().startswith(whole)
        assert session.browse.bar.value == ""


async def test_a_slash_inside_a_query_is_text(open_app: Open) -> None:
    """Only in an empty bar, or with all of its text selected, does it change what is searched."""
    async with open_app() as session:
        await session.press("slash")
        await session.pilot.press("a", "slash", "b")
        await session.settle()
        assert session.browse.bar.value == "a/b"


async def test_n_stays_in_the_entry(open_app: Open) -> None:
    """`n` and `N` go round in the open document, though other entries have the word too."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        await session.type("refugees")
        await session.press("enter")
        assert session.app.focused is session.text
        seen = [session.here]
        for _ in range(4):
            await session.press("n")
            seen.append(session.here)
        lines = ["context#partners", "context#body.0.text", "inner#body.0.points.0.text", "after#body.0.text"]
        assert seen == [*lines, "context#partners"]
        assert "Back to the first match" in session.said()
        await session.press("N")
        assert session.here == "after#body.0.text"
        assert "4/4" in session.status()


async def test_another_entry_is_searched_when_it_is_opened(open_app: Open) -> None:
    """The query holds for whichever entry is open."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        await session.type("refugees")
        await session.press("enter")
        session.browse.go(session.browse.here.__class__("second"))
        await session.settle()
        await session.press("n")
        assert session.here == "second#body.0.text"
        assert "1/1" in session.status()


async def test_arrows_step_while_one_types(open_app: Open) -> None:
    """Down and up in the bar look at the matches; enter stays at the one that is shown."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        await session.type("refugees")
        await session.press("down")
        assert session.here == "context#body.0.text"
        await session.press("up", "up")
        assert session.here == "after#body.0.text"
        await session.press("enter")
        assert session.here == "after#body.0.text"
        await session.press("left_square_bracket")
        assert session.here == "context"


@pytest.mark.parametrize("keys", [["escape"], ["enter", "n", "escape"]])
async def test_escape_goes_back_to_where_one_was(open_app: Open, keys: list[str]) -> None:
    """While typing and later: the place is the old one, nothing is lit, nothing is counted."""
    async with open_app(size=THREE_PANES, at="innermost#body.0.text") as session:
        await session.press("f")
        await session.type("refugees")
        await session.press(*keys)
        assert session.here == "innermost#body.0.text"
        assert lit(session) == []
        assert session.browse.match_position == ""


async def test_nothing_in_the_entry_is_said(open_app: Open) -> None:
    """With the words that were typed; enter stays in the bar, the place is the old one."""
    async with open_app(size=ONE_PANE, at="second") as session:
        await session.press("f")
        await session.type("yukon")
        assert "Nothing in this entry for “yukon”" in session.lines_at(1)
        await session.press("enter")
        assert session.here == "second"
        assert session.app.focused is session.browse.bar


async def test_what_is_folded_away_is_found(open_app: Open) -> None:
    """A match under a folded heading is unfolded to be shown."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("Z", "f")
        await session.type("deep words")
        assert session.here == "innermost#body.0.text"
        assert "Deep words" in session.shows(session.text)


async def test_tables_and_names_in_either_language_are_found(open_app: Open) -> None:
    """The cells of a table match as one line does; HCR finds UNHCR by the glossary's other name."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        await session.type("2019 3")
        assert session.here.startswith("context#body.2")
        await session.press("escape")
    async with open_app(size=THREE_PANES, at="second") as session:
        await session.press("f")
        await session.type("HCR")
        assert session.here == "second#body.0.text"


async def test_fields_do_not_count_and_that_is_said(open_app: Open) -> None:
    """Only the words are looked for; the field is underlined and explained."""
    async with open_app(size=TWO_PANES, at="context") as session:
        await session.press("f")
        await session.type("refugees kind:partner")
        assert session.browse.match_position == "1/4"
        assert "Fields are ignored within one entry" in session.lines_at(1)


async def test_the_same_query_for_the_whole_binder(open_app: Open) -> None:
    """Coming back to the bar keeps the query; slash widens it to the binder and shows the results."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        await session.type("refugees")
        await session.press("enter", "f", "slash")
        assert session.browse.bar.value == "refugees"
        assert session.visible() == ["results", "reading"]
        assert "Second section" in session.shows(session.results)


async def test_a_search_that_is_given_up_leaves_the_entry(open_app: Open) -> None:
    """After Esc the bar is that of the binder again, whatever is opened then."""
    async with open_app(size=THREE_PANES, at="context") as session:
        await session.press("f")
        assert session.lines_at(0).strip().startswith("This entry")
        await session.press("escape")
        assert session.lines_at(0).strip().startswith("Binder")
