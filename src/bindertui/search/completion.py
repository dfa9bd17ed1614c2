"""Completing a query: what of it is being written at the cursor, and what may take its place."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.model.text import Text
from bindertui.search.analysis import fold_word
from bindertui.search.fields import ALIASES, FIELDS, FieldChoice, QueryField
from bindertui.search.parser import COMPARED, NAMED, PIECE
from bindertui.search.query import Extent

_FIRST_LETTERS = 2
"""How much of a field's name must be there before names are offered: one letter begins any word at all."""
_BARE = re.compile(r"[^\s()\"“«]+")


@frozen
class Placeholder:
    """The part of a query at the cursor, as far as it can be completed.

    Attributes:
        extent: what a completion takes the place of.
        typed: what stands there, up to the cursor.
        field: the field whose value it is; None of the name of a field.
    """

    extent: Extent
    typed: str
    field: QueryField | None = None

    def filled(self, value: str, help: str) -> "Completion":
        """A value in this place, in quotes if it needs them; what follows it can be typed at once."""
        return Completion(self.extent, f"{value} " if _BARE.fullmatch(value) else f'"{value}" ', value, help)


@frozen
class Completion:
    """What may take the place of a part of a query.

    Attributes:
        extent: that part.
        text: what takes its place.
        shown: how it is listed.
        help: what it means, in the reader's language.
    """

    extent: Extent
    text: str
    shown: str
    help: str

    def applied(self, text: str) -> tuple[str, int]:
        """The query with this in its place, and where the cursor then stands."""
        start, end = self.extent
        rest = text[end:]
        # A space that is there already is not doubled.
        kept = rest[1:] if self.text.endswith(" ") and rest.startswith(" ") else rest
        return f"{text[:start]}{self.text}{kept}", start + len(self.text)


def find_placeholder(text: str, cursor: int) -> Placeholder | None:
    """What can be completed at the cursor; None where nothing can.

    Args:
        text: any text at all.
        cursor: how many of its characters stand before the cursor.
    """
    for piece in PIECE.finditer(text):
        if piece.start() < cursor <= piece.end():
            if piece["chunk"]:
                return _in_chunk(text, piece.start(), piece.end(), cursor)
            return _in_quotes(text, piece, cursor) if piece["name"] else None
    return None


def _in_chunk(text: str, start: int, end: int, cursor: int) -> Placeholder | None:
    start += len(text[start:end]) - len(text[start:end].lstrip("-"))
    named = NAMED.fullmatch(text, start, end)
    if named is None:
        return Placeholder((start, end), text[start:cursor]) if start < cursor else None
    return _value(_field(named[1]), text, named.start(2), end, cursor)


def _in_quotes(text: str, piece: re.Match[str], cursor: int) -> Placeholder | None:
    return _value(_field(piece["name"][:-1]), text, piece.end("name"), piece.end(), cursor)


def _value(field: QueryField | None, text: str, start: int, end: int, cursor: int) -> Placeholder | None:
    if field is None or cursor < start:
        return None
    if field.dated and (compared := COMPARED.fullmatch(text, start, end)):
        start = compared.start(2)
    return Placeholder((start, end), text[start:cursor].strip('"“”«» '), field) if cursor >= start else None


def _field(name: str) -> QueryField | None:
    key = fold_word(name)
    return FIELDS.get(ALIASES.get(key, key))


def complete(blank: Placeholder, language: str) -> tuple[Completion, ...]:
    """The names of fields, or the values of one that has a few, that begin as what is typed."""
    if blank.field is not None:
        choices = (
            (_begun(blank.typed, _words(choice), choice.word, language), choice) for choice in blank.field.choices
        )
        found = [blank.filled(word, choice.help.read(language)) for word, choice in choices if word]
    elif len(blank.typed) < _FIRST_LETTERS:
        return ()
    else:
        names = ((_begun(blank.typed, _names(field), field.word, language), field) for field in FIELDS.values())
        found = [
            Completion(blank.extent, f"{word}:", f"{word}:", field.help.read(language)) for word, field in names if word
        ]
    # What is written out in full already needs no list.
    return () if [completion.shown for completion in found] == [blank.typed] else tuple(found)


def _begun(typed: str, words: Iterable[str], word: Text, language: str) -> str | None:
    """The word that begins as what is typed: the reader's own if it does, else another that means the same."""
    begun = fold_word(typed)
    return next((each for each in (word.read(language), *words) if fold_word(each).startswith(begun)), None)


def _words(choice: FieldChoice) -> Iterator[str]:
    yield choice.value
    yield from (text for _, text in choice.word.originals)
    yield from choice.others


def _names(field: QueryField) -> Iterator[str]:
    yield field.name
    yield from (text for _, text in field.word.originals)
    yield from (alias for alias, name in ALIASES.items() if name == field.name)
