"""The access file: who may log in, what is wrong with it and where, and what a change does to those who are in."""

import os
from pathlib import Path

import pytest

from bindertui.errors import BinderError, ExitCode
from bindertui.services.access import ANONYMOUS, User, UserRole
from bindertui.services.access_directory import NO_KEY, AccessDirectory, Directory
from tests.keys import key_pair


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The public keys of three people."""
    folder = tmp_path_factory.mktemp("keys")
    return [key_pair(folder / name) for name in ("rita", "ed", "ada")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the access file lies."""
    return tmp_path / "access.yaml"


def written(file: Path, keys: list[str], anonymous: str = "none", **roles: str) -> Path:
    """Write an access file in which people have a role and a key each."""
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
    """The key itself in a line."""
    return line.split()[1]


def test_people_are_known_by_their_keys(file: Path, keys: list[str]) -> None:
    """A key leads to its person and their role; no key that is not written leads anywhere."""
    people = Directory.load(written(file, keys, rita="reader", ed="editor"))
    assert people.find(blob(keys[0])) == User("rita", UserRole.READER)
    assert people.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert [people.find(other) for other in (blob(keys[2]), "", "AAAA", keys[0], "\0")] == [None] * 5
    assert people.anonymous is None


def test_people_without_a_key(file: Path, keys: list[str]) -> None:
    """They may read where the file says so, and no key stands for them."""
    people = Directory.load(written(file, keys, "reader", rita="admin"))
    assert people.anonymous == ANONYMOUS == User("anonymous", UserRole.READER)
    assert people.find(NO_KEY) is None


def test_one_person_with_several_keys(file: Path, keys: list[str]) -> None:
    """Each of them leads to the same person."""
    file.write_text(f"people:\n  - {{name: rita, role: reader, keys: ['{keys[0]}', '{keys[1]}']}}\n")
    people = Directory.load(file)
    assert people.find(blob(keys[0])) == people.find(blob(keys[1])) == User("rita", UserRole.READER)


