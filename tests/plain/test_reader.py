"""The plain mode: typed commands and their output."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bindertui.document.wrapping import cell_width
from bindertui.i18n import LANGUAGES
from bindertui.model.address import Address
from bindertui.model.text import find_control_character
from bindertui.plain.commands import COMMANDS, parse_command
from bindertui.plain.reader import PlainReader
from bindertui.services.library import Library
from bindertui.settings import Settings
from tests.conftest import WriteBinder

FILES = {
    "sections/first.yaml": """\
title: {en: First steps, fr: Premiers pas}
summary: {en: 'The lead, with [[agency]].', fr: 'Le chapeau, avec [[agency]].'}
body:
  - text: {en: A second paragraph., fr: Un deuxième paragraphe.}
    sources: [S1]
  - note: {kind: takeaway, text: {en: 'Remember [[agency|the agency]].', fr: 'Retenir [[agency|l’agence]].'}}
  - table:
      caption: {en: Sums, fr: Sommes}
      columns: [{en: Year, fr: Année}, {en: Sum, fr: Somme}]
      rows: [['2018', '5'], ['2019', '6']]
sections:
  - id: inner
    title: {en: Inner part, fr: Partie intérieure}
    body: [{text: {en: Inside., fr: Dedans.}}]
  - id: other
    title: {en: Other part, fr: Autre partie}
    body: [{text: {en: Québec is here too., fr: Le Québec aussi.}}]
""",
    "sections/second.yaml": "title: {en: Second, fr: Deuxième}\nbody: [{text: {en: The end., fr: La fin.}}]\n",
    "partners/agency.yaml": "kind: organization\nname: {en: Agency, fr: Agence}\n"
    "summary: {en: It helps., fr: Elle aide.}\n",
    "sources.yaml": "S1: {title: {en: A report, fr: Un rapport}}\n",
}

Session = Callable[..., str]


@pytest.fixture
def session(write_binder: WriteBinder, tmp_path: Path) -> Session:
    """Return a function that types lines and returns the output of the last one."""
    folder = write_binder(FILES)

    def session(
        *typed: str, language: str = "en", at: str | None = None, find: str | None = None, width: int = 80
    ) -> str:
        settings = Settings.resolve({"XDG_CACHE_HOME": str(tmp_path / "cache")}, language=language)
        place = Address.parse(at) if at else None
        reader = PlainReader(
            Library.open(Settings.resolve({}, binder=folder)), settings, at=place, find=find, width=width
        )
        said = list(reader.opening_lines())
        for line in typed:
            said = list(reader.answer(line))
        return "\n".join(said)

    return session


def test_takeaways_come_first(session: Session) -> None:
    """The first lines are the title, the edition, the numbered takeaways, and a hint."""
    said = session().splitlines()
    assert said[0] == "Sample binder"
    assert said[1].startswith("Edition: ")
    assert said[2:4] == ["Key takeaways:", "1. Remember the agency."]
    assert "Press Enter to read on" in said[-1]
    assert session("1").splitlines() == ["Level 1, partner 1 of 1: Agency", "Organization"]


def test_without_takeaways_the_contents_come_first(write_binder: WriteBinder) -> None:
    """Without takeaways, the contents are listed."""
    files = {"sections/only.yaml": "title: Only\nbody: [{text: Words.}]\n"}
    reader = PlainReader(Library.at(write_binder(files, "bare")), Settings.resolve({}))
    assert "1. Only" in list(reader.opening_lines())
    assert list(reader.answer("takeaways")) == ["This binder has no takeaways."]


def test_enter_reads_a_paragraph_at_a_time(session: Session) -> None:
    """Headings have their level and number; links are numbered; at the end, the next section follows."""
    read = [session(*[""] * count) for count in range(1, 8)]
    assert read[0].splitlines() == [
        "Level 1, section 1 of 2: First steps", "The lead, with Agency.", "Links:", "1. Agency",
    ]  # fmt: skip
    assert read[1] == "A second paragraph. [S1]"
    assert read[3].splitlines()[0] == "Sums. Table, 2 rows."
    assert read[3].splitlines()[1] == "Row 1 of 2. Year: 2018; Sum: 5."
    assert read[4].splitlines() == ["Level 2, section 1 of 2: Inner part", "Inside."]
    assert read[5].splitlines() == ["Level 2, section 2 of 2: Other part", "Québec is here too."]
    assert read[6].splitlines() == ["End of First steps.", "Level 1, section 2 of 2: Second", "The end."]


def test_ways_through_a_document(session: Session) -> None:
    """The commands skip, previous, repeat, up, where and all."""
    assert session("", "skip").startswith("Level 2, section 1 of 2: Inner part")
    assert session("", "skip", "skip", "previous").startswith("Level 2, section 1 of 2: Inner part")
    assert session("", "", "repeat") == "A second paragraph. [S1]"
    assert session("", "skip", "up").startswith("Level 1, section 1 of 2: First steps")
    assert session("", "skip", "up", "up").startswith("Contents")
    assert session("", "previous") == "This is the beginning."
    where = session("", "skip", "where")
    assert "Level 2, section 1 of 2: Inner part" in where
    assert where.endswith("Paragraph 7 of 9.")
    assert session("", "skip", "all").splitlines()[-1] == "Québec is here too."


def test_contents_links_and_back(session: Session) -> None:
    """Numbers choose from the last list; back returns to the previous place."""
    assert "2. Second" in session("contents")
    assert session("contents", "2").startswith("Level 1, section 2 of 2: Second")
    assert session("", "1").startswith("Level 1, partner 1 of 1: Agency")
    assert session("", "1", "back").startswith("Level 1, section 1 of 2: First steps")
    assert session("back") == "Nothing to go back to."
    assert session("", "9") == "The last list has no number 9."
    assert session("", "0") == "The last list has no number 0."


def test_sources_and_details(session: Session) -> None:
    """Sources are listed in full; details describe the partner of a paragraph."""
    assert "A report" in session("", "", "sources")
    assert session("", "sources") == "No sources in this paragraph."
    assert "It helps." in session("", "details")


def test_a_search_lists_passages_by_number(session: Session) -> None:
    """Search covers both languages and ignores accents; a number opens a hit and says where it is."""
    for typed in ("search quebec", "/quebec", "chercher quebec"):
        said = session(typed)
        assert "1 passage for quebec." in said
        assert "1. Other part: Québec is here too." in said
    assert session("/quebec", "1").splitlines() == ["Level 2, section 2 of 2: Other part", "Québec is here too."]
    assert session("/zebra").endswith("Nothing found for zebra.")
    assert "search asylum" in session("search")
    assert "Québec is here too." in session(find="québec")


def test_the_language_can_be_switched_in_place(session: Session) -> None:
    """The text, the levels and the messages switch to the other language, at the same place."""
    said = session("", "skip", "language")
    assert said.splitlines() == ["Français.", "Niveau 2, section 1 sur 2\u00a0: Partie intérieure", "Dedans."]
    assert session("", "language", "suivant").startswith("Un deuxième paragraphe")
    assert session(language="fr").splitlines()[2:4] == ["Principaux points à retenir\u00a0:", "1. Retenir l’agence."]
    assert "quitter" in session("aide", language="fr")


def test_words_of_both_languages_are_understood() -> None:
    """Commands in both languages are understood, in full and abbreviated; the reader's language wins."""
    assert [order.name for order in parse_command("suiv", "en")] == ["next"]
    assert [order.name for order in parse_command("NEXT", "fr")] == ["next"]
    assert [order.name for order in parse_command("precedent", "fr")] == ["previous"]
    assert [order.name for order in parse_command("s", "fr")] == ["next"]
    assert parse_command("zzz", "en") == []
    for order in COMMANDS:
        for language in LANGUAGES:
            for word in order.words(language):
                assert parse_command(word, language) == [order]


