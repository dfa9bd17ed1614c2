"""Acronyms in texts, and checks for unexplained and duplicate ones."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.acronyms import acronyms_in, check_acronyms
from bindertui.model.entries import Agreement, Paragraph, Partner, Point, Points, Section, Source, Term
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BrokenEntry, Cover
from bindertui.model.problems import Level
from bindertui.model.text import Text

USED = {
    "in a sentence": ("The RCMP hands them to the CBSA.", ["RCMP", "CBSA"]),
    "plural, possessive, joined": ("NGOs, GRSI’s and UNHCR–IOM", ["NGO", "GRSI", "UNHCR", "IOM"]),
    "accents": ("La RÉM et l’ONU", ["RÉM", "ONU"]),
    "before a section": ("IRPA 101(1)(e)", ["IRPA"]),
    "after a year": ("the 2019 FCM meeting", ["FCM"]),
    "two together": ("the BC PNP", ["BC", "PNP"]),
    "Roman numerals": ("Part II, Annex IV, Louis XVI, MMXIX", []),
    "regulations, dockets, treaties, bills": ("SOR/2018-128, IMM-775-17, CTS 2004/2, A/RES/73, C-21 of E105246", []),
    "courts in citations": ("2020 FC 770 and 2021 FCA 72", []),
    "money": ("US$11 million", []),
    "a text in capitals": ("NEW RULES APPLY", []),
    "words in capitals": ("see THE NEW RULES now", []),
    "a cell": ("NO", []),
    "dotted and mixed": ("U.S. and U.K., eTA, McCallum, R.J. Simpson", []),
    "longer words": ("[CAVIARDÉ] and [REDACTED]", []),
}


@pytest.mark.parametrize(("text", "expected"), USED.values(), ids=USED.keys())
def test_acronyms_are_distinguished_from_other_capitals(text: str, expected: list[str]) -> None:
    """Acronyms have two to seven capitals; other words in capitals are not acronyms."""
    assert [match.group() for match in acronyms_in(text)] == expected


T = Text.of({"en": "words", "fr": "mots"})
COVER = Cover("b", T, "2019-11", ("en", "fr"), ("one",))


def binder(en: str, fr: str, *terms: Term) -> InMemoryBinder:
    """Return a binder with a paragraph, a glossary, a partner UNHCR / HCR and an agreement STCA."""
    return InMemoryBinder(
        cover=COVER,
        sections=(Section("one", T, body=(Paragraph(Text.of({"en": en, "fr": fr})),)),),
        partners=(Partner("unhcr", PartnerKind.ORGANIZATION, T, acronym=Text.of({"en": "UNHCR", "fr": "HCR"})),),
        agreements=(Agreement("stca", T, acronym=Text.plain("STCA")),),
        terms=terms,
    )


def found(value: InMemoryBinder) -> list[tuple[str, tuple[str | int, ...], str]]:
    """Return the findings: entry, path, and the start of the message."""
    findings = list(check_acronyms(value))
    assert all(finding.level is Level.WARNING for finding in findings)
    return [(finding.entry, finding.path, " ".join(str(finding.message).split()[:3])) for finding in findings]


def test_an_acronym_that_nothing_explains_is_found_in_its_language() -> None:
    """A term explains an acronym only in the languages that have it."""
    term = Term(Text.of({"en": "PNP", "fr": "PCP"}), T)
    assert found(binder("The PNP grows.", "Le PCP croît.", term)) == []
    assert found(binder("The PNP grows.", "Le PNP croît.", term)) == [
        ("one", ("body", 0, "text", "fr"), "The acronym PNP")
    ]
    assert found(binder("The PNP, and the PNP.", "Le tout.")) == [("one", ("body", 0, "text", "en"), "The acronym PNP")]


def test_partners_and_agreements_explain_their_acronyms() -> None:
    """The acronym of an entry needs no term, in the languages that have it."""
    assert found(binder("The UNHCR and the STCA.", "Le HCR et la STCA.")) == []
    assert found(binder("The HCR.", "Le tout.")) == [("one", ("body", 0, "text", "en"), "The acronym HCR")]


def test_the_meaning_of_a_term_may_name_it_in_another_language() -> None:
    """A meaning may mention the acronym of its term in the other language."""
    meaning = Text.of({"en": "A pilot.", "fr": "Projet pilote (AIP en anglais)."})
    term = Term(Text.of({"en": "AIP", "fr": "projet pilote"}), meaning)
    assert found(binder("The AIP.", "Le projet.", term)) == []


def test_a_word_in_capitals_is_not_an_acronym_if_it_occurs_in_lower_case() -> None:
    """A word in capitals that also occurs in lower case in the binder is not an acronym."""
    assert found(binder("It must NOT be done. It is not allowed.", "Mots.")) == []


def test_titles_of_sources_are_ignored() -> None:
    """Acronyms in the titles of sources need no explanation."""
    value = evolve(binder("Words.", "Mots."), sources={"S1": Source(Text.plain("A report"), Text.plain("CBC News"))})
    assert found(value) == []


def test_an_acronym_is_reported_once_per_entry() -> None:
    """There is one finding for each acronym, entry and language."""
    again = Points(
        (Point(Text.of({"en": "The NGO, the NGO.", "fr": "Rien."})), Point(Text.of({"en": "NGO again", "fr": "Rien"})))
    )
    value = evolve(binder("", ""), sections=(Section("one", T, body=(again,)), Section("two", T, body=(again,))))
    assert [(entry, path[:4]) for entry, path, _ in found(value)] == [
        ("one", ("body", 0, "points", 0)),
        ("two", ("body", 0, "points", 0)),
    ]


def test_a_term_that_is_defined_twice_is_found_at_the_second() -> None:
    """Duplicate terms are found in any language, regardless of case; terms of different languages do not conflict."""
    terms = (
        Term(Text.of({"en": "FCC", "fr": "CCN"}), T),
        Term(Text.of({"en": "fcc", "fr": "FCC"}), T),
        Term(Text.plain("sherpa"), T),
        Term(Text.plain("Sherpa"), T),
    )
    assert found(binder("Words.", "Mots.", *terms)) == [
        ("glossary", (1, "term", "en"), "The term 'fcc'"),
        ("glossary", (3, "term"), "The term 'Sherpa'"),
    ]


def test_a_term_without_a_language_conflicts_with_all() -> None:
    """A term without a language conflicts with terms in any language, in either order."""
    once, each = Term(Text.plain("FCC"), T), Term(Text.of({"en": "CFC", "fr": "FCC"}), T)
    assert found(binder("Words.", "Mots.", once, each)) == [("glossary", (1, "term", "fr"), "The term 'FCC'")]
    assert found(binder("Words.", "Mots.", each, once)) == [("glossary", (1, "term"), "The term 'FCC'")]


def test_a_glossary_that_cannot_be_read_hides_nothing_else() -> None:
    """If the glossary is broken, no acronym counts as unexplained."""
    broken = (BrokenEntry("glossary", EntryKind.TERM, ()),)
    assert found(evolve(binder("The PNP.", "Le PCP."), broken=broken)) == []


@given(st.text(), st.text(), st.text())
def test_no_text_makes_it_fail(en: str, fr: str, term: str) -> None:
    """No text raises an exception, and a term always explains its own acronyms."""
    value = binder(en, en, Term(Text.plain(f"{en} {term}"), T))
    assert all("acronym" not in str(finding.message) for finding in check_acronyms(value))
    list(check_acronyms(binder(en, fr, Term(Text.plain(term), T))))
