"""One content file to a value, or to the problems that keep it from being one.

The value of a text that is not in its file yet.
"""

import re
from functools import cached_property
from pathlib import Path
from pathlib import Path as FilePath
from typing import Any

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.enums import EntryKind
from bindertui.model.outline import Cover
from bindertui.model.problems import Level, Problem
from bindertui.model.schema import FILE_TYPES
from bindertui.store.content_files import EntryFile
from bindertui.store.converter import Misfit, convert
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
    """What came of a file: a value, or problems.

    Attributes:
        root: the folder the file was read from, to read its nodes again when a finding must be placed.
        digest: of the file's bytes; empty where they cannot be read.
        text: the text the file is to have, if it is not what lies on the disk.
    """

    file: EntryFile
    root: FilePath
    value: Any
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    text: str | None = None

    @cached_property
    def nodes(self) -> Node:
        """The file's nodes, read again: kept only while findings are placed."""
        return read_nodes(read_file(self.file.path, self.root).text if self.text is None else self.text)


def load_file(file: EntryFile, root: FilePath) -> LoadedFile:
    """Read a content file; whatever is wrong with it becomes problems, never an exception."""
    digest = ""
    try:
        content = read_file(file.path, root)
        digest = content.digest
        return _loaded(file, root, read_nodes(content.text), digest=digest)
    except NodeError as error:
        return LoadedFile(file, root, None, (problem_at(file.path, error.mark, error.message),), digest)


def load_text(file: EntryFile, root: FilePath, text: str) -> LoadedFile:
    """As `load`, of a text that the file is to have."""
    try:
        ensure_size(len(text.encode("utf-8", "surrogatepass")))
        text = text.removeprefix("\ufeff")
        return _loaded(file, root, read_nodes(text), text=text)
    except NodeError as error:
        return LoadedFile(file, root, None, (problem_at(file.path, error.mark, error.message),), text=text)


def _loaded(file: EntryFile, root: FilePath, nodes: Node, *, digest: str = "", text: str | None = None) -> LoadedFile:
    value = _structured(file, to_plain_node(nodes))
    if not isinstance(value, list):
        return LoadedFile(file, root, value, (), digest, text)
    problems = sorted(problem_at(file.path, mark_of_error(nodes, misfit), misfit.message) for misfit in value)
    return LoadedFile(file, root, None, tuple(problems), digest, text)


_NONE_YET: dict[EntryKind, PlainNode] = {EntryKind.TERM: [], EntryKind.SOURCE: {}}
"""What a file that holds many of a kind is worth when it holds nothing yet."""

_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _structured(file: EntryFile, value: PlainNode) -> Any:
    """The file's value; a list of what does not fit if it does not."""
    if file.kind in (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT) and isinstance(value, dict):
        written = value.setdefault("id", file.id)
        if written != file.id:
            words = lazy_gettext(
                "The id {id!r} differs from the file's name. Leave it out: the name {name!r} is the id.",
                id=written,
                name=file.id,
            )
            return [Misfit(("id",), words)]
    if value is None and file.kind in _NONE_YET:
        value = _NONE_YET[file.kind]
    structured: Any = convert(value, FILE_TYPES[file.kind])
    return (_languages(structured) or structured) if isinstance(structured, Cover) else structured


def _languages(cover: Cover) -> list[Misfit]:
    """What is wrong with the binder's languages: without a good one, no text of it can be chosen."""
    if not cover.languages:
        return [
            Misfit(
                ("languages",), lazy_gettext("A binder needs at least one language. Write its code, as in [en, fr].")
            )
        ]
    return [
        Misfit(
            ("languages", position),
            lazy_gettext("{code!r} is not a language code. Write it in small letters, as in en or fr.", code=code),
        )
        for position, code in enumerate(cover.languages)
        if not _LANGUAGE.fullmatch(code)
    ]


def mark_of_error(nodes: Node, misfit: Misfit) -> Mark:
    """Where a misfit stands in the nodes of its file."""
    parent = misfit.path[:-1]
    if misfit.key:
        node = find_node(nodes, parent)
        if node is not None and isinstance(inside := resolve_alias(node), Mapping) and misfit.path[-1] in inside.items:
            return inside.items[str(misfit.path[-1])][0].mark
    return node_at(nodes, misfit.path)


def problem_at(path: FilePath, mark: Mark, message: LazyString, level: Level = Level.ERROR) -> Problem:
    """A problem at a mark of a file."""
    return Problem(str(path), mark.line + 1, mark.column + 1, level, message)


def load_draft_value(file: Path, identifier: str, kind: EntryKind, text: str) -> Any:
    """What a file would hold with a text: an entry, or the glossary or the sources; None if that is not right."""
    return load_text(EntryFile(file, identifier, kind), file.parent, text).value
