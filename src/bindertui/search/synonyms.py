"""Names that mean the same: what the glossary, the partners and the agreements of a binder are called."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import field

from bindertui.model.binder import AGREEMENTS, PARTNERS, Binder
from bindertui.model.text import Text, one_line
from bindertui.search.words import words
from bindertui.values import frozen

if TYPE_CHECKING:
    from bindertui.model.entries import Term

_LONGEST_NAME = 14
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_EXPLAINED = re.compile(r"([^()]+\S) \(([^()]*[^\W\d_][^()]*)\)")
_FULL_NAME_END = re.compile(r"[.;:,(\n]|\s[–—-]\s")


@frozen
class Name:
    """One name of something.

    Attributes:
        words: folded.
        shown: as it is written.
    """

    words: tuple[str, ...]
    shown: str = field(eq=False)


@frozen
class Synonyms:
    """The other names of everything that has several.

    Attributes:
        others: by the words of a name, the other names of what it names.
        longest: the number of words in the longest name.
    """

    others: Mapping[tuple[str, ...], tuple[Name, ...]] = {}
    longest: int = 0

    @classmethod
    def of(cls, binder: Binder) -> "Synonyms":
        """The names a binder's glossary, partners and agreements give."""
        others: dict[tuple[str, ...], dict[Name, None]] = {}
        for names in _groups(binder):
            for name in names:
                others.setdefault(name.words, {}).update(dict.fromkeys(other for other in names if other != name))
        return cls({key: tuple(found) for key, found in others.items() if found}, max(map(len, others), default=0))

    @classmethod
    def read(cls, written: str) -> "Synonyms":
        """What `written` made a text of.

        Raises:
            ValueError, TypeError: the text is something else.
        """
        longest, others = json.loads(written)
        names = {tuple(key): tuple(Name(tuple(name), shown) for name, shown in found) for key, found in others}
        return cls(names, longest)

    def written(self) -> str:
        """These as a text."""
        others = [(key, [(name.words, name.shown) for name in found]) for key, found in self.others.items()]
        return json.dumps((self.longest, others))


def _groups(binder: Binder) -> Iterator[list[Name]]:
    for term in binder.terms:
        yield _names(_term_names(term))
    for place in (*binder.children(PARTNERS), *binder.children(AGREEMENTS)):
        if not place.broken:
            yield _names(text for named in (place.title, place.acronym) if named for _, text in named.originals)


def _names(texts: Iterable[str]) -> list[Name]:
    named = (Name(tuple(words(text)), one_line(text)) for written in texts for text in _variants(written))
    return list(dict.fromkeys(name for name in named if 0 < len(name.words) <= _LONGEST_NAME))


def _variants(text: str) -> Iterator[str]:
    """A name as it is written, without its dots, and without or by what stands after it in parentheses."""
    yield text
    if _DOTTED.fullmatch(text):
        yield text.replace(".", "")
    elif explained := _EXPLAINED.fullmatch(text):
        yield from explained.groups()


def _term_names(term: "Term") -> Iterator[str]:
    for language, text in term.term.originals:
        yield text
        if _is_acronym(text):
            yield _full_name(term.meaning, language)


def _is_acronym(text: str) -> bool:
    return " " not in text.strip() and sum(map(str.isupper, text)) > 1


def _full_name(meaning: Text, language: str) -> str:
    """What an acronym stands for: its meaning begins with it."""
    return _FULL_NAME_END.split(meaning.read(language).lstrip(), maxsplit=1)[0].rstrip()
