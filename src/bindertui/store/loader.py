"""Load one content file, or a text that is to be saved as one: to a value of the model, or to problems."""

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.enums import EntryKind
from bindertui.model.outline import Cover
from bindertui.model.problems import Level, Problem
from bindertui.model.schema import FILE_TYPES
from bindertui.store.content_files import EntryFile
from bindertui.store.converter import InvalidValue, convert
from bindertui.store.files import ensure_size
from bindertui.store.files import read_text as read_file
from bindertui.store.yaml.nodes import (
    Mapping,
    Mark,
    Node,
    NodeError,
    PlainNode,
    find_node,
    node_at,
    resolve_alias,
    to_plain_node,
)
from bindertui.store.yaml.nodes import parse_yaml as read_nodes


@frozen(slots=False)
class LoadedFile:
    """The result of loading a file: a value, or problems.

    Attributes:
        file: the file.
        root: the binder's folder.
        value: the content; None if there are problems.
        problems: why there is no value.
        digest: the digest of the file's bytes; empty if they cannot be read.
        text: the text that was loaded instead of that of the file.
    """

    file: EntryFile
    root: Path
    value: Any
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    text: str | None = None

    @cached_property
    def nodes(self) -> Node:
        """Parse the file again, to locate problems: keeping the nodes of all files would take too much memory."""
        return read_nodes(read_file(self.file.path, self.root).text if self.text is None else self.text)


def load_file(file: EntryFile, root: Path) -> LoadedFile:
    """Load a content file; everything that is wrong with it becomes a problem, never an exception."""
    digest = ""
    try:
        content = read_file(file.path, root)
        digest = content.digest
        return _load_nodes(file, root, read_nodes(content.text), digest=digest)
    except NodeError as error:
        return LoadedFile(file, root, None, (problem_at(file.path, error.mark, error.message),), digest)


def load_text(file: EntryFile, root: Path, text: str) -> LoadedFile:
    """Load a text as the new content of a file, as `load_file` does."""
    try:
        ensure_size(len(text.encode("utf-8", "surrogatepass")))
        text = text.removeprefix("\ufeff")
        return _load_nodes(file, root, read_nodes(text), text=text)
    except NodeError as error:
        return LoadedFile(file, root, None, (problem_at(file.path, error.mark, error.message),), text=text)


def _load_nodes(file: EntryFile, root: Path, nodes: Node, *, digest: str = "", text: str | None = None) -> LoadedFile:
    value = _convert(file, to_plain_node(nodes))
    if not isinstance(value, list):
        return LoadedFile(file, root, value, (), digest, text)
    problems = sorted(problem_at(file.path, mark_of_invalid(nodes, invalid), invalid.message) for invalid in value)
    return LoadedFile(file, root, None, tuple(problems), digest, text)


_EMPTY_VALUES: dict[EntryKind, PlainNode] = {EntryKind.TERM: [], EntryKind.SOURCE: {}}
"""The values of empty files that hold a list or a mapping."""

_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _convert(file: EntryFile, value: PlainNode) -> Any:
    """Return the value of a file; a list of invalid values if it cannot be converted."""
    if file.kind in (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT) and isinstance(value, dict):
        identifier = value.setdefault("id", file.id)
        if identifier != file.id:
            message = lazy_gettext(
                "The id {id!r} differs from the file name. Remove it: the file name {name!r} is the id.",
                id=identifier,
                name=file.id,
            )
            return [InvalidValue(("id",), message)]
    if value is None and file.kind in _EMPTY_VALUES:
        value = _EMPTY_VALUES[file.kind]
    converted: Any = convert(value, FILE_TYPES[file.kind])
    return (_check_languages(converted) or converted) if isinstance(converted, Cover) else converted


def _check_languages(cover: Cover) -> list[InvalidValue]:
    """Return the invalid languages of a binder; its texts can only be shown in a valid language."""
    if not cover.languages:
        return [
            InvalidValue(
                ("languages",), lazy_gettext("A binder needs at least one language. Add its code, as in [en, fr].")
            )
        ]
    return [
        InvalidValue(
            ("languages", position),
            lazy_gettext("{code!r} is not a language code. Use lower case, as in en or fr.", code=code),
        )
        for position, code in enumerate(cover.languages)
        if not _LANGUAGE.fullmatch(code)
    ]


def mark_of_invalid(nodes: Node, invalid: InvalidValue) -> Mark:
    """Return the position of an invalid value in the nodes of its file."""
    parent = invalid.path[:-1]
    if invalid.is_key:
        node = find_node(nodes, parent)
        if node is not None and isinstance(inside := resolve_alias(node), Mapping) and invalid.path[-1] in inside.items:
            return inside.items[str(invalid.path[-1])][0].mark
    return node_at(nodes, invalid.path)


def problem_at(path: Path, mark: Mark, message: LazyString, level: Level = Level.ERROR) -> Problem:
    """Return a problem at a position in a file."""
    return Problem(str(path), mark.line + 1, mark.column + 1, level, message)


def load_draft_value(identifier: str, kind: EntryKind, text: str) -> Any:
    """Return the value of a draft: an entry, the glossary or the sources; None if it has errors."""
    return load_text(EntryFile(Path(identifier), identifier, kind), Path(), text).value
