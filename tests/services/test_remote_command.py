"""Command lines from the network: split into words as by a shell, and otherwise plain text."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.services.remote_command import MAX_LINE_BYTES, CommandLineError, split_command

_SHELLS = "show $(id) `id` ; rm -rf / | > x & $HOME * ~ #"


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_quoted_words(words: list[str]) -> None:
    """Whatever a script quotes for a shell arrives unchanged."""
    line = shlex.join(words)
    assert split_command(line) == tuple(words[1:] if words[:1] == ["bindertui"] else words)


@given(st.text(max_size=300))
def test_any_line(line: str) -> None:
    """Every line gives words or a `CommandLineError`; nothing is expanded."""
    try:
        words = split_command(line)
    except CommandLineError:
        return
    assert all(character in line for word in words for character in word)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", ()),
        ("bindertui", ()),
        ("bindertui show unhcr", ("show", "unhcr")),
        ("search 'safe third' --json", ("search", "safe third", "--json")),
        (_SHELLS, tuple(_SHELLS.split())),
        ("show\tunhcr\nshow x", ("show", "unhcr", "show", "x")),
        ("set a#b ''", ("set", "a#b", "")),
        ('set a#b "two\nlines \\" $x"', ("set", "a#b", 'two\nlines " $x')),
    ],
)
def test_shell_syntax(line: str, words: tuple[str, ...]) -> None:
    """Quotes and backslashes quote; all else is plain text."""
    assert split_command(line) == words


@pytest.mark.parametrize(
    "line", ["show 'unhcr", 'show "', "show \\", "show a\0b", "show \udcff", "x" * (MAX_LINE_BYTES + 1)]
)
def test_refused_lines(line: str) -> None:
    """Unclosed, oversized and binary lines are refused with a message."""
    with pytest.raises(CommandLineError, match=r"\.$|set ADDRESS -"):
        split_command(line)
