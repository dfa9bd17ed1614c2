"""`bindertui history`."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import FILES, HOSTILE, Invoke, Spawn
from tests.repositories import Repository, own_git

UNHCR = FILES["partners/unhcr.yaml"]


@pytest.fixture
def repository(binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The small binder in a work tree with three commits."""
    own_git(tmp_path, monkeypatch)
    made = Repository.made(binder)
    made.commit_all("start")
    (binder / "partners/unhcr.yaml").write_text(UNHCR.replace("Geneva", "Bern"))
    made.commit_all("Seat")
    (binder / "sections/context.yaml").write_text(
        FILES["sections/context.yaml"].replace("A point inside", "Another point")
    )
    made.commit_all("Point")
    return made


def test_versions_are_listed_the_newest_first(repository: Repository, invoke: Invoke) -> None:
    """Each line has the beginning of the id, the time, the author and the message."""
    outcome = invoke("history", "unhcr", "-b", repository.top)
    newest, oldest = outcome.out.splitlines()
    assert re.fullmatch(r"[0-9a-f]{10}  2019-11-20 \d\d:\d\d  Ann Editor  Seat", newest)
    assert oldest.endswith("  start")
    assert (outcome.code, outcome.err) == (0, "")


def test_json_has_every_detail_of_a_version(repository: Repository, invoke: Invoke) -> None:
    """Id, time with time zone, author and message; for a nested section, only versions that changed it."""
    records = json.loads(invoke("history", "inner", "--json", "-b", repository.top).out)
    assert [(record["message"], record["who"]) for record in records] == [
        ("Point", "Ann Editor"),
        ("start", "Ann Editor"),
    ]
    assert records[0]["version"] == repository.git("rev-parse", "HEAD").strip()
    assert records[0]["when"] == "2019-11-20T12:00:00+00:00"


def test_a_limit_drops_the_oldest_versions(repository: Repository, invoke: Invoke) -> None:
    """`--limit` is the maximum number."""
    assert len(invoke("history", "unhcr", "--limit", "1", "-b", repository.top).out.splitlines()) == 1


def test_a_version_is_printed_unchanged(repository: Repository, spawn: Spawn) -> None:
    """To the byte, so that it can be restored through a pipe."""
    first = repository.git("rev-parse", "HEAD~2")[:9]
    assert spawn("history", "unhcr", "--show", first, "-b", repository.top).out == UNHCR
    shown = json.loads(spawn("history", "unhcr#facts.0.value.en", "--show", first, "--json", "-b", repository.top).out)
    assert shown["text"] == "Geneva"


@pytest.mark.parametrize("names", ["{0}", "{0}..", "{0}..now", "{0}..{1}"])
def test_two_versions_are_compared(repository: Repository, invoke: Invoke, names: str) -> None:
    """From one to another, or to the current file, as a patch."""
    first, second = (repository.git("rev-parse", name)[:9] for name in ("HEAD~2", "HEAD~1"))
    outcome = invoke("history", "unhcr", "--diff", names.format(first, second), "-b", repository.top)
    lines = outcome.out.splitlines()
    assert lines[0].startswith("--- unhcr@")
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    value: {en: Geneva, fr: Genève}",
        "+    value: {en: Bern, fr: Genève}",
    ]
    assert outcome.code == 0


def test_identical_versions_are_reported(repository: Repository, invoke: Invoke) -> None:
    """Nothing on stdout, a message on stderr."""
    outcome = invoke("history", "unhcr", "--diff", "now..now", "-b", repository.top)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "The two versions are identical.\n")
    record = json.loads(invoke("history", "unhcr", "--diff", "now..now", "--json", "-b", repository.top).out)
    assert (record["from"]["version"], record["to"]["version"], record["diff"]) == ("now", "now", "")


def test_an_entry_without_versions_is_reported(binder: Path, invoke: Invoke) -> None:
    """Without Git and before the first save, nothing is found."""
    outcome = invoke("history", "unhcr", "-b", binder)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "unhcr has no versions yet. Each save creates one.\n"
    assert json.loads(invoke("history", "unhcr", "--json", "-b", binder).out) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["gone"], 1),
        (["unhcr", "--show", "fffffffffff"], 1),
        (["unhcr", "--diff", "..now"], 1),
        (["partners"], 1),
        (["unhcr#facts.7", "--show", "now"], 1),
        (["No address"], 2),
        (["unhcr", "--show", "a", "--diff", "b"], 2),
        (["unhcr", "--limit", "0"], 2),
    ],
)
def test_missing_entries_and_versions_are_reported(
    repository: Repository, invoke: Invoke, arguments: list[str], code: int
) -> None:
    """Each with a message and its exit code."""
    outcome = invoke("history", *arguments, "-b", repository.top)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.strip()


def test_control_characters_in_commits_are_escaped(
    hostile: Path, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Authors and messages of commits may come from strangers."""
    own_git(tmp_path, monkeypatch)
    repository = Repository.made(hostile)
    evil = HOSTILE.encode().decode("unicode_escape")
    repository.git("config", "user.name", evil)
    repository.commit_all(evil)
    for arguments in (["s"], ["s", "--json"], ["s", "--diff", "now..now"]):
        outcome = invoke("history", *arguments, "-b", hostile)
        assert not set(outcome.out + outcome.err) & set("\x1b\x07\x9b\u202e\u200b"), arguments
