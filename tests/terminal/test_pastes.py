"""Bracketed pastes in the local terminal: whatever is pasted is text, never a key."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from bindertui.terminal.input import InputDecoder, is_local_sequence

START, END = "\x1b[200~", "\x1b[201~"
HOSTILE = st.text(st.sampled_from("\x1b\x00\x07\x7f\x9b[]0123456789~;<MmABCdqsu\r\n é\U0001f600"), max_size=60)
PASTED = (st.text() | HOSTILE).filter(lambda text: END not in (text + END)[:-1])


def local_decoder(**options: Any) -> InputDecoder:
    """Return a decoder like that of the local terminal."""
    return InputDecoder(is_allowed=is_local_sequence, errors="replace", **options)


def decode(decoder: InputDecoder, pieces: Iterable[str]) -> list[str]:
    """Return the keys in some pieces by name, and the pastes in angle brackets."""
    return [name(event) for piece in pieces for event in decoder.feed(piece.encode())]


def name(event: Message) -> str:
    """Return the name of a key, or a paste in angle brackets."""
    if isinstance(event, Paste):
        return f"<{event.text}>"
    return event.key if isinstance(event, Key) else repr(event)


def split(text: str, positions: Iterable[int]) -> Iterator[str]:
    """Split a text at some positions, modulo its length."""
    edges = [0, *sorted({position % (len(text) + 1) for position in positions}), len(text)]
    return (text[start:end] for start, end in pairwise(edges) if start < end)


@given(pasted=PASTED, positions=st.lists(st.integers(0, 10_000)))
@example(pasted="\x1bdd", positions=[])
@example(pasted="\x1b[201", positions=[])
@example(pasted="é\n\x1b[200~", positions=list(range(100)))
def test_a_paste_is_one_text(pasted: str, positions: list[int]) -> None:
    """Any text, split anywhere, is one paste, and the keys around it are keys."""
    pieces = split(f"a{START}{pasted}{END}b", positions)
    assert decode(local_decoder(), pieces) == ["a", f"<{pasted}>".replace("\0", ""), "b"]


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_several_pastes(size: int) -> None:
    """Each paste is one event, and the keys between them are keys, including escape sequences."""
    text = f"{START}one{END}x\x1b[A{START}{END}{START}\x1b[A{END}\x1b[3~"
    pieces = [text[position : position + size] for position in range(0, len(text), size)]
    assert decode(local_decoder(), pieces) == ["<one>", "x", "up", "<>", "<\x1b[A>", "delete"]


@given(pasted=PASTED, positions=st.lists(st.integers(0, 100)))
def test_a_timeout_ends_a_paste_without_end_marker(pasted: str, positions: list[int]) -> None:
    """The text so far is pasted, later keys are keys, and a late end marker is dropped."""
    decoder = local_decoder()
    pieces = split(f"{START}{pasted}", positions)
    assert [event for piece in pieces for event in decoder.feed(piece.encode())] == []
    assert [name(event) for event in decoder.expire()] == [f"<{pasted}>".replace("\0", "")]
    assert decode(decoder, ["d", END, "q", f"{START}x{END}"]) == ["d", "q", "<x>"]


@pytest.mark.parametrize("split_at", range(3, len(START)))
def test_a_paste_waits_for_its_timeout(split_at: int) -> None:
    """A pause on a slow line does not end a paste, not even within its start marker."""
    decoder = local_decoder(escape_timeout=0.1, paste_timeout=3600)
    for piece in (START[:split_at], START[split_at:], "one ", "two"):
        assert decode(decoder, [piece]) == []
        assert decoder.timeout == 3600
    assert decode(decoder, [END]) == ["<one two>"]
    assert decoder.timeout is None


@given(pasted=PASTED, limit=st.integers(0, 20), positions=st.lists(st.integers(0, 100)))
def test_the_length_of_a_paste_is_bounded(pasted: str, limit: int, positions: list[int]) -> None:
    """Text beyond the limit is dropped, not typed."""
    kept = pasted[:limit].replace("\0", "")
    pieces = split(f"{START}{pasted}{END}q", positions)
    assert decode(local_decoder(max_paste_length=limit), pieces) == [f"<{kept}>", "q"]


def test_the_escape_key_is_still_a_key() -> None:
    """Keys that begin like a paste are keys: Escape, and sequences with the same first characters."""
    assert decode(local_decoder(), ["\x1b", "\x1b[20~", "\x1b[2", "~", "[", f"\x1b{START}x{END}"]) == [
        "escape",
        "f9",
        "insert",
        "left_square_bracket",
        "escape",
        "<x>",
    ]
