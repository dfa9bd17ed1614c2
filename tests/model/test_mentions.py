"""Mentions by link, by id and by name, in any language."""

from bindertui.model.entries import Agreement, Paragraph, Partner, Section
from bindertui.model.enums import PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text
from tests.builders import en_fr

IOM = Partner("iom", PartnerKind.ORGANIZATION, en_fr("Migration Body", "Organe des migrations"), en_fr("IOM", "OIM"))
STCA = Agreement("stca", en_fr("Third Country Pact", "Pacte"), parties=("iom",), citation=Text.plain("C. 5 (2004)"))


def mentioned(*texts: Text | str, partner: Partner = IOM) -> dict[str, list[str]]:
    """Return the addresses that mention each entry, in a binder with a paragraph for each text."""
    body = tuple(Paragraph(text if isinstance(text, Text) else Text.plain(text)) for text in texts)
    cover = Cover("b", en_fr("B", "B"), "2019", ("en", "fr"), ("one",))
    binder = InMemoryBinder(cover, (Section("one", en_fr("One", "Un"), body=body),), (partner,), (STCA,))
    return {key: [str(mention.address) for mention in found] for key, found in binder.all_mentions.items()}


def test_links_names_and_acronyms_mention_in_any_language() -> None:
    """A passage that names a partner in only one language is a mention in both."""
    found = mentioned("See [[iom]].", en_fr("The Migration Body", "Rien"), en_fr("Nothing", "L’OIM agit."), "Nobody.")
    assert found["iom"] == ["one#body.0.text", "one#body.1.text", "one#body.2.text", "stca#parties.0"]


def test_a_passage_mentions_an_entry_once() -> None:
    """Several names of an entry in one passage are one mention."""
    assert mentioned(en_fr("IOM, [[iom]] and IOM", "OIM"))["iom"] == ["one#body.0.text", "stca#parties.0"]


def test_only_whole_words_are_names() -> None:
    """An acronym inside a word or in another case is not a mention."""
    assert mentioned("AXIOM, IOMs, iom and Migration Bodyguard")["iom"] == ["stca#parties.0"]


def test_the_longest_name_wins() -> None:
    """Of overlapping names, the longest counts."""
    pact = Partner("pact", PartnerKind.FORUM, en_fr("Third Country", "Pays tiers"))
    assert "pact" not in mentioned("The Third Country Pact holds.", partner=pact)
    assert mentioned("The Third Country Pact holds.", partner=pact)["stca"] == ["one#body.0.text"]


def test_an_entry_does_not_mention_itself() -> None:
    """An entry does not mention itself."""
    own = Partner(
        "iom", PartnerKind.ORGANIZATION, en_fr("Body", "Organe"), Text.plain("IOM"), en_fr("The IOM.", "L’IOM.")
    )
    assert mentioned(partner=own) == {"iom": ["stca#parties.0"]}


def test_names_are_not_patterns() -> None:
    """Special characters in names are literal; names of a single letter are ignored."""
    odd = Partner("odd", PartnerKind.FORUM, Text.plain("A|B [*] (x)"), Text.plain("Q"))
    assert mentioned("An A here, and Q.", partner=odd).get("odd") is None
    assert mentioned("Of A|B [*] (x) we know.", partner=odd)["odd"] == ["one#body.0.text"]


def test_names_across_markup_are_found() -> None:
    """Markup inside a name does not hide it."""
    assert mentioned("The **Migration** Body")["iom"][0] == "one#body.0.text"


def test_an_empty_binder_has_no_mentions() -> None:
    """Without partners and agreements there are no mentions."""
    assert InMemoryBinder(Cover("b", en_fr("B", "B"), "2019", ("en",), ())).all_mentions == {}
