"""Synonyms."""

import pytest

from bindertui.model.entries import Partner, Term
from bindertui.model.enums import PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.text import Text
from bindertui.search.synonyms import Synonyms
from tests.builders import cover, en_fr

STATES = Partner("us", PartnerKind.COUNTRY, en_fr("United States", "États-Unis"), en_fr("U.S.", "É.-U."))
UNHCR = Partner("unhcr", PartnerKind.ORGANIZATION, Text.plain("UN Refugee Agency (Office of the High Commissioner)"))
RELATED = Partner("bc", PartnerKind.PROVINCE, Text.plain("British Columbia Agreement (2015)"), Text.plain("BCA"))
NAMES = Synonyms.from_binder(
    InMemoryBinder(
        cover(),
        partners=(STATES, UNHCR, RELATED),
        terms=(Term(en_fr("BIA", "ABI"), en_fr("Bilateral Agreement. Binding.", "Accord bilatéral (ABI). Lie.")),),
    )
)


def synonyms_of(*named: str) -> set[str]:
    """Return the synonyms of a name."""
    return {name.text for name in NAMES.by_words.get(named, ())}


@pytest.mark.parametrize("named", [("u", "s"), ("us",), ("united", "states"), ("etats", "unis"), ("e", "u")])
def test_a_name_is_known_with_and_without_its_dots(named: tuple[str, ...]) -> None:
    """U.S. is US as well; É.-U. is not EU, which names something else."""
    every = {("u", "s"): "U.S.", ("us",): "US", ("united", "states"): "United States"}
    every |= {("etats", "unis"): "États-Unis", ("e", "u"): "É.-U."}
    assert synonyms_of(*named) == {*every.values()} - {every[named]}
    assert not synonyms_of("eu")


def test_a_name_with_parentheses_is_two_names() -> None:
    """A name with another in parentheses is known by either; a year in parentheses is not a name."""
    assert synonyms_of("un", "refugee", "agency") >= {"Office of the High Commissioner"}
    assert synonyms_of("office", "of", "the", "high", "commissioner") >= {"UN Refugee Agency"}
    assert synonyms_of("bca") == {"British Columbia Agreement (2015)"}


def test_an_acronym_stands_for_the_beginning_of_its_meaning() -> None:
    """Up to the first full stop, comma, colon or parenthesis."""
    assert synonyms_of("bia") == {"ABI", "Bilateral Agreement", "Accord bilatéral"}
