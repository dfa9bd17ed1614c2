"""Section summaries for the front page."""

from bindertui.model.address import Address
from bindertui.model.entries import Note, NoteData, Paragraph, Point, Points, Section
from bindertui.model.enums import NoteKind
from bindertui.model.summary import Takeaway, summarize
from bindertui.model.text import Text
from tests.builders import en_fr

TAKEAWAY = en_fr("Remember this.", "À retenir, ceci et cela.")
INNER = Section(
    "inner",
    en_fr("Inner part", "Partie intérieure"),
    body=(Note(NoteData(NoteKind.CAUTION, Text.plain("Beware."))), Note(NoteData(NoteKind.TAKEAWAY, TAKEAWAY))),
)
OUTER = Section(
    "outer",
    en_fr("Outer", "Extérieur"),
    summary=en_fr("Three words here.", "Quatre mots sont ici."),
    body=(Paragraph(en_fr("One two.", "Un deux trois.")), Points((Point(Text.plain("neutral"), points=()),))),
    sections=(INNER,),
)


def test_words_are_counted_by_language() -> None:
    """Words of all texts count, nested sections included; a fallback text counts as shown."""
    gist = summarize(OUTER, ("en", "fr"))
    assert gist.words == {"en": 1 + 3 + 2 + 1 + 2 + 1 + 2, "fr": 1 + 4 + 3 + 1 + 2 + 1 + 5}
    assert gist.section_words == (("outer", 7), ("inner", 5))


def test_takeaways_have_their_addresses() -> None:
    """Takeaways are the notes of that kind, with the addresses of their texts."""
    assert summarize(OUTER, ("en",)).takeaways == (Takeaway(Address("inner", ("body", 1, "note", "text")), TAKEAWAY),)


def test_the_share_read_is_counted_in_words() -> None:
    """The share read is counted in words, from nothing to all."""
    gist = summarize(OUTER, ("en", "fr"))
    assert [gist.share_read(frozenset(ids)) for ids in ((), ("inner",), ("inner", "outer", "other"))] == [0, 5 / 12, 1]


def test_a_section_without_words_is_read_when_it_was_opened() -> None:
    """A section without words counts as read when it was opened."""
    gist = summarize(Section("mute", Text.plain("")), ("en",))
    assert [gist.share_read(frozenset()), gist.share_read(frozenset({"mute"}))] == [0, 1]
