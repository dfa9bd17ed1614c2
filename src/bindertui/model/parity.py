"""The typography of official texts: quotation marks and apostrophes in any language, and the spaces of French.

Whether the languages of a binder say the same, each as its readers write it: the parity report.
"""

import re
from collections.abc import Iterator

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Path
from bindertui.model.binder import Binder
from bindertui.model.entries import Block, Partner, Point, Points
from bindertui.model.fields import Leaf, Role
from bindertui.model.markup import Span, parse_markup, strip_markup
from bindertui.model.numerals import numbers_in
from bindertui.model.outline import PARTNERS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text

_NO_BREAK = "\u00a0\u202f"
_GUILLEMETS = re.compile("«[^»]*»")

_ANY_LANGUAGE = (
    (
        re.compile(r"(?<![0-9])\""),
        lazy_gettext("A straight quotation mark stands in {around}. Write “ and ”, in French « and »."),
    ),
    (re.compile(r"(?<![0-9])'"), lazy_gettext("A straight apostrophe stands in {around}. Write ’.")),
)
_FRENCH_RULES = (
    (
        re.compile(rf"[^{_NO_BREAK}:;?!(\[][:;?!](?=[\s»)\]…]|$)"),
        lazy_gettext("A no-break space is missing before {mark} in {around}. French sets one before : ; ? and !."),
    ),
    (
        re.compile(rf"«(?![{_NO_BREAK}])|(?<![{_NO_BREAK}])»"),
        lazy_gettext("A no-break space is missing inside the guillemets in {around}."),
    ),
    (re.compile(r"[0-9] ?[%$]"), lazy_gettext("A no-break space is missing before {mark} in {around}.")),
    (
        re.compile(r"\$ ?[0-9]"),
        lazy_gettext("The dollar sign stands first in {around}. French sets it after the amount and a no-break space."),
    ),
    (
        re.compile(r"(?<![0-9,])[1-9][0-9]{0,2}(?:[, ][0-9]{3})+(?![0-9,])"),
        lazy_gettext(
            "A number is not grouped as in French in {around}. Set a no-break space between groups of three digits."
        ),
    ),
    (
        re.compile(r"[0-9] (?:millions?|milliards?|km|h)(?!\w)"),
        lazy_gettext("A no-break space is missing after the number in {around}."),
    ),
)
_ENGLISH_QUOTES = re.compile("[“”]")
_CONTEXT = 8
_PLAIN_SPACES = {ord(space): " " for space in _NO_BREAK}


def typography_errors(text: str, language: str) -> Iterator[LazyString]:
    """What is wrong with the typography of a text without markup: a sentence for each kind of lapse, with the first."""
    rules = (*_ANY_LANGUAGE, *_FRENCH_RULES) if language == "fr" else _ANY_LANGUAGE
    for pattern, message in rules:
        if match := pattern.search(text):
            yield message.filled(mark=match.group()[-1], around=_around(text, match))
    if language == "fr" and (quote := _ENGLISH_QUOTES.search(_GUILLEMETS.sub(_blank, text))):
        yield lazy_gettext(
            "An English quotation mark stands in {around}. French quotes between « and ».", around=_around(text, quote)
        )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _around(text: str, match: re.Match[str]) -> str:
    """The match with a few characters on either side, so that it can be found in a long text."""
    return repr(text[max(match.start() - _CONTEXT, 0) : match.end() + _CONTEXT].translate(_PLAIN_SPACES))


_HEADINGS = ("title", "caption", "columns")
_ENGLISH_HEADINGS = (
    "agreements annex appendix asylum background challenges context economic glossary history highlights issues levels"
    " objectives overview partners priorities purpose refugees roles settlement summary takeaways timeline"
)
_FRENCH_HEADINGS = (
    "accords annexe aperçu asile contexte défis enjeux établissement financement glossaire historique niveaux objectifs"
    " partenaires priorités réfugiés rôles sommaire"
)
_OF_ONE_LANGUAGE = frozenset((*_ENGLISH_HEADINGS.split(), *_FRENCH_HEADINGS.split()))
"""Words that stand alone in headings and are not spelt alike in English and French, as many are."""
_SAME_HEADING = lazy_gettext("The heading in {language} is the one in {first}. Write it in {language}.")
_SAME_TEXT = lazy_gettext("The text in {language} is the one in {first}. Write it in {language}.")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"^[ \t]*(?:[-–•]|[0-9]+[.)]|\([a-z0-9]+\))[ \t]", re.MULTILINE)


def check_parity(binder: Binder) -> list[Finding]:
    """Every place where the languages part, or where one is not written as its readers write it, in reading order.

    That a language is missing or empty is for `check` to find.
    """
    names = {name for place in binder.children(PARTNERS) for _, name in place.title.originals}
    names |= {name for term in binder.terms for _, name in term.term.originals}
    return list(_Parity(binder, frozenset(names)).findings())


@frozen
class _Version:
    """A text in one language.

    Attributes:
        written: as it is written, with its markup.
        shown: as it is read.
    """

    language: str
    written: str
    shown: str

    @classmethod
    def of(cls, language: str, written: str) -> "_Version":
        return cls(language, written, strip_markup(written, str))

    @property
    def links(self) -> tuple[Span, ...]:
        return (
            tuple(span for span in parse_markup(self.written) if span.entry or span.url) if "[" in self.written else ()
        )


