"""The outline of a binder, and lookup of entries."""

from bindertui.model.entries import Agreement, Partner, Section
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BrokenEntry, Cover
from bindertui.model.text import Text

T = Text.of({"en": "t", "fr": "t"})
COVER = Cover("b", T, "2019-11", ("en", "fr"), ("one", "two"))
BINDER = InMemoryBinder(
    cover=COVER,
    sections=(
        Section("one", T, sections=(Section("deep", T, sections=(Section("deeper", T),)), Section("aside", T))),
        BrokenEntry("two", EntryKind.SECTION, ()),
    ),
    partners=(Partner("unhcr", PartnerKind.ORGANIZATION, T), BrokenEntry("iom", EntryKind.PARTNER, ())),
    agreements=(Agreement("stca", T),),
)


def test_the_outline_has_every_entry_in_reading_order() -> None:
    """The outline has the cover, sections, nested ones, partners, agreements, glossary and sources, broken or not."""
    assert [(place.depth, place.kind, place.id, place.parent) for place in BINDER.outline()] == [
        (0, EntryKind.BINDER, "binder", None),
        (0, EntryKind.SECTION, "one", None),
        (1, EntryKind.SECTION, "deep", "one"),
        (2, EntryKind.SECTION, "deeper", "deep"),
        (1, EntryKind.SECTION, "aside", "one"),
        (0, EntryKind.SECTION, "two", None),
        (0, EntryKind.INDEX, "partners", None),
        (1, EntryKind.PARTNER, "unhcr", "partners"),
        (1, EntryKind.PARTNER, "iom", "partners"),
        (0, EntryKind.INDEX, "agreements", None),
        (1, EntryKind.AGREEMENT, "stca", "agreements"),
        (0, EntryKind.INDEX, "glossary", None),
        (0, EntryKind.INDEX, "sources", None),
    ]


def test_every_item_has_a_title() -> None:
    """Index pages have titles in both languages; the title of a broken entry is its id."""
    titles = {place.id: place.title.in_language("fr") for place in BINDER.outline()}
    assert titles["partners"] == "Partenaires"
    assert titles["two"] == "two"
    assert titles["binder"] == titles["unhcr"] == "t"


def test_entries_are_found_by_id_with_their_parents() -> None:
    """A nested section is found like any other entry, and its parents are listed outermost first."""
    assert BINDER.entry("deeper") == Section("deeper", T)
    assert BINDER.entry("nowhere") is None
    assert BINDER.outline_item("nowhere") is None
    assert BINDER.parents("deeper") == ("one", "deep")
    assert BINDER.parents("stca") == ("agreements",)
    assert BINDER.parents("one") == BINDER.parents("nowhere") == ()


def test_broken_entries_are_left_out() -> None:
    """`entries` leaves out broken entries and index pages."""
    assert [entry.id for entry in BINDER.entries()] == ["one", "deep", "deeper", "aside", "unhcr", "stca"]


def test_the_first_of_two_entries_with_one_id_is_found() -> None:
    """Entries with the same id are all in the outline; lookup finds the first."""
    twice = InMemoryBinder(COVER, (Section("one", T),), agreements=(Agreement("one", T),))
    assert [place.id for place in twice.outline()].count("one") == 2
    assert isinstance(twice.entry("one"), Section)
