"""Decoding terminal input: the same events however the stream is split, and no event for unasked-for replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from bindertui.terminal.input import InputDecoder, is_local_sequence, is_remote_sequence

_KEYS = (
    ("\x1b[A", "up"),
    ("\x1bOB", "down"),
    ("\x1b[1;5C", "ctrl+right"),
    ("\x1b[5~", "pageup"),
    ("\x1b[3;2~", "shift+delete"),
    ("\x1b[Z", "shift+tab"),
    ("\r", "enter"),
    ("\t", "tab"),
    ("\x13", "ctrl+s"),
    ("é", "é"),
    ("g", "g"),
)
_WITH_ALT = (("\x1bx", "alt+x"), ("\x1bj", "alt+j"))
_REPLIES = (
    "\x1b[?62;22c",
    "\x1b[>0;276;0c",
    "\x1b[24;80R",
    "\x1b[0n",
    "\x1b[?2048;2$y",
    "\x1b[<NaN;NaN;NaNM",
    "\x1b[<0;-5;3M",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1b]52;c;aGVsbG8=\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b[M !!",
    "\x1b[?1u",
    "\x1b[97;5u",
    "\x1b[99999999;2A",
)
_LOCAL_ONLY = (
    "\x1b[97;5u",
    "\x1b[97;;229u",
    "\x1b[57441;2u",
    "\x1b[27u",
    "\x1b[I",
    "\x1b[O",
    "\x1b[24;80R",
    "\x1b[48;24;80;480;800t",
    "\x1b[?2048;2$y",
)


def keys(*pieces: bytes) -> list[str]:
    """Return the keys in some pieces, after which nothing more arrives."""
    decoder = InputDecoder()
    messages = [message for piece in pieces for message in decoder.feed(piece)]
    messages += decoder.expire()
    assert all(isinstance(message, events.Key | events.Paste | events.MouseEvent) for message in messages)
    return [message.key for message in messages if isinstance(message, events.Key)]


def split(typed: list[tuple[str, str]], data: st.DataObject) -> list[bytes]:
    """Split keys at random positions."""
    stream = "".join(sequence for sequence, _ in typed).encode()
    positions = sorted(data.draw(st.sets(st.integers(0, len(stream)))))
    return [stream[start:end] for start, end in zip([0, *positions], [*positions, len(stream)], strict=True)]


def names(messages: list[Message]) -> list[str]:
    """Return keys by name and other events in full."""
    return [message.key if isinstance(message, events.Key) else repr(message) for message in messages]


@pytest.mark.parametrize("sequence", [*ANSI_SEQUENCES_KEYS, *_LOCAL_ONLY])
def test_sequences_mean_what_textual_says(sequence: str) -> None:
    """Every sequence that Textual's parser knows gives the same events in the local terminal."""
    parser = XTermParser()
    expected = [*parser.feed(sequence), *parser.feed("")]
    decoder = InputDecoder(is_allowed=is_local_sequence)
    assert names([*decoder.feed(sequence.encode()), *decoder.expire()]) == names(expected)


@pytest.mark.parametrize("sequence", _LOCAL_ONLY)
def test_sequences_the_server_never_enables(sequence: str) -> None:
    """Sequences for the local driver only are dropped over SSH."""
    assert not is_remote_sequence(sequence)
    assert keys(f"a{sequence}b".encode()) == ["a", "b"]


@given(st.lists(st.sampled_from(_KEYS), max_size=12), st.data())
def test_keys_split_anywhere(typed: list[tuple[str, str]], data: st.DataObject) -> None:
    """However the network splits the stream, the keys are the same."""
    assert keys(*split(typed, data)) == [key for _, key in typed]


@given(st.lists(st.sampled_from((*_KEYS, *_WITH_ALT)), max_size=12), st.data())
def test_keys_fed_a_few_at_a_time(typed: list[tuple[str, str]], data: st.DataObject) -> None:
    """One piece fed in several parts gives the same keys, including those with Alt."""
    decoder = InputDecoder()
    *pieces, last = split(typed, data)
    messages = [message for piece in pieces for message in decoder.feed(piece, more=True)]
    messages += decoder.feed(last)
    assert [message.key for message in messages if isinstance(message, events.Key)] == [key for _, key in typed]


