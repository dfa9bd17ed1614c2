"""Files to values: types come from the schema, and every misfit is placed and worded."""

import pytest

from bindertui.model.entries import Agreement, Figure, Note, Paragraph, Partner, Points, Section, Table, Withheld
from bindertui.model.text import Text
from bindertui.store.folder_repository import FolderRepository
from tests.conftest import WriteBinder, problems

SECTION = """\
title: NO
summary: {en: yes, fr: 1.10}
partners: [unhcr]
sources: [S01]
body:
  - text: 012
    as_of: 2019-11
    sources: [S01]
  - points:
      - text: on
        points:
          - text: 0x1F
  - table:
      caption: ~
      columns: [1, 2019-11-12]
      rows: [[~1, 1e3], [3.10, {en: off, fr: 'non'}]]
  - figure:
      unit:
      x: [2017, 2018, 2019]
      series:
        - label: true
          values: [20593, ~, 4.40]
  - note: {kind: caution, text: "null"}
  - withheld: {provision: 21(1)(a)}
sections:
  - id: 2019-11
    title: 12:30
"""


def section(write_binder: WriteBinder, text: str) -> list[str]:
    """Return the problems of a section file as line:column: level: message."""
    found = problems(write_binder({"sections/one.yaml": text}))
    return [problem.removeprefix("sections/one.yaml:") for problem in found]


def test_text_fields_keep_the_text_of_the_file(write_binder: WriteBinder) -> None:
    """YAML booleans, numbers and dates stay text; number fields are converted."""
    root = write_binder({"sections/one.yaml": SECTION})
    one = FolderRepository(root).binder().entry("one")
    assert isinstance(one, Section)
    paragraph, points, table, figure, note, withheld = one.body
    assert one.title == Text.plain("NO")
    assert one.summary == Text.of({"en": "yes", "fr": "1.10"})
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.as_of, paragraph.sources) == (Text.plain("012"), "2019-11", ("S01",))
    assert isinstance(points, Points)
    assert points.points[0].points[0].text == Text.plain("0x1F")
    assert isinstance(table, Table)
    assert table.table.caption is None
    assert [cell.in_language("en") for cell in table.table.columns] == ["1", "2019-11-12"]
    assert [[cell.in_language("en") for cell in row] for row in table.table.rows] == [["~1", "1e3"], ["3.10", "off"]]
    assert isinstance(figure, Figure)
    assert figure.figure.unit is None
    assert [place.in_language("fr") for place in figure.figure.x] == ["2017", "2018", "2019"]
    assert list(figure.figure.series[0].values) == [20593, None, 4.4]
    assert isinstance(note, Note)
    assert note.note.text == Text.plain("null")
    assert isinstance(withheld, Withheld)
    assert withheld.withheld.provision == "21(1)(a)"
    assert (one.sections[0].id, one.sections[0].title) == ("2019-11", Text.plain("12:30"))


def test_the_file_name_is_the_id(write_binder: WriteBinder) -> None:
    """An id in the file may be left out or repeated; one that differs from the file name is an error."""
    partner = "kind: forum\nname: {en: a, fr: a}\n"
    root = write_binder(
        {
            "partners/a.yaml": partner,
            "partners/b.yaml": partner + "id: b\n",
            "partners/c.yaml": partner + "id: d\n",
            "agreements/e.yaml": "title: {en: a, fr: a}\n",
        }
    )
    binder = FolderRepository(root).binder()
    assert isinstance(binder.entry("a"), Partner)
    assert isinstance(binder.entry("b"), Partner)
    assert isinstance(binder.entry("e"), Agreement)
    assert problems(root) == [
        "partners/c.yaml:3:5: error: The id 'd' differs from the file name. Remove it: the file name 'c' is the id."
    ]


