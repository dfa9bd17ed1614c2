"""Where a binder mentions a partner or an agreement: by a link, by its id, or by its name or acronym."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.entries import Agreement, Partner, Section
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, Leaf, Role, iter_fields
from bindertui.model.markup import linked_entries, parse_markup
from bindertui.model.outline import AnyEntry, Place
from bindertui.model.text import Text

_SHORTEST_NAME = 2
_WORD = re.compile(r"\w+")


@frozen
class Mention:
    """A place that mentions an entry.

    Attributes:
        mentioned: the id of the entry that is mentioned.
        address: the field that mentions it, without its language.
        text: the text that does; None for a list of ids.
    """

    mentioned: str
    address: Address
    text: Text | None


def find_mentions(entries: Iterable[AnyEntry], names: "NameIndex") -> Iterator[Mention]:
    """Every mention in some entries, what is nested in them left out, in reading order."""
    for entry in entries:
        if isinstance(entry, Section | Partner | Agreement):
            for leaf in iter_fields(entry, without=("id", "sections")):
                for mentioned in dict.fromkeys(_mentioned(leaf, names)):
                    if mentioned != entry.id:
                        text = leaf.value if isinstance(leaf.value, Text) else None
                        yield Mention(mentioned, Address(entry.id, leaf.path), text)


def _mentioned(leaf: Leaf, names: "NameIndex") -> Iterator[str]:
    if isinstance(leaf.value, Text):
        for _, original in leaf.value.originals:
            yield from linked_entries(original)
            yield from names.found_in("".join(span.text for span in parse_markup(original)))
    elif leaf.role in REFERENCES and leaf.role is not Role.SOURCE:
        yield leaf.value


@frozen
class NameIndex:
    """The names and acronyms of partners and agreements, ready to be found in texts.

    Looked up word by word: one pattern of a few hundred names is tried at every character, and takes ten times as long.

    Attributes:
        by_word: the names by their first word, each with where in it that word begins; longest first.
    """

    by_word: dict[str, list[tuple[str, int, str]]]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "NameIndex":
        """The names of the partners and agreements among some places."""
        ids: dict[str, str] = {}
        for place in places:
            if place.kind not in (EntryKind.PARTNER, EntryKind.AGREEMENT):
                continue
            for text in (place.title, place.acronym):
                for _, name in text.originals if text and not place.broken else ():
                    if len(name) >= _SHORTEST_NAME:
                        ids.setdefault(name, place.id)
        by_word: dict[str, list[tuple[str, int, str]]] = {}
        for name in sorted(ids, key=len, reverse=True):
            if first := _WORD.search(name):
                by_word.setdefault(first.group(), []).append((name, first.start(), ids[name]))
        return cls(by_word)

    def found_in(self, text: str) -> Iterator[str]:
        """The ids of what a text names, in order; of names inside each other, the longest."""
        end = 0
        for match in _WORD.finditer(text):
            if match.start() >= end:
                for name, offset, identifier in self.by_word.get(match.group(), ()):
                    start = match.start() - offset
                    if start >= 0 and text.startswith(name, start) and _stands_alone(text, start, start + len(name)):
                        yield identifier
                        end = start + len(name)
                        break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit stands right before or after a part of a text."""
    before = text[start - 1 : start] if _is_word(text[start]) else ""
    after = text[end : end + 1] if _is_word(text[end - 1]) else ""
    return not _is_word(before) and not _is_word(after)


def _is_word(character: str) -> bool:
    return _WORD.match(character) is not None
