"""Textual's driver for the local terminal, with the input decoder that the SSH server uses too."""

import os
from contextlib import suppress
from functools import lru_cache
from selectors import EVENT_READ, SelectSelector
from time import monotonic
from urllib.parse import quote

from rich.style import Style
from textual import constants
from textual.drivers.linux_driver import LinuxDriver

from bindertui.terminal.input import InputDecoder, is_local_sequence

MAX_CLIPBOARD_BYTES = 50_000
"""Bytes sent to a terminal's clipboard; many terminals drop longer texts."""
MAX_PASTE_LENGTH = 16 * 1024 * 1024
"""Characters of a paste: as many as a content file may have bytes, so no cut paste can be saved unnoticed."""

_READ_SIZE = 4096
_POLL_INTERVAL = 0.1
"""Seconds between two checks for the end of the app and for incomplete input."""
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=-._~%"
"""Punctuation that RFC 3986 allows in URLs."""
_MAX_URL_BYTES = 500
"""Bytes of a hyperlink's URL; GNU screen shows the end of a longer one as text."""


def clipboard_sequence(text: str) -> str:
    """Return as much of a text as a terminal accepts for its clipboard."""
    return text.encode(errors="replace")[:MAX_CLIPBOARD_BYTES].decode(errors="ignore")


@lru_cache(1024)
def hyperlink(style: Style, url: str) -> Style:
    """Return a style that links to a web page, or the style itself if the URL is not one of the web.

    Characters that RFC 3986 does not allow are percent-encoded, so the URL cannot end the escape sequence it is in.
    """
    quoted = quote(url, safe=_URL_CHARACTERS, errors="replace")
    is_web = quoted.startswith(("https://", "http://")) and len(quoted) <= _MAX_URL_BYTES
    return style.update_link(quoted) if is_web else style


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux terminals; pastes and unknown escape sequences can neither run commands nor end it."""

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the size of the terminal itself: $COLUMNS and $LINES, which Textual reads, may be outdated."""
        with suppress(OSError):
            columns, lines = os.get_terminal_size(self.fileno)
            if columns and lines:
                return columns, lines
        return super()._get_terminal_size()

    def run_input_thread(self) -> None:
        """Read and decode input until the app ends; replace bytes that are not UTF-8 with U+FFFD."""
        # One decoder for as long as the terminal is read: a new one would read the rest of a paste as keys.
        decoder = InputDecoder(
            is_allowed=is_local_sequence,
            errors="replace",
            max_paste_length=MAX_PASTE_LENGTH,
            escape_timeout=constants.ESCAPE_DELAY,
        )
        last_input_at = monotonic()
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL_INTERVAL) and (data := os.read(self.fileno, _READ_SIZE)):
                    last_input_at = monotonic()
                    for event in decoder.feed(data):
                        self.process_message(event)
                elif decoder.timeout is not None and monotonic() >= last_input_at + decoder.timeout:
                    for event in decoder.expire():
                        self.process_message(event)
            if selector.select(_POLL_INTERVAL):
                # Discard input that arrived after the app ended: a shell would run it as commands.
                os.read(self.fileno, _READ_SIZE)
