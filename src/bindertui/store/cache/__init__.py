"""The binder cache: parsed binders in SQLite, so that a start reads no YAML."""
