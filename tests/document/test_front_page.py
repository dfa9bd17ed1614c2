"""The front page: takeaways, changes, contents and reading progress."""

from attrs import evolve

from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_text
from bindertui.document.front_page import RESUME_LINE, ReaderStatus
from bindertui.document.highlight import links_in, plain_text
from bindertui.model.address import Address
from bindertui.model.entries import Block, Note, NoteData, Paragraph, Section
from bindertui.model.enums import NoteKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text
from tests.builders import en_fr
from tests.document.samples import NBSP


def section(name: str, words: int, *lessons: str) -> Section:
    """Return a section with some words and takeaways."""
    notes = (Note(NoteData(NoteKind.TAKEAWAY, Text.plain(lesson))) for lesson in lessons)
    body: tuple[Block, ...] = (Paragraph(Text.plain("word " * (words - 1))), *notes)
    return Section(name, Text.plain(name.title()), body=body)


COVER = Cover("b", en_fr("A binder", "Un cahier"), "2019-11", ("en", "fr"), ("first", "second"))
BINDER = InMemoryBinder(COVER, (section("first", 230, "Plain."), section("second", 461, "See [[first|this]].")))
NOBODY = ReaderStatus(has_begun=False, resume_address=Address("first"), changed_entries={}, read_sections=frozenset())


def page(status: ReaderStatus | None, language: str = "en", binder: InMemoryBinder = BINDER) -> str:
    """Return the front page as text."""
    return "\n".join(to_text(build_flow(binder, "binder", language, status)))


def test_the_takeaways_come_before_the_contents() -> None:
    """Takeaways are in reading order; one without a link of its own links to its section."""
    lines = [line for line in build_flow(BINDER, "binder", "en").lines if line.address.path[:1] == ("takeaways",)][1:]
    assert [plain_text(line) for line in lines] == ["Plain. — First", "See this."]
    ways = [[run.target for run in links_in(line)] for line in lines]
    assert ways == [[Address("first", ("body", 1, "note", "text"))], [Address("first")]]
    shown = page(None)
    assert shown.index("What matters") < shown.index("Contents")


def test_reading_times_are_shown() -> None:
    """Reading times are shown for each section and in total, rounded up; without a reader there is no progress."""
    shown = page(None)
    assert "Contents · 4 min" in shown
    assert "• First · 2 min" in shown
    assert "• Second · 3 min" in shown
    assert f"Contenu · 4{NBSP}min" in page(None, "fr")
    assert not any(word in shown for word in ("Begin reading", "Continue", "read", "New since"))


def test_it_links_to_where_the_reader_stopped() -> None:
    """A new reader is sent to the beginning."""
    assert "→ Begin reading: First" in page(NOBODY)
    status = evolve(NOBODY, has_begun=True, resume_address=Address("second", ("body", 0)))
    assert "→ Continue reading: Second" in page(status)
    assert f"→ Reprendre la lecture{NBSP}: Second" in page(status, "fr")
    (line,) = [line for line in build_flow(BINDER, "binder", "en", status).lines if line.address == RESUME_LINE]
    assert [run.target for run in links_in(line)] == [status.resume_address]


def test_changed_entries_are_listed() -> None:
    """Each new entry has a link and says whether it was added or changed."""
    shown = page(evolve(NOBODY, changed_entries={"second": False, "first": True}))
    assert "New since you last read" in shown
    assert "• Second — changed\n• First — added" in shown


def test_progress_is_shown() -> None:
    """Progress is shown for each section and in total, and is never rounded to 0 % or 100 %."""
    status = evolve(NOBODY, read_sections=frozenset({"first"}))
    assert "• First · 2 min · ✓ read" in page(status)
    assert "• Second · 3 min\n" in page(status) + "\n"
    assert "Contents · 4 min · 33% read" in page(status)
    assert f"Contenu · 4{NBSP}min · lu à 33{NBSP}%" in page(status, "fr")
    long = evolve(BINDER, sections=(section("first", 2), section("second", 9000)))
    assert "1% read" in page(status, binder=long)
    assert "99% read" in page(evolve(status, read_sections=frozenset({"second"})), binder=long)


def test_long_lists_are_cut_and_counted() -> None:
    """Of many takeaways or new entries, the first are listed and the others counted."""
    many = InMemoryBinder(COVER, (section("first", 99, *map(str, range(30))), section("second", 1)))
    shown = page(evolve(NOBODY, changed_entries=dict.fromkeys(("first", "second") * 1, False)), binder=many)
    assert "And 18 more in the sections." in shown
    crowd = tuple(section(f"s{number}", 3) for number in range(40))
    news = {entry.id: False for entry in crowd}
    assert "Et 28 de plus." in page(evolve(NOBODY, changed_entries=news), "fr", InMemoryBinder(COVER, crowd))
