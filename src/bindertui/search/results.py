"""What a search finds: ranked hits, each with the words around its match.

The words around a match, and why a text was found.
"""

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.text import Text, single_line
from bindertui.search.matcher import Span, TextReader
from bindertui.search.planner import MatchMode
from bindertui.search.query import QueryProblem


@frozen
class Hit:
    """A passage that was found.

    Attributes:
        address: of the text, its language the last step when it is written by language.
        entry: the id of its entry.
        kind: what its entry is.
        title: of its entry; of a term or a source, its own.
        language: of the text; `NEUTRAL` when it is the same in every language.
        snippet: the text around the match, on one line, at most `LONGEST_SNIPPET` characters.
        spans: what to light in the snippet.
        score: higher is better; comparable within one search only.
        via: why it was found when not by the words typed, as `ETPS → “Safe Third Country Agreement”`.
    """

    address: Address
    entry: str
    kind: EntryKind
    title: Text
    language: str
    snippet: str
    spans: tuple[Span, ...]
    score: float
    via: LazyString | None = None


@frozen
class Hits:
    """One page of what a search found.

    Attributes:
        total: how many there are on all pages.
        problems: what of the query could not be understood.
        scattered: whether no single passage has all the words, so that each hit is the best of an entry that has them.
        partial: whether no entry has all the words either, so that each hit is the best of an entry that has the most.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    problems: tuple[QueryProblem, ...] = ()
    scattered: bool = False
    partial: bool = False


LONGEST_SNIPPET = 160
"""Characters."""
_BEFORE = 40
_ELLIPSIS = "…"


def make_snippet(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
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


def explain_match(reading: TextReader) -> LazyString | None:
    """Why a text was found, or None when it has the words that were typed."""
    if reading.answers(literally=True):
        return None
    for match in reading.matches():
        if match.form.name:
            return lazy_gettext("{typed} → “{name}”", typed=single_line(match.want.typed), name=match.form.name)
        if match.form.how >= MatchMode.FUZZY:
            words = reading.text[match.start : match.end]
            return lazy_gettext("{typed} ≈ “{words}”", typed=single_line(match.want.typed), words=words)
    return None
