"""YAML text that is edited in place: by path, byte for byte the same elsewhere."""

from bindertui.store.yaml.edit.document import YamlDocument
from bindertui.store.yaml.edit.edits import Edit, EditError, Insert, Move, NoSlotError, Remove, Replace, SetKey, Value

__all__ = ["Edit", "EditError", "Insert", "Move", "NoSlotError", "Remove", "Replace", "SetKey", "Value", "YamlDocument"]
