"""The access file: users and keys, error messages with positions, and reloads."""

import os
from pathlib import Path

import pytest

from bindertui.errors import BinderError, ExitCode
from bindertui.services.access import ANONYMOUS, User, UserRole
from bindertui.services.access_directory import NO_KEY, AccessDirectory, AccessTable
from tests.keys import key_pair


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Create three users' keys once."""
    folder = tmp_path_factory.mktemp("keys")
    return [key_pair(folder / name) for name in ("rita", "ed", "ada")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of the access file."""
    return tmp_path / "access.yaml"


def write_access_file(file: Path, keys: list[str], anonymous: str = "none", **roles: str) -> Path:
    """Write an access file with users, their roles and a key each."""
    people = [
        f"  - name: {name}\n    role: {role}\n    keys:\n      - {key}\n"
        for (name, role), key in zip(roles.items(), keys, strict=False)
    ]
    replacement = file.with_suffix(".new")
    replacement.write_text(f"anonymous: {anonymous}\npeople:\n{''.join(people)}")
    replacement.chmod(0o600)
    replacement.replace(file)
    return file


def blob(line: str) -> str:
    """Return the base64 part of a key."""
    return line.split()[1]


def test_users_by_key(file: Path, keys: list[str]) -> None:
    """A key has one user with a role; unknown keys have none."""
    people = AccessTable.load(write_access_file(file, keys, rita="reader", ed="editor"))
    assert people.find(blob(keys[0])) == User("rita", UserRole.READER)
    assert people.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert [people.find(other) for other in (blob(keys[2]), "", "AAAA", keys[0], "\0")] == [None] * 5
    assert people.anonymous is None


def test_anonymous_users(file: Path, keys: list[str]) -> None:
    """They can read if the file allows it, and no key finds them."""
    people = AccessTable.load(write_access_file(file, keys, "reader", rita="admin"))
    assert people.anonymous == ANONYMOUS == User("anonymous", UserRole.READER)
    assert people.find(NO_KEY) is None


def test_a_user_with_several_keys(file: Path, keys: list[str]) -> None:
    """All keys have the same user."""
    file.write_text(f"people:\n  - {{name: rita, role: reader, keys: ['{keys[0]}', '{keys[1]}']}}\n")
    people = AccessTable.load(file)
    assert people.find(blob(keys[0])) == people.find(blob(keys[1])) == User("rita", UserRole.READER)


PERSON = "people:\n  - name: rita\n    role: reader\n    keys: ['{0}']\n"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", "The file is empty. Add the people who may log in"),
        ("# Nobody yet.\n", "1:1", "The file is empty. Add the people who may log in"),
        ("people: [", "1:10", "A value"),
        ("peple: []\n", "1:1", "Unknown key 'peple'. Did you mean 'people'?"),
        (PERSON + "anonymous: editor\n", "5:12", "'editor' is not one of none, reader."),
        (
            PERSON.replace("reader", "readr"),
            "3:11",
            "'readr' is not one of reader, editor, admin. Did you mean 'reader'?",
        ),
        (PERSON.replace("    role: reader\n", ""), "2:5", "The field 'role' is missing."),
        (PERSON.replace("rita", "../rita"), "2:11", "is not a valid name."),
        (PERSON.replace("rita", "anonymous"), "2:11", "is reserved for people without a key."),
        (PERSON.replace("rita", '"\\e[2J"'), "2:11", "is not a valid name."),
        (PERSON.replace("rita", "'cafe\u0301'"), "2:11", "is not a valid name."),
        (PERSON + "  - {{name: RITA, role: reader, keys: ['{1}']}}\n", "5:12", "The name 'RITA' occurs twice."),
        (PERSON + "  - {{name: ed, role: reader, keys: ['{0}']}}\n", "5:37", "This key belongs to rita already."),
        (PERSON.replace("'{0}'", "'{0}', '{0}'"), "4:", "This key occurs twice."),
        (PERSON.replace("'{0}'", ""), "4:5", "rita has no key"),
        (PERSON.replace("{0}", "ssh-ed25519 AAAA"), "4:12", "is damaged"),
        (PERSON + "    colour: red\n", "5:5", "Unknown key 'colour'."),
        (PERSON + "people: []\n", "5:1", "written twice"),
    ],
)
def test_errors_have_positions(file: Path, keys: list[str], text: str, place: str, words: str) -> None:
    """Each error names file, line and column, and the file is not used."""
    file.write_text(text.format(*keys) if "{0}" in text else text)
    with pytest.raises(BinderError) as refused:
        AccessTable.load(file)
    assert str(refused.value).startswith(f"{file}:{place}")
    assert words in str(refused.value)
    assert refused.value.exit_code is ExitCode.INVALID


def test_all_errors_are_reported(file: Path) -> None:
    """Each error is a line, in the order of the file."""
    file.write_text("people:\n  - {name: a/b, role: reader, keys: [x]}\n  - {name: a b, role: reader, keys: [y]}\n")
    with pytest.raises(BinderError) as refused:
        AccessTable.load(file)
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["2", "2", "3", "3"]


def test_unusable_files(file: Path, keys: list[str]) -> None:
    """A file that is world-writable, missing, not regular or not UTF-8 is refused."""
    with pytest.raises(BinderError, match="No such file"):
        AccessTable.load(file)
    write_access_file(file, keys, rita="reader").chmod(0o646)
    with pytest.raises(BinderError, match="Everyone on this machine can write the file"):
        AccessTable.load(file)
    file.write_bytes(b"people: \xff\n")
    file.chmod(0o640)
    with pytest.raises(BinderError, match="1:9: error: The file is not UTF-8"):
        AccessTable.load(file)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(BinderError, match="not a text file"):
        AccessTable.load(file)


@pytest.fixture
def log() -> list[str]:
    """Return the lines for the operator."""
    return []


def refresh_twice(access: AccessDirectory) -> bool:
    """Refresh until a change has been seen twice."""
    return [access.refresh() for _ in range(2)][-1]


def test_adding_a_user(file: Path, keys: list[str], log: list[str]) -> None:
    """A new user is found, and no key is revoked."""
    access = AccessDirectory(write_access_file(file, keys, rita="reader"), log.append)
    revoked: list[frozenset[str]] = []
    access.subscribe(revoked.append)
    assert not refresh_twice(access)
    write_access_file(file, keys, rita="reader", ed="editor")
    assert refresh_twice(access)
    assert access.current.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert revoked == []


def test_revoked_keys(file: Path, keys: list[str], log: list[str]) -> None:
    """Keys without a user, with another one or with another role are reported once; the end of anonymous login too."""
    access = AccessDirectory(
        write_access_file(file, keys, "reader", rita="reader", ed="editor", ada="admin"), log.append
    )
    revoked: list[frozenset[str]] = []
    end = access.subscribe(revoked.append)
    write_access_file(file, keys, rita="reader", ed="reader")
    assert refresh_twice(access)
    assert revoked == [{NO_KEY, blob(keys[1]), blob(keys[2])}]
    end()
    write_access_file(file, keys)
    assert refresh_twice(access)
    assert len(revoked) == 1


@pytest.mark.parametrize("broken", ["people: [", "people:\n- {name: rita}\n", ""])
def test_an_invalid_file_changes_nothing(file: Path, keys: list[str], log: list[str], broken: str) -> None:
    """The last valid version stays in force, the log says why once, and a valid file is used again."""
    access = AccessDirectory(write_access_file(file, keys, rita="reader"), log.append)
    before = access.current
    file.write_text(broken)
    assert not refresh_twice(access)
    assert not refresh_twice(access)
    assert access.current is before
    assert len(log) == 1
    assert str(file) in log[0]
    assert "the previous version stays in force" in log[0]
    file.unlink()
    assert not refresh_twice(access)
    assert access.current is before
    write_access_file(file, keys, ed="editor")
    assert refresh_twice(access)
    assert access.current.find(blob(keys[0])) == User("ed", UserRole.EDITOR)


def test_a_partially_written_file(file: Path, keys: list[str], log: list[str]) -> None:
    """It is not used before it stays the same for two checks."""
    access = AccessDirectory(write_access_file(file, keys, rita="reader", ed="editor"), log.append)
    whole = file.read_text()
    file.write_text(whole[: whole.index("  - name: ed")])
    assert not access.refresh()
    file.write_text(whole)
    assert not refresh_twice(access)
    assert access.current.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert log == []
