"""Parser for inline markup: strong, emphasis, web links and links between entries.

`**strong**`, `*emphasis*`, `[label](https://…)`, `[[id]]`, `[[id|label]]`; everything else is literal.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A run of text in one style.

    Attributes:
        text: the text; empty for `[[id]]`, which is shown as the entry's title.
        url: the web page it links to.
        entry: the id of the entry it links to.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    url: str | None = None
    entry: str | None = None


_MARKUP = re.compile(
    r"\[\[(?P<entry>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\|(?P<name>[^\[\]\n|]+))?\]\]"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[^\s()<>\"]*(?:\([^\s()<>\"]*\)[^\s()<>\"]*)*)\)"
    r"|\*\*(?P<strong>[^\s*](?:[^*\n]|\*(?!\*))*?(?<=[^\s]))\*\*"
    r"|\*(?P<emphasis>[^\s*](?:[^*\n]*[^\s*])?)\*(?!\*)"
)


def parse_markup(text: str) -> tuple[Span, ...]:
    """Split a text into styled spans; together they contain every character that is not markup."""
    if "*" not in text and "[" not in text:
        return (Span(text),) if text else ()
    return tuple(_spans(text, strong=False, emphasis=False))


def _spans(text: str, *, strong: bool, emphasis: bool) -> Iterator[Span]:
    end = 0
    for match in _MARKUP.finditer(text):
        if match.start() > end:
            yield Span(text[end : match.start()], strong, emphasis)
        end = match.end()
        if match["entry"]:
            yield Span(match["name"] or "", strong, emphasis, entry=match["entry"])
        elif match["url"]:
            yield Span(match["label"], strong, emphasis, url=match["url"])
        elif match["strong"]:
            yield from _spans(match["strong"], strong=True, emphasis=emphasis)
        else:
            yield from _spans(match["emphasis"], strong=strong, emphasis=True)
    if end < len(text):
        yield Span(text[end:], strong, emphasis)


def strip_markup(text: str, name: Callable[[str], str]) -> str:
    """Return a text without its markup; `name` returns the text of a bare `[[id]]`."""

    def shown(match: re.Match[str]) -> str:
        entry, given, label, _, strong, emphasis = match.groups()
        if entry:
            return given or name(entry)
        return label or strip_markup(strong or emphasis, name)

    return _MARKUP.sub(shown, text)


def linked_entries(text: str) -> Iterator[str]:
    """Yield the ids of the entries a text links to, in order."""
    for match in _MARKUP.finditer(text):
        if match["entry"]:
            yield match["entry"]
        elif inner := match["strong"] or match["emphasis"]:
            yield from linked_entries(inner)
