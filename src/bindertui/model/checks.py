"""Checks across a binder: ids, references, languages, sources, dates, characters, tables and acronyms."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Literal

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, join_and, lazy_gettext, lazy_ngettext
from bindertui.model.address import FieldPath, is_id
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Block, FigureData, Partner, Section, TableData
from bindertui.model.enums import EntryKind
from bindertui.model.fields import FieldRole, FieldValue
from bindertui.model.markup import linked_entries
from bindertui.model.outline import BINDER, RESERVED_IDS, SOURCES
from bindertui.model.problems import Finding, Level
from bindertui.model.text import NEUTRAL, Text, escape_character, find_control_character

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_URL = re.compile(r"https?://[^\s<>\"]+")


def check_content(binder: Binder) -> list[Finding]:
    """Return all findings in the files that can be read, in reading order."""
    return list(_Checker(binder, _known_names(binder)).findings())


def check_partial(partial: Binder, whole: Binder) -> list[Finding]:
    """Return all findings in a part of a binder, with its references checked against the whole binder.

    Args:
        partial: the part, as a binder with the cover of the whole one.
        whole: the whole binder, or one with the same ids and sources.
    """
    return list(_Checker(partial, _known_names(whole)).own_findings())


def is_date(text: str) -> bool:
    """Return whether a text is a valid date, month or year: YYYY-MM-DD, YYYY-MM or YYYY."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


@frozen
class _KnownNames:
    """The ids and keys that references may use, by role of the reference."""

    by_role: dict[FieldRole, frozenset[str]]

    def suggestion(self, role: FieldRole, name: str) -> LazyString | Literal[""]:
        return did_you_mean(name, self.by_role[role])


def _known_names(binder: Binder) -> _KnownNames:
    def ids(kind: EntryKind) -> frozenset[str]:
        return frozenset(binder.ids(kind))

    partners, agreements, sections = ids(EntryKind.PARTNER), ids(EntryKind.AGREEMENT), ids(EntryKind.SECTION)
    return _KnownNames(
        {
            FieldRole.PARTNER: partners,
            FieldRole.AGREEMENT: agreements,
            FieldRole.SOURCE: frozenset(binder.sources),
            FieldRole.ENTRY: partners | agreements | sections | frozenset(RESERVED_IDS),
        }
    )


_UNKNOWN = {
    FieldRole.PARTNER: lazy_gettext("There is no partner {name!r} in this binder.{hint}"),
    FieldRole.AGREEMENT: lazy_gettext("There is no agreement {name!r} in this binder.{hint}"),
    FieldRole.SOURCE: lazy_gettext("There is no source {name!r} in this binder.{hint}"),
    FieldRole.ENTRY: lazy_gettext("There is no entry {name!r} in this binder.{hint}"),
}


