"""What a document of the index keeps of a passage, to show it when it is found."""

import json
from typing import TYPE_CHECKING

from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind
from bindertui.model.text import NEUTRAL, Text
from bindertui.values import frozen

if TYPE_CHECKING:
    # What is found is shown without what it was made of.
    from bindertui.search.passages import Passage


@frozen
class Shown:
    """What a document keeps of a passage to show it; its attributes are those of the passage."""

    place: Address
    kind: EntryKind
    title: Text
    text: Text
    by_language: bool

    @classmethod
    def read(cls, stored: bytes) -> "Shown":
        """Read back what `stored` wrote."""
        binder, entry, path, kind, title, text, by_language = json.loads(stored)
        return cls(Address(entry, tuple(path), binder), EntryKind(kind), _text(title), _text(text), by_language)

    def address(self, language: str) -> Address:
        """Where the original in a language stands."""
        return self.place / language if self.by_language and language != NEUTRAL else self.place


def stored(passage: "Passage") -> bytes:
    """What is kept of a passage."""
    place = passage.place
    kept = (place.binder, place.entry, place.path, passage.kind, passage.title.originals, passage.text.originals)
    return json.dumps((*kept, passage.by_language)).encode()


def _text(originals: list[list[str]]) -> Text:
    return Text(tuple((language, text) for language, text in originals))
