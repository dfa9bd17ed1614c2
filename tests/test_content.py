"""The shipped binder: complete, checked, in both languages, in good typography, and it answers its questions."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bindertui.document.plain import plain
from bindertui.model.entries import Agreement, Partner
from bindertui.model.fields import Role
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text, folded
from bindertui.model.walk import leaves
from bindertui.services.finding import find
from bindertui.services.library import Library, Snapshot
from bindertui.services.reading import document
from bindertui.store.folder import entry_files
from bindertui.store.local import FolderRepository

ROOT = Path(__file__).parent.parent / "content" / "ircc-minister-2019"

HEADINGS = (
    "Context",
    "Federal/Provincial/Territorial Relations",
    "Multilateral International Engagement",
    "Five Eyes",
    "Migration Five",
    "United Nations organizations",
    "United Nations Refugee Agency",
    "International Organization for Migration",
    "Intergovernmental Consultations on Migration, Asylum and Refugees",
    "Bilateral International Engagement",
    "Bilateral Relations with the United States",
    "International Capacity-Building",
    "Global Refugee Sponsorship Initiative",
    "International Migration Capacity Building Program",
    "Key Takeaways",
    "Page details",
)
"""The headings of the page as it was published, in its order."""

PARTNERS = {
    *("alberta", "british-columbia", "manitoba", "new-brunswick", "newfoundland-and-labrador", "nova-scotia"),
    *("ontario", "prince-edward-island", "quebec", "saskatchewan", "northwest-territories", "nunavut", "yukon"),
    *("fmri", "fcm", "m5", "unhcr", "iom", "igc", "united-states", "grsi", "imcbp"),
}
AGREEMENTS = {"canada-quebec-accord", "stca"}

QUESTIONS = {
    ("role in IGC", "en"): ("igc", "Canada chairs the IGC"),
    ("rôle CIG", "fr"): ("igc", "Le Canada préside les CIG"),
    ("irregular crossings 2018", "en"): ("united-states", "19,419"),
    ("passages irréguliers 2018", "fr"): ("united-states", "19\u00a0419"),
}
"""A query in a language: the entry of the best hit, and the answer that is read there."""


@cache
def shipped() -> Snapshot:
    """The binder, read once."""
    return Library.at(ROOT).snapshot()


def texts(*, sources: bool = False) -> Iterator[tuple[str, Role, Text]]:
    """Every text of the binder with the name of its place."""
    binder = shipped().binder
    values = [(binder.cover.id, binder.cover)]
    values += [(entry.id, entry) for entry in binder.entries()]  # type: ignore[misc]
    values += [(f"glossary#{number}", term) for number, term in enumerate(binder.terms)]  # type: ignore[misc]
    if sources:
        values += [(f"sources#{key}", source) for key, source in binder.sources.items()]  # type: ignore[misc]
    for name, value in values:
        for leaf in leaves(value, without=("sections",) if name != binder.cover.id else ()):
            if isinstance(leaf.value, Text):
                yield f"{name}#{'.'.join(map(str, leaf.path))}", leaf.role, leaf.value


def test_every_file_loads_without_a_problem() -> None:
    """No error, no warning, nothing broken, and every YAML file of the folder was read."""
    assert [str(problem) for problem in FolderRepository(ROOT).problems()] == []
    assert shipped().binder.broken == ()
    assert {file.path for file in entry_files(ROOT)} == set(ROOT.rglob("*.yaml"))
    assert len(list(shipped().binder.entries())) >= 60


def test_every_heading_of_the_published_page_is_there_in_order() -> None:
    """Each is the title of a section or of a nested one, and they follow each other as on the page."""
    titles = iter(place.title.read("en") for place in shipped().binder.outline() if place.kind is EntryKind.SECTION)
    missing = [heading for heading in HEADINGS if heading not in titles]
    assert missing == []


def test_the_expected_partners_and_agreements_are_there() -> None:
    """Provinces, territories, forums, organizations, programs, the accord and the agreement."""
    binder = shipped().binder
    assert {entry.id for entry in binder.entries() if isinstance(entry, Partner)} >= PARTNERS
    assert {entry.id for entry in binder.entries() if isinstance(entry, Agreement)} >= AGREEMENTS
    assert len(binder.terms) > 20
    assert len(binder.sources) > 50


def test_every_entry_has_substance() -> None:
    """No entry is a bare heading: each has something to read in both languages."""
    for place in shipped().binder.outline():
        entry = shipped().binder.entry(place.id)
        if isinstance(entry, Partner | Agreement):
            assert entry.summary is not None, place.id
            assert entry.sources, place.id
        elif place.kind is EntryKind.SECTION:
            assert getattr(entry, "body", ()) or getattr(entry, "sections", ()), place.id


def test_every_prose_text_is_in_both_languages() -> None:
    """English and French stand side by side, both filled."""
    lacking = [
        where
        for where, role, text in texts(sources=True)
        if role is Role.PROSE and not all((text.original(language) or "").strip() for language in ("en", "fr"))
    ]
    assert lacking == []


def test_apostrophes_and_quotation_marks_are_typographic() -> None:
    """Nowhere a straight apostrophe or quotation mark, in any language."""
    straight = [
        (where, original)
        for where, role, text in texts(sources=True)
        if role is not Role.URL
        for _, original in text.originals
        if re.search(r"['\"]", original)
    ]
    assert straight == []


_ENGLISH_PAGE = re.compile(r"\[[^\[\]]*\]\(https?://[^)]*/en/[^)]*\)|https?://\S+")
"""The title of a page in English, as a link to it is written."""


def test_french_punctuation_has_its_no_break_spaces() -> None:
    """Before : ; ? ! % » and after « stands a no-break space, never a plain one and never none."""
    space = "[\u00a0\u202f]"
    wrong = re.compile(rf"(?<!{space})[»%]|«(?!{space})|(?<!{space})[:;?!](?=[\s*»)\]]|$)| [:;?!%»]|« ")
    found = [
        (where, match.group(), original)
        for where, role, text in texts()
        if role is not Role.URL and (original := text.original("fr"))
        for match in wrong.finditer(_ENGLISH_PAGE.sub("", original))
    ]
    assert found == []


def test_french_numbers_are_grouped_by_no_break_spaces() -> None:
    """No English grouping comma and no breaking space between the digits of a number."""
    wrong = re.compile(r"\d,\d{3}(?!\d)|(?<![\d,])\d{1,3} \d{3}(?!\d)")
    found = [
        (where, match.group())
        for where, role, text in texts()
        if role is Role.PROSE and (original := text.original("fr"))
        for match in wrong.finditer(original)
    ]
    assert found == []


@pytest.mark.parametrize(("query", "language"), QUESTIONS)
def test_a_question_finds_its_answer(query: str, language: str) -> None:
    """The best hit lies in the right entry, in the reader's language, and the answer is read there."""
    entry, answer = QUESTIONS[query, language]
    best = find(shipped(), query, language).hits[0]
    assert (best.entry, best.language) == (entry, language)
    read = "\n".join(plain(document(shipped(), best.address, language), 10_000))
    assert answer in read


@pytest.mark.parametrize(
    ("query", "language"), [("Safe Third Country Agreement", "en"), ("Entente sur les tiers pays sûrs", "fr")]
)
def test_mentions_of_the_agreement_are_found_across_the_binder(query: str, language: str) -> None:
    """Search finds it in sections, partners and the glossary, in the language asked for, the entry itself on top."""
    hits = find(shipped(), query, language, limit=100).hits
    assert {hit.entry for hit in hits[:2]} == {"stca", "safe-third-country"}
    assert {EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT, EntryKind.TERM} <= {hit.kind for hit in hits}
    assert len({hit.entry for hit in hits}) >= 6
    assert sum(folded(query) in folded(hit.snippet) for hit in hits[:5]) >= 4


def test_the_agreement_lists_every_place_that_mentions_it() -> None:
    """The details of the agreement know its sections and its parties."""
    entries = {mention.address.entry for mention in shipped().binder.mentions("stca")}
    assert {"safe-third-country", "us-relations", "united-states", "key-takeaways"} <= entries
