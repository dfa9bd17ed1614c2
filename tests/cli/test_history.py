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
    """The small binder in a work tree, with three commits."""
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
    """A line a version: the start of its id, the moment, who, and what was done."""
    outcome = invoke("history", "unhcr", "-b", repository.top)
    newest, oldest = outcome.out.splitlines()
    assert re.fullmatch(r"[0-9a-f]{10}  2019-11-20 \d\d:\d\d  Ann Editor  Seat", newest)
    assert oldest.endswith("  start")
    assert (outcome.code, outcome.err) == (0, "")


def test_json_has_the_whole_of_every_version(repository: Repository, invoke: Invoke) -> None:
    """Its id, the moment with its time zone, who and what; of a nested section only those that concern it."""
    records = json.loads(invoke("history", "inner", "--json", "-b", repository.top).out)
    assert [(record["message"], record["who"]) for record in records] == [
        ("Point", "Ann Editor"),
        ("start", "Ann Editor"),
    ]
    assert records[0]["version"] == repository.git("rev-parse", "HEAD").strip()
    assert records[0]["when"] == "2019-11-20T12:00:00+00:00"


def test_a_limit_leaves_out_the_oldest(repository: Repository, invoke: Invoke) -> None:
    """`--limit` is the most there are."""
    assert len(invoke("history", "unhcr", "--limit", "1", "-b", repository.top).out.splitlines()) == 1


def test_a_version_is_shown_as_it_was(repository: Repository, spawn: Spawn) -> None:
    """To the byte, so that it can be put back with a pipe."""
    first = repository.git("rev-parse", "HEAD~2")[:9]
    assert spawn("history", "unhcr", "--show", first, "-b", repository.top).out == UNHCR
    shown = json.loads(spawn("history", "unhcr#facts.0.value.en", "--show", first, "--json", "-b", repository.top).out)
    assert shown["text"] == "Geneva"


@pytest.mark.parametrize("names", ["{0}", "{0}..", "{0}..now", "{0}..{1}"])
def test_two_versions_are_compared(repository: Repository, invoke: Invoke, names: str) -> None:
    """From one to another, or to what stands; as a patch."""
    first, second = (repository.git("rev-parse", name)[:9] for name in ("HEAD~2", "HEAD~1"))
    outcome = invoke("history", "unhcr", "--diff", names.format(first, second), "-b", repository.top)
    lines = outcome.out.splitlines()
    assert lines[0].startswith("--- unhcr@")
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    value: {en: Geneva, fr: Genève}",
        "+    value: {en: Bern, fr: Genève}",
    ]
    assert outcome.code == 0


def test_versions_that_say_the_same_are_told(repository: Repository, invoke: Invoke) -> None:
    """Nothing on stdout, a sentence on stderr."""
    outcome = invoke("history", "unhcr", "--diff", "now..now", "-b", repository.top)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "The two versions are identical.\n")
    record = json.loads(invoke("history", "unhcr", "--diff", "now..now", "--json", "-b", repository.top).out)
    assert (record["from"]["version"], record["to"]["version"], record["diff"]) == ("now", "now", "")


def test_an_entry_without_versions_is_told(binder: Path, invoke: Invoke) -> None:
    """No git and nothing saved yet: nothing found."""
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
def test_what_is_not_there_is_told(repository: Repository, invoke: Invoke, arguments: list[str], code: int) -> None:
    """In a sentence, with the exit code of what went wrong."""
    outcome = invoke("history", *arguments, "-b", repository.top)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.strip()


def test_nothing_in_a_commit_steers_the_terminal(
    hostile: Path, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and messages of commits come from strangers too."""
    own_git(tmp_path, monkeypatch)
    repository = Repository.made(hostile)
    evil = HOSTILE.encode().decode("unicode_escape")
    repository.git("config", "user.name", evil)
    repository.commit_all(evil)
    for arguments in (["s"], ["s", "--json"], ["s", "--diff", "now..now"]):
        outcome = invoke("history", *arguments, "-b", hostile)
        assert not set(outcome.out + outcome.err) & set("\x1b\x07\x9b\u202e\u200b"), arguments
