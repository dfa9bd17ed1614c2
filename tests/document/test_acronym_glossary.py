"""Acronyms of a line and their meanings."""

from bindertui.document.acronym_glossary import AcronymGlossary
from bindertui.document.flow import Passage, Run, Runs, Tone
from bindertui.document.highlight import plain_text
from bindertui.model.address import Address
from bindertui.model.entries import Agreement, Partner, Term
from bindertui.model.enums import PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text
from tests.builders import en_fr

MEANING = en_fr("United Nations refugee agency. It protects.", "Agence de l’ONU pour les réfugiés. Elle protège.")
BINDER = InMemoryBinder(
    Cover("b", en_fr("B", "C"), "2019-11", ("en", "fr"), ()),
    partners=(
        Partner("unhcr", PartnerKind.ORGANIZATION, en_fr("The agency", "L’agence"), en_fr("UNHCR", "HCR")),
        Partner("iom", PartnerKind.ORGANIZATION, en_fr("Migration", "La migration"), en_fr("IOM", "OIM")),
    ),
    agreements=(Agreement("stca", en_fr("Safe Third", "Tiers sûrs"), acronym=en_fr("STCA", "ETPS")),),
    terms=(
        Term(en_fr("High Commissioner (UNHCR)", "Haut commissaire"), en_fr("A person.", "Une personne.")),
        Term(en_fr("UNHCR", "HCR"), MEANING, "unhcr"),
        Term(Text.plain("OECD"), Text.plain("A club of states")),
    ),
)


def line(text: str, language: str = "en", address: str = "here", counterpart: Passage | None = None) -> Passage:
    """Return a passage."""
    runs: Runs = (Run(text), Run(" [IOM]", Tone.SOURCE, source="IOM"))
    return Passage(address=Address.parse(address), language=language, runs=runs, counterpart=counterpart)


def explained(of: Passage, language: str = "en") -> list[tuple[str, str]]:
    """Return the acronyms of a line with their short meanings."""
    lens = AcronymGlossary(BINDER, language)
    return [(one.acronym, lens.short_meaning(one)) for one in lens.find_in_line(of)]


def test_acronyms_are_explained_by_glossary_partners_and_agreements() -> None:
    """Every known acronym of a line is found once, in order; unknown acronyms and the keys of sources are not."""
    found = explained(line("STCA and UNHCR, the UNHCR and NATO."))
    assert found == [("STCA", "Safe Third"), ("UNHCR", "United Nations refugee agency")]
    assert explained(line("OECD")) == [("OECD", "A club of states")]
    assert explained(line("Nothing.")) == explained(line("NATO")) == []


def test_meanings_are_in_the_readers_language() -> None:
    """Meanings are in the reader's language, whatever the language of the line or of its counterpart."""
    assert explained(line("UNHCR"), "fr")[0] == ("UNHCR", "Agence de l’ONU pour les réfugiés")
    both_sides = line("UNHCR", counterpart=line("HCR", "fr"))
    assert [acronym for acronym, _ in explained(both_sides)][:1] == ["UNHCR"]
    assert ("HCR", "United Nations refugee agency") in explained(both_sides)


def test_a_line_does_not_explain_what_it_defines() -> None:
    """Acronyms are not explained in the line that defines them, nor in the entry they link to."""
    assert "UNHCR" not in dict(explained(line("UNHCR", address="glossary#1")))
    assert "UNHCR" not in dict(explained(line("UNHCR", address="unhcr")))
    assert "UNHCR" in dict(explained(line("UNHCR", address="unhcr#role")))
    assert "STCA" not in dict(explained(line("STCA", address="stca#summary")))


def test_rendered_lines_link_to_more() -> None:
    """A rendered line has the full meaning and a link to the entry of the term, or to the term."""
    lens = AcronymGlossary(BINDER, "en")
    lines = list(lens.render_lines(lens.find_in_line(line("UNHCR and OECD"))))
    assert [plain_text(one) for one in lines][:2] == [
        "UNHCR — United Nations refugee agency. It protects.",
        "OECD — A club of states",
    ]
    assert [one.runs[0].target for one in lines if isinstance(one, Passage)][:2] == [
        Address("unhcr"),
        Address("glossary", (2,)),
    ]


def test_an_acronym_is_found_by_cell() -> None:
    """Cells are terminal cells: wide characters count as two."""
    lens = AcronymGlossary(BINDER, "en")
    assert [bool(lens.explain_at_cell("a STCA b", cell)) for cell in range(8)] == [
        False,
        False,
        *[True] * 4,
        False,
        False,
    ]
    assert lens.explain_at_cell("漢字 a STCA", 7) == "STCA — Safe Third"
    assert lens.explain_at_cell("漢字 a STCA", 6) is None
    assert lens.explain_at_cell("NATO", 1) is None
