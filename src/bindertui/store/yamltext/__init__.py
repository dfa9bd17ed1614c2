"""YAML text that is edited in place: by path, byte for byte the same elsewhere."""

from bindertui.store.yamltext.edits import Edit, Insert, Move, Replace, WithKey, Without
from bindertui.store.yamltext.refusal import EditError, NoPlaceError
from bindertui.store.yamltext.text import YamlText
from bindertui.store.yamltext.writing import Value

__all__ = ["Edit", "EditError", "Insert", "Move", "NoPlaceError", "Replace", "Value", "WithKey", "Without", "YamlText"]