@frozen
class _Parity:
    """The comparison of a binder's first language with each other one.

    Attributes:
        names: the names and terms of the binder, which may be the same in every language.
    """

    binder: Binder
    names: frozenset[str]

    def findings(self) -> Iterator[Finding]:
        for entry, leaf in self.binder.iter_fields():
            if isinstance(leaf.value, Text) and leaf.role is not Role.URL:
                for path, message in self._text(leaf.value, leaf, is_document=entry == SOURCES):
                    yield Finding(entry, (*leaf.path, *path), Level.WARNING, message)
        for written in self.binder.entries():
            if not isinstance(written, Partner):
                for path, message in self._body(written.body):
                    yield Finding(written.id, path, Level.WARNING, message)

    def _text(self, text: Text, leaf: Leaf, *, is_document: bool) -> Iterator[tuple[Path, LazyString]]:
        """What is wrong with one text; the title of a document may be the same in every language."""
        plain = text.original(NEUTRAL)
        if plain is not None:
            if leaf.role is not Role.PROSE and not is_document and _is_running(strip_markup(plain, str)):
                yield (
                    (),
                    lazy_gettext("The text is one for all languages and reads like prose. Write it in each language."),
                )
            return
        written = ((language, text.original(language)) for language in self.binder.languages)
        versions = [_Version.of(language, original) for language, original in written if original and original.strip()]
        for version in versions:
            for message in typography_errors(_own_words(version, versions[0]), version.language):
                yield (version.language,), message
        if versions and versions[0].language == self.binder.languages[0]:
            for other in versions[1:]:
                for message in self._apart(versions[0], other, leaf, is_document=is_document):
                    yield (other.language,), message

    def _apart(self, first: _Version, other: _Version, leaf: Leaf, *, is_document: bool) -> Iterator[LazyString]:
        mute = [version.language for version in (first, other) if not any(map(str.isalnum, version.shown))]
        if len(mute) == 1:
            yield lazy_gettext("The text in {language} has neither a word nor a number. Write it.", language=mute[0])
        elif first.shown.strip().casefold() == other.shown.strip().casefold():
            if not is_document and self._is_untranslated(first.shown, leaf):
                heading = leaf.attribute.name in _HEADINGS
                yield (_SAME_HEADING if heading else _SAME_TEXT).filled(language=other.language, first=first.language)
        else:
            yield from _numbers_apart(first, other)
            yield from _links_apart(first, other)
            items, items_there = len(_ITEM.findall(first.written)), len(_ITEM.findall(other.written))
            if items != items_there:
                yield lazy_gettext(
                    "The text lists {items} points in {first} and {there} in {other}. List the same points in each.",
                    items=items,
                    first=first.language,
                    there=items_there,
                    other=other.language,
                )

    def _is_untranslated(self, text: str, leaf: Leaf) -> bool:
        """Whether a text that is the same in two languages is no name, acronym or number, which may be."""
        if leaf.attribute.name in _HEADINGS and text not in self.names:
            words = _WORD.findall(text)
            return len(words) > 1 or (len(words) == 1 and words[0].lower() in _OF_ONE_LANGUAGE)
        return _is_running(text)

    def _body(self, blocks: tuple[Block, ...]) -> Iterator[tuple[Path, LazyString]]:
        for position, block in enumerate(blocks):
            if isinstance(block, Points):
                yield from self._points(("body", position, "points"), block.points)

    def _points(self, path: Path, points: tuple[Point, ...]) -> Iterator[tuple[Path, LazyString]]:
        first, *others = self.binder.languages
        count = sum(_is_in(point.text, first) for point in points)
        for other in others:
            if (there := sum(_is_in(point.text, other) for point in points)) != count:
                yield (
                    path,
                    lazy_gettext(
                        "The list has {count} points in {first} and {there} in {other}. Write each point in both.",
                        count=count,
                        first=first,
                        there=there,
                        other=other,
                    ),
                )
        for position, point in enumerate(points):
            if point.points:
                yield from self._points((*path, position, "points"), point.points)


def _is_in(text: Text, language: str) -> bool:
    return bool((text.original(language) or text.original(NEUTRAL) or "").strip())


def _is_running(text: str) -> bool:
    """Whether a text reads like prose rather than a name: two of its words have no capital, or one and it ends so."""
    small = sum(match.group()[0].islower() for match in _WORD.finditer(text))
    return small > 1 or (small == 1 and text.rstrip().endswith((".", "!", "?")))


def _own_words(version: _Version, first: _Version) -> str:
    """What is shown of a text, without the titles of pages it links to that it shares with the first language."""
    shared = {span.text for span in first.links if span.url}
    if version is first or not shared:
        return version.shown
    own = (span for span in parse_markup(version.written) if not (span.url and span.text in shared))
    return "".join(span.text or span.entry or "" for span in own)


def _numbers_apart(first: _Version, other: _Version) -> Iterator[LazyString]:
    here, there = numbers_in(first.shown, first.language), numbers_in(other.shown, other.language)
    if here and there:
        for language, lacking in ((first.language, here.lacking_in(there)), (other.language, there.lacking_in(here))):
            for as_written in lacking:
                yield lazy_gettext(
                    "The number {as_written!r} stands in {language} alone. Numbers are the same in every language.",
                    as_written=as_written,
                    language=language,
                )


def _links_apart(first: _Version, other: _Version) -> Iterator[LazyString]:
    for here, there in ((first, other), (other, first)):
        for entry in dict.fromkeys(span.entry for span in here.links if span.entry):
            if entry not in {span.entry for span in there.links}:
                yield lazy_gettext(
                    "The link to {entry!r} stands in {language} alone. Link the same entries in every language.",
                    entry=entry,
                    language=here.language,
                )
    pages, pages_there = ({span.url for span in version.links if span.url} for version in (first, other))
    if len(pages) != len(pages_there):
        yield lazy_gettext(
            "The number of pages the text links to differs: {pages} in {first} and {there} in {other}."
            " Link the same pages in every language.",
            pages=len(pages),
            first=first.language,
            there=len(pages_there),
            other=other.language,
        )
