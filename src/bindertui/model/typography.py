"""Typography checks: quotation marks and apostrophes in any language, and the spaces of French."""

import re
from collections.abc import Iterator

from bindertui.i18n import LazyString, lazy_gettext

_NO_BREAK = "\u00a0\u202f"
_GUILLEMETS = re.compile("«[^»]*»")

_ANY_LANGUAGE = (
    (
        re.compile(r"(?<![0-9])\""),
        lazy_gettext("Straight quotation mark in {around}. Use “ and ”, in French « and »."),
    ),
    (re.compile(r"(?<![0-9])'"), lazy_gettext("Straight apostrophe in {around}. Use ’.")),
)
_FRENCH_RULES = (
    (
        re.compile(rf"[^{_NO_BREAK}:;?!(\[][:;?!](?=[\s»)\]…]|$)"),
        lazy_gettext("No-break space missing before {mark} in {around}. French puts one before : ; ? and !."),
    ),
    (
        re.compile(rf"«(?![{_NO_BREAK}])|(?<![{_NO_BREAK}])»"),
        lazy_gettext("No-break space missing inside the guillemets in {around}."),
    ),
    (re.compile(r"[0-9] ?[%$]"), lazy_gettext("No-break space missing before {mark} in {around}.")),
    (
        re.compile(r"\$ ?[0-9]"),
        lazy_gettext(
            "Dollar sign before the amount in {around}. In French, write it after the amount and a no-break space."
        ),
    ),
    (
        re.compile(r"(?<![0-9,])[1-9][0-9]{0,2}(?:[, ][0-9]{3})+(?![0-9,])"),
        lazy_gettext(
            "Number not grouped as in French in {around}. Put a no-break space between groups of three digits."
        ),
    ),
    (
        re.compile(r"[0-9] (?:millions?|milliards?|km|h)(?!\w)"),
        lazy_gettext("No-break space missing after the number in {around}."),
    ),
)
_ENGLISH_QUOTES = re.compile("[“”]")
_CONTEXT = 8
_PLAIN_SPACES = {ord(space): " " for space in _NO_BREAK}


def typography_errors(text: str, language: str) -> Iterator[LazyString]:
    """Yield a message for each kind of typography error in a text without markup, quoting its first occurrence."""
    rules = (*_ANY_LANGUAGE, *_FRENCH_RULES) if language == "fr" else _ANY_LANGUAGE
    for pattern, message in rules:
        if match := pattern.search(text):
            yield message.with_values(mark=match.group()[-1], around=_excerpt(text, match))
    if language == "fr" and (quote := _ENGLISH_QUOTES.search(_GUILLEMETS.sub(_blank, text))):
        yield lazy_gettext("English quotation mark in {around}. In French, use « and ».", around=_excerpt(text, quote))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _excerpt(text: str, match: re.Match[str]) -> str:
    """Return the match with a few characters on each side, so that it can be found in a long text."""
    return repr(text[max(match.start() - _CONTEXT, 0) : match.end() + _CONTEXT].translate(_PLAIN_SPACES))
