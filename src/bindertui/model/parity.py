"""Language parity: whether the languages of a binder have the same numbers, links and lists, and proper typography."""

import re
from collections.abc import Iterator

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import FieldPath
from bindertui.model.binder import Binder
from bindertui.model.entries import Block, Partner, Point, Points
from bindertui.model.fields import FieldRole, FieldValue
from bindertui.model.markup import Span, parse_markup, strip_markup
from bindertui.model.numerals import numbers_in
from bindertui.model.outline import PARTNERS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text
from bindertui.model.typography import typography_errors

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
"""One-word headings that are spelt differently in English and French."""
_SAME_HEADING = lazy_gettext("The headings in {first} and {language} are the same. Write this one in {language}.")
_SAME_TEXT = lazy_gettext("The texts in {first} and {language} are the same. Write this one in {language}.")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"^[ \t]*(?:[-–•]|[0-9]+[.)]|\([a-z0-9]+\))[ \t]", re.MULTILINE)


def check_parity(binder: Binder) -> list[Finding]:
    """Return a warning for each difference between the languages and each typography error, in reading order.

    Missing and empty texts are left to `check_content`.
    """
    names = {name for item in binder.children(PARTNERS) for _, name in item.title.originals}
    names |= {name for term in binder.terms for _, name in term.term.originals}
    return list(_ParityChecker(binder, frozenset(names)).findings())


@frozen
class _Original:
    """A text in one language.

    Attributes:
        written: the text with its markup.
        shown: the text without markup.
    """

    language: str
    written: str
    shown: str

    @classmethod
    def of(cls, language: str, written: str) -> "_Original":
        return cls(language, written, strip_markup(written, str))

    @property
    def links(self) -> tuple[Span, ...]:
        return (
            tuple(span for span in parse_markup(self.written) if span.entry or span.url) if "[" in self.written else ()
        )


@frozen
class _ParityChecker:
    """Compares a binder's first language with each of the others.

    Attributes:
        names: the names and terms of the binder, which may be the same in every language.
    """

    binder: Binder
    names: frozenset[str]

    def findings(self) -> Iterator[Finding]:
        for entry, field in self.binder.iter_fields():
            if isinstance(field.value, Text) and field.role is not FieldRole.URL:
                for path, message in self._check_text(field.value, field, is_document=entry == SOURCES):
                    yield Finding(entry, (*field.path, *path), Level.WARNING, message)
        for written in self.binder.entries():
            if not isinstance(written, Partner):
                for path, message in self._check_body(written.body):
                    yield Finding(written.id, path, Level.WARNING, message)

    def _check_text(
        self, text: Text, field: FieldValue, *, is_document: bool
    ) -> Iterator[tuple[FieldPath, LazyString]]:
        """Yield the problems of one text; the title of a source may be the same in every language."""
        plain = text.original(NEUTRAL)
        if plain is not None:
            if field.role is not FieldRole.PROSE and not is_document and _is_prose(strip_markup(plain, str)):
                yield (
                    (),
                    lazy_gettext("One text for all languages, but it looks like prose. Write it in each language."),
                )
            return
        written = ((language, text.original(language)) for language in self.binder.languages)
        versions = [_Original.of(language, original) for language, original in written if original and original.strip()]
        for version in versions:
            for message in typography_errors(_without_shared_titles(version, versions[0]), version.language):
                yield (version.language,), message
        if versions and versions[0].language == self.binder.languages[0]:
            for other in versions[1:]:
                for message in self._compare(versions[0], other, field, is_document=is_document):
                    yield (other.language,), message

    def _compare(
        self, first: _Original, other: _Original, field: FieldValue, *, is_document: bool
    ) -> Iterator[LazyString]:
        without_words = [version.language for version in (first, other) if not any(map(str.isalnum, version.shown))]
        if len(without_words) == 1:
            yield lazy_gettext("The text in {language} is only punctuation. Write it.", language=without_words[0])
        elif first.shown.strip().casefold() == other.shown.strip().casefold():
            if not is_document and self._is_untranslated(first.shown, field):
                heading = field.attribute.name in _HEADINGS
                yield (_SAME_HEADING if heading else _SAME_TEXT).with_values(
                    language=other.language, first=first.language
                )
        else:
            yield from _compare_numbers(first, other)
            yield from _compare_links(first, other)
            items, items_there = len(_ITEM.findall(first.written)), len(_ITEM.findall(other.written))
            if items != items_there:
                yield lazy_gettext(
                    "The text lists {items} points in {first} but {there} in {other}. List the same points in"
                    " each language.",
                    items=items,
                    first=first.language,
                    there=items_there,
                    other=other.language,
                )

    def _is_untranslated(self, text: str, field: FieldValue) -> bool:
        """Return whether a text that is the same in two languages is something other than a name, acronym or number."""
        if field.attribute.name in _HEADINGS and text not in self.names:
            words = _WORD.findall(text)
            return len(words) > 1 or (len(words) == 1 and words[0].lower() in _OF_ONE_LANGUAGE)
        return _is_prose(text)

    def _check_body(self, blocks: tuple[Block, ...]) -> Iterator[tuple[FieldPath, LazyString]]:
        for position, block in enumerate(blocks):
            if isinstance(block, Points):
                yield from self._check_points(("body", position, "points"), block.points)

    def _check_points(self, path: FieldPath, points: tuple[Point, ...]) -> Iterator[tuple[FieldPath, LazyString]]:
        first, *others = self.binder.languages
        count = sum(_has_text(point.text, first) for point in points)
        for other in others:
            if (there := sum(_has_text(point.text, other) for point in points)) != count:
                yield (
                    path,
                    lazy_gettext(
                        "The list has {count} points in {first} but {there} in {other}. Write each point in both"
                        " languages.",
                        count=count,
                        first=first,
                        there=there,
                        other=other,
                    ),
                )
        for position, point in enumerate(points):
            if point.points:
                yield from self._check_points((*path, position, "points"), point.points)