PERSON = "people:\n  - name: rita\n    role: reader\n    keys: ['{0}']\n"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", "The file is empty. Write who may log in"),
        ("# Nobody yet.\n", "1:1", "The file is empty. Write who may log in"),
        ("people: [", "1:10", "A value"),
        ("peple: []\n", "1:1", "The key 'peple' is not known here. Did you mean 'people'?"),
        (PERSON + "anonymous: editor\n", "5:12", "'editor' is not one of none, reader."),
        (
            PERSON.replace("reader", "readr"),
            "3:11",
            "'readr' is not one of reader, editor, admin. Did you mean 'reader'?",
        ),
        (PERSON.replace("    role: reader\n", ""), "2:5", "The field 'role' is missing."),
        (PERSON.replace("rita", "../rita"), "2:11", "cannot be a name here."),
        (PERSON.replace("rita", "anonymous"), "2:11", "names people without a key."),
        (PERSON.replace("rita", '"\\e[2J"'), "2:11", "cannot be a name here."),
        (PERSON.replace("rita", "'cafe\u0301'"), "2:11", "cannot be a name here."),
        (PERSON + "  - {{name: RITA, role: reader, keys: ['{1}']}}\n", "5:12", "The name 'RITA' is given twice."),
        (PERSON + "  - {{name: ed, role: reader, keys: ['{0}']}}\n", "5:37", "This key is rita's already."),
        (PERSON.replace("'{0}'", "'{0}', '{0}'"), "4:", "This key is written twice."),
        (PERSON.replace("'{0}'", ""), "4:5", "rita has no key"),
        (PERSON.replace("{0}", "ssh-ed25519 AAAA"), "4:12", "is damaged"),
        (PERSON + "    colour: red\n", "5:5", "The key 'colour' is not known here."),
        (PERSON + "people: []\n", "5:1", "written twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(file: Path, keys: list[str], text: str, place: str, words: str) -> None:
    """Each mistake is a sentence with file, line and column; nobody may log in by such a file."""
    file.write_text(text.format(*keys) if "{0}" in text else text)
    with pytest.raises(BinderError) as refused:
        Directory.load(file)
    assert str(refused.value).startswith(f"{file}:{place}")
    assert words in str(refused.value)
    assert refused.value.exit_code is ExitCode.INVALID


def test_every_mistake_is_said_at_once(file: Path) -> None:
    """A line for each, in the order of the file."""
    file.write_text("people:\n  - {name: a/b, role: reader, keys: [x]}\n  - {name: a b, role: reader, keys: [y]}\n")
    with pytest.raises(BinderError) as refused:
        Directory.load(file)
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["2", "2", "3", "3"]


def test_files_that_are_no_access_file(file: Path, keys: list[str]) -> None:
    """One that everybody may write, is missing, is a pipe or a folder, or is no UTF-8 is refused."""
    with pytest.raises(BinderError, match="No such file"):
        Directory.load(file)
    written(file, keys, rita="reader").chmod(0o646)
    with pytest.raises(BinderError, match="Everybody on this machine can write the file"):
        Directory.load(file)
    file.write_bytes(b"people: \xff\n")
    file.chmod(0o640)
    with pytest.raises(BinderError, match="1:9: error: The file is not UTF-8"):
        Directory.load(file)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(BinderError, match="not a file with text"):
        Directory.load(file)


@pytest.fixture
def log() -> list[str]:
    """What was told."""
    return []


def settled(roster: AccessDirectory) -> bool:
    """Look until a change has been seen twice."""
    return [roster.refresh() for _ in range(2)][-1]


def test_a_change_counts_while_the_server_runs(file: Path, keys: list[str], log: list[str]) -> None:
    """Someone new is known, and nobody else hears of it."""
    roster = AccessDirectory(written(file, keys, rita="reader"), log.append)
    lapsed: list[frozenset[str]] = []
    roster.subscribe(lapsed.append)
    assert not settled(roster)
    written(file, keys, rita="reader", ed="editor")
    assert settled(roster)
    assert roster.current.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert lapsed == []


def test_who_is_removed_or_given_another_role_is_told(file: Path, keys: list[str], log: list[str]) -> None:
    """Keys that mean nobody, another person or another role are told once; so is the end of logging in without one."""
    roster = AccessDirectory(written(file, keys, "reader", rita="reader", ed="editor", ada="admin"), log.append)
    lapsed: list[frozenset[str]] = []
    end = roster.subscribe(lapsed.append)
    written(file, keys, rita="reader", ed="reader")
    assert settled(roster)
    assert lapsed == [{NO_KEY, blob(keys[1]), blob(keys[2])}]
    end()
    written(file, keys)
    assert settled(roster)
    assert len(lapsed) == 1


@pytest.mark.parametrize("broken", ["people: [", "people:\n- {name: rita}\n", ""])
def test_a_file_that_is_wrong_changes_nothing(file: Path, keys: list[str], log: list[str], broken: str) -> None:
    """The last that was good counts, the log says what is wrong and once, and a good one counts again."""
    roster = AccessDirectory(written(file, keys, rita="reader"), log.append)
    before = roster.current
    file.write_text(broken)
    assert not settled(roster)
    assert not settled(roster)
    assert roster.current is before
    assert len(log) == 1
    assert str(file) in log[0]
    assert "the previous version stays in force" in log[0]
    file.unlink()
    assert not settled(roster)
    assert roster.current is before
    written(file, keys, ed="editor")
    assert settled(roster)
    assert roster.current.find(blob(keys[0])) == User("ed", UserRole.EDITOR)


def test_half_a_file_does_not_count(file: Path, keys: list[str], log: list[str]) -> None:
    """What is in the middle of being written is not taken for what was meant."""
    roster = AccessDirectory(written(file, keys, rita="reader", ed="editor"), log.append)
    whole = file.read_text()
    file.write_text(whole[: whole.index("  - name: ed")])
    assert not roster.refresh()
    file.write_text(whole)
    assert not settled(roster)
    assert roster.current.find(blob(keys[1])) == User("ed", UserRole.EDITOR)
    assert log == []
