"""What a terminal sends: cut anywhere it means the same, and what it answers means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from bindertui.terminal.input import InputDecoder

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
_ANSWERS = (
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


def keys(*pieces: bytes) -> list[str]:
    """The keys in what comes in pieces, and then nothing more."""
    incoming = InputDecoder()
    messages = [message for piece in pieces for message in incoming.feed(piece)]
    messages += incoming.expire()
    assert all(isinstance(message, events.Key | events.Paste | events.MouseEvent) for message in messages)
    return [message.key for message in messages if isinstance(message, events.Key)]


def cut(typed: list[tuple[str, str]], data: st.DataObject) -> list[bytes]:
    """What is typed, cut anywhere."""
    stream = "".join(sequence for sequence, _ in typed).encode()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)))))
    return [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@given(st.lists(st.sampled_from(_KEYS), max_size=12), st.data())
def test_keys_cut_anywhere(typed: list[tuple[str, str]], data: st.DataObject) -> None:
    """However a line cuts what is typed, the same keys come of it."""
    assert keys(*cut(typed, data)) == [key for _, key in typed]


@given(st.lists(st.sampled_from((*_KEYS, *_WITH_ALT)), max_size=12), st.data())
def test_keys_heard_a_few_at_a_time(typed: list[tuple[str, str]], data: st.DataObject) -> None:
    """What has come in one piece and is heard in several means the same, keys with Alt included."""
    incoming = InputDecoder()
    *pieces, last = cut(typed, data)
    messages = [message for piece in pieces for message in incoming.feed(piece, more=True)]
    messages += incoming.feed(last)
    assert [message.key for message in messages if isinstance(message, events.Key)] == [key for _, key in typed]


@given(st.text(st.characters(exclude_characters="\x1b[O]PX^_", exclude_categories=["C"]), min_size=1))
def test_escape_and_then_a_letter(text: str) -> None:
    """Escape, and soon after it text in a piece of its own, are Escape and that text, however the text is cut."""
    stream = text.encode()
    after = keys(stream)
    assert keys(b"\x1b", stream) == ["escape", *after]
    assert keys(b"a\x1b", *(bytes([byte]) for byte in stream)) == ["a", "escape", *after]


@pytest.mark.parametrize("answer", _ANSWERS)
def test_answers_mean_nothing(answer: str) -> None:
    """What a terminal answers is no key, whole or byte by byte; the keys around it are heard."""
    stream = f"a{answer}b".encode()
    assert keys(stream) == ["a", "b"]
    assert keys(*(bytes([byte]) for byte in stream)) == ["a", "b"]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_fail(pieces: list[bytes]) -> None:
    """Whatever bytes come, keys, clicks and pastes are all that comes of them."""
    keys(*pieces)


@given(
    st.lists(
        st.sampled_from(
            [*(key for key, _ in _KEYS), *_ANSWERS, "\x1b", "[", "]", "<", "M", ";", "\x07", "\\", "20", "0~"]
        )
    ),
    st.integers(1, 7),
)
def test_no_mixture_fails(parts: list[str], size: int) -> None:
    """Nor do pieces of sequences in any order."""
    stream = "".join(parts).encode()
    keys(*(stream[at : at + size] for at in range(0, len(stream), size)))


@given(st.text(st.characters(exclude_characters="\x1b\0", exclude_categories=["Cs"])), st.integers(1, 9))
def test_a_paste_is_one(text: str, size: int) -> None:
    """What is pasted comes as one paste, however it is cut; nothing in it is a key."""
    stream = f"a\x1b[200~{text}\x1b[201~b".encode()
    incoming = InputDecoder()
    messages = [message for at in range(0, len(stream), size) for message in incoming.feed(stream[at : at + size])]
    kinds = [message.key if isinstance(message, events.Key) else message for message in messages]
    assert (kinds[0], kinds[-1], len(kinds)) == ("a", "b", 3)
    paste = messages[1]
    assert isinstance(paste, events.Paste)
    assert paste.text == text


def test_sequences_in_a_paste() -> None:
    """Arrows, and what looks like an end of the paste, are text in it."""
    incoming = InputDecoder()
    (paste,) = incoming.feed(b"\x1b[200~one\x1b[A\x1b[201\x1b[20two\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\x1b[A\x1b[201\x1b[20two"


def test_escape_alone() -> None:
    """Escape is a key when nothing follows it, and when another sequence does."""
    assert keys(b"\x1b") == ["escape"]
    assert keys(b"\x1b\x1b[A") == ["escape", "up"]
    assert keys(b"\x1b\x1b") == ["escape", "escape"]
    assert keys(b"\x1b", b"\x1b", b"j") == ["escape", "escape", "j"]


def test_what_never_ends_is_bounded() -> None:
    """An answer without an end takes no more room than its beginning, and what follows its end is heard."""
    incoming = InputDecoder()
    for _ in range(1000):
        assert list(incoming.feed(b"\x1b]52;c;" if incoming.pause is None else b"A" * 1000)) == []
    assert len(incoming._rest) < 10
    (key,) = incoming.feed(b"\x1b\\q")
    assert isinstance(key, events.Key)
    assert key.key == "q"


def test_clicks() -> None:
    """A click is where it was made."""
    (click,) = InputDecoder().feed(b"\x1b[<0;12;7M")
    assert isinstance(click, events.MouseDown)
    assert (click.x, click.y) == (11, 6)


def test_a_paste_without_an_end() -> None:
    """A paste whose end never comes is over after a long silence: what was pasted is there, and keys are keys again."""
    incoming = InputDecoder()
    assert list(incoming.feed(b"\x1b[200~one\x1b[20")) == []
    (paste,) = incoming.expire()
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\x1b[20"
    assert incoming.pause is None
    (key,) = incoming.feed(b"q")
    assert isinstance(key, events.Key)
