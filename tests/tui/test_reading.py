"""Reading: folding, links, peeking, going back and forth, the other language, copying."""

from base64 import b64decode, b64encode

import pytest

from bindertui.document.flow import Heading
from bindertui.model.address import Address
from bindertui.tui.terminal_driver import MAX_CLIPBOARD_BYTES
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open, Session


def folds(session: Session) -> list[str]:
    """The signs before the headings that show, top to bottom."""
    lines = (line.strip("▌▏ ") for line in session.lines_of(session.text))
    return [line for line in lines if line.startswith(("▸", "▾"))]


async def at_heading(session: Session, address: str) -> None:
    """Put the cursor on a heading of the document."""
    view = session.text
    items = [view.line(item) for item in range(view.item_count())]
    view.go(next(at for at, line in enumerate(items) if isinstance(line, Heading) and str(line.address) == address))
    await session.settle()


@pytest.mark.parametrize("key", ["enter", "space", "z"])
async def test_a_heading_folds_and_unfolds(open_app: Open, key: str) -> None:
    """Enter, space and z on a heading hide what stands below it, and show it again; the cursor stays."""
    async with open_app(size=(80, 60), at="inner") as session:
        assert folds(session) == ["▾ Inner part", "▾ Innermost part", "▾ After it"]
        await session.press(key)
        assert folds(session) == ["▸ Inner part", "▾ After it"]
        assert "A point about" not in session.screen()
        assert session.here == "inner"
        await session.press(key)
        assert folds(session) == ["▾ Inner part", "▾ Innermost part", "▾ After it"]


@pytest.mark.parametrize("key", ["space", "z"])
async def test_folding_from_inside_a_part_folds_that_part(open_app: Open, key: str) -> None:
    """Away from a heading the nearest one above folds, and the cursor moves to it."""
    async with open_app(size=(80, 60), at="innermost#body.0.text") as session:
        await session.press(key)
        assert folds(session) == ["▾ Inner part", "▸ Innermost part", "▾ After it"]
        assert session.here == "innermost"


async def test_everything_folds_and_unfolds(open_app: Open) -> None:
    """`Z` folds every part, and unfolds all when all are folded; the cursor stays on what it folded into."""
    async with open_app(size=(80, 60), at="innermost#body.0.text") as session:
        await session.press("Z")
        assert folds(session) == ["▸ Inner part", "▸ After it"]
        assert session.here == "inner"
        await session.press("Z")
        assert folds(session) == ["▾ Inner part", "▾ Innermost part", "▾ After it"]


async def test_z_works_from_every_pane(open_app: Open) -> None:
    """Folding here means the text, wherever the focus is."""
    async with open_app(size=THREE_PANES, at="inner") as session:
        session.details.focus()
        await session.press("z")
        assert "▸ Inner part" in folds(session)


async def test_going_into_a_folded_part_unfolds_it(open_app: Open) -> None:
    """What is gone to is seen: the headings above it unfold, the others stay."""
    async with open_app(size=(80, 60), at="context") as session:
        await session.press("Z")
        session.browse.go(session.browse.here.__class__("innermost", ("body", 0, "text")))
        await session.settle()
        assert folds(session) == ["▾ Inner part", "▾ Innermost part", "▸ After it"]
        assert session.here == "innermost#body.0.text"


async def test_the_outline_folds_with_the_arrows(open_app: Open) -> None:
    """Right unfolds and goes in, left goes up and folds, space folds, enter reads."""
    async with open_app(size=TWO_PANES) as session:
        await session.press("tab", "down", "right", "right", "down")
        assert "▌     After it" in session.shows(session.outline)
        await session.press("left")
        assert "▌ ▾ Context" in session.shows(session.outline)
        await session.press("left")
        assert "▌ ▸ Context" in session.shows(session.outline)
        await session.press("space", "down", "space")
        assert "Innermost part" in session.shows(session.outline)
        await session.press("down", "enter")
        assert session.here == "innermost"
        assert session.app.focused is session.text


