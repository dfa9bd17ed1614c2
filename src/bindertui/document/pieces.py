"""The words in which two texts differ."""

import re
import unicodedata

from bindertui.document.alignment import aligned
from bindertui.document.flow import Tone
from bindertui.document.shortest import Effort

_LONGEST = 200_000
"""Characters of changed lines that are compared word by word; more count as changed whole."""
_ALIKE = 0.25
"""How much of its words a changed text shares with the other for it to be worth showing which."""
_PIECE = re.compile(r"\s+|\d+(?:[.,\u00a0\u202f]\d+)*|\w+|[^\w\s]")
"""A word, a whole number, spaces or a mark."""
_JOINED = re.compile(r"[\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Characters that are drawn together with the one before them, beside those that combine."""


Toned = list[tuple[str, Tone]]
"""Pieces of a text, each with its tone, line breaks among them."""


def toned(before: str, after: str, effort: Effort) -> tuple[Toned, Toned]:
    """Both texts in pieces, those that changed in their tones; all of them where hardly a word is shared."""
    whole = [(before, Tone.REMOVED)], [(after, Tone.ADDED)]
    if not before or not after or len(before) + len(after) > _LONGEST:
        return whole
    old, new = _pieces(before), _pieces(after)
    stretches = aligned([_key(piece) for piece in old], [_key(piece) for piece in new], effort)
    removed: Toned = []
    added: Toned = []
    shared = 0
    for position, stretch in enumerate(stretches):
        inside = 0 < position < len(stretches) - 1
        between = inside and not any(_is_word(old[number]) for number in stretch.before)
        same = stretch.same and not between
        shared += sum(len(old[number]) for number in stretch.before if same and _is_word(old[number]))
        if same:
            for one, other in zip(stretch.before, stretch.after, strict=True):
                kept = _same_space(old[one], new[other])
                removed.append((old[one], Tone.TEXT if kept else Tone.REMOVED))
                added.append((new[other], Tone.TEXT if kept else Tone.ADDED))
        else:
            removed += ((old[number], Tone.REMOVED) for number in stretch.before)
            added += ((new[number], Tone.ADDED) for number in stretch.after)
    most = max(sum(len(piece) for piece in pieces if _is_word(piece)) for pieces in (old, new))
    return whole if shared < _ALIKE * most else (removed, added)


def _pieces(text: str) -> list[str]:
    """The text in words, numbers, spaces and marks; what is drawn together stays together."""
    pieces: list[str] = _PIECE.findall(text)
    if not any(_clings(character) for character in set(text)):
        return pieces
    joined: list[str] = []
    for piece in pieces:
        apart = not joined or piece.isspace() or joined[-1].isspace()
        if not apart and (_clings(piece[0]) or _clings(joined[-1][-1])):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _clings(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JOINED.match(character) is not None


def _key(piece: str) -> str:
    """What a piece is compared by: a paragraph may be broken into lines anew, so any space is like another."""
    return " " if piece.isspace() else piece


def _same_space(before: str, after: str) -> bool:
    """Whether two pieces that were lined up look the same: on one line, or at its start, a space is not any space."""
    return before == after or ("\n" in before) != ("\n" in after)


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))
