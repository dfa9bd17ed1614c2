"""Acronyms in texts, and checks for acronyms without an explanation and terms defined twice."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, PathStep
from bindertui.model.binder import Binder
from bindertui.model.entries import Term
from bindertui.model.enums import EntryKind
from bindertui.model.fields import FieldRole
from bindertui.model.markup import strip_markup
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text

_TWO_CAPITALS = re.compile(r"[^\W\d_a-z]{2}")
_CAPITALS = re.compile(r"(?<![\w/$.-])[^\W\d_a-z]{2,7}(?=s?(?!\w))")
_REFERENCE = re.compile(r"[/-][0-9]|[ \u00a0][0-9]+[/-][0-9]")
"""Follows the letters of a docket, a regulation or a treaty: SOR/2018-128, IMM-775-17, CTS 2004/2."""
_CITATION = re.compile(r"(?<![0-9])[0-9]{4}[ \u00a0]$")
"""Precedes the letters of a court in a citation: 2020 FC 770."""
_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ALL_CAPS = re.compile(r"(?<!\w)[^\W\d_a-z]{2,}(?:[ ,]+[^\W\d_a-z]{2,}){2,}(?!\w)")
_LOWER = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,7}(?!\w)")


def acronyms_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the acronyms in a text without markup: words of two to seven capitals.

    Not counted are texts and sequences of words all in capitals, Roman numerals, and the letters of dockets and
    citations.
    """
    if text.isupper():
        return
    shouted = [match.span() for match in _ALL_CAPS.finditer(text)]
    for match in _CAPITALS.finditer(text):
        letters, end = match.group(), match.end()
        if not letters.isupper() or _NUMERAL.fullmatch(letters) or text.startswith("$", end):
            continue
        if _REFERENCE.match(text, end) or _is_court(text, match):
            continue
        if not any(start <= match.start() < stop for start, stop in shouted):
            yield match


def check_acronyms(binder: Binder) -> Iterator[Finding]:
    """Yield findings for terms defined twice, and for acronyms that no term, partner or agreement explains."""
    if any(broken.kind is EntryKind.TERM for broken in binder.broken):
        return
    yield from _check_duplicate_terms(binder.terms)
    yield from _check_unexplained(binder)


def _check_duplicate_terms(terms: tuple[Term, ...]) -> Iterator[Finding]:
    first: dict[str, dict[str, int]] = {}
    for position, term in enumerate(terms):
        for language, name in term.term.originals:
            positions = first.setdefault(name.casefold(), {})
            # A term without a language conflicts with terms in any language.
            same = (at for code, at in positions.items() if code == language or NEUTRAL in {code, language})
            earlier = min(same, default=position)
            positions.setdefault(language, position)
            if earlier != position:
                message = lazy_gettext(
                    "The term {name!r} is defined twice, first at glossary#{earlier}. Merge the two.",
                    name=name,
                    earlier=earlier,
                )
                yield Finding(GLOSSARY, (position, "term", *_step(language)), Level.WARNING, message)


def _check_unexplained(binder: Binder) -> Iterator[Finding]:
    """Yield a finding for each unexplained acronym, at its first use in each entry and language."""
    known = {language: frozenset(_explained_acronyms(binder, language)) for language in binder.languages}
    uses: dict[tuple[str, str, str], FieldPath] = {}
    for entry, path, language, text in _texts(binder):
        if _TWO_CAPITALS.search(text):
            own = _own_acronyms(binder.terms, path[0]) if entry == GLOSSARY else frozenset()
            for match in acronyms_in(strip_markup(text, str)):
                if (name := match.group()) not in known[language] and name not in own:
                    uses.setdefault((entry, language, name), path)
    words = _also_lower_case(binder, {(language, name) for _, language, name in uses}) if uses else frozenset()
    for (entry, language, name), path in uses.items():
        if (language, name) not in words:
            message = lazy_gettext(
                "The acronym {name} is not in the glossary in {language}. Add a term, or spell it out.",
                name=name,
                language=language,
            )
            yield Finding(entry, path, Level.WARNING, message)


def _explained_acronyms(binder: Binder, language: str) -> Iterator[str]:
    names = [term.term for term in binder.terms]
    names += [item.acronym for index in (PARTNERS, AGREEMENTS) for item in binder.children(index) if item.acronym]
    for name in names:
        for code in (language, NEUTRAL):
            yield from _CAPITALS.findall(name.original(code) or "")


def _own_acronyms(terms: tuple[Term, ...], position: PathStep) -> frozenset[str]:
    """Return the acronyms of a term, in any language; none if the path is not that of a term."""
    names = terms[position].term.originals if isinstance(position, int) else ()
    return frozenset(acronym for _, name in names for acronym in _CAPITALS.findall(name))


def _also_lower_case(binder: Binder, names: AbstractSet[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return the acronyms that also occur in lower case in their language: those are words written in capitals."""
    looked_for = {(language, name.lower()): (language, name) for language, name in names}
    found: set[tuple[str, str]] = set()
    for _, _, language, text in _texts(binder):
        found.update((language, word) for word in _LOWER.findall(text) if (language, word) in looked_for)
    return frozenset(looked_for[key] for key in found)


def _texts(binder: Binder) -> Iterator[tuple[str, FieldPath, str, str]]:
    """Yield every original text, except of sources and URLs, with its entry, path and language."""
    first = binder.languages[0]
    for entry, field in binder.iter_fields():
        if entry != SOURCES and isinstance(field.value, Text) and field.role is not FieldRole.URL:
            for language, original in field.value.originals:
                if language == NEUTRAL or language in binder.languages:
                    yield entry, (*field.path, *_step(language)), language or first, original


def _is_court(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(match.start() - 6, 0) : match.start()], text[match.end() : match.end() + 2]
    return _CITATION.search(before) is not None and after[1:].isdigit()


def _step(language: str) -> FieldPath:
    return (language,) if language != NEUTRAL else ()
