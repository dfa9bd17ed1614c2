"""The value of a text that is not in its file yet."""

from pathlib import Path
from typing import Any

from bindertui.model.kinds import EntryKind
from bindertui.store.folder import EntryFile
from bindertui.store.load import load_text


def drafted_value(file: Path, identifier: str, kind: EntryKind, text: str) -> Any:
    """What a file would hold with a text: an entry, or the glossary or the sources; None if that is not right."""
    return load_text(EntryFile(file, identifier, kind), file.parent, text).value