def test_the_start_address_can_be_chosen(session: Session) -> None:
    """`--at` starts at an address and says where it is."""
    assert session(at="other").splitlines()[2:] == ["Level 2, section 2 of 2: Other part", "Québec is here too."]
    assert session(at="first#body.0.text").splitlines()[2:4] == [
        "Level 1, section 1 of 2: First steps", "A second paragraph. [S1]",
    ]  # fmt: skip


def test_several_binders_are_offered_first(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Several binders are listed first, and again for every command until one is chosen."""
    write_binder(FILES, "library/one")
    write_binder(FILES, "library/two")
    reader = PlainReader(Library.at(tmp_path / "library"), Settings.resolve({}))
    assert [line[:2] for line in reader.opening_lines()] == ["Bi", "1.", "2."]
    assert next(iter(reader.answer(""))).startswith("Binders")
    assert "Key takeaways:" in list(reader.answer("2"))


def test_quit_ends_it(session: Session, write_binder: WriteBinder) -> None:
    """`quit` ends the session with a message."""
    reader = PlainReader(Library.at(write_binder(FILES, "again")), Settings.resolve({}))
    list(reader.opening_lines())
    assert list(reader.answer("quit")) == ["Goodbye."]
    assert reader.finished


@example(typed=["0\u2e80"])
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.lists(st.one_of(st.text(max_size=12), st.sampled_from([w for o in COMMANDS for w in o.words("en")]),
                                st.sampled_from(["1", "2", "", "/a", "12"])), max_size=8))  # fmt: skip
def test_any_input_is_answered(session: Session, typed: list[str]) -> None:
    """No input raises an error, and output contains no control characters and no line that is too long."""
    said = session(*typed, width=40)
    assert said
    for line in said.splitlines():
        assert cell_width(line) <= 40 or " " not in line.strip()
        assert find_control_character(line) is None
