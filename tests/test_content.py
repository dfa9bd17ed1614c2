"""The shipped binder: complete, valid, in both languages, with good typography, and searchable."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from bindertui.document.exporters import to_text
from bindertui.model.entries import Agreement, Block, Paragraph, Partner, Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import FieldRole, iter_fields
from bindertui.model.markup import strip_markup
from bindertui.model.text import Text, fold_text
from bindertui.services.library import Library, Snapshot
from bindertui.services.reading import build_document
from bindertui.services.search import Finder
from bindertui.store.content_files import entry_files
from bindertui.store.folder_repository import FolderRepository

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
"""The headings of the published page, in order."""

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
"""By query and language: the entry of the best hit, and the answer in it."""


@cache
def shipped() -> Snapshot:
    """Return the binder, loaded once."""
    return Library.at(ROOT).snapshot()


@cache
def finder() -> Finder:
    """Return a finder for the binder."""
    finder = Finder(shipped())
    finder.prepare()
    return finder


def texts(*, sources: bool = False) -> Iterator[tuple[str, FieldRole, Text]]:
    """Yield every text of the binder with its address and role."""
    binder = shipped().binder
    values = [(binder.cover.id, binder.cover)]
    values += [(entry.id, entry) for entry in binder.entries()]  # type: ignore[misc]
    values += [(f"glossary#{number}", term) for number, term in enumerate(binder.terms)]  # type: ignore[misc]
    if sources:
        values += [(f"sources#{key}", source) for key, source in binder.sources.items()]  # type: ignore[misc]
    for name, value in values:
        for leaf in iter_fields(value, without=("sections",) if name != binder.cover.id else ()):
            if isinstance(leaf.value, Text):
                yield f"{name}#{'.'.join(map(str, leaf.path))}", leaf.role, leaf.value


def test_every_file_loads_without_a_problem() -> None:
    """The binder has no errors, warnings or broken files, and every YAML file of the folder was read."""
    assert [str(problem) for problem in FolderRepository(ROOT).check()] == []
    assert shipped().binder.broken == ()
    assert {file.path for file in entry_files(ROOT)} == set(ROOT.rglob("*.yaml"))
    assert len(list(shipped().binder.entries())) >= 60


def test_every_heading_of_the_published_page_is_there_in_order() -> None:
    """Each heading of the page is the title of a section, in the same order."""
    titles = iter(
        place.title.in_language("en") for place in shipped().binder.outline() if place.kind is EntryKind.SECTION
    )
    missing = [heading for heading in HEADINGS if heading not in titles]
    assert missing == []


def test_the_expected_partners_and_agreements_are_there() -> None:
    """The binder has the expected provinces, territories, forums, organizations, programs and agreements."""
    binder = shipped().binder
    assert {entry.id for entry in binder.entries() if isinstance(entry, Partner)} >= PARTNERS
    assert {entry.id for entry in binder.entries() if isinstance(entry, Agreement)} >= AGREEMENTS
    assert len(binder.terms) > 20
    assert len(binder.sources) > 50


def test_every_entry_has_substance() -> None:
    """Every entry has more than a heading, in both languages."""
    for place in shipped().binder.outline():
        entry = shipped().binder.entry(place.id)
        if isinstance(entry, Partner | Agreement):
            assert entry.summary is not None, place.id
            assert entry.sources, place.id
        elif place.kind is EntryKind.SECTION:
            assert getattr(entry, "body", ()) or getattr(entry, "sections", ()), place.id


def test_every_prose_text_is_in_both_languages() -> None:
    """Every prose text is filled in both languages."""
    lacking = [
        where
        for where, role, text in texts(sources=True)
        if role is FieldRole.PROSE and not all((text.original(language) or "").strip() for language in ("en", "fr"))
    ]
    assert lacking == []


def test_the_parity_report_is_empty() -> None:
    """The parity report is empty: numbers, headings, links and typography agree."""
    assert [str(problem) for problem in FolderRepository(ROOT).check(with_parity=True)] == []


def test_french_sets_each_mark_its_own_no_break_space() -> None:
    """French has no-break spaces before : % $ and », after « and in numbers, and narrow ones before ; ? and !."""
    narrow = re.compile("\u202f[^;?!]|(?<!\u202f)[;?!](?=[\\s»)*]|$)")
    found = [
        (where, match.group(), original)
        for where, role, text in texts(sources=True)
        if role is not FieldRole.URL and (original := text.original("fr"))
        for match in narrow.finditer(original)
    ]
    assert found == []


PAGE = {"S00", "S01", "S02"}
"""The sources that are the published page."""
OWN = {"page-details", "key-takeaways"}
"""Sections that are entirely about the page, or summarize it."""
ADDED = {"en": "Added from other public sources:*", "fr": "jouts tirés d’autres sources publiques\u00a0:*"}


def cited(block: Block) -> set[str]:
    """Return the sources of a block and its points."""
    return {leaf.value for leaf in iter_fields(block) if leaf.role is FieldRole.SOURCE}


def test_statements_of_the_page_come_before_additions() -> None:
    """A line in italics separates the blocks that cite the page from those that cite other sources."""
    for section in (entry for entry in shipped().binder.entries() if isinstance(entry, Section)):
        lines = [
            position
            for position, block in enumerate(section.body)
            if isinstance(block, Paragraph) and block.text.in_language("en").endswith(ADDED["en"])
        ]
        if section.id in OWN:
            assert lines == []
            continue
        above = section.body[: lines[0]] if lines else section.body
        below = section.body[lines[0] + 1 :] if lines else ()
        assert all(cited(block) & PAGE for block in above), section.id
        assert all(cited(block) - PAGE for block in below), section.id
        assert len(lines) <= 1, section.id
        for position in lines:
            line = section.body[position]
            assert isinstance(line, Paragraph)
            assert line.text.in_language("fr").endswith(ADDED["fr"]), section.id


def test_every_statement_names_its_source() -> None:
    """Each block, fact, event and term cites a source, except for introductory lines and one term."""
    silent = [
        f"{entry.id}#{position}"
        for entry in shipped().binder.entries()
        if not isinstance(entry, Partner)
        for position, block in enumerate(entry.body)
        if not cited(block)
        and not (isinstance(block, Paragraph) and block.text.in_language("en").endswith(ADDED["en"]))
    ]
    silent += [
        f"{entry.id}#{name}.{position}"
        for entry in shipped().binder.entries()
        for name in ("facts", "events")
        for position, stated in enumerate(getattr(entry, name, ()))
        if not stated.sources
    ]
    silent += [term.term.in_language("en") for term in shipped().binder.terms if not term.sources]
    assert silent == ["CTCBP"]


OFFICIAL_NAMES = (
    "IRCC Minister Transition Binder 2019: Federal/Provincial/Territorial and International Relations",
    "Intergovernmental Consultations on Migration, Asylum and Refugees",
    "International Migration Capacity Building Program",
    "Forum of Ministers Responsible for Immigration",
    "International Organization for Migration",
    "Global Refugee Sponsorship Initiative",
    "Safe Third Country Agreement",
)
"""Official names of four words or more; each counts as one word."""
RUNS = frozenset((Path(__file__).parent / "data" / "published-runs.txt").read_text(encoding="utf-8").split())
"""The first 16 hexadecimal digits of the SHA-256 of every run of eight words on the published page, line by line."""


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation; an official name is one word."""
    told = " ".join(re.findall(r"[^\W_]+", re.sub("[’']", "", text.casefold())))
    for name in OFFICIAL_NAMES:
        told = told.replace(" ".join(re.findall(r"[^\W_]+", name.casefold())), "name")
    return told.split()


