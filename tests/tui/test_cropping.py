"""Long texts, of which only the visible part is rendered."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.document.wrapping import cell_width, graphemes
from bindertui.tui.widgets.line_view import crop_strip
from bindertui.tui.widgets.text_box import TextBox
from tests.tui.conftest import TWO_PANES, Open
from tests.tui.editing import edit

TEXTS = st.text(st.sampled_from("abc é漢\u0301\u200d\U0001f468\U0001f3fd"), max_size=30)


@example(text="aa漢\u0301\U0001f3fd", room=5)
@example(text="a\u200d漢漢", room=4)
@example(text="\u0301", room=-1)
@given(text=TEXTS, room=st.integers(-1, 30))
def test_a_text_is_cut_between_characters(text: str, room: int) -> None:
    """The cropped text fits, and the next character would not; a text that fits is unchanged."""
    width = sum(map(cell_width, graphemes(text)))
    cut = crop_strip(text, room)
    if width <= max(room, 0):
        assert cut == text
    elif room <= 0:
        assert cut == ""
    else:
        characters = list(graphemes(text))
        cuts = [f"{''.join(characters[:count])}…" for count in range(len(characters))]
        kept = cuts.index(cut)
        assert sum(map(cell_width, characters[:kept])) <= room - 1 < sum(map(cell_width, characters[: kept + 1]))


def count_calls(do: Callable[[], object]) -> int:
    """Return the number of function calls."""
    count = 0

    def told(_frame: object, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(told)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("word", ["word ", "\u0301e漢字 ", "\\x1b"])
def test_a_long_text_is_cut_as_fast_as_a_short_one(word: str) -> None:
    """Text beyond the available width costs nothing."""
    short, long = word * 1_000, word * 100_000
    assert count_calls(lambda: crop_strip(long, 60)) <= 1.2 * count_calls(lambda: crop_strip(short, 60))


async def test_a_row_of_a_long_text_is_drawn_as_fast_as_one_of_a_short_text(open_app: Open, binder: Path) -> None:
    """Drawing a row of a box does not read the rest of its line, and gives the same row."""
    async with open_app(size=TWO_PANES, at="second#body.0.text") as session:
        editing = await edit(session, binder / "sections/second.yaml")
        await editing.press("enter")
        box = session.app.focused
        assert isinstance(box, TextBox)
        drawn = []
        for words in (400, 20_000):
            box.load_text("word " * words)
            await session.settle()
            drawn.append((count_calls(lambda: box.render_line(2)), box.render_line(2).text))
        assert drawn[0][1] == drawn[1][1]
        assert drawn[1][0] <= 1.2 * drawn[0][0]
