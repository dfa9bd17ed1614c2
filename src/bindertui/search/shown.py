"""What a document of the index keeps of a passage, to show it when it is found."""

import json

from attrs import frozen

from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text


@frozen
class Shown:
    """What a document keeps of a passage to show it.

    Attributes:
        place: the address without a language.
        originals: (language, text, whether the language is a step of the address), in the order they are written.
    """

    place: Address
    kind: EntryKind
    title: Text
    originals: tuple[tuple[str, str, bool], ...]

    @classmethod
    def read(cls, stored: bytes) -> "Shown":
        """Read back what `documents` wrote."""
        binder, entry, path, kind, title, originals = json.loads(stored)
        return cls(
            Address(entry, tuple(path), binder),
            EntryKind(kind),
            Text(tuple((language, text) for language, text in title)),
            tuple((language, text, by_language) for language, text, by_language in originals),
        )

    def address(self, language: str) -> Address:
        """Where the original in a language stands."""
        by_language = any(code == language and step for code, _, step in self.originals)
        return self.place / language if by_language else self.place
