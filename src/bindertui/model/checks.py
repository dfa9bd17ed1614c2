"""What must hold across a binder: ids, references, languages, sources, dates, characters and acronyms."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Literal

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, join_and, lazy_gettext, lazy_ngettext
from bindertui.model.address import Path, is_id
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Block, FigureData, Partner, Section, TableData
from bindertui.model.enums import EntryKind
from bindertui.model.fields import Leaf, Role
from bindertui.model.markup import linked_entries
from bindertui.model.outline import BINDER, RESERVED_IDS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text, control_characters, escape_controls

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_URL = re.compile(r"https?://[^\s<>\"]+")


def check(binder: Binder) -> list[Finding]:
    """Every finding in the files that can be read, in reading order."""
    return list(_Check(binder, _names(binder)).findings())


def check_part(part: Binder, whole: Binder) -> list[Finding]:
    """Every finding in a part of a binder, by the names that the whole binder gives.

    Args:
        part: the part, as a binder with the cover of the whole.
        whole: a binder that gives the same names as the one the part is of.
    """
    return list(_Check(part, _names(whole)).within())


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar, a month or a year: YYYY-MM-DD, YYYY-MM or YYYY."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


@frozen
class _Names:
    """The names that references may use, by the role of the reference."""

    by_role: dict[Role, frozenset[str]]

    def suggestion(self, role: Role, name: str) -> LazyString | Literal[""]:
        return did_you_mean(name, self.by_role[role])


def _names(binder: Binder) -> _Names:
    def ids(kind: EntryKind) -> frozenset[str]:
        return frozenset(place.id for place in binder.outline() if place.kind is kind)

    partners, agreements, sections = ids(EntryKind.PARTNER), ids(EntryKind.AGREEMENT), ids(EntryKind.SECTION)
    return _Names(
        {
            Role.PARTNER: partners,
            Role.AGREEMENT: agreements,
            Role.SOURCE: frozenset(binder.sources),
            Role.ENTRY: partners | agreements | sections | frozenset(RESERVED_IDS),
        }
    )


_UNKNOWN = {
    Role.PARTNER: lazy_gettext("There is no partner {name!r} in this binder.{hint}"),
    Role.AGREEMENT: lazy_gettext("There is no agreement {name!r} in this binder.{hint}"),
    Role.SOURCE: lazy_gettext("There is no source {name!r} in this binder.{hint}"),
    Role.ENTRY: lazy_gettext("There is no entry {name!r} in this binder.{hint}"),
}


@frozen
class _Check:
    binder: Binder
    names: _Names

    def findings(self) -> Iterator[Finding]:
        used: set[str] = set()
        yield from self.within(used)
        from bindertui.model.acronyms import check_acronyms  # noqa: PLC0415 - a file alone says nothing of acronyms

        yield from check_acronyms(self.binder)
        if not self.binder.broken:
            for key in self.binder.sources:
                if key not in used:
                    message = lazy_gettext(
                        "The source {key} is used nowhere. Cite it where it bears something out, or remove it.", key=key
                    )
                    yield Finding(SOURCES, (key,), Level.WARNING, message)

    def within(self, used: set[str] | None = None) -> Iterator[Finding]:
        """What is wrong in itself or in what it refers to; the sources that are cited are added to those used."""
        yield from self._ids()
        for entry, leaf in self.binder.iter_fields():
            if leaf.role is Role.SOURCE and used is not None:
                used.add(leaf.value)
            at = partial(Finding, entry, leaf.path)
            yield from (at(level, message) for level, message in self._leaf(leaf))
        for entry, path, shape in self._shapes():
            yield from (Finding(entry, (*path, *inner), Level.ERROR, message) for inner, message in _shape(shape))

    def _ids(self) -> Iterator[Finding]:
        places = list(self.binder.outline())
        counts = Counter(place.id for place in places)
        seen: Counter[str] = Counter()
        if not is_id(self.binder.cover.id):
            yield Finding(BINDER, ("id",), Level.ERROR, _ill_formed(self.binder.cover.id))
        for key in self.binder.sources:
            if not _KEY.fullmatch(key):
                message = lazy_gettext(
                    "The key {key!r} is not well formed. Use letters, digits and hyphens, as in S01.", key=key
                )
                yield Finding(SOURCES, (key,), Level.ERROR, message)
        for place in places:
            identifier = place.id
            if place.kind in {EntryKind.INDEX, EntryKind.BINDER}:
                continue
            if not is_id(identifier):
                yield Finding(identifier, ("id",), Level.ERROR, _ill_formed(identifier))
            elif identifier in RESERVED_IDS:
                message = lazy_gettext("The id {id!r} is taken by the binder itself. Choose another.", id=identifier)
                yield Finding(identifier, ("id",), Level.ERROR, message, 1)
            elif counts[identifier] > 1:
                times = counts[identifier]
                message = lazy_gettext(
                    "The id {id!r} is used {times} times. Ids are unique within a binder: rename one.",
                    id=identifier,
                    times=times,
                )
                yield Finding(identifier, ("id",), Level.ERROR, message, seen[identifier])
                seen[identifier] += 1

    def _leaf(self, leaf: Leaf) -> Iterator[tuple[Level, LazyString]]:
        if isinstance(leaf.value, Text):
            yield from self._text(leaf.value, leaf.role)
        elif isinstance(leaf.value, str):
            yield from _characters(leaf.value)
            yield from self._word(leaf.value, leaf.role)

    def _word(self, word: str, role: Role) -> Iterator[tuple[Level, LazyString]]:
        if role in _UNKNOWN:
            yield from self._reference(word, role)
        elif role is Role.DATE and not is_date(word):
            yield (
                Level.ERROR,
                lazy_gettext("{word!r} is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, as in 2019-11.", word=word),
            )

    def _reference(self, name: str, role: Role) -> Iterator[tuple[Level, LazyString]]:
        if name not in self.names.by_role[role] and not self._hidden_by_breakage(role):
            yield Level.ERROR, _UNKNOWN[role].filled(name=name, hint=self.names.suggestion(role, name))

    def _hidden_by_breakage(self, role: Role) -> bool:
        """Whether a name may be missing only because the file that holds it is broken."""
        kind = {Role.SOURCE: EntryKind.SOURCE, Role.ENTRY: EntryKind.SECTION}.get(role)
        return any(broken.kind is kind for broken in self.binder.broken)

    def _text(self, text: Text, role: Role) -> Iterator[tuple[Level, LazyString]]:
        languages = self.binder.languages
        for language, original in text.originals:
            if language != NEUTRAL and language not in languages:
                yield (
                    Level.WARNING,
                    lazy_gettext(
                        "{language!r} is not one of the binder's languages ({languages}).",
                        language=language,
                        languages=", ".join(languages),
                    ),
                )
            if not original.strip():
                yield Level.ERROR, _empty(language)
            yield from _characters(original)
            if role is Role.URL and not _URL.fullmatch(original):
                yield (
                    Level.ERROR,
                    lazy_gettext(
                        "{original!r} is not a link to the web. Write it whole, starting with https://.",
                        original=original,
                    ),
                )
            for name in linked_entries(original):
                yield from self._reference(name, Role.ENTRY)
        yield from self._languages(text, role)

    def _languages(self, text: Text, role: Role) -> Iterator[tuple[Level, LazyString]]:
        missing = [language for language in self.binder.languages if text.original(language) is None]
        if text.original(NEUTRAL) is not None:
            # A plain string speaks the first language; a number or a name, all of them.
            missing = missing[1:] if role is Role.PROSE else []
        if missing:
            yield Level.WARNING, lazy_gettext("The text is missing in {languages}.", languages=join_and(missing))

    def _shapes(self) -> Iterator[tuple[str, Path, TableData | FigureData]]:
        for entry in self.binder.entries():
            if not isinstance(entry, Partner):
                for path, block in _blocks(entry):
                    for name in ("table", "figure"):
                        if hasattr(block, name):
                            yield entry.id, (*path, name), getattr(block, name)


def _ill_formed(identifier: str) -> LazyString:
    return lazy_gettext(
        "The id {id!r} is not well formed. Use lower-case letters, digits and single hyphens.", id=identifier
    )


def _empty(language: str) -> LazyString:
    if language == NEUTRAL:
        return lazy_gettext("The text is empty. Write it, or leave the field out.")
    return lazy_gettext("The text is empty in {language}. Write it, or leave the field out.", language=language)


def _characters(text: str) -> Iterator[tuple[Level, LazyString]]:
    if match := control_characters(text):
        shown = escape_controls(match.group())
        yield (
            Level.ERROR,
            lazy_gettext(
                "The text holds the invisible or control character {shown} at character {position}. Remove it.",
                shown=shown,
                position=match.start() + 1,
            ),
        )


def _blocks(entry: Section | Agreement) -> Iterator[tuple[Path, Block]]:
    for position, block in enumerate(entry.body):
        yield ("body", position), block


def _shape(shape: TableData | FigureData) -> Iterable[tuple[Path, LazyString]]:
    if isinstance(shape, TableData):
        width = len(shape.columns)
        for position, row in enumerate(shape.rows):
            if len(row) != width:
                yield (
                    ("rows", position),
                    lazy_gettext(
                        "The row has {cells} and the table {columns}. Give each column a cell.",
                        cells=lazy_ngettext("{count} cell", "{count} cells", len(row)),
                        columns=lazy_ngettext("{count} column", "{count} columns", width),
                    ),
                )
    else:
        for position, series in enumerate(shape.series):
            if len(series.values) != len(shape.x):
                message = lazy_gettext(
                    "The series has {values} and the x axis {places}. Give each place a value.",
                    values=lazy_ngettext("{count} value", "{count} values", len(series.values)),
                    places=lazy_ngettext("{count} place", "{count} places", len(shape.x)),
                )
                yield ("series", position, "values"), message
