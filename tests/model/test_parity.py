"""The parity report: differences between the languages of a binder."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.binder import Binder
from bindertui.model.entries import (
    Agreement,
    Fact,
    Figure,
    FigureData,
    Link,
    Note,
    NoteData,
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
from bindertui.model.enums import NoteKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.parity import check_parity
from bindertui.model.problems import Level
from bindertui.model.text import Text
from tests.builders import en_fr

T = en_fr("Words", "Mots")
COVER = Cover("b", en_fr("Sample", "Modèle"), "2019-11", ("en", "fr"), ("one",))
SAME = InMemoryBinder(
    cover=COVER,
    sections=(
        Section(
            "one",
            en_fr("Alberta", "Alberta"),
            summary=en_fr("Under the [[stca]], 45% of 20,593.", "Selon l’[[stca]], 45\u00a0% de 20\u00a0593."),
            body=(
                Paragraph(
                    en_fr(
                        "Two of the **three**: see [x](https://a.org/en).",
                        "Deux des **trois**\u00a0: voir [y](https://a.org/fr).",
                    )
                ),
                Points((Point(en_fr("(a) one\n(b) two", "(a) un\n(b) deux")), Point(T))),
                Table(TableData((Text.plain("2017–18"),), ((Text.plain("Thunder Bay, North Bay"),),))),
                Figure(FigureData((Text.plain("2017"),), (Series(en_fr("admissions", "admissions"), (1.0,)),))),
            ),
        ),
    ),
    partners=(Partner("osf", PartnerKind.ORGANIZATION, en_fr("Open Society Foundations", "Open Society Foundations")),),
    agreements=(Agreement("stca", en_fr("Safe Third Country", "Tiers pays sûrs"), acronym=Text.plain("STCA")),),
    terms=(Term(en_fr("Mobilité francophone", "Mobilité francophone"), T),),
    sources={
        "S1": Source(
            en_fr("Closing remarks of the forum", "Closing remarks of the forum"), url=Text.plain("https://a.org")
        )
    },
)


def with_body(*blocks: Any, **fields: Any) -> InMemoryBinder:
    """Return the binder with other blocks and fields in its only section."""
    return evolve(SAME, sections=(Section(**{"id": "one", "title": T, "body": blocks, **fields}),))


def with_text(en: str, fr: str) -> InMemoryBinder:
    """Return the binder with one paragraph."""
    return with_body(Paragraph(en_fr(en, fr)))


def test_a_binder_that_says_the_same_in_both_languages_has_no_findings() -> None:
    """Names, acronyms, numbers and titles of sources may be the same in both languages."""
    assert check_parity(SAME) == []


FR = ("body", 0, "text", "fr")
DIFFERENT = {
    "a number": (with_text("20,593 people", "20\u00a0539 personnes"), FR, "'20,593' is only in the text in en"),
    "a number in words": (with_text("in two ways", "de trois façons"), FR, "'trois' is only in the text in fr"),
    "a date": (with_text("on 4 May 2019", "le 4 mars 2019"), FR, "'mars' is only in the text in fr"),
    "a number in a note": (
        with_body(Note(NoteData(NoteKind.CAUTION, en_fr("In 2019", "En 2018")))),
        ("body", 0, "note", "text", "fr"), "'2018' is only in the text in fr",
    ),
    "the same prose": (
        with_text("the people who came", "the people who came"), FR, "The texts in en and fr are the same"
    ),
    "the same heading of one word": (
        with_body(title=en_fr("Context", "Context")), ("title", "fr"), "The headings in en and fr are the same"
    ),
    "the same short sentence": (with_text("Canada leads.", "Canada leads."), FR, "The texts in en and fr are the same"),
    "the same heading": (
        with_body(title=en_fr("Northbound Migration", "Northbound Migration")),
        ("title", "fr"), "The headings in en and fr are the same",
    ),
    "the same caption": (
        with_body(Table(TableData((T,), (), caption=en_fr("Asylum Claims", "Asylum Claims")))),
        ("body", 0, "table", "caption", "fr"), "headings in en and fr",
    ),
    "prose as a plain string": (
        with_body(Table(TableData((T,), ((Text.plain("about a third of all"),),)))),
        ("body", 0, "table", "rows", 0, 0), "looks like prose",
    ),
    "nothing said": (with_text("Something", "—"), FR, "The text in fr is only punctuation"),
    "nothing said in the first language": (with_text("…", "Quelque chose"), FR, "The text in en is only"),
    "a link to an entry": (with_text("the [[stca]]", "l’Entente"), FR, "link to 'stca' is only in the text in en"),
    "a link to a page": (
        with_text("see [a](https://a.org)", "voir ceci"), FR, "links to web pages differ: 1 in en, 0 in fr"
    ),
    "items in a text": (with_text("- one\n- two", "- un, deux"), FR, "lists 2 points in en but 1 in fr"),
    "points of a list": (
        with_body(Points((Point(T), Point(Text.of({"en": "more"}))))),
        ("body", 0, "points"), "2 points in en but 1 in fr",
    ),
    "points below a point": (
        with_body(Points((Point(T, points=(Point(Text.of({"fr": "plus"})),)),))),
        ("body", 0, "points", 0, "points"), "0 points in en but 1 in fr",
    ),
    "French typography": (with_text("See: this", "Voir: ceci"), FR, "French puts one before"),
    "a straight quotation mark": (
        with_text('the "new" normal', "la nouvelle normalité"), ("body", 0, "text", "en"), "Straight quotation mark"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("binder", "path", "words"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_each_difference_is_a_warning_at_its_path(binder: Binder, path: tuple[str | int, ...], words: str) -> None:
    """A difference is reported at the text in the other language, with a message that says how to fix it."""
    found = [
        (finding.entry, finding.path, finding.level)
        for finding in check_parity(binder)
        if words in str(finding.message)
    ]
    assert found == [("one", path, Level.WARNING)], check_parity(binder)


def test_partners_glossary_and_sources_are_compared_too() -> None:
    """Facts of partners, meanings of terms and titles of sources are compared, too."""
    partner = Partner("osf", PartnerKind.FORUM, T, facts=(Fact(T, en_fr("45%", "54\u00a0%")),))
    terms = (Term(T, en_fr("Two of them", "Trois")),)
    binder = evolve(SAME, partners=(partner,), terms=terms, sources={"S1": Source(en_fr("In 2018", "En 2019"))})
    found = {(finding.entry, finding.path) for finding in check_parity(binder)}
    assert found == {
        ("osf", ("facts", 0, "value", "fr")),
        ("glossary", (0, "meaning", "fr")),
        ("sources", ("S1", "title", "fr")),
    }


def test_the_title_of_a_web_page_may_be_the_same_in_both_languages() -> None:
    """A link text that both languages share is a title, and may keep its own typography."""
    link = "[Agreement: the text](https://a.org)"
    assert check_parity(with_text(f"See {link}", f"Voir {link}")) == []
    linked = Partner("p", PartnerKind.FORUM, T, links=(Link(T, en_fr("https://a.org/en?x=1", "https://a.org/fr")),))
    assert check_parity(evolve(SAME, partners=(linked,))) == []


def test_a_missing_language_is_left_to_check() -> None:
    """Missing languages are left to the other checks, except for the number of points."""
    assert check_parity(with_body(Paragraph(Text.of({"fr": "En 2019"})), summary=Text.plain("In 2019"))) == []


words = st.text(st.characters(codec="utf-8"), max_size=40)
texts = st.one_of(
    st.builds(Text.plain, words),
    st.builds(en_fr, words, words),
    st.builds(lambda text: Text.of({"fr": text}), words),
    st.sampled_from([en_fr("**1,2[[x|", "«%**:[[a|b]]"), en_fr("- 1\n- 2", "10\u00a0000,5 millions%")]),
)
points = st.recursive(
    st.builds(Point, texts), lambda inner: st.builds(Point, texts, points=st.tuples(inner, inner)), max_leaves=4
)


@given(
    st.lists(texts, max_size=4),
    st.lists(points, max_size=3),
    st.sampled_from([("en", "fr"), ("fr", "en"), ("en",), ("iu", "fr")]),
)
def test_no_text_makes_it_fail(some: list[Text], listed: list[Point], languages: tuple[str, ...]) -> None:
    """No text and no language raises an exception."""
    blocks = [*map(Paragraph, some), Points(tuple(listed)), Table(TableData(tuple(some), (tuple(some),), *some[:1]))]
    for finding in check_parity(evolve(with_body(*blocks), cover=evolve(COVER, languages=languages))):
        assert finding.level is Level.WARNING