@pytest.mark.parametrize(("key", "first"), [("j", 1), ("down", 1), ("pagedown", 20), ("G", -1), ("end", -1)])
async def test_the_cursor_moves(open_app: Open, key: str, first: int) -> None:
    """By line, by page and to the ends, and back by the opposite keys."""
    opposite = {"j": "k", "down": "up", "pagedown": "pageup", "G": "g", "end": "home"}
    async with open_app(size=(80, 24), at="sources") as session:
        session.browse.go(session.browse.here.__class__("context"))
        await session.settle()
        start = session.here
        await session.press(key)
        assert session.here != start
        if first < 0:
            assert session.here == "after#body.0.text"
        await session.press(opposite[key])
        assert session.here == start


async def test_links_are_stepped_through_and_followed(open_app: Open) -> None:
    """Right goes to the next link or mark, left to the one before, across lines; enter follows."""
    async with open_app(size=ONE_PANE, at="context#summary") as session:
        await session.press("right")
        assert session.text.link is not None
        assert session.text.link.text == "the agency"
        await session.press("right", "right")
        assert (session.here, session.text.link.text) == ("context#body.0.text", "[S1]")
        await session.press("left", "left")
        assert (session.here, session.text.link.text) == ("context#summary", "the agency")
        await session.press("enter")
        assert session.here == "unhcr"


async def test_enter_follows_the_only_link_of_a_line(open_app: Open) -> None:
    """A line that leads to one place needs no choosing."""
    async with open_app(size=ONE_PANE, at="context#summary") as session:
        await session.press("enter")
        assert session.here == "unhcr"


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
async def test_a_source_is_peeked_at_without_leaving(open_app: Open, size: tuple[int, int]) -> None:
    """Enter on a mark shows the source below the text; Esc closes it; the cursor has not moved."""
    async with open_app(size=size, at="context#body.0.text") as session:
        await session.press("right", "enter")
        assert "S1 First" in session.shows(session.peek)
        assert session.here == "context#body.0.text"
        await session.press("escape")
        assert not session.peek.display
        assert session.here == "context#body.0.text"
        assert session.app.focused is session.text


async def test_a_peek_closes_when_the_reader_moves_on(open_app: Open) -> None:
    """Moving the cursor takes the peek away."""
    async with open_app(at="context#body.0.text") as session:
        await session.press("right", "enter", "down")
        assert not session.peek.display


async def test_a_web_link_shows_its_address(open_app: Open) -> None:
    """A link to the web is shown, never opened: the reader may be far from the machine it runs on."""
    async with open_app(at="context#body.1.text") as session:
        await session.press("right", "enter")
        assert "https://example.org/site" in session.shows(session.peek)


async def test_a_key_means_what_is_shown_from_the_first_frame_on(open_app: Open) -> None:
    """The place is where the reader goes as soon as they go there, before the text has told of its cursor."""
    async with open_app(at="pact") as session:
        assert session.browse.here.entry == "pact"
        session.browse.go(Address("norway"))
        assert session.browse.here.entry == "norway"
        await session.settle()
        assert session.browse.here.entry == "norway"


async def test_back_and_forward(open_app: Open) -> None:
    """`[` leads back step by step, `]` forward again; at either end a toast says so."""
    async with open_app(at="context#summary") as session:
        await session.press("enter")
        session.browse.go(session.browse.here.__class__("second"))
        await session.settle()
        await session.press("left_square_bracket")
        assert session.here == "unhcr"
        await session.press("left_square_bracket")
        assert session.here == "context#summary"
        await session.press("left_square_bracket")
        assert "Nothing to go back to" in session.screen()
        await session.press("right_square_bracket", "right_square_bracket")
        assert session.here == "second"
        await session.press("right_square_bracket")
        assert "Nothing to go forward to" in session.screen()


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES, TINY])
async def test_the_other_language_keeps_the_place(open_app: Open, size: tuple[int, int]) -> None:
    """`l` shows the same passage in the other language, and back; bars, outline and details follow."""
    async with open_app(size=size, at="inner#body.0.points.1.text") as session:
        await session.press("l")
        assert session.here == "inner#body.0.points.1.text"
        assert "▌ • Un second" in session.shows(session.text)
        assert "FR" in session.status()
        if size == THREE_PANES:
            assert "Contexte › Partie intérieure" in session.status()
            assert "Deuxième section" in session.shows(session.outline)
            assert "Chercher" in session.lines_at(-1)
        await session.press("l")
        assert "▌ • A second" in session.shows(session.text)


