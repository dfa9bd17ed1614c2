"""Checks across a binder, and the finding of each violation."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.binder import Binder
from bindertui.model.checks import check_content, is_date
from bindertui.model.entries import (
    Agreement,
    Event,
    Figure,
    FigureData,
    Link,
    Paragraph,
    Partner,
    Point,
    Points,
    Section,
    Series,
    Source,
    Table,
    TableData,
    Term,
)
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BrokenEntry, Cover
from bindertui.model.problems import Level
from bindertui.model.text import Text

T = Text.of({"en": "t", "fr": "t"})
PLAIN = Text.plain("t")
COVER = Cover("b", T, "2019-11", ("en", "fr"), ("one",), source="S01")
VALID = InMemoryBinder(
    cover=COVER,
    sections=(Section("one", T, partners=("unhcr",), sections=(Section("deep", T),)),),
    partners=(Partner("unhcr", PartnerKind.ORGANIZATION, T, members=("unhcr", PLAIN)),),
    agreements=(Agreement("stca", T, signed="2002-12-05"),),
    terms=(Term(PLAIN, T, entry="deep"),),
    sources={"S01": Source(PLAIN)},
)


def with_one(**fields: Any) -> InMemoryBinder:
    """Return the valid binder with other fields in its only top section."""
    return evolve(VALID, sections=(Section(**{"id": "one", "title": T, "sections": (Section("deep", T),), **fields}),))


def with_body(*blocks: Any) -> InMemoryBinder:
    """Return the valid binder with a body in its only top section."""
    return with_one(body=blocks)


def with_partner(**fields: Any) -> InMemoryBinder:
    """Return the valid binder with other fields in its only partner."""
    return evolve(VALID, partners=(Partner(**{"id": "unhcr", "kind": PartnerKind.FORUM, "name": T, **fields}),))


def test_a_valid_binder_has_no_findings() -> None:
    """A valid binder has no findings."""
    assert check_content(VALID) == []


def paragraph(**originals: str) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(Text.of(originals))


E, W = Level.ERROR, Level.WARNING
VIOLATIONS = {
    "id of a section": (with_one(id="One Two"), "One Two", ("id",), E, "'One Two' is not a valid id"),
    "id of the binder": (evolve(VALID, cover=evolve(COVER, id="B")), "binder", ("id",), E, "'B' is not a valid id"),
    "reserved id": (with_one(id="glossary"), "glossary", ("id",), E, "is reserved"),
    "key of a source": (
        evolve(VALID, sources={**VALID.sources, "\x1b": Source(PLAIN)}), "sources", ("\x1b",), E, "not a valid source"
    ),
    "unknown partner": (with_one(partners=("unchr",)), "one", ("partners", 0), E, "Did you mean 'unhcr'?"),
    "unknown member": (with_partner(members=(PLAIN, "x")), "unhcr", ("members", 1), E, "no partner 'x'"),
    "partner that is a section": (with_one(partners=("deep",)), "one", ("partners", 0), E, "no partner 'deep'"),
    "unknown agreement": (with_partner(agreements=("stc",)), "unhcr", ("agreements", 0), E, "mean 'stca'?"),
    "unknown source": (with_one(sources=("S02",)), "one", ("sources", 0), E, "no source 'S02'"),
    "unknown source in a body": (
        with_body(Points((Point(T, ("S01", "S9")),))), "one", ("body", 0, "points", 0, "sources", 1), E, "'S9'"
    ),
    "unknown entry of a term": (evolve(VALID, terms=(Term(T, T, "x"),)), "glossary", (0, "entry"), E, "no entry 'x'"),
    "unknown entry linked to": (
        with_body(paragraph(en="**a [[x|y]]**", fr="b")), "one", ("body", 0, "text"), E, "no entry 'x'"
    ),
    "missing language": (with_one(summary=Text.of({"en": "a"})), "one", ("summary",), W, "No text in fr"),
    "prose as a plain string": (with_one(summary=PLAIN), "one", ("summary",), W, "No text in fr"),
    "missing language of a name": (with_partner(acronym=Text.of({"en": "a"})), "unhcr", ("acronym",), W, "in fr"),
    "language of another binder": (
        with_body(paragraph(en="a", fr="b", iu="c")), "one", ("body", 0, "text"), W, "'iu' is not one of"
    ),
    "empty text": (with_body(paragraph(en="a", fr=" ")), "one", ("body", 0, "text"), E, "The text in fr is empty"),
    "control character": (
        with_body(paragraph(en="a\x1b[2J", fr="b")), "one", ("body", 0, "text"), E, r"Character 2 of the text is \x1b"
    ),
    "bidi control in a reference": (with_one(partners=("a\u202e",)), "one", ("partners", 0), E, r"\u202e"),
    "date": (with_body(Paragraph(T, as_of="2019-13")), "one", ("body", 0, "as_of"), E, "'2019-13' is not a date"),
    "date of an event": (with_partner(events=(Event("May", T),)), "unhcr", ("events", 0, "date"), E, "YYYY-MM-DD"),
    "edition": (evolve(VALID, cover=evolve(COVER, edition="fall")), "binder", ("edition",), E, "'fall' is not a date"),
    "link": (with_partner(links=(Link(T, Text.plain("un.org")),)), "unhcr", ("links", 0, "url"), E, "https://"),
    "row with too few cells": (
        with_body(Table(TableData((T, T), ((PLAIN, PLAIN), (PLAIN,))))),
        "one", ("body", 0, "table", "rows", 1), E, "1 cell, but the table has 2 columns",
    ),
    "series with too few values": (
        with_body(Figure(FigureData((PLAIN, PLAIN), (Series(T, (1.0,)),)))),
        "one", ("body", 0, "figure", "series", 0, "values"), E, "1 value, but the x axis has 2 positions",
    ),
    "acronym that nothing explains": (
        with_body(paragraph(en="the RCMP", fr="la police")), "one", ("body", 0, "text", "en"), W, "RCMP is not in"
    ),
    "term defined twice": (
        evolve(VALID, terms=(Term(PLAIN, T), Term(PLAIN, T))), "glossary", (1, "term"), W, "'t' is defined twice"
    ),
    "source that is not cited": (
        evolve(VALID, sources={**VALID.sources, "S02": Source(PLAIN)}), "sources", ("S02",), W, "not cited anywhere"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("binder", "entry", "path", "level", "words"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_each_violation_is_found_at_its_path(
    binder: Binder, entry: str, path: tuple[str | int, ...], level: Level, words: str
) -> None:
    """A violation gives a finding with its entry, path and level, and a message that says how to fix it."""
    found = [
        finding
        for finding in check_content(binder)
        if (finding.entry, finding.path, finding.level) == (entry, path, level)
    ]
    assert any(words in str(finding.message) for finding in found), check_content(binder)


def test_entries_with_one_id_are_all_found_and_counted() -> None:
    """Each of several entries with the same id gets a finding."""
    twice = with_one(id="stca")
    found = [finding for finding in check_content(twice) if "used 2 times" in str(finding.message)]
    assert [(finding.entry, finding.path, finding.occurrence) for finding in found] == [
        ("stca", ("id",), 0),
        ("stca", ("id",), 1),
    ]


def test_a_violation_in_a_nested_section_is_found_once() -> None:
    """A nested section is checked under its own id, and only once."""
    binder = evolve(VALID, sections=(Section("one", T, sections=(Section("deep", PLAIN),)),))
    assert [(finding.entry, finding.path) for finding in check_content(binder)] == [("deep", ("title",))]


@pytest.mark.parametrize(
    ("broken", "reference"),
    [
        (BrokenEntry("sources", EntryKind.SOURCE, ()), {"sources": ("S99",)}),
        (BrokenEntry("far", EntryKind.SECTION, ()), {"summary": Text.of({"en": "[[inside]]", "fr": "[[inside]]"})}),
    ],
)
def test_references_to_a_broken_file_are_not_reported(broken: BrokenEntry, reference: dict[str, Any]) -> None:
    """References to ids that may be in a broken file are not reported, nor are sources that it may cite."""
    binder = evolve(with_one(**reference), sources={}, cover=evolve(COVER, source=None), broken=(broken,))
    assert check_content(binder) == []


@given(st.dates())
def test_every_date_of_the_calendar_is_a_date(day: date) -> None:
    """Every date, its month and its year are valid."""
    whole = day.isoformat()
    assert all(is_date(whole[:length]) for length in (4, 7, 10))


@pytest.mark.parametrize(
    "text",
    ["", "0000", "19", "2019-0", "2019-00", "2019-13", "2019-02-29", "2019-11-31", "2019-1-1", "2019/11", "20191101",
     "2019-11 ", "2019-11\n", "٢٠١٩", "2019-11-12T00:00", "c. 2019"],
)  # fmt: skip
def test_impossible_dates_are_invalid(text: str) -> None:
    """Impossible dates and other date formats are invalid."""
    assert not is_date(text)
