"""`bindertui check`."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import FILES, Invoke
from tests.conftest import WriteBinder

WRONG = "kind: forum\nname: {en: Forum, fr: Forum}\nleed: {en: x, fr: x}\n"


def test_a_binder_without_problems_exits_with_0_and_prints_no_data(binder: Path, invoke: Invoke) -> None:
    """The summary goes to stderr: stdout is empty, or an empty list."""
    outcome = invoke("check", binder)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "No problems found.\n")
    assert json.loads(invoke("check", "--json", binder).out) == []


def test_errors_are_lines_with_their_place_and_exit_with_1(write_binder: WriteBinder, invoke: Invoke) -> None:
    """Each problem is a line on stdout with file, line, column, level and message."""
    folder = write_binder({**FILES, "partners/forum.yaml": WRONG})
    outcome = invoke("check", folder)
    assert outcome.code == 1
    assert outcome.out.startswith(f"{folder}/partners/forum.yaml:3:1: error: Unknown key 'leed'. Did you mean 'lead'?")
    assert outcome.err == "1 error found.\n"


def test_json_has_five_fields(write_binder: WriteBinder, invoke: Invoke) -> None:
    """JSON is a list of file, line, column, level and message."""
    folder = write_binder({**FILES, "partners/forum.yaml": WRONG})
    outcome = invoke("check", folder, "--json")
    assert outcome.code == 1
    (record,) = json.loads(outcome.out)
    assert list(record) == ["file", "line", "column", "level", "message"]
    assert record["file"] == f"{folder}/partners/forum.yaml"
    assert (record["line"], record["column"], record["level"]) == (3, 1, "error")


def test_warnings_alone_exit_with_0(write_binder: WriteBinder, invoke: Invoke) -> None:
    """Content with warnings only is reported and passes."""
    folder = write_binder({**FILES, "partners/forum.yaml": "kind: forum\nname: {en: Forum}\n"})
    outcome = invoke("check", folder, "--json")
    assert outcome.code == 0
    assert [record["level"] for record in json.loads(outcome.out)] == ["warning"]
    assert outcome.err == "1 warning found.\n"


def test_parity_compares_the_languages_on_demand(write_binder: WriteBinder, invoke: Invoke) -> None:
    """With --parity, differences between the languages are warnings; without it, they are not reported."""
    forum = "kind: forum\nname: {en: Forum, fr: Forum}\nsummary:\n  en: Met in 2018.\n  fr: Réuni en 2019.\n"
    folder = write_binder({**FILES, "partners/forum.yaml": forum})
    assert invoke("check", folder).out == ""
    outcome = invoke("check", "--parity", folder / "partners/forum.yaml", "--json")
    assert outcome.code == 0
    assert [(record["line"], record["column"], record["level"]) for record in json.loads(outcome.out)] == [
        (5, 7, "warning"),
        (5, 7, "warning"),
    ]
    assert "'2018' is only in the text in en" in invoke("check", "--parity", folder).out


def test_a_single_file_is_checked_within_its_binder(
    write_binder: WriteBinder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a content file, only its own problems are reported; its references are checked against the whole binder."""
    folder = write_binder({**FILES, "partners/forum.yaml": WRONG})
    assert invoke("check", folder / "partners/forum.yaml").code == 1
    assert invoke("check", folder / "sections/context.yaml").code == 0
    assert invoke("check", folder / "binder.yaml", folder / "partners/forum.yaml").err == "1 error found.\n"
    monkeypatch.chdir(folder / "partners")
    assert invoke("check", "forum.yaml").code == 1
    assert invoke("check", "unhcr.yaml").code == 0


def test_a_library_is_checked_binder_by_binder(write_binder: WriteBinder, invoke: Invoke, tmp_path: Path) -> None:
    """For a folder of binders, each is checked; a problem found through two paths is reported once."""
    for name in ("one", "two"):
        write_binder({"partners/forum.yaml": WRONG}, name=name)
    assert invoke("check", tmp_path).err == "2 errors found.\n"
    assert invoke("check", tmp_path, tmp_path / "one").err == "2 errors found.\n"


def test_without_a_path_the_current_binder_is_checked(binder: Path, invoke: Invoke) -> None:
    """Without a PATH, the binder given by `--binder` is checked."""
    assert invoke("check", "-b", binder).code == 0


@pytest.mark.parametrize("name", ["missing", "empty", "note.txt", "binder/README.md", "binder/.schema/x.yaml"])
def test_a_path_with_nothing_to_check_is_a_usage_error(name: str, binder: Path, tmp_path: Path, invoke: Invoke) -> None:
    """It exits with 2: exit code 1 is for errors in the content, not for mistyped paths."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("x")
    (binder / "README.md").write_text("x")
    (binder / ".schema").mkdir()
    (binder / ".schema/x.yaml").write_text("x")
    outcome = invoke("check", tmp_path / name)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err


def test_pipes_and_broken_links_are_reported_without_waiting(binder: Path, invoke: Invoke) -> None:
    """A pipe or a broken link instead of a content file is an error in the list."""
    os.mkfifo(binder / "partners/pipe.yaml")
    (binder / "partners/link.yaml").symlink_to(binder / "nowhere")
    assert invoke("check", binder / "partners/pipe.yaml").code == 1
    assert invoke("check", binder / "partners/link.yaml").code == 1
    assert invoke("check", binder).code == 1


def test_a_loop_of_links_does_not_stop_the_check(binder: Path, invoke: Invoke) -> None:
    """A link to itself in the binder does not prevent the check of another file."""
    (binder / "sections" / "loop.yaml").symlink_to("loop.yaml")
    outcome = invoke("check", binder / "sections" / "context.yaml")
    assert outcome.code == 0
    assert "Traceback" not in outcome.err
