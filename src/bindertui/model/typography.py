"""The typography of official texts: quotation marks and apostrophes in any language, and the spaces of French."""

import re
from collections.abc import Iterator

from bindertui.speech import Wording, wording

_NO_BREAK = "\u00a0\u202f"
_GUILLEMETS = re.compile("«[^»]*»")

_ANY_LANGUAGE = (
    (
        re.compile(r"(?<![0-9])\""),
        wording("A straight quotation mark stands in {around}. Write “ and ”, in French « and »."),
    ),
    (re.compile(r"(?<![0-9])'"), wording("A straight apostrophe stands in {around}. Write ’.")),
)
_FRENCH = (
    (
        re.compile(rf"[^{_NO_BREAK}:;?!(\[][:;?!](?=[\s»)\]…]|$)"),
        wording("A no-break space is missing before {mark} in {around}. French sets one before : ; ? and !."),
    ),
    (
        re.compile(rf"«(?![{_NO_BREAK}])|(?<![{_NO_BREAK}])»"),
        wording("A no-break space is missing inside the guillemets in {around}."),
    ),
    (re.compile(r"[0-9] ?[%$]"), wording("A no-break space is missing before {mark} in {around}.")),
    (
        re.compile(r"\$ ?[0-9]"),
        wording("The dollar sign stands first in {around}. French sets it after the amount and a no-break space."),
    ),
    (
        re.compile(r"(?<![0-9,])[1-9][0-9]{0,2}(?:[, ][0-9]{3})+(?![0-9,])"),
        wording(
            "A number is not grouped as in French in {around}. Set a no-break space between groups of three digits."
        ),
    ),
    (
        re.compile(r"[0-9] (?:millions?|milliards?|km|h)(?!\w)"),
        wording("A no-break space is missing after the number in {around}."),
    ),
)
_ENGLISH_QUOTES = re.compile("[“”]")
_CONTEXT = 8
_PLAIN_SPACES = {ord(space): " " for space in _NO_BREAK}


def lapses(text: str, language: str) -> Iterator[Wording]:
    """What is wrong with the typography of a text without markup: a sentence for each kind of lapse, with the first."""
    rules = (*_ANY_LANGUAGE, *_FRENCH) if language == "fr" else _ANY_LANGUAGE
    for pattern, message in rules:
        if match := pattern.search(text):
            yield message.filled(mark=match.group()[-1], around=_around(text, match))
    if language == "fr" and (quote := _ENGLISH_QUOTES.search(_GUILLEMETS.sub(_blank, text))):
        yield wording(
            "An English quotation mark stands in {around}. French quotes between « and ».", around=_around(text, quote)
        )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _around(text: str, match: re.Match[str]) -> str:
    """The match with a few characters on either side, so that it can be found in a long text."""
    return repr(text[max(match.start() - _CONTEXT, 0) : match.end() + _CONTEXT].translate(_PLAIN_SPACES))
