"""Texts cut to the room there is."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.wrapping import cells, graphemes
from bindertui.tui.widgets.lines import cropped

TEXTS = st.text(st.sampled_from("abc é漢\u0301\u200d\U0001f468\U0001f3fd"), max_size=30)


@given(text=TEXTS, room=st.integers(-1, 30))
def test_a_text_is_cut_between_characters(text: str, room: int) -> None:
    """What is left fits, and the next character would not have; a text that fits is left alone."""
    width = sum(map(cells, graphemes(text)))
    cut = cropped(text, room)
    if width <= max(room, 0):
        assert cut == text
    elif room <= 0:
        assert cut == ""
    else:
        kept = list(graphemes(cut.removesuffix("…")))
        assert cut == "".join(kept) + "…"
        assert list(graphemes(text))[: len(kept)] == kept
        assert sum(map(cells, kept)) <= room - 1 < sum(map(cells, list(graphemes(text))[: len(kept) + 1]))


def calls(do: Callable[[], object]) -> int:
    """How many functions are called."""
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
    """What is beyond the room costs nothing."""
    short, long = word * 1_000, word * 100_000
    assert calls(lambda: cropped(long, 60)) == calls(lambda: cropped(short, 60))
