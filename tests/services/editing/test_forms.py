"""A draft as a form: each change is one edit of its text."""

from difflib import unified_diff

import pytest

from bindertui.model.address import FieldPath
from bindertui.model.enums import EntryKind
from bindertui.model.forms import FormField
from bindertui.model.shapes import InputKind, ValueShape
from bindertui.model.text import NEUTRAL
from bindertui.services.editing.draft import UndoStack, UndoStep
from bindertui.services.editing.forms import Form, Unreadable
from bindertui.store.yaml.edit import EditError

SECTION = """\
# The section.
title: {en: Context, fr: Contexte}
body:
  # About people.
  - text:
      en: >-
        In 2018 there were 12 of them
        at the border.
      fr: >-
        En 2018, il y en avait 12
        à la frontière.
    sources: [S1]   # the first
  - table:
      columns: [{en: Year, fr: Année}, Count]
      rows: [['2018', '12'], ['2019', '3']]
  # About crossings.
  - figure:
      x: ['2017', '2018']
      series: [{label: {en: Crossings, fr: Passages}, values: [20593, null]}]
sections:
  - id: inner
    title: Inner
"""


def form(text: str = SECTION, kind: EntryKind = EntryKind.SECTION) -> Form:
    """The form of a text."""
    read = Form.parse(text, kind, ("en", "fr"))
    assert isinstance(read, Form)
    return read


def field(found: Form, path: FieldPath) -> FormField:
    """The field at a path."""
    return next(one for one in found.fields(found.part_at(path)) if one.path == path)


def changes(before: Form, after: Form) -> list[str]:
    """The lines that went and came, as `diff` shows them."""
    lines = unified_diff(before.text.text.splitlines(), after.text.text.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}]


def test_a_corrected_number_changes_one_line_in_each_language() -> None:
    """A number corrected in the English and the French text of a paragraph changes exactly these two lines."""
    before = form()
    path = ("body", 0, "text")
    after = before.set_text(field(before, path), "en", "In 2018 there were 15 of them at the border.")
    after = after.set_text(field(after, path), "fr", "En 2018, il y en avait 15 à la frontière.")
    assert changes(before, after) == [
        "-        In 2018 there were 12 of them",
        "+        In 2018 there were 15 of them",
        "-        En 2018, il y en avait 12",
        "+        En 2018, il y en avait 15",
    ]


def test_every_part_and_field_is_there() -> None:
    """The outline has each block, list and item; fields without a value can be filled in, too."""
    found = form()
    names = [(part.name, part.depth) for part in found.parts]
    assert names[:6] == [("section", 0), ("body", 1), ("text", 2), ("table", 2), ("columns", 3), ("columns.item", 4)]
    assert ("series.item", 4) in names
    assert ("sections.item", 2) in names
    root = {one.name: one for one in found.fields(found.parts[0])}
    assert list(root) == ["title", "summary", "partners", "sources", "body", "sections"]
    assert root["title"].required
    assert root["summary"].value is None
    kinds = {one.name: one.shape.input for one in root.values() if isinstance(one.shape, ValueShape)}
    assert kinds["summary"] is InputKind.PROSE
    assert kinds["partners"] is InputKind.REFERENCES


def test_values_and_cells_are_labelled_by_the_content() -> None:
    """The values of a series are labelled by the axis, the cells of a row by the columns."""
    found = form()
    series = found.fields(found.part_at(("body", 2, "figure", "series", 0)))
    assert [(one.value, one.label) for one in series[1:]] == [("20593", "2017"), ("null", "2018")]
    row = found.fields(found.part_at(("body", 1, "table", "rows", 1)))
    assert [(one.value, one.label) for one in row] == [("2019", {"en": "Year", "fr": "Année"}), ("3", "Count")]


def test_a_number_field_stores_numbers() -> None:
    """Typed digits become a number, other text stays text for the validation, an empty value stays empty."""
    found = form()
    path = ("body", 2, "figure", "series", 0, "values", 1)
    for typed, written in (("4.5", "[20593, 4.5]"), ("", "null]"), ("12", "[20593, 12]"), ("many", "many]")):
        assert written in found.set_text(field(found, path), NEUTRAL, typed).text.text


def test_a_field_is_added_in_schema_order_and_removed() -> None:
    """A new field is inserted in the order of the schema; emptying it restores the text."""
    before = form()
    after = before.set_text(field(before, ("summary",)), "en", "In short.")
    assert changes(before, after)[0].startswith("+summary:")
    assert after.text.text.index("summary") < after.text.text.index("body")
    assert after.set_text(field(after, ("summary",)), "en", "").text.text == SECTION


