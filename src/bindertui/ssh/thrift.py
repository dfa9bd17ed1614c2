"""Frames without what a terminal shows already, and without styles that are set already."""

import re

from bindertui.document.wrapping import cells
from bindertui.ssh.styles import NONE, changed_by, same, transition

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_TOKEN = re.compile(
    r"\x1b\[(?P<style>[\d;]*)m"
    r"|(?P<other>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b)"
    r"|(?P<text>[^\x1b]+)"
)
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""What a frame that is drawn at once begins and ends with."""


class Thrift:
    """What one terminal shows, as far as it saves sending it again.

    A row that is drawn exactly as it was drawn the last time is left out. A terminal that is sent what this gives shows
    what it would show if it were sent everything.
    """

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[int, str]]] = {}
        self._cursor = ""

    def forget(self) -> None:
        """The terminal may show anything."""
        self._rows.clear()
        self._cursor = ""

    def saved(self, frame: str) -> str:
        """What must be sent of a frame."""
        at_once = _BEGIN in frame
        frame = frame.replace(_BEGIN, "").replace(_END, "")
        before, *parts = _MOVE.split(frame)
        rows: dict[int, list[tuple[int, str]]] = {}
        cursor = ""
        for row, column, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            if drawn := body.removesuffix("\n"):
                rows.setdefault(int(row), []).append((int(column), drawn))
            else:
                cursor = f"\x1b[{row};{column}H"
        changed = {row: pieces for row, pieces in rows.items() if self._rows.get(row) != pieces}
        self._rows.update(changed)
        text = before + _drawn(changed)
        if cursor and (changed or cursor != self._cursor):
            text += cursor
            self._cursor = cursor
        return f"{_BEGIN}{text}{_END}" if at_once and text else text


def _drawn(rows: dict[int, list[tuple[int, str]]]) -> str:
    """Rows with as few changes of the style as they need."""
    out: list[str] = []
    now, wanted = NONE, NONE
    for row, pieces in rows.items():
        stands = 0
        for column, body in pieces:
            if column != stands:
                out.append(f"\x1b[{row};{column}H")
            stands = column
            for token in _TOKEN.finditer(body):
                if (style := token["style"]) is not None:
                    wanted = changed_by(wanted, style)
                elif (text := token["text"]) is None:
                    out.append(token["other"])
                else:
                    if not same(now, wanted, text):
                        out.append(transition(now, wanted))
                        now = wanted
                    out.append(text)
                    # Of what takes more or less than a cell each, terminals differ on where it ends.
                    stands = stands + len(text) if stands and cells(text) == len(text) else 0
    if now != NONE:
        out.append("\x1b[0m")
    return "".join(out)