@frozen
class _Checker:
    binder: Binder
    names: _KnownNames

    def findings(self) -> Iterator[Finding]:
        used: set[str] = set()
        yield from self.own_findings(used)
        from bindertui.model.acronyms import check_acronyms  # noqa: PLC0415 - not needed by `check_partial`

        yield from check_acronyms(self.binder)
        if not self.binder.broken:
            for key in self.binder.sources:
                if key not in used:
                    message = lazy_gettext("Source {key} is not cited anywhere. Cite it, or remove it.", key=key)
                    yield Finding(SOURCES, (key,), Level.WARNING, message)

    def own_findings(self, used: set[str] | None = None) -> Iterator[Finding]:
        """Yield the findings that need no comparison between entries, and add the cited sources to those used."""
        yield from self._check_ids()
        for entry, field in self.binder.iter_fields():
            if field.role is FieldRole.SOURCE and used is not None:
                used.add(field.value)
            at = partial(Finding, entry, field.path)
            yield from (at(level, message) for level, message in self._check_value(field))
        for entry, path, shape in self._tables_and_figures():
            yield from (Finding(entry, (*path, *inner), Level.ERROR, message) for inner, message in _check_shape(shape))

    def _check_ids(self) -> Iterator[Finding]:
        items = list(self.binder.outline())
        counts = Counter(item.id for item in items)
        seen: Counter[str] = Counter()
        if not is_id(self.binder.cover.id):
            yield Finding(BINDER, ("id",), Level.ERROR, _malformed_id(self.binder.cover.id))
        for key in self.binder.sources:
            if not _KEY.fullmatch(key):
                message = lazy_gettext(
                    "{key!r} is not a valid source key. Use letters, digits and hyphens, as in S01.", key=key
                )
                yield Finding(SOURCES, (key,), Level.ERROR, message)
        for item in items:
            identifier = item.id
            if item.kind in {EntryKind.INDEX, EntryKind.BINDER}:
                continue
            if not is_id(identifier):
                yield Finding(identifier, ("id",), Level.ERROR, _malformed_id(identifier))
            elif identifier in RESERVED_IDS:
                message = lazy_gettext("The id {id!r} is reserved. Choose another.", id=identifier)
                yield Finding(identifier, ("id",), Level.ERROR, message, 1)
            elif counts[identifier] > 1:
                times = counts[identifier]
                message = lazy_gettext(
                    "The id {id!r} is used {times} times. Ids must be unique in a binder: rename one.",
                    id=identifier,
                    times=times,
                )
                yield Finding(identifier, ("id",), Level.ERROR, message, seen[identifier])
                seen[identifier] += 1

    def _check_value(self, field: FieldValue) -> Iterator[tuple[Level, LazyString]]:
        if isinstance(field.value, Text):
            yield from self._check_text(field.value, field.role)
        elif isinstance(field.value, str):
            yield from _check_characters(field.value)
            yield from self._check_word(field.value, field.role)

    def _check_word(self, word: str, role: FieldRole) -> Iterator[tuple[Level, LazyString]]:
        if role in _UNKNOWN:
            yield from self._check_reference(word, role)
        elif role is FieldRole.DATE and not is_date(word):
            yield (
                Level.ERROR,
                lazy_gettext("{word!r} is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, as in 2019-11.", word=word),
            )

    def _check_reference(self, name: str, role: FieldRole) -> Iterator[tuple[Level, LazyString]]:
        if name not in self.names.by_role[role] and not self._may_be_in_broken_file(role):
            yield Level.ERROR, _UNKNOWN[role].with_values(name=name, hint=self.names.suggestion(role, name))

    def _may_be_in_broken_file(self, role: FieldRole) -> bool:
        """Return whether a name may be unknown only because its file is broken."""
        kind = {FieldRole.SOURCE: EntryKind.SOURCE, FieldRole.ENTRY: EntryKind.SECTION}.get(role)
        return any(broken.kind is kind for broken in self.binder.broken)

    def _check_text(self, text: Text, role: FieldRole) -> Iterator[tuple[Level, LazyString]]:
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
                yield Level.ERROR, _empty_text(language)
            yield from _check_characters(original)
            if role is FieldRole.URL and not _URL.fullmatch(original):
                yield (
                    Level.ERROR,
                    lazy_gettext(
                        "{original!r} is not a web address. Write the full address, starting with https://.",
                        original=original,
                    ),
                )
            for name in linked_entries(original):
                yield from self._check_reference(name, FieldRole.ENTRY)
        yield from self._check_languages(text, role)

    def _check_languages(self, text: Text, role: FieldRole) -> Iterator[tuple[Level, LazyString]]:
        missing = [language for language in self.binder.languages if text.original(language) is None]
        if text.original(NEUTRAL) is not None:
            # A plain string counts as the first language if it is prose, and as every language otherwise.
            missing = missing[1:] if role is FieldRole.PROSE else []
        if missing:
            yield Level.WARNING, lazy_gettext("No text in {languages}. Add it.", languages=join_and(missing))

    def _tables_and_figures(self) -> Iterator[tuple[str, FieldPath, TableData | FigureData]]:
        for entry in self.binder.entries():
            if not isinstance(entry, Partner):
                for path, block in _blocks(entry):
                    for name in ("table", "figure"):
                        if hasattr(block, name):
                            yield entry.id, (*path, name), getattr(block, name)


def _malformed_id(identifier: str) -> LazyString:
    return lazy_gettext("{id!r} is not a valid id. Use lower-case letters, digits and single hyphens.", id=identifier)


def _empty_text(language: str) -> LazyString:
    if language == NEUTRAL:
        return lazy_gettext("The text is empty. Write it, or remove the field.")
    return lazy_gettext("The text in {language} is empty. Write it, or remove the field.", language=language)


def _check_characters(text: str) -> Iterator[tuple[Level, LazyString]]:
    if match := find_control_character(text):
        shown = escape_character(match.group())
        yield (
            Level.ERROR,
            lazy_gettext(
                "Character {position} of the text is {shown}, an invisible or control character. Remove it.",
                shown=shown,
                position=match.start() + 1,
            ),
        )


def _blocks(entry: Section | Agreement) -> Iterator[tuple[FieldPath, Block]]:
    for position, block in enumerate(entry.body):
        yield ("body", position), block


def _check_shape(shape: TableData | FigureData) -> Iterable[tuple[FieldPath, LazyString]]:
    if isinstance(shape, TableData):
        width = len(shape.columns)
        for position, row in enumerate(shape.rows):
            if len(row) != width:
                yield (
                    ("rows", position),
                    lazy_gettext(
                        "The row has {cells}, but the table has {columns}. Write one cell per column.",
                        cells=lazy_ngettext("{count} cell", "{count} cells", len(row)),
                        columns=lazy_ngettext("{count} column", "{count} columns", width),
                    ),
                )
    else:
        for position, series in enumerate(shape.series):
            if len(series.values) != len(shape.x):
                message = lazy_gettext(
                    "The series has {values}, but the x axis has {positions}. Write one value per position.",
                    values=lazy_ngettext("{count} value", "{count} values", len(series.values)),
                    positions=lazy_ngettext("{count} position", "{count} positions", len(shape.x)),
                )
                yield ("series", position, "values"), message
