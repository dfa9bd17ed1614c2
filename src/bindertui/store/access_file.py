"""Load the access file: the people who may log in, their roles and keys. A file that everyone can write is refused."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from bindertui.errors import BinderError, ExitCode, os_error_text
from bindertui.i18n import join_lines, lazy_gettext
from bindertui.model.access import AccessList, PublicKey, PublicKeyError
from bindertui.model.address import FieldPath
from bindertui.model.problems import Problem
from bindertui.model.text import single_line
from bindertui.store.converter import InvalidValue, convert
from bindertui.store.files import decode_bytes, read_regular_file
from bindertui.store.loader import mark_of_invalid, problem_at
from bindertui.store.yaml.nodes import EMPTY, Mark, NodeError, to_plain_node
from bindertui.store.yaml.nodes import parse_yaml as read_nodes

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
"""Names that are safe as a folder, as an author in a history and on a terminal."""
_RESERVED = ("anonymous",)
_START = Mark(0, 0)
_EMPTY = lazy_gettext("The file is empty. Add the people who may log in, each with a name, a role and keys.")


class AccessFileError(BinderError):
    """An access file with problems; the message has a line for each, with its place."""

    exit_code = ExitCode.INVALID

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(join_lines([problem.located_message for problem in problems]))
        self.problems = problems


def load_access_file(path: Path) -> AccessList:
    """Return the content of an access file.

    Raises:
        AccessFileError: it cannot be read, has errors, or everyone can write it.
    """
    try:
        nodes = read_nodes(decode_bytes(_read(path)).text)
    except NodeError as error:
        message = _EMPTY if error.message == EMPTY else error.message
        raise AccessFileError((problem_at(path, error.mark, message),)) from None
    access = convert(to_plain_node(nodes), AccessList)
    invalid = access if isinstance(access, list) else list(_validate(access))
    if invalid:
        problems = sorted(problem_at(path, mark_of_invalid(nodes, value), value.message) for value in invalid)
        raise AccessFileError(tuple(problems))
    assert isinstance(access, AccessList)
    return access


def file_state(path: Path) -> tuple[int, ...] | None:
    """Return a value that differs after every change of an access file; None if it does not exist."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _read(path: Path) -> bytes:
    try:
        # Non-blocking: opening a pipe without a writer would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if os.fstat(descriptor).st_mode & stat.S_IWOTH:
                raise NodeError(
                    _START,
                    lazy_gettext("Everyone on this machine can write the file. Run: chmod o-w {name}.", name=path.name),
                )
            return read_regular_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: {reason}.", reason=os_error_text(error))
        ) from None


def _validate(access: AccessList) -> Iterator[InvalidValue]:
    """Yield values that have the right type but are not valid."""
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for position, person in enumerate(access.people):
        place: FieldPath = ("people", position)
        yield from _validate_name(person.name, (*place, "name"), names)
        if not person.keys:
            yield InvalidValue(
                (*place, "keys"),
                lazy_gettext("{name} has no key and cannot log in. Add one.", name=single_line(person.name)),
            )
        for number, line in enumerate(person.keys):
            yield from _validate_key(line, person.name, (*place, "keys", number), owners)


def _validate_name(name: str, path: FieldPath, names: dict[str, str]) -> Iterator[InvalidValue]:
    normalized = unicodedata.normalize("NFC", name)
    folded = normalized.casefold()
    if not _NAME.fullmatch(name) or normalized != name:
        yield InvalidValue(
            path,
            lazy_gettext(
                "{name!r} is not a valid name. Use at most 64 letters, digits, points, hyphens and underscores,"
                " starting with a letter or digit.",
                name=name,
            ),
        )
    elif folded in _RESERVED:
        yield InvalidValue(
            path, lazy_gettext("{name!r} is reserved for people without a key. Choose another name.", name=name)
        )
    elif folded in names:
        yield InvalidValue(
            path,
            lazy_gettext("The name {name!r} occurs twice. List all keys of a person in one place.", name=name),
        )
    names.setdefault(folded, name)


def _validate_key(line: str, name: str, path: FieldPath, owners: dict[str, str]) -> Iterator[InvalidValue]:
    try:
        key = PublicKey.parse(line)
    except PublicKeyError as error:
        yield InvalidValue(path, error.message)
        return
    if (owner := owners.get(key.blob)) is not None:
        yield InvalidValue(
            path,
            lazy_gettext("This key occurs twice. Remove one of the two.")
            if owner == name
            else lazy_gettext(
                "This key belongs to {name} already. A key identifies one person: remove one of the two.", name=owner
            ),
        )
    owners.setdefault(key.blob, name)
