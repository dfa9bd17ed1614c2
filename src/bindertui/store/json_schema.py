"""JSON Schema (draft 2020-12) of content files, generated from the classes of the model.

A YAML language server applies the schema after it has converted `2018` to a number and `true` to a boolean. Content
files have no such types, so wherever the model declares a text, the schema allows numbers and booleans as well.
"""

import inspect
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from attrs import NOTHING, Attribute, define, field, has, resolve_types

from bindertui.model.address import ID
from bindertui.model.fields import FieldRole, declared_fields, field_role, help_text
from bindertui.model.text import Text
from bindertui.store.converter import ENTRY_CLASSES

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ID = f"^{ID.pattern}$"
_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_NUMBER = r"^\s*[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][-+]?\d+)?\s*$|^\.$|^null$"
_WEB = r"^https?://[^\s<>\"]+$"
_IDS = (FieldRole.ID, FieldRole.PARTNER, FieldRole.AGREEMENT, FieldRole.ENTRY)

_NULL = {"type": "null"}

_TITLES = {
    "binder": "binder.yaml: the cover",
    "section": "sections/<id>.yaml: a section with its nested sections",
    "partner": "partners/<id>.yaml: a partner",
    "agreement": "agreements/<id>.yaml: an agreement",
    "glossary": "glossary.yaml: a list of terms",
    "sources": "sources.yaml: sources by their key",
}


def json_schema(kind: str | None = None) -> Schema:
    """Return the schema of one kind of file, a key of `ENTRY_CLASSES`; without a kind, that of any content file."""
    builder = _Builder()
    if kind is not None:
        root = builder.file(kind)
    else:
        files = {name: builder.file(name) for name in ENTRY_CLASSES}
        builder.defs |= {f"{name}-file": file for name, file in files.items()}
        root = {"title": "A content file of a binder", "anyOf": [{"$ref": f"#/$defs/{name}-file"} for name in files]}
    return {"$schema": _DRAFT, **root, "$defs": dict(sorted(builder.defs.items()))}


@define
class _Builder:
    """Builds schemas, and collects the definitions that they refer to."""

    defs: dict[str, Schema] = field(factory=dict)

    def file(self, kind: str) -> Schema:
        cls, title = ENTRY_CLASSES[kind], {"title": _TITLES[kind]}
        if kind == "glossary":
            return title | {"type": "array", "items": self._reference(cls)}
        if kind == "sources":
            return title | {"type": "object", "additionalProperties": self._reference(cls)}
        # The file name is the id of an entry; only the cover has its id in the file.
        return title | self._object(cls, optional=() if kind == "binder" else ("id",))

    def _reference(self, cls: type) -> Schema:
        name = cls.__name__
        if name not in self.defs:
            self.defs[name] = {}  # before its fields, since points contain points and sections contain sections
            self.defs[name] = self._object(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, cls: type, optional: tuple[str, ...] = ()) -> Schema:
        resolve_types(cls)
        attributes = declared_fields(cls)
        required = [each.name for each in attributes if each.default is NOTHING and each.name not in optional]
        return {
            "description": (inspect.getdoc(cls) or "").partition("\n")[0],
            "type": "object",
            "properties": {each.name: self._property(each, required=each.name in required) for each in attributes},
            "required": required,
            "additionalProperties": False,
        }

    def _property(self, attribute: "Attribute[Any]", *, required: bool) -> Schema:
        value = self._value(attribute.type, field_role(attribute))
        # A key without a value is the same as no key.
        return {"description": help_text(attribute)} | (value if required else _or_null(value))

    def _value(self, declared: Any, meaning: FieldRole) -> Schema:
        if get_origin(declared) in (Union, UnionType):
            return self._union(get_args(declared), meaning)
        if get_origin(declared) is tuple:
            return {"type": "array", "items": self._value(get_args(declared)[0], meaning)}
        if has(declared) and declared is not Text:
            return self._reference(declared)
        return self._leaf(declared, meaning)

    def _leaf(self, declared: Any, meaning: FieldRole) -> Schema:
        if declared is Text:
            return self._text("url" if meaning is FieldRole.URL else "text")
        if declared is float:
            return {"type": ["number", "string"], "pattern": _NUMBER}
        if issubclass(declared, StrEnum):
            return {"enum": [member.value for member in declared]}
        return _string(meaning)

    def _union(self, members: tuple[Any, ...], meaning: FieldRole) -> Schema:
        kinds = [member for member in members if member is not NoneType]
        if str in kinds and Text in kinds:
            self._text("text")
            return {"anyOf": [_string(meaning), {"$ref": "#/$defs/languages"}]}
        found = [self._value(kind, meaning) for kind in kinds]
        value = found[0] if len(found) == 1 else {"anyOf": found}
        return _or_null(value) if NoneType in members else value

    def _text(self, name: str) -> Schema:
        one = {"type": "string", "pattern": _WEB} if name == "url" else _string(FieldRole.PROSE)
        by_language = "languages" if name == "text" else "url-by-language"
        self.defs[by_language] = {
            "description": "The text in each language, by its code.",
            "type": "object",
            "properties": {"en": one, "fr": one},
            "additionalProperties": one,
            "minProperties": 1,
        }
        self.defs[name] = {"anyOf": [one, {"$ref": f"#/$defs/{by_language}"}]}
        return {"$ref": f"#/$defs/{name}"}


def _string(meaning: FieldRole) -> Schema:
    if meaning in _IDS:
        return {"type": ["string", "integer"], "pattern": _ID, "maxLength": 100}
    if meaning is FieldRole.DATE:
        return {"type": ["string", "integer"], "pattern": _DATE, "minimum": 1000, "maximum": 9999}
    return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def _or_null(value: Schema) -> Schema:
    """Return a schema that also allows null."""
    if "enum" in value:
        return {"enum": [*value["enum"], None]}
    if "type" in value:
        kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
        return value | {"type": list(dict.fromkeys((*kinds, "null")))}
    choices = value.get("anyOf", [value])
    return value if _NULL in choices else {"anyOf": [*choices, _NULL]}