async def test_folds_survive_the_other_language(open_app: Open) -> None:
    """What was folded stays folded."""
    async with open_app(size=(80, 60), at="after") as session:
        await at_heading(session, "inner")
        await session.press("space", "l")
        assert folds(session) == ["▸ Partie intérieure", "▾ Après"]


async def test_the_line_under_the_cursor_is_copied(open_app: Open) -> None:
    """`y` sends its words, without source marks, and says honestly what it did."""
    async with open_app(at="context#body.0.text") as session:
        await session.press("y")
        text = "Refugees are resettled from Québec to Yukon."
        assert session.app.clipboard == text
        assert f"Sent {len(text)} characters to the terminal" in session.said()


async def test_of_a_long_text_the_terminal_gets_what_it_takes(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is said; and what is cut in a box comes back whole, whatever the terminal takes."""
    async with open_app(at="context#body.0.text") as session:
        written: list[str] = []
        assert session.app._driver is not None
        monkeypatch.setattr(session.app._driver, "write", written.append)
        long = "é" * MAX_CLIPBOARD_BYTES
        monkeypatch.setattr(session.app.screen, "get_selected_text", lambda: long)
        await session.press("y")
        (sequence,) = [data for data in written if data.startswith("\x1b]52;")]
        sent = b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\a")).decode()
        assert sent == "é" * (MAX_CLIPBOARD_BYTES // 2)
        assert f"Sent {MAX_CLIPBOARD_BYTES // 2:,} characters to the terminal" in session.said()
        assert "Too much text for the terminal’s clipboard; only the first part was copied." in session.said()
        assert session.app.clipboard == long


async def test_copying_speaks_osc_52(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to the terminal is one OSC 52 sequence with the text in base64."""
    async with open_app(at="innermost#body.0.text") as session:
        written: list[str] = []
        assert session.app._driver is not None
        monkeypatch.setattr(session.app._driver, "write", written.append)
        await session.press("y")
        assert f"\x1b]52;c;{b64encode(b'Deep words.').decode()}\x07" in "".join(written)


async def test_details_follow_the_cursor_and_lead_on(open_app: Open) -> None:
    """On a line about a partner the details show it with its mentions; choosing a mention goes there."""
    async with open_app(size=THREE_PANES, at="context#summary") as session:
        shown = session.shows(session.details)
        for words in ("Refugee Agency (UNHCR)", "Canada sits", "Norway", "Safe Pact", "Geneva", "14\u00a0December"):
            assert words in shown
        await session.press("tab", "G")
        assert "▌ • The agency called UNHCR" in session.shows(session.details)
        await session.press("enter")
        assert session.here == "second#body.0.text"
        assert session.app.focused is session.text
        await session.press("left_square_bracket")
        assert session.here == "context#summary"


async def test_details_of_the_entry_being_read_do_not_repeat_it(open_app: Open) -> None:
    """Beside a partner's own page stand the places that mention it."""
    async with open_app(size=THREE_PANES, at="unhcr") as session:
        shown = session.shows(session.details)
        assert "Mentioned in" in shown
        assert "Canada sits" not in shown


async def test_the_sources_of_a_line_stand_in_the_details(open_app: Open) -> None:
    """With the cursor on a line with marks, what they stand for is in sight."""
    async with open_app(size=THREE_PANES, at="context#body.0.text") as session:
        assert "S2 Second report" in session.shows(session.details)


async def test_keys_do_no_harm_where_there_is_nothing(open_app: Open) -> None:
    """In details that have little to say, opening, folding and stepping through links change nothing."""
    async with open_app(size=ONE_PANE) as session:
        await session.press("p", "space", "z", "Z", "right", "left", "enter", "end", "pageup", "p")
        assert session.here == "binder#onward"
