"""Lines, comments and blank space of a YAML text, counted the way YAML counts them."""

import re

BREAKS = "\n\r\x85\u2028\u2029"
"""The characters that end a line in YAML 1.1."""

_TRIVIA = re.compile(rf"(?:[ \t{BREAKS}]+|#[^{BREAKS}]*)*")
_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_COMMENT_LINE = re.compile(r"[ \t]*#")
_BLANK = re.compile(r"[ \t]*")
_REST = re.compile(rf"[ \t]*(?:#[^{BREAKS}]*)?")
_PROPERTY = re.compile(r"!<[^>]*>|[&!][^\s,\[\]{}]*")


def after_trivia(text: str, index: int) -> int:
    """The first place from `index` on that is neither blank space nor a comment."""
    found = _TRIVIA.match(text, index)
    return found.end() if found else index


def line_start(text: str, index: int) -> int:
    """Where the line of a place starts."""
    while index and text[index - 1] not in BREAKS:
        index -= 1
    return index


def line_end(text: str, index: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = _BREAK.search(text, index)
    return found.start() if found else len(text)


def after_break(text: str, index: int) -> int:
    """The place after the line break that stands at `index`; the same place where there is none."""
    found = _BREAK.match(text, index)
    return found.end() if found else index


def before_break(text: str, index: int) -> int:
    """The place before the line break that ends at `index`; the same place where there is none."""
    if not index or text[index - 1] not in BREAKS:
        return index
    return index - 2 if text.endswith("\r\n", 0, index) else index - 1


def break_at(text: str, index: int) -> str:
    """The line break a new line near a place is to have: that line's own, else the one before it, else a newline."""
    found = _BREAK.search(text, index)
    if found is None:
        start = line_start(text, index)
        return text[before_break(text, start) : start] or "\n"
    return found.group()


def is_comment_line(text: str, start: int) -> bool:
    """Whether the line that starts here holds a comment alone."""
    return _COMMENT_LINE.match(text, start) is not None


def is_blank_line(text: str, start: int, end: int) -> bool:
    """Whether a line holds nothing but blanks."""
    return _BLANK.fullmatch(text, start, end) is not None


def indent_of(text: str, start: int) -> int:
    """The spaces and tabs a line starts with."""
    found = _BLANK.match(text, start)
    return found.end() - start if found else 0


def rest_of_line(text: str, index: int) -> str | None:
    """What follows on the line if it is blank space and a comment at most; None if it is more."""
    found = _REST.match(text, index)
    end = found.end() if found else index
    return text[index:end] if end == len(text) or text[end] in BREAKS else None


def after_properties(text: str, index: int, count: int) -> tuple[int, int]:
    """Where the anchor and the tag of a node end, and where what they belong to starts, if it is written.

    Args:
        text: the YAML text.
        index: where the node starts.
        count: how many of the two it has.
    """
    properties = index
    for _ in range(count):
        if found := _PROPERTY.match(text, index):
            properties = found.end()
            index = after_trivia(text, properties)
    return properties, index


def split_lines(text: str) -> list[str]:
    """The lines of a text without their line breaks."""
    return _BREAK.split(text)
