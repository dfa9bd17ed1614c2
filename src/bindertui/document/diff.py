"""Diffs of two texts: by lines, within changed lines by words, and as a unified patch.

The problem: of two sequences, find a long common subsequence whose alignment a reader finds natural, in bounded time.
`difflib.SequenceMatcher` takes cubic time in the worst case (half a minute for 20,000 lines of which many are equal),
and a minimal edit script alone likes to pair blank lines and brackets that have nothing to do with each other.

The algorithm, in `align`:

1. Equal items at the start and at the end of a region are matched.
2. Patience: items that occur exactly once on each side are anchors if they are in the same order, which is the longest
   increasing subsequence of their positions. The regions between anchors are aligned recursively.
3. Where there is no anchor, or the recursion is deep, items that occur on one side only are set aside, because they
   match nothing, and the greedy O(ND) algorithm of Myers (1986) finds a shortest edit script of what is left.

Bounds, for N items in all: steps 1 and 2 take O(N log N) at each of at most `_MAX_DEPTH` levels. Step 3 draws on a
budget of steps that one diff shares between all of its regions, lines and words alike. When it is spent, the rest of
a region counts as replaced: the diff is still correct, only longer than it need be. The budget bounds the memory, too,
because Myers' algorithm keeps the frontier of each round to find its way back.

Lines are compared as they are. Words are compared across the line breaks of one change, so a paragraph that was only
wrapped differently shows its lines as changed, but none of its words.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import ClassVar, TypeAlias

from attrs import define

from bindertui._frozen import frozen
from bindertui.document.flow import Run, Runs, Tone
from bindertui.model.text import single_line

_MAX_DEPTH = 12
"""Levels of the recursion between anchors."""
_MAX_WORD_DIFF = 200_000
"""Characters of changed lines that are compared word by word; more of them count as changed entirely."""
_MIN_SIMILARITY = 0.25
"""Share of its words that a changed text must have in common with the other for a diff by words to be of use."""
_TOKEN = re.compile(r"\s+|\d+(?:[.,\u00a0\u202f]\d+)*|\w+|[^\w\s]")
"""A word, a number with its separators, white space or a punctuation mark."""
_JOINING = re.compile(r"[\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Characters, apart from combining ones, that are drawn together with the one before them."""


# Alignment of two sequences


@frozen
class DiffBlock:
    """A part of both sequences: equal item by item, or one replaced by the other.

    Attributes:
        equal: whether the items are equal.
        before: positions in the first sequence; empty where items were only added.
        after: positions in the second; empty where items were only removed.
    """

    equal: bool
    before: range
    after: range


@define
class StepBudget:
    """Steps that Myers' algorithm may still take."""

    steps: int = 2_000_000


_Region: TypeAlias = tuple[int, int, int, int]
"""Start and end in the first sequence, start and end in the second."""
_Match: TypeAlias = tuple[int, int, int]
"""Start of equal items in the first sequence and in the second, and their number."""


def align(before: Sequence[Hashable], after: Sequence[Hashable], budget: StepBudget | None = None) -> list[DiffBlock]:
    """Return blocks that cover both sequences from start to end, equal and replaced ones in turn."""
    ids: dict[Hashable, int] = {}
    first = [ids.setdefault(item, len(ids)) for item in before]
    second = [ids.setdefault(item, len(ids)) for item in after]
    matches = sorted(_matches(first, second, budget or StepBudget()))
    return list(_blocks(matches, len(first), len(second)))


def _blocks(matches: list[_Match], before: int, after: int) -> Iterator[DiffBlock]:
    """Join matches that touch, and fill the gaps between them with replaced blocks."""
    at = other_at = 0
    start: _Match | None = None
    for left, right, count in (*matches, (before, after, 0)):
        if start is not None and (left, right) == (at, other_at) and count:
            at, other_at = at + count, other_at + count
            continue
        if start is not None:
            yield DiffBlock(equal=True, before=range(start[0], at), after=range(start[1], other_at))
        if (left, right) != (at, other_at):
            yield DiffBlock(equal=False, before=range(at, left), after=range(other_at, right))
        start = (left, right, count)
        at, other_at = left + count, right + count