def shared(text: str) -> list[str]:
    """Return the sequences of eight words that a text shares with the published page."""
    told = words(text)
    runs = (" ".join(told[start : start + 8]) for start in range(len(told) - 7))
    return [run for run in runs if sha256(run.encode()).hexdigest()[:16] in RUNS]


def test_no_sentence_of_the_published_page_is_copied() -> None:
    """No text shares eight consecutive words with the page, official names excepted."""
    copied = {where: shared(strip_markup(text.in_language("en"), str)) for where, _, text in texts(sources=True)}
    assert {where: runs for where, runs in copied.items() if runs} == {}


def test_a_copied_sentence_would_be_found() -> None:
    """Eight consecutive words of the page are detected in any context."""
    assert len(RUNS) > 100
    assert len(shared("Indeed, learn from other countries’ EXPERIENCES, and **share** information, as they say.")) == 1


@pytest.mark.parametrize(("query", "language"), QUESTIONS)
def test_a_question_finds_its_answer(query: str, language: str) -> None:
    """The best hit is in the right entry, in the reader's language, and contains the answer."""
    entry, answer = QUESTIONS[query, language]
    best = finder().search(query, language, 20).hits[0]
    assert (best.entry, best.language) == (entry, language)
    read = "\n".join(to_text(build_document(shipped(), best.address, language), 10_000))
    assert answer in read


@pytest.mark.parametrize(
    ("query", "language"), [("Safe Third Country Agreement", "en"), ("Entente sur les tiers pays sûrs", "fr")]
)
def test_mentions_of_the_agreement_are_found_across_the_binder(query: str, language: str) -> None:
    """Search finds the agreement first, then its mentions in sections, partners and the glossary."""
    hits = finder().search(query, language, 100).hits
    assert {hit.entry for hit in hits[:2]} == {"stca", "safe-third-country"}
    assert {EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT, EntryKind.TERM} <= {hit.kind for hit in hits}
    assert len({hit.entry for hit in hits}) >= 6
    assert sum(fold_text(query) in fold_text(hit.snippet) for hit in hits[:5]) >= 4


def test_the_agreement_lists_every_place_that_mentions_it() -> None:
    """The details of the agreement list the sections and the parties that mention it."""
    entries = {mention.address.entry for mention in shipped().binder.mentions("stca")}
    assert {"safe-third-country", "us-relations", "united-states", "key-takeaways"} <= entries
