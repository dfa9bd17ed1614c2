"""What a terminal sends, and what of it is a paste."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from bindertui.terminal.input import PasteParser

START, END = "\x1b[200~", "\x1b[201~"
HOSTILE = st.text(st.sampled_from("\x1b\x00\x07\x7f\x9b[]0123456789~;<MmABCdqsu\r\n é\U0001f600"), max_size=60)
PASTED = (st.text() | HOSTILE).filter(lambda text: END not in (text + END)[:-1])


def sent(parser: PasteParser, pieces: Iterable[str]) -> list[str]:
    """What comes of pieces: keys by their names, pastes in brackets."""
    return [told(event) for piece in pieces for event in (*parser.feed(piece), *parser.tick())]


def told(event: Message) -> str:
    """A key by its name, or a paste in brackets."""
    if isinstance(event, Paste):
        return f"<{event.text}>"
    return event.key if isinstance(event, Key) else repr(event)


def cut(text: str, places: Iterable[int]) -> Iterator[str]:
    """A text in pieces."""
    edges = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    return (text[start:end] for start, end in pairwise(edges) if start < end)


@given(pasted=PASTED, places=st.lists(st.integers(0, 10_000)))
@example(pasted="\x1bdd", places=[])
@example(pasted="\x1b[201", places=[])
@example(pasted="é\n\x1b[200~", places=list(range(100)))
def test_a_paste_is_one_text(pasted: str, places: list[int]) -> None:
    """Whatever is pasted, and in whatever pieces it comes, it is one paste, and the keys around it are keys."""
    pieces = cut(f"a{START}{pasted}{END}b", places)
    assert sent(PasteParser(), pieces) == ["a", f"<{pasted}>".replace("\0", ""), "b"]


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_pastes_one_after_the_other(size: int) -> None:
    """Each is one, with the keys between them as they were typed, those of several characters, too."""
    text = f"{START}one{END}x\x1b[A{START}{END}{START}\x1b[A{END}\x1b[3~"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert sent(PasteParser(), pieces) == ["<one>", "x", "up", "<>", "<\x1b[A>", "delete"]


@given(pasted=PASTED, places=st.lists(st.integers(0, 100)))
def test_a_paste_without_an_end_is_over_after_a_pause(pasted: str, places: list[int]) -> None:
    """What has come is pasted, keys are keys again, and an end that comes late is nothing."""
    parser = PasteParser(pause=0)
    events = [event for piece in cut(f"{START}{pasted}", places) for event in parser.feed(piece)]
    assert events == []
    assert [told(event) for event in parser.tick()] == [f"<{pasted}>".replace("\0", "")]
    assert sent(parser, ["d", END, "q", f"{START}x{END}"]) == ["d", "q", "<x>"]


def test_a_paste_is_not_over_before_the_pause() -> None:
    """Silence on the way is no end."""
    parser = PasteParser(pause=3600)
    assert sent(parser, [START, "one ", "two", END]) == ["<one two>"]


@given(pasted=PASTED, limit=st.integers(0, 20), places=st.lists(st.integers(0, 100)))
def test_a_paste_of_any_length_takes_so_much_memory(pasted: str, limit: int, places: list[int]) -> None:
    """What is beyond the limit is dropped, not typed."""
    kept = pasted[:limit].replace("\0", "")
    pieces = cut(f"{START}{pasted}{END}q", places)
    assert sent(PasteParser(limit=limit), pieces) == [f"<{kept}>", "q"]


def test_the_escape_key_is_still_a_key() -> None:
    """Nothing that comes from a keyboard waits for a paste: Escape, and sequences that begin as a paste does."""
    assert sent(PasteParser(), ["\x1b", "\x1b[20~", "\x1b[2", "~", "[", f"\x1b{START}x{END}"]) == [
        "escape",
        "f9",
        "insert",
        "left_square_bracket",
        "escape",
        "<x>",
    ]
