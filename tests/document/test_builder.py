"""Flows: addresses, languages and links of the lines, and hostile content."""

import pytest
from attrs import evolve

from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_markdown, to_text
from bindertui.document.flow import Passage
from bindertui.document.highlight import links_in, plain_text
from bindertui.errors import NotFoundError
from bindertui.model.entries import Paragraph, Partner, Section
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text, find_control_character
from tests.builders import en_fr
from tests.document.samples import BINDER, line_of, shown

HOSTILE = (
    *("[Redacted]", "[/x]", "[bold]x[/bold]", "[@click=app.quit]x[/]", "[link=https://x]y", "[ * ]", "[15(1)]"),
    *("\x1b]52;c;aGk=\x07", "\x1b[2J", "\u202egnp.exe", "a\u200bb\u2066c", "\x9b31m", "x" * 300, "a\r\nb\tc", "\u2028"),
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("place", [place.id for place in BINDER.outline()])
def test_every_entry_becomes_a_flow(place: str, language: str) -> None:
    """Every outline item has a document: heading first, every line at its own address or that of its entry."""
    made = build_flow(BINDER, place, language)
    assert (made.entry, made.language) == (place, language)
    assert made.title == plain_text(made.lines[0]).partition(" (")[0]
    assert all(
        find_control_character(plain_text(line).replace("\n", "").replace("\t", "")) is None for line in made.lines
    )


def test_an_unknown_entry_is_an_error() -> None:
    """The error names the entry and the binder."""
    with pytest.raises(NotFoundError, match="no entry 'nowhere' in the binder sample"):
        build_flow(BINDER, "nowhere", "en")


def test_lines_have_the_addresses_that_search_and_edit_use() -> None:
    """The address of a line is the path of its text in the file."""
    made = build_flow(BINDER, "all-kinds", "en")
    for address, text in {
        "all-kinds#summary": "The lead, with Refugee Agency and nobody.",
        "all-kinds#body.1.points.0.points.0.points.0.text": "Third",
        "all-kinds#body.5.note.text": "Caution: Read with care.",
        "inner#body.0.text": "Deep.",
    }.items():
        assert plain_text(line_of(made, address)) == text


def test_the_date_of_the_edition_is_not_repeated() -> None:
    """A date is shown only if it differs from the month of the edition."""
    made = build_flow(BINDER, "all-kinds", "en")
    assert plain_text(line_of(made, "all-kinds#body.1.points.1.text")) == "Second point"
    assert "(as of May" in plain_text(line_of(made, "all-kinds#body.0.text"))


def test_links_have_targets_only_if_the_entry_exists() -> None:
    """A link to an entry shows its title; a link to an unknown entry is plain text."""
    ways = links_in(line_of(build_flow(BINDER, "all-kinds", "en"), "all-kinds#summary"))
    assert [(run.text, str(run.target or run.source)) for run in ways] == [("Refugee Agency", "unhcr"), ("[S1]", "S1")]


def test_a_text_missing_in_a_language_shows_the_other() -> None:
    """A fallback text is marked with its own language."""
    only = Section("only", Text.of({"fr": "Seulement"}), body=(Paragraph(Text.of({"fr": "Oui."})),))
    made = build_flow(InMemoryBinder(BINDER.cover, (only,)), "only", "en")
    assert [(plain_text(line), line.language) for line in made.lines] == [("Seulement", "fr"), ("Oui.", "fr")]


def test_a_binder_without_an_edition_or_entries_is_shown() -> None:
    """An empty binder has a front page and four empty lists."""
    empty = InMemoryBinder(Cover("empty", en_fr("Empty", "Vide"), "", ("en",), ()))
    assert "Edition: unknown" in "\n".join(to_text(build_flow(empty, "binder", "en")))
    assert {place.kind for place in empty.outline()} == {EntryKind.BINDER, EntryKind.INDEX}
    assert all(len(build_flow(empty, place.id, "en").lines) >= 1 for place in empty.outline())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_shown_as_written_or_escaped(text: str) -> None:
    """Brackets are not markup, and control, bidi and invisible characters are escaped, in plain text and Markdown."""
    made = Section("s", Text.plain(text), Text.plain(text), body=(Paragraph(Text.plain(text)),))
    lines = build_flow(InMemoryBinder(BINDER.cover, (made,)), "s", "en")
    for form in (to_text, to_markdown):
        assert all(find_control_character(line) is None for line in form(lines))
    assert all("\n" not in run.text for line in lines.lines if isinstance(line, Passage) for run in line.runs)
    if text.isprintable():
        assert shown(lines.lines[-1].runs) == text if isinstance(lines.lines[-1], Passage) else False


def test_partners_are_sorted_by_name_in_the_readers_language() -> None:
    """Sorting ignores accents and case: Égypte comes before Espagne."""
    names = {
        "france": en_fr("France", "France"),
        "egypt": en_fr("Egypt", "Égypte"),
        "spain": en_fr("Spain", "Espagne"),
    }
    partners = tuple(Partner(name, PartnerKind.COUNTRY, title) for name, title in names.items())
    binder = evolve(BINDER, partners=partners)
    for language, wanted in (("en", ["Egypt", "France", "Spain"]), ("fr", ["Égypte", "Espagne", "France"])):
        shown = [plain_text(line) for line in build_flow(binder, "partners", language).lines]
        assert [name for line in shown for name in wanted if name in line] == wanted


def test_a_name_that_is_its_acronym_is_shown_once() -> None:
    """The acronym follows the name only in the language in which they differ."""
    group = Partner("m5", PartnerKind.FORUM, en_fr("Migration Five", "M5"), acronym=Text.plain("M5"))
    binder = evolve(BINDER, partners=(group,))
    for language, title in (("en", "Migration Five (M5)"), ("fr", "M5")):
        for entry in ("m5", "partners"):
            assert title in [plain_text(line) for line in build_flow(binder, entry, language).lines]
