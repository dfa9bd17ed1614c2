"""Tools for authors of content files: the starter binder of `new`, and the JSON Schema for their editors."""

from bindertui.store.json_schema import json_schema
from bindertui.store.starter import StarterError, write_starter

__all__ = ["StarterError", "json_schema", "write_starter"]
