"""The words around a match, and why a text was found."""

from bindertui.model.text import one_line
from bindertui.search.matching import Reading, Span
from bindertui.search.plan import How
from bindertui.speech import Wording, wording

LONGEST_SNIPPET = 160
"""Characters."""
_BEFORE = 40
_ELLIPSIS = "…"


def snippet(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The part of a text with the most matches, cut at word boundaries, and the matches in it."""
    if len(text) <= LONGEST_SNIPPET:
        return text, spans
    start, end = _window(text, spans)
    head, tail = _ELLIPSIS if start else "", _ELLIPSIS if end < len(text) else ""
    shift = len(head) - start
    kept = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start)
    return f"{head}{text[start:end]}{tail}", kept


def _window(text: str, spans: tuple[Span, ...]) -> Span:
    room = LONGEST_SNIPPET - 2 * len(_ELLIPSIS)
    starts = [start for start, _ in spans] or [0]
    densest = max(starts, key=lambda start: (sum(start <= other < start + room - _BEFORE for other in starts), -start))
    start = max(0, min(densest - _BEFORE, len(text) - room))
    end = min(start + room, len(text))
    if start and (space := text.find(" ", start - 1, densest + 1)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", densest + 1, end + 1)) > start:
        end = space
    return start, end


def why(reading: Reading) -> Wording | None:
    """Why a text was found, or None when it has the words that were typed."""
    if reading.answers(literally=True):
        return None
    for match in reading.matches():
        if match.form.name:
            return wording("{typed} → “{name}”", typed=one_line(match.want.typed), name=match.form.name)
        if match.form.how >= How.FUZZY:
            words = reading.text[match.start : match.end]
            return wording("{typed} ≈ “{words}”", typed=one_line(match.want.typed), words=words)
    return None
