"""Summaries of top sections for the front page: word counts and takeaways."""

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
    """A note with a key takeaway.

    Attributes:
        address: the address of its text, without the language.
        text: the text.
    """

    address: Address
    text: Text


@frozen
class SectionSummary:
    """The word counts and takeaways of a top section.

    Attributes:
        words: the number of words by language, nested sections included.
        section_words: the id of the section and of each nested one, with its own number of words in the first language.
        takeaways: the takeaways, in reading order.
    """

    words: Mapping[str, int]
    section_words: tuple[tuple[str, int], ...]
    takeaways: tuple[Takeaway, ...]

    def share_read(self, identifiers: frozenset[str]) -> float:
        """Return the share of words (0 to 1) in the sections with some ids."""
        total = sum(words for _, words in self.section_words)
        read = sum(words for identifier, words in self.section_words if identifier in identifiers)
        return read / total if total else float(all(identifier in identifiers for identifier, _ in self.section_words))


def summarize(section: "Section", languages: tuple[str, ...]) -> SectionSummary:
    """Summarize a top section in the languages of its binder."""
    from bindertui.model.fields import iter_fields  # noqa: PLC0415 - needed to load a file, not for the first frame

    words = dict.fromkeys(languages, 0)
    section_words = []
    for nested in _with_nested(section):
        own = dict.fromkeys(languages, 0)
        for field in iter_fields(nested, without=("id", "sections")):
            if isinstance(field.value, Text):
                for language in languages:
                    own[language] += len(field.value.in_language(language).split())
        section_words.append((nested.id, own[languages[0]]))
        words = {language: count + own[language] for language, count in words.items()}
    return SectionSummary(words, tuple(section_words), tuple(_takeaways(section)))


def _takeaways(section: "Section") -> Iterator[Takeaway]:
    for nested in _with_nested(section):
        for position, block in enumerate(nested.body):
            note = getattr(block, "note", None)
            if note is not None and note.kind is NoteKind.TAKEAWAY:
                yield Takeaway(Address(nested.id, ("body", position, "note", "text")), note.text)


def _with_nested(section: "Section") -> "Iterator[Section]":
    yield section
    for nested in section.sections:
        yield from _with_nested(nested)