def _matches(before: list[int], after: list[int], budget: StepBudget) -> Iterator[_Match]:
    pending: list[tuple[_Region, int]] = [((0, len(before), 0, len(after)), 0)]
    while pending:
        region, depth = pending.pop()
        head, region, tail = _trim(before, after, region)
        yield from (match for match in (head, tail) if match[2])
        left, left_end, right, right_end = region
        if left == left_end or right == right_end:
            continue
        anchors = _anchors(before, after, region) if depth < _MAX_DEPTH else []
        if not anchors:
            yield from _myers_matches(before, after, region, budget)
            continue
        for one, other in anchors:
            yield one, other, 1
            pending.append(((left, one, right, other), depth + 1))
            left, right = one + 1, other + 1
        pending.append(((left, left_end, right, right_end), depth + 1))


def _trim(before: list[int], after: list[int], region: _Region) -> tuple[_Match, _Region, _Match]:
    """Split a region into its common prefix, the rest, and its common suffix."""
    start, end, other, other_end = region
    head = 0
    limit = min(end - start, other_end - other)
    while head < limit and before[start + head] == after[other + head]:
        head += 1
    tail = 0
    while tail < limit - head and before[end - tail - 1] == after[other_end - tail - 1]:
        tail += 1
    rest = (start + head, end - tail, other + head, other_end - tail)
    return (start, other, head), rest, (end - tail, other_end - tail, tail)


def _anchors(before: list[int], after: list[int], region: _Region) -> list[tuple[int, int]]:
    """Return the longest row of pairs that are unique on each side and in the same order on both."""
    start, end, other, other_end = region
    counts = Counter(before[start:end])
    other_counts = Counter(after[other:other_end])
    unique = {item: at for at, item in enumerate(after[other:other_end], other) if other_counts[item] == 1}
    pairs = [
        (at, unique[item]) for at, item in enumerate(before[start:end], start) if counts[item] == 1 and item in unique
    ]
    return _longest_increasing(pairs)


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs, sorted by their first number, that increases in the second, too."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for position, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        previous.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(other)
            last.append(position)
        else:
            ends[length], last[length] = other, position
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = previous[at]
    return row[::-1]


def _myers_matches(before: list[int], after: list[int], region: _Region, budget: StepBudget) -> Iterator[_Match]:
    left, left_end, right, right_end = region
    shared = set(before[left:left_end]) & set(after[right:right_end])
    here = [at for at in range(left, left_end) if before[at] in shared]
    there = [at for at in range(right, right_end) if after[at] in shared]
    pairs = _shortest_edit([before[at] for at in here], [after[at] for at in there], budget)
    yield from ((here[one], there[other], 1) for one, other in pairs)


