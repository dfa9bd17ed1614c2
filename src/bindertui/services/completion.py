"""Completion of queries with the entries, sources and values of a binder."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import OutlineItem
from bindertui.model.text import fold_text, language_name, single_line
from bindertui.search.completion import Completion, Placeholder, complete, find_placeholder

MAX_COMPLETIONS = 50
"""The most completions to offer."""

ValueLookup = Callable[[str, str], Iterable[str]]
"""Return the values of a field that begin with a prefix; see `search.index.Index.field_values`."""


class Completer:
    """Completes queries for one binder; safe to share between threads."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder

    def complete(
        self, text: str, cursor: int, language: str, values: ValueLookup | None = None
    ) -> tuple[Completion, ...]:
        """Return completions for the part of a query at the cursor, the most likely first.

        Args:
            text: the query.
            cursor: the position of the cursor.
            language: the reader's language.
            values: looks up values in the index; None while there is no index.
        """
        placeholder = find_placeholder(text, cursor)
        if placeholder is None:
            return ()
        if placeholder.field is None or placeholder.field.choices:
            return complete(placeholder, language)
        found = [
            placeholder.fill(value, meaning)
            for value, meaning in islice(self._values(placeholder, language, values), MAX_COMPLETIONS)
        ]
        return () if [completion.label for completion in found] == [placeholder.typed] else tuple(found)

    def _values(self, placeholder: Placeholder, language: str, values: ValueLookup | None) -> Iterator[tuple[str, str]]:
        """Yield each value that fits, with its meaning."""
        assert placeholder.field is not None
        match placeholder.field.name:
            case "in":
                yield from self._entries(placeholder.typed, language, frozenset(EntryKind))
            case "partner":
                yield from self._entries(placeholder.typed, language, frozenset({EntryKind.PARTNER}))
            case "source":
                begun = fold_text(placeholder.typed)
                for key, source in self._binder.sources.items():
                    if fold_text(key).startswith(begun):
                        yield single_line(key), single_line(source.title.in_language(language))
            case "lang":
                for code in self._binder.languages:
                    if code.startswith(placeholder.typed):
                        yield code, language_name(code, language)
            case name:
                yield from ((single_line(value), "") for value in (values(name, placeholder.typed) if values else ()))

    def _entries(self, typed: str, language: str, kinds: frozenset[EntryKind]) -> Iterator[tuple[str, str]]:
        """Yield the entries with a matching id, then those with a matching word in their names."""
        begun, word = typed.casefold(), f" {fold_text(typed)}"
        by_name: list[OutlineItem] = []
        for place, names in self._names:
            if place.kind not in kinds:
                continue
            if place.id.startswith(begun):
                yield place.id, single_line(place.title.in_language(language))
            elif word in names:
                by_name.append(place)
        yield from ((place.id, single_line(place.title.in_language(language))) for place in by_name)

    @cached_property
    def _names(self) -> list[tuple[OutlineItem, str]]:
        """Every entry with all its names, folded."""
        return [(place, _names(place)) for place in self._binder.outline()]


def _names(place: OutlineItem) -> str:
    texts = (text for named in (place.title, place.acronym) if named for _, text in named.originals)
    return " ".join(["", *(fold_text(single_line(text)) for text in texts)])
