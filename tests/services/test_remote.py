"""A command line from elsewhere: cut into words as a shell would, and nothing in it means more than its text."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.services.remote_command import MAX_LINE_BYTES, CommandLineError, split_command

_SHELLS = "show $(id) `id` ; rm -rf / | > x & $HOME * ~ #"


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_words_that_were_quoted_come_back(words: list[str]) -> None:
    """Whatever a script quotes for a shell arrives as it was."""
    line = shlex.join(words)
    assert split_command(line) == tuple(words[1:] if words[:1] == ["bindertui"] else words)


@given(st.text(max_size=300))
def test_any_line_is_words_or_a_refusal(line: str) -> None:
    """No line ends in another error, and nothing in it is carried out or filled in."""
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
def test_what_means_something_to_a_shell_is_text(line: str, words: tuple[str, ...]) -> None:
    """Quotes and backslashes quote; nothing else means anything."""
    assert split_command(line) == words


@pytest.mark.parametrize(
    "line", ["show 'unhcr", 'show "', "show \\", "show a\0b", "show \udcff", "x" * (MAX_LINE_BYTES + 1)]
)
def test_lines_that_are_refused(line: str) -> None:
    """What has no end, cannot be an argument or is larger than any is refused with a sentence."""
    with pytest.raises(CommandLineError, match=r"\.$|set ADDRESS -"):
        split_command(line)
