"""Edit YAML text in place by path; every byte outside the edited value stays the same."""

from bindertui.store.yaml.edit.document import YamlDocument
from bindertui.store.yaml.edit.edits import Edit, EditError, Insert, Move, NoSlotError, Remove, Replace, SetKey, Value

__all__ = ["Edit", "EditError", "Insert", "Move", "NoSlotError", "Remove", "Replace", "SetKey", "Value", "YamlDocument"]
