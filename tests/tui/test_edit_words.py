"""The words of forms and of the edit screen, in both languages."""

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


def every_field(shape: Shape, seen: set[type]) -> list[FieldShape]:
    """Every field that a shape has anywhere in it."""
    match shape:
        case MappingShape(cls) if cls not in seen:
            seen.add(cls)
            return [one for field in field_shapes(cls) for one in (field, *every_field(field.shape, seen))]
        case ListShape(item) | KeyedShape(item):
            return every_field(item, seen)
        case BlockShape():
            return [one for cls in BLOCKS.values() for one in every_field(MappingShape(cls), seen)]
        case _:
            return []


@pytest.mark.parametrize("kind", FILE_SHAPES)
def test_every_field_has_a_name_and_a_help_in_both_languages(kind: EntryKind) -> None:
    """Forms speak French wherever they speak English; what is declared anew has to be named here."""
    for language in ("en", "fr"):
        assert field_label(kind.value, language)
        assert isinstance(FILE_SHAPES[kind], MappingShape) or field_label(f"{kind.value}.item", language)
    for field in every_field(FILE_SHAPES[kind], set()):
        for language in ("en", "fr"):
            assert field_label(field.name, language)
            if isinstance(field.shape, ListShape):
                assert isinstance(field.shape.item, ValueShape) or field_label(f"{field.name}.item", language)
        assert isinstance(field.shape, MappingShape) or gettext(field.help, "fr") != field.help


def test_a_language_without_a_name_is_called_by_its_code() -> None:
    """A binder may have languages the app does not speak."""
    assert language_name("iu", "fr") == "iu"


def test_no_key_is_bound_twice_and_every_command_has_a_plain_one() -> None:
    """Control keys are second ways: terminals and multiplexers take some of them."""
    keys = [key for command in EDIT_COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert all(any("+" not in key for key in command.keys) for command in EDIT_COMMANDS)
    for command in (*EDIT_COMMANDS, *FIELD_COMMANDS):
        assert command.help.in_language("fr") != command.help.in_language("en")