def _has_text(text: Text, language: str) -> bool:
    return bool((text.original(language) or text.original(NEUTRAL) or "").strip())


def _is_prose(text: str) -> bool:
    """Return whether a text is prose rather than a name: two words in lower case, or one and a final full stop."""
    small = sum(match.group()[0].islower() for match in _WORD.finditer(text))
    return small > 1 or (small == 1 and text.rstrip().endswith((".", "!", "?")))


def _without_shared_titles(version: _Original, first: _Original) -> str:
    """Return the text without the link texts that it shares with the first language (titles of web pages)."""
    shared = {span.text for span in first.links if span.url}
    if version is first or not shared:
        return version.shown
    own = (span for span in parse_markup(version.written) if not (span.url and span.text in shared))
    return "".join(span.text or span.entry or "" for span in own)


def _compare_numbers(first: _Original, other: _Original) -> Iterator[LazyString]:
    here, there = numbers_in(first.shown, first.language), numbers_in(other.shown, other.language)
    if here and there:
        for language, lacking in (
            (first.language, here.missing_from(there)),
            (other.language, there.missing_from(here)),
        ):
            for number in lacking:
                yield lazy_gettext(
                    "The number {number!r} is only in the text in {language}. Use the same numbers in every language.",
                    number=number,
                    language=language,
                )


def _compare_links(first: _Original, other: _Original) -> Iterator[LazyString]:
    for here, there in ((first, other), (other, first)):
        for entry in dict.fromkeys(span.entry for span in here.links if span.entry):
            if entry not in {span.entry for span in there.links}:
                yield lazy_gettext(
                    "The link to {entry!r} is only in the text in {language}. Link to the same entries in every"
                    " language.",
                    entry=entry,
                    language=here.language,
                )
    pages, pages_there = ({span.url for span in version.links if span.url} for version in (first, other))
    if len(pages) != len(pages_there):
        yield lazy_gettext(
            "The numbers of links to web pages differ: {pages} in {first}, {there} in {other}. Link to"
            " the same pages in every language.",
            pages=len(pages),
            first=first.language,
            there=len(pages_there),
            other=other.language,
        )
