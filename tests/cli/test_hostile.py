"""Content with control characters cannot affect the terminal, in any verb."""

import json
from pathlib import Path

import pytest

from bindertui.model.text import find_control_character
from tests.cli.conftest import HOSTILE, Invoke
from tests.cli.pty import run_in_terminal
from tests.conftest import WriteBinder

MEANT = HOSTILE.encode("latin-1").decode("unicode_escape")


def _safe(text: str) -> bool:
    return all(find_control_character(line) is None for line in text.split("\n"))


ADDRESSES = [
    "s",
    "s#title",
    "s#body.2",
    "s#body.2.table",
    "p",
    "p#facts",
    "partners",
    "glossary",
    "sources",
    "glossary#0.term",
]
COMMANDS = [
    ["outline"],
    ["open"],
    ["search", "word"],
    ["search", "\x1b]52;c;x\x07"],
    ["check"],
    ["show", "a"],
    ["show", "\x1b[2J"],
    ["show", "s#\u202e"],
    ["\x1b[2J"],
    *(["show", address, "--format", form] for address in ADDRESSES for form in ("text", "markdown")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("unicode_escape").decode())
def test_nothing_hostile_reaches_the_terminal(command: list[str], hostile: Path, invoke: Invoke) -> None:
    """The output of every verb, on stdout and stderr, has no control and no invisible characters."""
    outcome = invoke("-b", hostile, *command)
    assert outcome.code in {0, 1, 2, 3}
    assert outcome.out + outcome.err
    assert _safe(outcome.out + outcome.err)


def test_hostile_text_is_shown_as_it_is_written(hostile: Path, invoke: Invoke) -> None:
    """Brackets stay brackets and escapes are visible, in the outline, in fields and in search results."""
    assert f"s  {HOSTILE} word\n" in invoke("outline", "-b", hostile).out
    assert invoke("show", "s#title", "-b", hostile).out == f"{HOSTILE} word\n"
    assert r"\x1b]52;c;x\x07" in invoke("search", "word", "-b", hostile).out
    assert r"of the text is \x1b" in invoke("check", hostile).out


@pytest.mark.parametrize("command", [["outline"], ["show", "s"], ["show", "sources"], ["search", "word"], ["check"]])
def test_json_has_hostile_characters_as_escapes(command: list[str], hostile: Path, invoke: Invoke) -> None:
    """JSON output is safe on a terminal and decodes to the exact content."""
    form = ["--format", "json"] if command[0] == "show" else ["--json"]
    outcome = invoke("-b", hostile, *command, *form)
    assert _safe(outcome.out + outcome.err)
    decoded = json.dumps(json.loads(outcome.out))
    if command[0] in {"outline", "show"}:
        assert json.dumps(f"{MEANT} word") in decoded


def test_yaml_is_raw_in_a_pipe_and_escaped_on_a_terminal(write_binder: WriteBinder, invoke: Invoke) -> None:
    """A pipe gets the bytes of the file; a terminal gets them made visible."""
    source = "title: a \u202e bidi\nsummary: tab\there # \u200b\n"
    folder = write_binder({"sections/s.yaml": source})
    assert invoke("show", "s", "--format", "yaml", "-b", folder).out == source
    seen = run_in_terminal("show", "s", "--format", "yaml", "-b", str(folder)).out
    assert seen == b"title: a \\u202e bidi\r\nsummary: tab here # \\u200b\r\n"
