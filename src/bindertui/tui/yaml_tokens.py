"""The parts of a line of YAML, to be told apart on the screen.

A few patterns a line: Tree-sitter would parse the file anew for it and would have to be built for every platform, and a
draft is parsed already, by the reader that says what is wrong with it.
"""

import re
from collections.abc import Iterator

_TOKENS = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
      | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
      | (?P<key>(?:(?<=^)|(?<=[\s{,\[-]))[A-Za-z0-9_][\w.-]*(?=\s*:(?:\s|$)))
      | (?P<sign>^\s*-(?=\s|$)|[\[\]{}]|:(?=\s|$)|[>|][+-]?\d*\s*$|^---$|^\.\.\.$)
      | (?P<anchor>(?:(?<=^)|(?<=\s))[&*!][\w.-]+)""",
    re.VERBOSE,
)


def tokens(line: str) -> Iterator[tuple[str, int, int]]:
    """The comments, quoted texts, keys, signs and anchors of a line, each with its start and end."""
    for match in _TOKENS.finditer(line):
        if match.lastgroup:
            yield match.lastgroup, *match.span()
