"""What a server's operator is told, as sentences and as JSON."""

import json
import logging
from collections.abc import Iterator

import pytest

from bindertui.cli.operator_log import configure_logging, log_event


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Leave the logging of the tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def mistake() -> None:
    """Log a mistake whose words are nobody's business."""
    try:
        int("what somebody has written")
    except ValueError:
        logging.getLogger("bindertui.ssh").exception("session of rita crashed")


def test_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing is one line, and nothing in it steers the operator's terminal."""
    configure_logging(as_json=False)
    log_event("access.yaml:3:5: there is no role\x1b[31m.\nNext")
    mistake()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("access.yaml:3:5: there is no role")
    assert "\x1b" not in lines[0]
    assert lines[1].startswith("session of rita crashed: ValueError in ")
    assert "written" not in lines[1]


def test_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing is an object with the time, the level and the message; mistakes say where they were."""
    configure_logging(as_json=True)
    log_event("metrics at http://127.0.0.1:9464/metrics")
    mistake()
    told, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert told.keys() == {"when", "level", "message"}
    assert (told["level"], told["message"]) == ("info", "metrics at http://127.0.0.1:9464/metrics")
    assert (failed["level"], failed["message"]) == ("error", "session of rita crashed")
    assert failed["error"].startswith("ValueError in ")
    assert failed["when"].endswith("+00:00")