def _shortest_edit(before: list[int], after: list[int], budget: StepBudget) -> list[tuple[int, int]]:
    """Return the positions of the items that a shortest edit script keeps; none if the budget runs out."""
    here, there = len(before), len(after)
    rounds: list[dict[int, int]] = [{1: 0}]
    for distance in range(here + there + 1):
        furthest: dict[int, int] = {}
        # At most every item is removed and every item added: diagonals beyond lead nowhere.
        for diagonal in range(max(-distance, distance - 2 * there), min(distance, 2 * here - distance) + 1, 2):
            start = x = _step(rounds[-1], diagonal)[0]
            while x < here and x - diagonal < there and before[x] == after[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            budget.steps -= 1 + x - start
            if x >= here and x - diagonal >= there:
                return _trace_back(rounds, here, there)
        if budget.steps <= 0:
            break
        rounds.append(furthest)
    return []


def _step(furthest: dict[int, int], diagonal: int) -> tuple[int, int]:
    """Return the furthest position on a diagonal one edit after the last round, and the diagonal it comes from."""
    below, above = furthest.get(diagonal - 1, -1), furthest.get(diagonal + 1, -1)
    return (above, diagonal + 1) if below < above else (below + 1, diagonal - 1)


def _trace_back(rounds: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for furthest in reversed(rounds):
        start, origin = _step(furthest, x - y)
        while x > max(start, 0) and y > 0:
            pairs.append((x - 1, y - 1))
            x, y = x - 1, y - 1
        x = furthest[origin]
        y = x - origin
    return pairs[::-1]


# Lines and words for readers


class LineChange(Enum):
    """What happened to a line."""

    SAME = auto()
    REMOVED = auto()
    ADDED = auto()


@frozen
class DiffLine:
    """A line of either text.

    Attributes:
        runs: its text, safe for a terminal; changed words have the tones ADDED and REMOVED.
        before: its number in the first text, from 1; None if it was added.
        after: its number in the second text, from 1; None if it was removed.
    """

    change: LineChange
    runs: Runs
    before: int | None = None
    after: int | None = None


@frozen
class OmittedLines:
    """Unchanged lines that are left out.

    Attributes:
        lines: how many they are.
    """

    lines: int
    change: ClassVar[LineChange] = LineChange.SAME


def diff_lines(before: str, after: str) -> tuple[DiffLine, ...]:
    """Return every line of two texts: common lines once, at each change the removed lines and then the added ones."""
    before, after = _without_common_crlf(before, after)
    old, new = _split_lines(before), _split_lines(after)
    budget = StepBudget()
    lines: list[DiffLine] = []
    for block in align(old, new, budget):
        if block.equal:
            lines += (
                DiffLine(LineChange.SAME, _run(old[one], Tone.TEXT), one + 1, other + 1)
                for one, other in zip(block.before, block.after, strict=True)
            )
            continue
        removed, added = _diff_tokens(_slice(old, block.before), _slice(new, block.after), budget)
        lines += (
            DiffLine(LineChange.REMOVED, runs, before=number + 1)
            for number, runs in zip(block.before, _runs_by_line(removed), strict=False)
        )
        lines += (
            DiffLine(LineChange.ADDED, runs, after=number + 1)
            for number, runs in zip(block.after, _runs_by_line(added), strict=False)
        )
    return tuple(lines)


def changed_lines(lines: Sequence[DiffLine], context: int = 3) -> tuple[DiffLine | OmittedLines, ...]:
    """Return the changed lines with some unchanged ones around them and gaps for the rest; nothing if none changed."""
    wanted: set[int] = set()
    for position, line in enumerate(lines):
        if line.change is not LineChange.SAME:
            wanted.update(range(position - context, position + context + 1))
    if not wanted:
        return ()
    kept: list[DiffLine | OmittedLines] = []
    for near, group in groupby(range(len(lines)), key=wanted.__contains__):
        positions = list(group)
        # A gap is shown as a line, so one for a single line would save nothing.
        kept += (lines[at] for at in positions) if near or len(positions) == 1 else [OmittedLines(len(positions))]
    return tuple(kept)


def diff_words(before: str, after: str) -> tuple[Runs, Runs]:
    """Return two short texts, each as one line, with their differing words in the tones REMOVED and ADDED."""
    removed, added = _diff_tokens(before, after, StepBudget())
    return _merge_runs(removed), _merge_runs(added)


_Toned: TypeAlias = list[tuple[str, Tone]]
"""Tokens of a text, each with its tone; line breaks are among them."""


def _diff_tokens(before: str, after: str, budget: StepBudget) -> tuple[_Toned, _Toned]:
    """Return the tokens of both texts with their tones; each text in one changed piece if they share few words."""
    whole = [(before, Tone.REMOVED)], [(after, Tone.ADDED)]
    if not before or not after or len(before) + len(after) > _MAX_WORD_DIFF:
        return whole
    old, new = _tokens(before), _tokens(after)
    blocks = align([_token_key(token) for token in old], [_token_key(token) for token in new], budget)
    removed: _Toned = []
    added: _Toned = []
    shared = 0
    for position, block in enumerate(blocks):
        # Changes that only spaces and punctuation separate are read as one.
        inside = 0 < position < len(blocks) - 1
        bridge = inside and not any(_is_word(old[number]) for number in block.before)
        if block.equal and not bridge:
            shared += sum(len(old[number]) for number in block.before if _is_word(old[number]))
            for one, other in zip(block.before, block.after, strict=True):
                kept = _same_space(old[one], new[other])
                removed.append((old[one], Tone.TEXT if kept else Tone.REMOVED))
                added.append((new[other], Tone.TEXT if kept else Tone.ADDED))
        else:
            removed += ((old[number], Tone.REMOVED) for number in block.before)
            added += ((new[number], Tone.ADDED) for number in block.after)
    longer = max(sum(len(token) for token in tokens if _is_word(token)) for tokens in (old, new))
    return whole if shared < _MIN_SIMILARITY * longer else (removed, added)


def _tokens(text: str) -> list[str]:
    """Split a text into words, numbers, spaces and punctuation, without breaking grapheme clusters."""
    tokens: list[str] = _TOKEN.findall(text)
    if not any(_is_joining(character) for character in set(text)):
        return tokens
    joined: list[str] = []
    for token in tokens:
        separate = not joined or token.isspace() or joined[-1].isspace()
        if not separate and (_is_joining(token[0]) or _is_joining(joined[-1][-1])):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _is_joining(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JOINING.match(character) is not None


def _token_key(token: str) -> str:
    """Return what a token is compared by: a paragraph may be wrapped differently, so all white space is equal."""
    return " " if token.isspace() else token


def _same_space(before: str, after: str) -> bool:
    """Return whether aligned tokens look the same; within a line, or at its start, the amount of space counts."""
    return before == after or ("\n" in before) != ("\n" in after)


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _split_lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def _without_common_crlf(before: str, after: str) -> tuple[str, str]:
    """Return both texts with plain line breaks if all lines of both end in CR LF, which is no difference then."""
    if all(text.count("\r\n") == text.count("\n") for text in (before, after)):
        return before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    return before, after


def _slice(lines: Sequence[str], numbers: range) -> str:
    return "\n".join(lines[numbers.start : numbers.stop])


def _runs_by_line(tokens: _Toned) -> Iterator[Runs]:
    line: _Toned = []
    for token, tone in tokens:
        first, *rest = token.split("\n")
        line.append((first, tone))
        for part in rest:
            yield _merge_runs(line)
            line = [(part, tone)]
    yield _merge_runs(line)


def _merge_runs(tokens: _Toned) -> Runs:
    parts = ((tone, "".join(token for token, _ in same)) for tone, same in groupby(tokens, key=lambda part: part[1]))
    return tuple(run for tone, text in parts for run in _run(text, tone))


def _run(text: str, tone: Tone) -> Runs:
    return (Run(single_line(text), tone),) if text else ()


# Patches for programs


Hunk: TypeAlias = list[DiffBlock]
"""Neighbouring changes with the unchanged lines around them."""


def unified_patch(before: str, after: str, old_name: str, new_name: str, context: int = 3) -> str:
    """Return a unified diff that `patch` and `git apply` read; empty if the texts are equal.

    Its lines may hold control characters, as the texts may: escape them before showing them on a terminal.
    """
    old, new = _lines_with_breaks(before), _lines_with_breaks(after)
    hunks = list(_hunks(align(old, new), context))
    if not hunks:
        return ""
    parts = [f"--- {old_name}\n+++ {new_name}\n"]
    for hunk in hunks:
        removed = range(hunk[0].before.start, hunk[-1].before.stop)
        added = range(hunk[0].after.start, hunk[-1].after.stop)
        parts.append(f"@@ -{_span(removed)} +{_span(added)} @@\n")
        for block in hunk:
            if block.equal:
                parts += (_patch_line(" ", old[number]) for number in block.before)
            else:
                parts += (_patch_line("-", old[number]) for number in block.before)
                parts += (_patch_line("+", new[number]) for number in block.after)
    return "".join(parts)


def _hunks(blocks: Sequence[DiffBlock], context: int) -> Iterator[Hunk]:
    hunk: Hunk = []
    for position, block in enumerate(blocks):
        if not block.equal:
            hunk.append(block)
        elif position == 0:
            hunk.append(_cut(block, max(len(block.before) - context, 0), len(block.before)))
        elif position == len(blocks) - 1:
            hunk.append(_cut(block, 0, context))
        elif len(block.before) <= 2 * context:
            hunk.append(block)
        else:
            yield [*hunk, _cut(block, 0, context)]
            hunk = [_cut(block, len(block.before) - context, len(block.before))]
    if any(not block.equal for block in hunk):
        yield hunk


def _cut(block: DiffBlock, start: int, stop: int) -> DiffBlock:
    return DiffBlock(block.equal, block.before[start:stop], block.after[start:stop])


def _span(lines: range) -> str:
    """Return a line range as the header of a hunk has it; an empty one is given by the line before it."""
    return f"{lines.start + 1 if lines else lines.start},{len(lines)}"


def _patch_line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _lines_with_breaks(text: str) -> list[str]:
    """Split a text at its line feeds only, unlike `str.splitlines`, and keep them."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
