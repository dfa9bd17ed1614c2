"""What a front page tells of a section: how much there is to read, and what to remember."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.enums import NoteKind
from bindertui.model.text import Text

if TYPE_CHECKING:
    from bindertui.model.entries import Section


@frozen
class Takeaway:
    """A note of what to remember.

    Attributes:
        address: of its text, without the language.
        text: what it says.
    """

    address: Address
    text: Text


@frozen
class SectionSummary:
    """What a front page tells of a top section.

    Attributes:
        words: how many words a reader of each of the binder's languages is shown, all that is nested in it included.
        parts: the sections in it, itself first, by their ids: the words of their own, in the first language.
        takeaways: in reading order.
    """

    words: Mapping[str, int]
    parts: tuple[tuple[str, int], ...]
    takeaways: tuple[Takeaway, ...]

    def read(self, identifiers: frozenset[str]) -> float:
        """How much of it has been read, from 0 to 1, by who has read the sections with some ids."""
        whole = sum(words for _, words in self.parts)
        done = sum(words for identifier, words in self.parts if identifier in identifiers)
        return done / whole if whole else float(all(identifier in identifiers for identifier, _ in self.parts))


def summarize(section: "Section", languages: tuple[str, ...]) -> SectionSummary:
    """What the front page of a binder in some languages tells of a top section."""
    from bindertui.model.fields import iter_fields  # noqa: PLC0415 - made when a file is read, not when the page is shown

    words = dict.fromkeys(languages, 0)
    parts = []
    for part in _parts(section):
        own = dict.fromkeys(languages, 0)
        for leaf in iter_fields(part, without=("id", "sections")):
            if isinstance(leaf.value, Text):
                for language in languages:
                    own[language] += len(leaf.value.read(language).split())
        parts.append((part.id, own[languages[0]]))
        words = {language: count + own[language] for language, count in words.items()}
    return SectionSummary(words, tuple(parts), tuple(_takeaways(section)))


def _takeaways(section: "Section") -> Iterator[Takeaway]:
    for part in _parts(section):
        for position, block in enumerate(part.body):
            note = getattr(block, "note", None)
            if note is not None and note.kind is NoteKind.TAKEAWAY:
                yield Takeaway(Address(part.id, ("body", position, "note", "text")), note.text)


def _parts(section: "Section") -> "Iterator[Section]":
    yield section
    for nested in section.sections:
        yield from _parts(nested)
