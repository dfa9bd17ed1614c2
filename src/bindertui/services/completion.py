"""Completing a query with what there is in a binder."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import Place
from bindertui.model.text import fold_text, language_name, single_line
from bindertui.search.completion import Completion, Placeholder, complete, find_placeholder

MOST = 50
"""How many completions are offered at most."""

Values = Callable[[str, str], Iterable[str]]
"""The values of a field that begin so, as `search.index.Index.values` tells them."""


class Completer:
    """Completes queries put to one binder; threads may share it."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder

    def completions(
        self, text: str, cursor: int, language: str, values: Values | None = None
    ) -> tuple[Completion, ...]:
        """What may take the place of what is being written; the likeliest first.

        Args:
            text: the query.
            cursor: how many of its characters stand before the cursor.
            language: the reader's.
            values: tells what the index knows; None while there is none.
        """
        at = find_placeholder(text, cursor)
        if at is None:
            return ()
        if at.field is None or at.field.choices:
            return complete(at, language)
        found = [at.filled(value, meaning) for value, meaning in islice(self._values(at, language, values), MOST)]
        return () if [completion.shown for completion in found] == [at.typed] else tuple(found)

    def _values(self, at: Placeholder, language: str, values: Values | None) -> Iterator[tuple[str, str]]:
        """Each value that fits, with its meaning."""
        assert at.field is not None
        match at.field.name:
            case "in":
                yield from self._entries(at.typed, language, frozenset(EntryKind))
            case "partner":
                yield from self._entries(at.typed, language, frozenset({EntryKind.PARTNER}))
            case "source":
                begun = fold_text(at.typed)
                for key, source in self._binder.sources.items():
                    if fold_text(key).startswith(begun):
                        yield single_line(key), single_line(source.title.read(language))
            case "lang":
                for code in self._binder.languages:
                    if code.startswith(at.typed):
                        yield code, language_name(code, language)
            case name:
                yield from ((single_line(value), "") for value in (values(name, at.typed) if values else ()))

    def _entries(self, typed: str, language: str, kinds: frozenset[EntryKind]) -> Iterator[tuple[str, str]]:
        """The entries whose id begins so, then those with a word in their names that does."""
        begun, word = typed.casefold(), f" {fold_text(typed)}"
        by_name: list[Place] = []
        for place, names in self._named:
            if place.kind not in kinds:
                continue
            if place.id.startswith(begun):
                yield place.id, single_line(place.title.read(language))
            elif word in names:
                by_name.append(place)
        yield from ((place.id, single_line(place.title.read(language))) for place in by_name)

    @cached_property
    def _named(self) -> list[tuple[Place, str]]:
        """Every entry with all its names, folded."""
        return [(place, _names(place)) for place in self._binder.outline()]


def _names(place: Place) -> str:
    texts = (text for named in (place.title, place.acronym) if named for _, text in named.originals)
    return " ".join(["", *(fold_text(single_line(text)) for text in texts)])
