"""Mentions of partners and agreements: by link, by id, or by name or acronym in running text."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.entries import Agreement, Partner, Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, FieldRole, FieldValue, iter_fields
from bindertui.model.markup import linked_entries, parse_markup
from bindertui.model.outline import AnyEntry, OutlineItem
from bindertui.model.text import Text

_SHORTEST_NAME = 2
_WORD = re.compile(r"\w+")


@frozen
class Mention:
    """A field that mentions an entry.

    Attributes:
        target: the id of the mentioned entry.
        address: the address of the field that mentions it, without the language.
        text: the text of the field; None for a list of ids.
    """

    target: str
    address: Address
    text: Text | None


def find_mentions(entries: Iterable[AnyEntry], names: "NameIndex") -> Iterator[Mention]:
    """Yield every mention in some entries, without their nested sections, in reading order."""
    for entry in entries:
        if isinstance(entry, Section | Partner | Agreement):
            for field in iter_fields(entry, without=("id", "sections")):
                for target in dict.fromkeys(_targets(field, names)):
                    if target != entry.id:
                        text = field.value if isinstance(field.value, Text) else None
                        yield Mention(target, Address(entry.id, field.path), text)


def _targets(field: FieldValue, names: "NameIndex") -> Iterator[str]:
    if isinstance(field.value, Text):
        for _, original in field.value.originals:
            yield from linked_entries(original)
            yield from names.find_in("".join(span.text for span in parse_markup(original)))
    elif field.role in REFERENCES and field.role is not FieldRole.SOURCE:
        yield field.value


@frozen
class NameIndex:
    """An index of the names and acronyms of partners and agreements, to find them in texts.

    Texts are looked up word by word, which is ten times as fast as one regular expression of a few hundred names.

    Attributes:
        by_word: by the first word of the name, tuples of the name, the offset of that word in it, and the id of its
            entry; longest names first.
    """

    by_word: dict[str, list[tuple[str, int, str]]]

    @classmethod
    def of(cls, items: Iterable[OutlineItem]) -> "NameIndex":
        """Index the partners and agreements among some outline items."""
        ids: dict[str, str] = {}
        for item in items:
            if item.kind not in (EntryKind.PARTNER, EntryKind.AGREEMENT):
                continue
            for text in (item.title, item.acronym):
                for _, name in text.originals if text and not item.is_broken else ():
                    if len(name) >= _SHORTEST_NAME:
                        ids.setdefault(name, item.id)
        by_word: dict[str, list[tuple[str, int, str]]] = {}
        for name in sorted(ids, key=len, reverse=True):
            if first := _WORD.search(name):
                by_word.setdefault(first.group(), []).append((name, first.start(), ids[name]))
        return cls(by_word)

    def find_in(self, text: str) -> Iterator[str]:
        """Yield the ids of the entries named in a text, in order; of overlapping names, the longest."""
        end = 0
        for match in _WORD.finditer(text):
            if match.start() >= end:
                for name, offset, identifier in self.by_word.get(match.group(), ()):
                    start = match.start() - offset
                    if start >= 0 and text.startswith(name, start) and _is_whole_word(text, start, start + len(name)):
                        yield identifier
                        end = start + len(name)
                        break


def _is_whole_word(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text is not preceded or followed by a letter or digit."""
    before = text[start - 1 : start] if _is_word_character(text[start]) else ""
    after = text[end : end + 1] if _is_word_character(text[end - 1]) else ""
    return not _is_word_character(before) and not _is_word_character(after)


def _is_word_character(character: str) -> bool:
    return _WORD.match(character) is not None
