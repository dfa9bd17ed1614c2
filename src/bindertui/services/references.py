"""Where a binder refers to an entry: by its id, or by a link in a text."""

import re
from collections.abc import Iterator

from bindertui.model.address import Address, Path
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.fields import REFERENCES, Role
from bindertui.model.inline import entries_linked
from bindertui.model.text import NEUTRAL, Text
from bindertui.model.walk import leaves
from bindertui.services.documents import documents
from bindertui.values import frozen


@frozen
class Reference:
    """A field that refers to an entry.

    Attributes:
        document: the id of the file the field lies in.
        path: where it lies there.
        text: what it says: an id, or a text with a link in it.
    """

    document: str
    path: Path
    text: str

    @property
    def address(self) -> Address:
        """Where it is, from the file's own entry inwards."""
        return Address(self.document, self.path)


def references(binder: Binder, identifiers: frozenset[str]) -> Iterator[Reference]:
    """Every field that refers to one of several entries, in reading order."""
    for document, value, path in documents(binder):
        for leaf in leaves(value, path):
            if isinstance(leaf.value, Text):
                for language, original in leaf.value.originals:
                    if not identifiers.isdisjoint(entries_linked(original)):
                        yield Reference(
                            document, leaf.path if language == NEUTRAL else (*leaf.path, language), original
                        )
            elif leaf.role in REFERENCES and leaf.role is not Role.SOURCE and leaf.value in identifiers:
                yield Reference(document, leaf.path, leaf.value)


def renamed_in(text: str, old: str, new: str) -> str:
    """What a reference says when the entry has another id."""
    if text == old:
        return new
    return re.sub(rf"\[\[{re.escape(old)}(?=\||\]\])", f"[[{new}", text)


def ids_in(section: Section) -> Iterator[str]:
    """The ids of a section and of those nested in it."""
    yield section.id
    for nested in section.sections:
        yield from ids_in(nested)
