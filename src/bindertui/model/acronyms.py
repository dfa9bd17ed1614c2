"""Acronyms: which a binder uses, which its glossary explains, and which it explains twice."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bindertui.i18n import lazy_gettext
from bindertui.model.address import Path, Step
from bindertui.model.binder import Binder
from bindertui.model.entries import Term
from bindertui.model.enums import EntryKind
from bindertui.model.fields import Role
from bindertui.model.markup import strip_markup
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text

_TWO_CAPITALS = re.compile(r"[^\W\d_a-z]{2}")
_CAPITALS = re.compile(r"(?<![\w/$.-])[^\W\d_a-z]{2,7}(?=s?(?!\w))")
_REFERENCE = re.compile(r"[/-][0-9]|[ \u00a0][0-9]+[/-][0-9]")
"""What follows the letters of a docket, a regulation or a treaty: SOR/2018-128, IMM-775-17, CTS 2004/2."""
_CITATION = re.compile(r"(?<![0-9])[0-9]{4}[ \u00a0]$")
"""What comes before the letters of a court in a citation: 2020 FC 770."""
_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHOUTED = re.compile(r"(?<!\w)[^\W\d_a-z]{2,}(?:[ ,]+[^\W\d_a-z]{2,}){2,}(?!\w)")
_LOWER = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,7}(?!\w)")


def acronyms_in(text: str) -> Iterator[re.Match[str]]:
    """The acronyms in a text without markup: two to seven capitals that stand alone, in order.

    Left out are texts and runs of words in capitals, Roman numerals, and the letters of dockets and citations.
    """
    if text.isupper():
        return
    shouted = [match.span() for match in _SHOUTED.finditer(text)]
    for match in _CAPITALS.finditer(text):
        letters, end = match.group(), match.end()
        if not letters.isupper() or _NUMERAL.fullmatch(letters) or text.startswith("$", end):
            continue
        if _REFERENCE.match(text, end) or _is_court(text, match):
            continue
        if not any(start <= match.start() < stop for start, stop in shouted):
            yield match


def check_acronyms(binder: Binder) -> Iterator[Finding]:
    """Terms defined twice, and acronyms that neither a term nor a partner nor an agreement explains."""
    if any(broken.kind is EntryKind.TERM for broken in binder.broken):
        return
    yield from _defined_twice(binder.terms)
    yield from _unexplained(binder)


def _defined_twice(terms: tuple[Term, ...]) -> Iterator[Finding]:
    first: dict[str, dict[str, int]] = {}
    for position, term in enumerate(terms):
        for language, name in term.term.originals:
            met = first.setdefault(name.casefold(), {})
            # A term that is written once for all languages meets those of each.
            same = (at for code, at in met.items() if code == language or NEUTRAL in {code, language})
            earlier = min(same, default=position)
            met.setdefault(language, position)
            if earlier != position:
                message = lazy_gettext(
                    "The term {name!r} is defined twice, first as glossary#{earlier}. Make one of the two.",
                    name=name,
                    earlier=earlier,
                )
                yield Finding(GLOSSARY, (position, "term", *_step(language)), Level.WARNING, message)


def _unexplained(binder: Binder) -> Iterator[Finding]:
    """One finding for each acronym that nothing explains, at its first use in each entry and language."""
    known = {language: frozenset(_explained(binder, language)) for language in binder.languages}
    uses: dict[tuple[str, str, str], Path] = {}
    for entry, path, language, text in _texts(binder):
        if _TWO_CAPITALS.search(text):
            own = _own(binder.terms, path[0]) if entry == GLOSSARY else frozenset()
            for match in acronyms_in(strip_markup(text, str)):
                if (name := match.group()) not in known[language] and name not in own:
                    uses.setdefault((entry, language, name), path)
    words = _written_small(binder, {(language, name) for _, language, name in uses}) if uses else frozenset()
    for (entry, language, name), path in uses.items():
        if (language, name) not in words:
            message = lazy_gettext(
                "The acronym {name} is not in the glossary in {language}. Add a term, or write it out.",
                name=name,
                language=language,
            )
            yield Finding(entry, path, Level.WARNING, message)


def _explained(binder: Binder, language: str) -> Iterator[str]:
    names = [term.term for term in binder.terms]
    names += [place.acronym for index in (PARTNERS, AGREEMENTS) for place in binder.children(index) if place.acronym]
    for name in names:
        for code in (language, NEUTRAL):
            yield from _CAPITALS.findall(name.original(code) or "")


def _own(terms: tuple[Term, ...], position: Step) -> frozenset[str]:
    """The acronyms of the term at a position of the glossary, in any language; none where a section took its id."""
    names = terms[position].term.originals if isinstance(position, int) else ()
    return frozenset(acronym for _, name in names for acronym in _CAPITALS.findall(name))


def _written_small(binder: Binder, names: AbstractSet[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Those of the names that a text of their language also writes in small letters: in capitals they are only loud."""
    looked_for = {(language, name.lower()): (language, name) for language, name in names}
    found: set[tuple[str, str]] = set()
    for _, _, language, text in _texts(binder):
        found.update((language, word) for word in _LOWER.findall(text) if (language, word) in looked_for)
    return frozenset(looked_for[key] for key in found)


def _texts(binder: Binder) -> Iterator[tuple[str, Path, str, str]]:
    """Every text but those about sources as it is written, with its entry, its path and its language."""
    first = binder.languages[0]
    for entry, leaf in binder.iter_fields():
        if entry != SOURCES and isinstance(leaf.value, Text) and leaf.role is not Role.URL:
            for language, original in leaf.value.originals:
                if language == NEUTRAL or language in binder.languages:
                    yield entry, (*leaf.path, *_step(language)), language or first, original


def _is_court(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(match.start() - 6, 0) : match.start()], text[match.end() : match.end() + 2]
    return _CITATION.search(before) is not None and after[1:].isdigit()


def _step(language: str) -> Path:
    return (language,) if language != NEUTRAL else ()
