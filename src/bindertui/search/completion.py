"""Query completion: find the part of a query at the cursor, and complete field names and fixed values."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.model.text import Text
from bindertui.search.analysis import fold_word
from bindertui.search.fields import ALIASES, FIELDS, FieldChoice, QueryField
from bindertui.search.parser import COMPARISON_PATTERN, FIELD_PATTERN, TOKEN_PATTERN
from bindertui.search.query import Extent

_MIN_LETTERS = 2
"""Letters to type before field names are offered; one letter would match too many."""
_BARE = re.compile(r"[^\s()\"“«]+")


@frozen
class Placeholder:
    """The part of a query at the cursor that can be completed.

    Attributes:
        extent: the range that a completion replaces.
        typed: the text from the beginning of the range to the cursor.
        field: the field of the value being typed; None while a field name is being typed.
    """

    extent: Extent
    typed: str
    field: QueryField | None = None

    def fill(self, value: str, help: str) -> "Completion":
        """Return the completion with a value, in quotes if needed, followed by a space."""
        return Completion(self.extent, f"{value} " if _BARE.fullmatch(value) else f'"{value}" ', value, help)


@frozen
class Completion:
    """A replacement for a part of a query.

    Attributes:
        extent: the range it replaces.
        text: the replacement.
        label: how lists show it.
        help: its meaning, in the reader's language.
    """

    extent: Extent
    text: str
    label: str
    help: str

    def apply(self, text: str) -> tuple[str, int]:
        """Return the query with the replacement made, and the new position of the cursor."""
        start, end = self.extent
        rest = text[end:]
        # Do not double a space that follows.
        kept = rest[1:] if self.text.endswith(" ") and rest.startswith(" ") else rest
        return f"{text[:start]}{self.text}{kept}", start + len(self.text)


def find_placeholder(text: str, cursor: int) -> Placeholder | None:
    """Return the part of a query that can be completed; None if there is none.

    Args:
        text: the query, any text.
        cursor: the position of the cursor.
    """
    for piece in TOKEN_PATTERN.finditer(text):
        if piece.start() < cursor <= piece.end():
            if piece["chunk"]:
                return _in_chunk(text, piece.start(), piece.end(), cursor)
            return _in_quotes(text, piece, cursor) if piece["name"] else None
    return None


def _in_chunk(text: str, start: int, end: int, cursor: int) -> Placeholder | None:
    start += len(text[start:end]) - len(text[start:end].lstrip("-"))
    named = FIELD_PATTERN.fullmatch(text, start, end)
    if named is None:
        return Placeholder((start, end), text[start:cursor]) if start < cursor else None
    return _value_placeholder(_field(named[1]), text, named.start(2), end, cursor)


def _in_quotes(text: str, piece: re.Match[str], cursor: int) -> Placeholder | None:
    return _value_placeholder(_field(piece["name"][:-1]), text, piece.end("name"), piece.end(), cursor)


def _value_placeholder(field: QueryField | None, text: str, start: int, end: int, cursor: int) -> Placeholder | None:
    if field is None or cursor < start:
        return None
    if field.is_date and (compared := COMPARISON_PATTERN.fullmatch(text, start, end)):
        start = compared.start(2)
    return Placeholder((start, end), text[start:cursor].strip('"“”«» '), field) if cursor >= start else None


def _field(name: str) -> QueryField | None:
    key = fold_word(name)
    return FIELDS.get(ALIASES.get(key, key))


def complete(placeholder: Placeholder, language: str) -> tuple[Completion, ...]:
    """Return the field names, or the fixed values of a field, that begin with the typed text."""
    if placeholder.field is not None:
        choices = (
            (_matching_word(placeholder.typed, _choice_words(choice), choice.label, language), choice)
            for choice in placeholder.field.choices
        )
        found = [placeholder.fill(word, choice.help.in_language(language)) for word, choice in choices if word]
    elif len(placeholder.typed) < _MIN_LETTERS:
        return ()
    else:
        names = (
            (_matching_word(placeholder.typed, _field_words(field), field.label, language), field)
            for field in FIELDS.values()
        )
        found = [
            Completion(placeholder.extent, f"{word}:", f"{word}:", field.help.in_language(language))
            for word, field in names
            if word
        ]
    # A word typed in full needs no list.
    return () if [completion.label for completion in found] == [placeholder.typed] else tuple(found)


def _matching_word(typed: str, words: Iterable[str], word: Text, language: str) -> str | None:
    """Return a word that begins with the typed text, preferably the reader's own; None if there is none."""
    begun = fold_word(typed)
    return next((each for each in (word.in_language(language), *words) if fold_word(each).startswith(begun)), None)


def _choice_words(choice: FieldChoice) -> Iterator[str]:
    yield choice.value
    yield from (text for _, text in choice.label.originals)
    yield from choice.aliases


def _field_words(field: QueryField) -> Iterator[str]:
    yield field.name
    yield from (text for _, text in field.label.originals)
    yield from (alias for alias, name in ALIASES.items() if name == field.name)
