"""The server's log, as text and as JSON."""

import json
import logging
from collections.abc import Iterator

import pytest

from bindertui.cli.operator_log import configure_logging, log_event


@pytest.fixture(autouse=True)
def restore_logging() -> Iterator[None]:
    """Restore the tests' own logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def log_exception() -> None:
    """Log an exception with a private message."""
    try:
        int("what somebody has written")
    except ValueError:
        logging.getLogger("bindertui.ssh").exception("session of rita crashed")


def test_text_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each record is one line without control characters."""
    configure_logging(as_json=False)
    log_event("access.yaml:3:5: there is no role\x1b[31m.\nNext")
    log_exception()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("access.yaml:3:5: there is no role")
    assert "\x1b" not in lines[0]
    assert lines[1].startswith("session of rita crashed: ValueError in ")
    assert "written" not in lines[1]


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each record is an object with time, level and message; exceptions have their place."""
    configure_logging(as_json=True)
    log_event("metrics at http://127.0.0.1:9464/metrics")
    log_exception()
    told, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert told.keys() == {"when", "level", "message"}
    assert (told["level"], told["message"]) == ("info", "metrics at http://127.0.0.1:9464/metrics")
    assert (failed["level"], failed["message"]) == ("error", "session of rita crashed")
    assert failed["error"].startswith("ValueError in ")
    assert failed["when"].endswith("+00:00")
