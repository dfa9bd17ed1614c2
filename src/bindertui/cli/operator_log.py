"""The server's log for its operator: text or JSON lines on stderr."""

import json
import logging
from datetime import UTC, datetime

from bindertui.model.text import visible_text

_LOGGER = "bindertui"


class TextFormatter(logging.Formatter):
    """Formats records as text for people: one line each, with the place of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        error = _format_exception(record)
        line = f"{record.getMessage()}: {error}" if error else record.getMessage()
        return " ".join(visible_text(line).split())


class JsonFormatter(logging.Formatter):
    """Formats records as JSON for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; it has `error` if the record has an exception."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"when": when, "level": record.levelname.lower(), "message": record.getMessage()}
        if error := _format_exception(record):
            line["error"] = error
        return json.dumps(line)


def configure_logging(*, as_json: bool) -> None:
    """Write all log records to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if as_json else TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(_LOGGER).setLevel(logging.INFO)


def log_event(message: str) -> None:
    """Log a message for the operator."""
    logging.getLogger(_LOGGER).info("%s", message)


def _format_exception(record: logging.LogRecord) -> str:
    """Return the type and the place of an exception, but not its message, which may quote content of the binder."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, trace = record.exc_info
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{kind.__name__}{place}."
