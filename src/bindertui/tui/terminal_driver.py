"""The terminal the app runs in."""

import os
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import lru_cache
from selectors import EVENT_READ, SelectSelector
from urllib.parse import quote

from rich.style import Style
from textual.drivers.linux_driver import LinuxDriver

from bindertui.terminal.input import PasteParser

_AT_ONCE = 4096
"""Bytes that are read at once."""
_WAIT = 0.1
"""Seconds after which the parser is asked what silence means: an escape alone is a key."""


CLIPBOARD = 50_000
"""Bytes that are sent to a clipboard at most; many terminals drop more than that."""


def clipboard_sequence(text: str) -> str:
    """As much of a text as a terminal takes for its clipboard."""
    return text.encode(errors="replace")[:CLIPBOARD].decode(errors="ignore")


_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=-._~%"
"""The signs that RFC 3986 lets an address have."""
_LONGEST_LINK = 500
"""Bytes of a web address that a terminal is told; GNU screen shows the end of a longer one as text."""


@lru_cache(1024)
def hyperlink(style: Style, url: str) -> Style:
    """A style whose text leads to a web address where the terminal knows links; the style itself if it is none.

    Whatever no address has is percent-encoded: nothing can end the sequence the address stands in.
    """
    told = quote(url, safe=_OF_ADDRESSES, errors="replace")
    web = told.startswith(("https://", "http://")) and len(told) <= _LONGEST_LINK
    return style.update_link(told) if web else style


class TerminalDriver(LinuxDriver):
    """Textual's driver, which nothing that is pasted or sent can end, or make run a command."""

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal itself: $COLUMNS and $LINES, which Textual asks, do not change with it."""
        with suppress(OSError):
            columns, lines = os.get_terminal_size(self.fileno)
            if columns and lines:
                return columns, lines
        return super()._get_terminal_size()

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the app ends; what is not UTF-8 becomes the sign for that, �."""
        parser = PasteParser()
        # One decoder and one parser as long as the terminal is read: with a new one the rest of a paste would be keys.
        decode = getincrementaldecoder("utf-8")("replace").decode
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_WAIT) and (text := decode(os.read(self.fileno, _AT_ONCE))):
                    for event in parser.feed(text):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
            if selector.select(_WAIT):
                # What was on its way when the terminal was told to send no more; a shell would take it for typed.
                os.read(self.fileno, _AT_ONCE)
