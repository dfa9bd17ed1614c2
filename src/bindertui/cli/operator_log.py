"""The server's log for its operator: text or JSON lines on stderr."""

import json
import logging
from datetime import UTC, datetime

from bindertui.model.text import visible_text

_LOGGER = "bindertui"


class TextFormatter(logging.Formatter):
    """Lines for somebody who reads along: what happened, and where a mistake of the program was."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        mistake = _format_exception(record)
        return " ".join(visible_text(f"{record.getMessage()} {mistake}").split())


class JsonFormatter(logging.Formatter):
    """Lines of JSON for a program that collects them."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; `error` is there where the program made a mistake."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"when": when, "level": record.levelname.lower(), "message": record.getMessage()}
        if mistake := _format_exception(record):
            line["error"] = mistake
        return json.dumps(line)


def configure_logging(*, as_json: bool) -> None:
    """Have everything that is logged written to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if as_json else TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(_LOGGER).setLevel(logging.INFO)


def log_event(words: str) -> None:
    """Tell the operator something."""
    logging.getLogger(_LOGGER).info("%s", words)


def _format_exception(record: logging.LogRecord) -> str:
    """What went wrong, and in which line: never what the content was."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, trace = record.exc_info
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{kind.__name__}{where}."
