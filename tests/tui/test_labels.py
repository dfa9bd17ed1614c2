"""The texts of forms and of the edit screen, in both languages."""

import pytest

from bindertui.i18n import gettext
from bindertui.model.entries import BLOCKS
from bindertui.model.enums import EntryKind
from bindertui.model.shapes import (
    FILE_SHAPES,
    BlockShape,
    FieldShape,
    KeyedShape,
    ListShape,
    MappingShape,
    Shape,
    ValueShape,
    field_shapes,
)
from bindertui.model.text import language_name
from bindertui.tui.edit_commands import EDIT_COMMANDS, FIELD_COMMANDS
from bindertui.tui.labels import field_label


def all_fields(shape: Shape, seen: set[type]) -> list[FieldShape]:
    """Return every field of a shape, at any depth."""
    match shape:
        case MappingShape(cls) if cls not in seen:
            seen.add(cls)
            return [one for field in field_shapes(cls) for one in (field, *all_fields(field.shape, seen))]
        case ListShape(item) | KeyedShape(item):
            return all_fields(item, seen)
        case BlockShape():
            return [one for cls in BLOCKS.values() for one in all_fields(MappingShape(cls), seen)]
        case _:
            return []


@pytest.mark.parametrize("kind", FILE_SHAPES)
def test_every_field_has_a_name_and_a_help_in_both_languages(kind: EntryKind) -> None:
    """Every field of the model has a label and a help text in English and French."""
    for language in ("en", "fr"):
        assert field_label(kind.value, language)
        assert isinstance(FILE_SHAPES[kind], MappingShape) or field_label(f"{kind.value}.item", language)
    for field in all_fields(FILE_SHAPES[kind], set()):
        for language in ("en", "fr"):
            assert field_label(field.name, language)
            if isinstance(field.shape, ListShape):
                assert isinstance(field.shape.item, ValueShape) or field_label(f"{field.name}.item", language)
        assert isinstance(field.shape, MappingShape) or gettext(field.help, "fr") != field.help


def test_an_unknown_language_is_named_by_its_code() -> None:
    """A binder may have languages that the app has no name for."""
    assert language_name("iu", "fr") == "iu"


def test_no_key_is_bound_twice_and_every_command_has_a_plain_one() -> None:
    """Control keys are second ways, because terminals and multiplexers use some of them."""
    keys = [key for command in EDIT_COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert all(any("+" not in key for key in command.keys) for command in EDIT_COMMANDS)
    for command in (*EDIT_COMMANDS, *FIELD_COMMANDS):
        assert command.help.in_language("fr") != command.help.in_language("en")