@given(st.text(st.characters(exclude_characters="\x1b[O]PX^_", exclude_categories=["C"]), min_size=1))
def test_escape_and_then_a_letter(text: str) -> None:
    """Escape, followed by text in a piece of its own, is Escape and the text, however the text is split."""
    stream = text.encode()
    after = keys(stream)
    assert keys(b"\x1b", stream) == ["escape", *after]
    assert keys(b"a\x1b", *(bytes([byte]) for byte in stream)) == ["a", "escape", *after]


@pytest.mark.parametrize("reply", _REPLIES)
def test_replies_are_dropped(reply: str) -> None:
    """A reply gives no event, whole or byte by byte; the keys around it are keys."""
    stream = f"a{reply}b".encode()
    assert keys(stream) == ["a", "b"]
    assert keys(*(bytes([byte]) for byte in stream)) == ["a", "b"]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_fail(pieces: list[bytes]) -> None:
    """Arbitrary bytes give nothing but keys, mouse events and pastes."""
    keys(*pieces)


@given(
    st.lists(
        st.sampled_from(
            [*(key for key, _ in _KEYS), *_REPLIES, "\x1b", "[", "]", "<", "M", ";", "\x07", "\\", "20", "0~"]
        )
    ),
    st.integers(1, 7),
)
def test_no_mixture_fails(parts: list[str], size: int) -> None:
    """Neither do parts of sequences in any order."""
    stream = "".join(parts).encode()
    keys(*(stream[position : position + size] for position in range(0, len(stream), size)))


@given(st.text(st.characters(exclude_characters="\x1b\0", exclude_categories=["Cs"])), st.integers(1, 9))
def test_a_paste_is_one(text: str, size: int) -> None:
    """A paste is one event, however it is split; nothing in it is a key."""
    stream = f"a\x1b[200~{text}\x1b[201~b".encode()
    decoder = InputDecoder()
    pieces = (stream[position : position + size] for position in range(0, len(stream), size))
    messages = [message for piece in pieces for message in decoder.feed(piece)]
    kinds = [message.key if isinstance(message, events.Key) else message for message in messages]
    assert (kinds[0], kinds[-1], len(kinds)) == ("a", "b", 3)
    paste = messages[1]
    assert isinstance(paste, events.Paste)
    assert paste.text == text


def test_sequences_in_a_paste() -> None:
    """Arrow keys and incomplete end markers are text in a paste."""
    decoder = InputDecoder()
    (paste,) = decoder.feed(b"\x1b[200~one\x1b[A\x1b[201\x1b[20two\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\x1b[A\x1b[201\x1b[20two"


def test_escape_alone() -> None:
    """Escape is a key if nothing follows it, or another sequence."""
    assert keys(b"\x1b") == ["escape"]
    assert keys(b"\x1b\x1b[A") == ["escape", "up"]
    assert keys(b"\x1b\x1b") == ["escape", "escape"]
    assert keys(b"\x1b", b"\x1b", b"j") == ["escape", "escape", "j"]


def test_a_reply_without_end_is_bounded() -> None:
    """A reply that never ends needs no memory beyond its start, and keys after its end are keys."""
    decoder = InputDecoder()
    for _ in range(1000):
        assert list(decoder.feed(b"\x1b]52;c;" if decoder.timeout is None else b"A" * 1000)) == []
    assert len(decoder._incomplete) < 10
    (key,) = decoder.feed(b"\x1b\\q")
    assert isinstance(key, events.Key)
    assert key.key == "q"


def test_clicks() -> None:
    """A click has the position of the mouse."""
    (click,) = InputDecoder().feed(b"\x1b[<0;12;7M")
    assert isinstance(click, events.MouseDown)
    assert (click.x, click.y) == (11, 6)


def test_a_paste_without_an_end() -> None:
    """After a long silence a paste without end marker is pasted, and later keys are keys."""
    decoder = InputDecoder()
    assert list(decoder.feed(b"\x1b[200~one\x1b[20")) == []
    (paste,) = decoder.expire()
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\x1b[20"
    assert decoder.timeout is None
    (key,) = decoder.feed(b"q")
    assert isinstance(key, events.Key)
