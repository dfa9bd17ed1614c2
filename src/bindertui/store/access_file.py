"""The file that says who may log in: YAML, read and placed as content is, and refused where anybody could write it."""

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
"""What may name a folder anywhere, a person in a history, and somebody in a line of a terminal."""
_RESERVED = ("anonymous",)
_START = Mark(0, 0)
_EMPTY = lazy_gettext("The file is empty. Write who may log in: people, each with a name, a role and keys.")


class AccessFileError(BinderError):
    """An access file cannot be used; the message has a line for each problem, with its place."""

    exit_code = ExitCode.INVALID

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(join_lines([problem.located_message for problem in problems]))
        self.problems = problems


def load_access_file(path: Path) -> AccessList:
    """What an access file says.

    Raises:
        AccessFileError: it cannot be read, is wrong, or can be written by everybody.
    """
    try:
        nodes = read_nodes(decode_bytes(_bytes(path)).text)
    except NodeError as error:
        message = _EMPTY if error.message == EMPTY else error.message
        raise AccessFileError((problem_at(path, error.mark, message),)) from None
    found = convert(to_plain_node(nodes), AccessList)
    misfits = found if isinstance(found, list) else list(_wrong(found))
    if misfits:
        problems = sorted(problem_at(path, mark_of_invalid(nodes, each), each.message) for each in misfits)
        raise AccessFileError(tuple(problems))
    assert isinstance(found, AccessList)
    return found


def file_state(path: Path) -> tuple[int, ...] | None:
    """What changes whenever an access file is changed, however that is done; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _bytes(path: Path) -> bytes:
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if os.fstat(descriptor).st_mode & stat.S_IWOTH:
                raise NodeError(
                    _START,
                    lazy_gettext(
                        "Everybody on this machine can write the file. Run: chmod o-w {name}.", name=path.name
                    ),
                )
            return read_regular_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise NodeError(
            _START, lazy_gettext("The file cannot be read: {reason}.", reason=os_error_text(error))
        ) from None


def _wrong(access: AccessList) -> Iterator[InvalidValue]:
    """What is wrong although every value is of its type."""
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for position, person in enumerate(access.people):
        place: FieldPath = ("people", position)
        yield from _wrong_name(person.name, (*place, "name"), names)
        if not person.keys:
            yield InvalidValue(
                (*place, "keys"),
                lazy_gettext("{name} has no key, and could never log in. Write one.", name=single_line(person.name)),
            )
        for number, line in enumerate(person.keys):
            yield from _wrong_key(line, person.name, (*place, "keys", number), owners)


def _wrong_name(name: str, path: FieldPath, names: dict[str, str]) -> Iterator[InvalidValue]:
    settled = unicodedata.normalize("NFC", name)
    folded = settled.casefold()
    if not _NAME.fullmatch(name) or settled != name:
        yield InvalidValue(
            path,
            lazy_gettext(
                "{name!r} cannot be a name here. Use letters, digits, points, hyphens and underscores, 64 at most,"
                " with a letter or a digit first.",
                name=name,
            ),
        )
    elif folded in _RESERVED:
        yield InvalidValue(path, lazy_gettext("{name!r} names people without a key. Choose another name.", name=name))
    elif folded in names:
        yield InvalidValue(
            path,
            lazy_gettext("The name {name!r} is given twice. Write all keys of one person in one place.", name=name),
        )
    names.setdefault(folded, name)


def _wrong_key(line: str, name: str, path: FieldPath, owners: dict[str, str]) -> Iterator[InvalidValue]:
    try:
        key = PublicKey.parse(line)
    except PublicKeyError as error:
        yield InvalidValue(path, error.message)
        return
    if (owner := owners.get(key.blob)) is not None:
        yield InvalidValue(
            path,
            lazy_gettext("This key is written twice. A key names one person: remove one of the two.")
            if owner == name
            else lazy_gettext(
                "This key is {name}'s already. A key names one person: remove one of the two.", name=owner
            ),
        )
    owners.setdefault(key.blob, name)
