"""Search results: hits, their snippets, and why a passage matched."""

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.text import Text, single_line
from bindertui.search.matcher import Span, TextMatches
from bindertui.search.planner import MatchMode
from bindertui.search.query import QueryProblem


@frozen
class Hit:
    """A passage that matches a query.

    Attributes:
        address: the address of the text; its last step is the language if the text differs by language.
        entry: the id of its entry.
        kind: the kind of its entry.
        title: the title of its entry; for a term or a source, its own.
        language: the language of the text; `NEUTRAL` if it is the same in every language.
        snippet: the text around the match, on one line, at most `MAX_SNIPPET_LENGTH` characters.
        spans: the matches in the snippet.
        score: higher is better; comparable within one search only.
        reason: why it matched if not by the words typed, such as `ETPS → “Safe Third Country Agreement”`.
    """

    address: Address
    entry: str
    kind: EntryKind
    title: Text
    language: str
    snippet: str
    spans: tuple[Span, ...]
    score: float
    reason: LazyString | None = None


@frozen
class Hits:
    """One page of search results.

    Attributes:
        total: the number of hits on all pages.
        problems: the parts of the query that could not be parsed.
        scattered: whether no passage has all the words, so that each hit is the best passage of an entry that has them.
        partial: whether no entry has all the words either, so that each hit is from an entry that has most of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    problems: tuple[QueryProblem, ...] = ()
    scattered: bool = False
    partial: bool = False


MAX_SNIPPET_LENGTH = 160
"""In characters."""
_CONTEXT_BEFORE = 40
_ELLIPSIS = "…"


def make_snippet(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Return the part of a text with the most matches, cut at word boundaries, and the matches in it."""
    if len(text) <= MAX_SNIPPET_LENGTH:
        return text, spans
    start, end = _window(text, spans)
    head, tail = _ELLIPSIS if start else "", _ELLIPSIS if end < len(text) else ""
    shift = len(head) - start
    kept = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start)
    return f"{head}{text[start:end]}{tail}", kept


def _window(text: str, spans: tuple[Span, ...]) -> Span:
    room = MAX_SNIPPET_LENGTH - 2 * len(_ELLIPSIS)
    starts = [start for start, _ in spans] or [0]
    densest = max(
        starts, key=lambda start: (sum(start <= other < start + room - _CONTEXT_BEFORE for other in starts), -start)
    )
    start = max(0, min(densest - _CONTEXT_BEFORE, len(text) - room))
    end = min(start + room, len(text))
    if start and (space := text.find(" ", start - 1, densest + 1)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", densest + 1, end + 1)) > start:
        end = space
    return start, end


def explain_match(text_matches: TextMatches) -> LazyString | None:
    """Return why a text matches, or None if it has the words that were typed."""
    if text_matches.is_match(literally=True):
        return None
    for match in text_matches.matches():
        if match.form.synonym:
            return lazy_gettext("{typed} → “{name}”", typed=single_line(match.term_set.typed), name=match.form.synonym)
        if match.form.mode >= MatchMode.FUZZY:
            words = text_matches.text[match.start : match.end]
            return lazy_gettext("{typed} ≈ “{words}”", typed=single_line(match.term_set.typed), words=words)
    return None
