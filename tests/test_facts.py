"""The shipped binder states exactly the established facts, which `facts.yaml` lists.

The table has the id of each fact in the fact sheet, the keys of its sources, its numbers and names, and the addresses
of the statements in the binder.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen
from ruamel.yaml import YAML

from bindertui.document.labels import format_date
from bindertui.i18n import format_number
from bindertui.model.entries import Agreement, Block, Paragraph, Point, Points, Section
from bindertui.model.fields import FieldRole, FieldValue, iter_fields
from bindertui.model.markup import strip_markup
from bindertui.model.numerals import Quantity, StatedNumbers, numbers_in
from bindertui.model.text import Text
from bindertui.services.library import Library

ROOT = Path(__file__).parent.parent / "content" / "ircc-minister-2019"
TABLE = Path(__file__).parent / "facts.yaml"

COUNTED = (*range(1, 13), 14)
"""The parts of the fact sheet that are counted: all except other editions and the page itself."""
NOT_ESTABLISHED = {"verify", "gap", "no source"}
"""Reasons to leave a fact out: not verified, not found, or without a source."""
HEADS = ("name", "acronym", "summary", "role", "lead", "signed", "in_force", "status", "citation")
EDITION = ("", Decimal(2019))
"""The year of the binder, which any statement may mention."""
LARGEST_COUNT = 12
"""Numbers up to this may count the items that a statement lists: three aims, six points."""


@frozen
class Fact:
    """A fact of the table.

    Attributes:
        sources: the keys of its sources; none if it follows from other facts.
        figures: its numbers, months and percentages, in English notation.
        names: texts that are the same in both languages.
        words: texts by language.
        at: the addresses of the statements.
        left_out: the reason why it is not stated.
        absent: words that must not occur, because they would state an unverified fact.
    """

    sources: list[str] = field(factory=list)
    figures: list[str] = field(factory=list)
    names: list[str] = field(factory=list)
    words: Mapping[str, list[str]] = field(factory=dict)
    at: list[str] = field(factory=list)
    left_out: str = ""
    absent: list[str] = field(factory=list)


@frozen
class Statement:
    """A statement in the binder.

    Attributes:
        texts: its text, by language.
        dated: its date, by language.
        sources: the keys of the sources it cites.
        leads: whether it introduces or summarizes the statements below it.
    """

    texts: Mapping[str, str]
    dated: Mapping[str, str]
    sources: frozenset[str]
    leads: bool = False


@cache
def table() -> dict[str, Fact]:
    """Return the facts by id."""
    return {name: Fact(**row) for name, row in YAML(typ="safe").load(TABLE).items()}


@cache
def statements() -> dict[str, Statement]:
    """Return every statement of the binder by address; the address of a term has its English name."""
    binder = Library.at(ROOT).snapshot().binder
    found = {}
    for entry in binder.entries():
        for name in HEADS:
            if value := getattr(entry, name, None):
                texts = {language: _read(value, language) for language in ("en", "fr")}
                found[f"{entry.id}#{name}"] = Statement(texts, {}, frozenset(entry.sources), leads=True)
        for name in ("facts", "events"):
            for position, stated in enumerate(getattr(entry, name, ())):
                found[f"{entry.id}#{name}.{position}"] = _statement(stated)
        if isinstance(entry, Section | Agreement):
            for path, block in _blocks(entry.body):
                found[f"{entry.id}#{path}"] = _statement(block)
    return found | {f"glossary#{term.term.in_language('en')}": _statement(term) for term in binder.terms}


def _blocks(body: tuple[Block, ...]) -> Iterator[tuple[str, Block | Point]]:
    for position, block in enumerate(body):
        if isinstance(block, Points):
            yield from _points(block.points, f"body.{position}.points")
        else:
            yield f"body.{position}", block


def _points(points: tuple[Point, ...], path: str) -> Iterator[tuple[str, Point]]:
    for position, point in enumerate(points):
        yield f"{path}.{position}", point
        yield from _points(point.points, f"{path}.{position}.points")


def _statement(value: Any) -> Statement:
    """Return the statement of a value of the model; nested points are statements of their own."""
    found = list(iter_fields(value, without=("points",)))
    texts = {language: " ; ".join(filter(None, (_leaf(leaf, language) for leaf in found))) for language in ("en", "fr")}
    dated = {language: format_date(value.as_of, language) for language in ("en", "fr") if getattr(value, "as_of", None)}
    leads = isinstance(value, Paragraph) and texts["en"].endswith(":")
    return Statement(texts, dated, frozenset(leaf.value for leaf in found if leaf.role is FieldRole.SOURCE), leads)


def _leaf(leaf: FieldValue, language: str) -> str:
    if leaf.role is FieldRole.DATE:
        return "" if leaf.path[-1] == "as_of" else format_date(leaf.value, language)
    if isinstance(leaf.value, Text):
        return _read(leaf.value, language)
    return format_number(leaf.value, language) if isinstance(leaf.value, int | float) else ""


def _read(value: Text | str, language: str) -> str:
    return strip_markup(value.in_language(language), str) if isinstance(value, Text) else format_date(value, language)


def amounts(found: StatedNumbers | None) -> set[Quantity]:
    """Return the months and amounts in a text; of a percentage the amount, because a figure has the sign only once."""
    assert found is not None
    return {(kind if kind == "month" else "", amount) for kind, amount in (*found.stated, *found.implied)}


def figures(fact: Fact) -> set[Quantity]:
    """Return the numbers of a fact as amounts."""
    return {value for figure in fact.figures for value in amounts(numbers_in(figure, "en"))}


def test_every_address_in_the_table_is_a_statement() -> None:
    """Each address in the table is a statement, and each fact is stated or left out for a reason."""
    astray = {place for fact in table().values() for place in fact.at} - statements().keys()
    assert astray == set()
    for name, fact in table().items():
        assert bool(fact.at) != bool(fact.left_out), name
        assert not fact.left_out or fact.left_out in NOT_ESTABLISHED, name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_numbers_and_names_are_in_the_statements_of_their_fact(language: str) -> None:
    """Each number, name and word of a fact is in one of its statements, in both languages."""
    lacking = {}
    for name, fact in table().items():
        places = [statements()[place] for place in fact.at]
        text = " ; ".join(f"{place.texts[language]} ; {place.dated.get(language, '')}" for place in places)
        lost = [f"{figure[1]:f}" for figure in figures(fact) - amounts(numbers_in(text, language))]
        plain = text.casefold().replace("\u00a0", " ")
        lost += [word for word in (*fact.names, *fact.words.get(language, ())) if word.casefold() not in plain]
        if lost:
            lacking[name] = lost
    assert lacking == {}


def test_every_statement_cites_a_source_of_its_facts() -> None:
    """Each statement of a fact cites a source of that fact, and no source of none of its facts."""
    by_place: dict[str, list[Fact]] = {}
    for fact in table().values():
        for place in fact.at:
            by_place.setdefault(place, []).append(fact)
    for place, facts in by_place.items():
        cited = statements()[place].sources
        for fact in facts:
            assert not fact.sources or cited & set(fact.sources), place
        given = {key for fact in facts for key in fact.sources}
        assert statements()[place].leads or cited <= given, (place, cited - given)


def test_no_statement_has_a_figure_that_its_facts_do_not_give() -> None:
    """Every number in the binder is that of a fact of its statement."""
    given: dict[str, set[Quantity]] = {}
    for fact in table().values():
        for place in fact.at:
            given.setdefault(place, set()).update(figures(fact))
    odd = {}
    for place, statement in statements().items():
        if _is_about_the_binder(place):
            continue
        own = amounts(numbers_in(statement.texts["en"], "en")) - given.get(place, set()) - {EDITION}
        if large := {value for value in own if value[0] or value[1] > LARGEST_COUNT}:
            odd[place] = large
    assert odd == {}


def test_every_statement_rests_on_a_fact() -> None:
    """Every statement is a fact of the table, except for introductions and notes on the binder."""
    resting = {place for fact in table().values() for place in fact.at}
    own = {place for place, statement in statements().items() if not statement.leads} - resting
    assert {place for place in own if not _is_about_the_binder(place)} == set()


def test_unverified_facts_are_not_stated() -> None:
    """No text of the binder has the words of an unverified fact."""
    everything = "\n".join(text for statement in statements().values() for text in statement.texts.values())
    words = {word for fact in table().values() for word in fact.absent}
    assert {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", everything)} == set()


def test_at_least_95_percent_of_the_established_facts_are_stated(capsys: pytest.CaptureFixture[str]) -> None:
    """At least 95 % of the facts with sources are stated; prints the numbers of each part."""
    stated, established = dict.fromkeys(COUNTED, 0), dict.fromkeys(COUNTED, 0)
    for name, fact in table().items():
        if (part := _part(name)) in established and fact.left_out not in NOT_ESTABLISHED:
            established[part] += 1
            stated[part] += bool(fact.at)
    coverage = sum(stated.values()) / sum(established.values())
    with capsys.disabled():
        parts = ", ".join(f"{part}: {stated[part]}/{established[part]}" for part in COUNTED)
        sys.stdout.write(f"\nFacts stated: {coverage:.1%} of {sum(established.values())} ({parts})\n")
    assert coverage >= 0.95


def _is_about_the_binder(place: str) -> bool:
    """Return whether a statement is about how the binder was made: page details, and notes on its sources."""
    return place.startswith("page-details#") or place == "context#body.6"


def _part(name: str) -> int:
    """Return the part of the sheet of a fact: F3.12 and table T3 are in part 3, acronyms in part 14."""
    return 14 if name.startswith("A.") else int(name[1:].split(".", maxsplit=1)[0]) if name[0] in "FT" else 13