TITLE = "title: {en: a, fr: b}\n"
FIGURE = TITLE + "body:\n  - figure: {x: [a], series: [{label: a, values: "


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("titel: a\n", "1:1", "Unknown key 'titel'. Did you mean 'title'? Allowed keys: id, title, summary"),
        ("titel: a\n", "1:1", "The field 'title' is missing. The heading."),
        ("- a\n", "1:1", "a mapping with the fields id, title, summary, partners, sources, body, sections, not a list"),
        ("a\n", "1:1", ", not the text 'a'."),
        ("~\n", "1:1", ", not nothing."),
        ("title:\n", "1:1", "The field 'title' is missing. The heading."),
        ("title: [a]\n", "1:1", "This must be a text, or a text for each language ({en: …, fr: …}), not a list."),
        ("title: {en: {fr: a}}\n", "1:1", "{en: …, fr: …}), not a mapping."),
        ("title: {'': a}\n", "1:1", "{en: …, fr: …}), not a mapping."),
        (TITLE + "summary: {}\n", "2:1", "{en: …, fr: …}), not a mapping."),
        (TITLE + "partners: unhcr\n", "2:11", "This must be a list, not the text 'unhcr'. Start each item with a"),
        (TITLE + "partners:\n  - a: b\n", "3:5", "This must be a text, not a mapping."),
        (TITLE + "partners: [a, ~]\n", "2:15", "This must be a text, not nothing."),
        (TITLE + "body: {text: a}\n", "2:1", "This must be a list, not a mapping."),
        (TITLE + "body: [a]\n", "2:8", "This must be a block (text, points, table, figure, note, withheld)"),
        (TITLE + "body:\n  - txt: a\n", "3:5", "A block needs one of the keys text, points"),
        (TITLE + "body:\n  - txt: a\n", "3:5", "note, withheld. Did you mean 'text'?"),
        (TITLE + "body:\n  - text: a\n    note: b\n", "3:5", "this one is text and note. Make them blocks of"),
        (TITLE + "body:\n  - text: a\n    as-of: 2019\n", "4:5", "Unknown key 'as-of'. Did you mean"),
        (TITLE + "body:\n  - points:\n      - txt: a\n", "4:9", "The field 'text' is missing. The point"),
        (TITLE + "body:\n  - note: {kind: warn, text: a}\n", "3:18", "'warn' is not one of aftermath, caution, take"),
        (TITLE + "body:\n  - note: {kind: cautoin, text: a}\n", "3:18", "takeaway. Did you mean 'caution'?"),
        (TITLE + "body:\n  - note: {kind: [a], text: a}\n", "3:12", "must be one of aftermath, caution, takeaway, not"),
        (TITLE + "body:\n  - withheld: 21(1)\n", "3:15", "a mapping with the fields provision, not the text '21(1)'."),
        (FIGURE + "[12 000]}]}\n", "3:51", "'12 000' is not a number. Use digits only, with a point for decimals"),
        (FIGURE + "[NaN]}]}\n", "3:51", "'NaN' cannot be drawn in a chart"),
        (FIGURE + "[1e999]}]}\n", "3:51", "'1e999' cannot be drawn in a chart"),
        (TITLE + "body:\n  - table: {columns: [a], rows: [a]}\n", "3:34", "This must be a list, not the text"),
        (TITLE + "sections:\n  - title: a\n", "3:5", "The field 'id' is missing. The id: lower-case letters"),
        (TITLE + "sections:\n  - {id: x, title: a, titel: b}\n", "3:23", "Did you mean 'title'?"),
        (TITLE + "<<: {summary: a}\n", "2:1", "Unknown key '<<'."),
    ],
)  # fmt: skip
def test_invalid_values_are_located(write_binder: WriteBinder, text: str, place: str, words: str) -> None:
    """Unknown keys, missing fields, wrong types and wrong values come with line, column and advice."""
    found = section(write_binder, text)
    assert any(problem.startswith(f"{place}: error: ") and words in problem for problem in found), found


def test_all_problems_of_a_file_are_reported(write_binder: WriteBinder) -> None:
    """One does not hide the next, and they come in the order of the file."""
    text = "titel: a\npartners: b\nbody:\n  - txt: c\n  - note: {kind: d, text: [e]}\n  - text: f\n    as_off: g\n"
    places = [problem.partition(": ")[0] for problem in section(write_binder, text)]
    assert places == ["1:1", "1:1", "2:11", "4:5", "5:18", "5:21", "7:5"]


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("binder.yaml", "title: a", "1:1: error: The field 'edition' is missing. When this edition was made"),
        ("binder.yaml", "audience: ministre", "1:11: error: 'ministre' is not one of minister, deputy-minister"),
        ("partners/a.yaml", "kind: country\nname: a\nfacts: [{label: a}]", "3:9: error: The field 'value' is missing."),
        ("partners/a.yaml", "kind: land\nname: a", "1:7: error: 'land' is not one of forum, organization, country"),
        (
            "partners/a.yaml",
            "kind: forum\nname: a\nmembers: [[b]]",
            "3:11: error: This must be a text, or a text for each",
        ),
        ("agreements/a.yaml", "title: a\nevents: [{text: b}]", "2:10: error: The field 'date' is missing. When"),
        ("glossary.yaml", "a: b", "1:1: error: This must be a list, not a mapping."),
        ("glossary.yaml", "- {term: a}", "1:3: error: The field 'meaning' is missing."),
        ("sources.yaml", "- a", "1:1: error: This must be keys with values (`S01: {…}`), not a list."),
        ("sources.yaml", "S01: a", "1:6: error: This must be a mapping with the fields title, publisher, url, date"),
        ("sources.yaml", "S01: {titel: a}", "1:7: error: Unknown key 'titel'. Did you mean 'title'?"),
    ],
)
def test_every_kind_of_file_has_its_own_fields(write_binder: WriteBinder, file: str, text: str, problem: str) -> None:
    """Covers, partners, agreements, the glossary and the sources are checked like sections."""
    found = problems(write_binder({file: text}))
    assert any(each.startswith(f"{file}:{problem}") for each in found), found


def test_an_empty_glossary_and_empty_sources_are_valid(write_binder: WriteBinder) -> None:
    """A new binder starts with an empty list of terms and an empty mapping of sources."""
    for glossary, sources in (("[]", "{}"), ("~", "~")):
        assert problems(write_binder({"glossary.yaml": glossary, "sources.yaml": sources})) == []


@pytest.mark.parametrize("languages", ["[]", "['']", "[English]", "[en, 'f r']", '["\\e"]'])
def test_a_binder_needs_valid_languages(write_binder: WriteBinder, languages: str) -> None:
    """Without a language, or with an invalid code, the cover is broken and the rest opens in English and French."""
    cover = f"id: a\ntitle: a\nedition: 2019\nlanguages: {languages}\nsections: []\n"
    root = write_binder({"binder.yaml": cover, "partners/a.yaml": "kind: forum\nname: {en: a, fr: a}\n"})
    binder = FolderRepository(root).binder()
    assert binder.languages == ("en", "fr")
    assert len(list(binder.children("partners"))) == 1
    (problem,) = problems(root)
    assert problem.startswith("binder.yaml:4:")


def test_deeply_nested_points_and_sections(write_binder: WriteBinder) -> None:
    """Points nested to the limit of a file neither fail nor overflow."""
    nested = "[{text: {en: a, fr: a}, points: " * 48 + "[]" + "}]" * 48
    assert section(write_binder, TITLE + f"body: [{{points: {nested}}}]\n") == []
