"""Where a binder mentions a partner or an agreement: by a link, by its id, or by its name or acronym."""

import re
from collections.abc import Iterator

from attrs import frozen

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Partner
from bindertui.model.fields import REFERENCES, Role
from bindertui.model.inline import entries_linked, spans
from bindertui.model.text import Text
from bindertui.model.walk import Leaf, leaves

_SHORTEST_NAME = 2


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


def mentions(binder: Binder) -> dict[str, list[Mention]]:
    """Every mention in the binder, by the id of what is mentioned, in reading order."""
    names = _Names.of(binder)
    found: dict[str, list[Mention]] = {}
    for entry in binder.entries():
        for leaf in leaves(entry, without=("id", "sections")):
            for mentioned in dict.fromkeys(_mentioned(leaf, names)):
                if mentioned != entry.id:
                    text = leaf.value if isinstance(leaf.value, Text) else None
                    found.setdefault(mentioned, []).append(Mention(mentioned, Address(entry.id, leaf.path), text))
    return found


def _mentioned(leaf: Leaf, names: "_Names") -> Iterator[str]:
    if isinstance(leaf.value, Text):
        for _, original in leaf.value.originals:
            yield from entries_linked(original)
            yield from names.found_in("".join(span.text for span in spans(original)))
    elif leaf.role in REFERENCES and leaf.role is not Role.SOURCE:
        yield leaf.value


@frozen
class _Names:
    """The names and acronyms of partners and agreements, ready to be found in texts."""

    pattern: re.Pattern[str]
    ids: dict[str, str]

    @classmethod
    def of(cls, binder: Binder) -> "_Names":
        ids: dict[str, str] = {}
        for entry in binder.entries():
            if isinstance(entry, Partner | Agreement):
                for text in (entry.title, entry.acronym):
                    for _, name in text.originals if text else ():
                        if len(name) >= _SHORTEST_NAME:
                            ids.setdefault(name, entry.id)
        longest_first = sorted(map(re.escape, ids), key=len, reverse=True)
        return cls(re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)"), ids)

    def found_in(self, text: str) -> Iterator[str]:
        for match in self.pattern.finditer(text):
            yield self.ids[match.group()]