def test_a_plain_text_gains_a_language() -> None:
    """French added to a text without a language makes that text the default language's."""
    found = form()
    path = ("sections", 0, "title")
    assert found.set_text(field(found, path), "fr", "Dedans").value["sections"][0]["title"] == {
        "en": "Inner",
        "fr": "Dedans",
    }
    assert found.split_languages(field(found, path)).value["sections"][0]["title"] == {"en": "Inner", "fr": "Inner"}


def test_an_emptied_language_is_removed() -> None:
    """Emptying one of two languages removes it; the last language of a required text stays as an empty one."""
    found = form()
    only_french = found.set_text(field(found, ("title",)), "en", "")
    assert only_french.value["title"] == {"fr": "Contexte"}
    assert only_french.set_text(field(only_french, ("title",)), "fr", "").value["title"] == ""


def test_items_move_with_their_comments() -> None:
    """A block that is moved down keeps the comments above it; moved up again, the text is the same as before."""
    before = form()
    after = before.move_item(("body", 1), 1)
    assert after.text.text.index("# About crossings.") < after.text.text.index("table:")
    assert after.move_item(("body", 2), -1).text.text == SECTION
    assert before.move_item(("body", 2), 1) is before


def test_an_item_is_added_and_deleted() -> None:
    """Deleting an added block restores the text; deleting the last item removes the list."""
    before = form()
    after = before.insert_item(("body",), 1, {"text": {"en": "New.", "fr": "Nouveau."}})
    assert after.value["body"][1] == {"text": {"en": "New.", "fr": "Nouveau."}}
    assert after.delete_item(("body", 1)).text.text == SECTION
    assert "sections" not in before.delete_item(("sections", 0)).value
    begun = before.insert_item(("partners",), 0, "unhcr")
    assert begun.value["partners"] == ["unhcr"]


def test_tables_and_figures_keep_their_shape() -> None:
    """A column is added, moved and removed with its cells, a point of the axis with its values."""
    found = form()
    columns = ("body", 1, "table", "columns")
    wider = found.insert_item(columns, 1, {"en": "Share", "fr": "Part"})
    assert wider.value["body"][1]["table"]["rows"] == [["2018", "", "12"], ["2019", "", "3"]]
    assert wider.delete_item((*columns, 1)).text.text == SECTION
    assert found.move_item((*columns, 0), 1).value["body"][1]["table"]["rows"] == [["12", "2018"], ["3", "2019"]]
    axis = ("body", 2, "figure", "x")
    longer = found.insert_item(axis, 2, "2019")
    assert longer.value["body"][2]["figure"]["series"][0]["values"] == ["20593", "null", "null"]


def test_sources_are_kept_by_key() -> None:
    """A source is added under a new key; an existing key is refused."""
    found = form("S1: {title: First}\n", EntryKind.SOURCE)
    assert [part.path for part in found.parts] == [(), ("S1",)]
    assert found.insert_key("S2", {"title": "Second"}).value["S2"] == {"title": "Second"}
    with pytest.raises(EditError, match="S1 exists already"):
        found.insert_key("S1", {})


def test_invalid_yaml_has_no_form() -> None:
    """The result has the position and the reason."""
    read = Form.parse("title: [\n", EntryKind.SECTION, ("en",))
    assert isinstance(read, Unreadable)
    assert read.message


def test_a_form_shows_invalid_values() -> None:
    """A file with errors has the parts that can be parsed, so that they can be corrected."""
    found = form("title: [a]\nbody: [{nothing: 1}, text, {text: A}]\nsections: 3\n")
    assert [part.path for part in found.parts] == [(), ("body",), ("body", 0), ("body", 1), ("body", 2)]
    assert [len(found.fields(part)) for part in found.parts] == [6, 1, 0, 0, 3]


def test_undo_and_redo() -> None:
    """Undo restores the text before; continued typing in one field is one step; a new change clears redo."""
    steps = UndoStack(UndoStep("a"))
    steps = (
        steps.push(UndoStep("ab", ("title",), "field"))
        .push(UndoStep("abc", ("title",), "field"))
        .push(UndoStep("x", ("id",)))
    )
    assert steps.undo().current == UndoStep("abc", ("title",))
    assert steps.undo().undo().current == UndoStep("a")
    assert steps.undo().undo().undo().current.text == "a"
    assert steps.undo().undo().redo().current.text == "abc"
    assert steps.undo().push(UndoStep("y")).redo().current.text == "y"


def test_undo_is_limited_in_size() -> None:
    """A very large draft keeps fewer undo steps, but at least one."""
    steps = UndoStack(UndoStep("a" * 9_000_000))
    for letter in "bcd":
        steps = steps.push(UndoStep(letter * 9_000_000))
    assert len(steps.undo_steps) == 1
