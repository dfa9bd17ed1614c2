"""Searching an index."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.binder import Binder
from bindertui.model.entries import Paragraph, Partner, Section, Term
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.text import Text
from bindertui.search.analysis import tokenize
from bindertui.search.index import Index
from bindertui.search.parser import parse
from bindertui.search.passages import binder_passages
from bindertui.search.results import Hits
from tests.builders import cover, en_fr
from tests.helpers import examples
from tests.search.binders import SMALL, UNHCR, paragraphs

Find = Callable[..., Hits]


def places(hits: Hits) -> list[str]:
    """Return the addresses of hits."""
    return [str(hit.address) for hit in hits.hits]


def search(binder: Binder, text: str, language: str = "en") -> list[str]:
    """Return the hits of a finished query in a binder."""
    return places(Index.build(binder).search(parse(text, typing=False), language))


def highlighted(hits: Hits) -> list[list[str]]:
    """Return the highlighted text of each snippet."""
    return [[hit.snippet[start:end] for start, end in hit.spans] for hit in hits.hits]


def test_a_hit_has_everything_that_lists_show(find: Find) -> None:
    """A hit has its address, entry, kind, title, language, snippet and highlights."""
    (hit,) = find("roxham").hits
    assert (str(hit.address), hit.entry, hit.kind) == ("us-relations#body.0.text.en", "us-relations", EntryKind.SECTION)
    assert (hit.title.in_language("fr"), hit.language, hit.reason) == ("États-Unis", "en", None)
    assert [hit.snippet[start:end] for start, end in hit.spans] == ["Roxham"]


def test_the_same_passage_is_shown_once_in_the_reader_s_language(find: Find) -> None:
    """A passage that matches in both languages is one hit, in the reader's language."""
    assert places(find("roxham", "fr")) == ["us-relations#body.0.text.fr"]
    assert find("roxham").total == 1


def test_the_other_language_is_shown_when_only_it_matches(find: Find) -> None:
    """A word of the other language finds its passages in that language."""
    assert places(find("norvège")) == ["igc#members.1.fr"]


def test_an_alternative_filter_does_not_choose_the_language(find: Find) -> None:
    """A hit by a word of the other language is shown in that language, even if a filter matches it too."""
    hits = find("kind:term OR norvège")
    assert "igc#members.1.fr" in places(hits)
    assert ["Norvège"] in highlighted(hits)


def test_a_plain_text_matches_readers_of_both_languages(find: Find) -> None:
    """A plain string is search in either language, and has none."""
    for language in ("en", "fr"):
        assert find("lacolle", language).hits[0].language == ""


@pytest.mark.parametrize("text", ["quebec", "QUÉBEC", "canada-quebec", "Canada–Québec", "Que\u0301bec"])
def test_case_accents_and_dashes_do_not_matter(find: Find, text: str) -> None:
    """Words are compared folded, and dashes separate them."""
    assert "us-relations#body.1.points.0.points.0.text.en" in places(find(text))


@pytest.mark.parametrize("text", ["information", "l'information", "l’information", "L'INFORMATION"])
def test_elisions(find: Find, text: str) -> None:
    """An elided article is not part of the word, with either apostrophe."""
    assert places(find(text, "fr")) == ["us-relations#body.1.points.0.text.fr"]


@pytest.mark.parametrize(
    ("text", "language"), [("refugee", "en"), ("crosses", "en"), ("réfugié", "fr"), ("refugie", "fr")]
)
def test_stems(find: Find, text: str, language: str) -> None:
    """Inflected forms of a word find each other in their language."""
    assert f"us-relations#body.0.text.{language}" in places(find(text, language))


def test_the_last_word_is_a_prefix_only_while_typing(find: Find) -> None:
    """A prefix of a word finds it while typing, but not in a finished query."""
    assert "us-relations#body.0.text.en" in places(find("rox", typing=True))
    assert not find("rox").hits


@pytest.mark.parametrize("start", ["r", "ro", "rox", "roxh"])
def test_prefixes_of_every_length(find: Find, start: str) -> None:
    """Prefixes of one letter work like those of four."""
    assert "us-relations#body.0.text.en" in places(find(start, typing=True))


@pytest.mark.parametrize(
    "text", ["STCA", "stca", "ETPS", "Safe Third Country Agreement", "entente sur les tiers pays sûrs"]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_synonyms_find_the_same_passages(find: Find, text: str, language: str) -> None:
    """Acronym and full name, in either language, find the same passages, shown in the reader's language."""
    expected = {
        f"stca#title.{language}",
        f"stca#acronym.{language}",
        f"stca-today#title.{language}",
        f"us-relations#body.0.text.{language}",
    }
    assert set(places(find(text, language))) == expected


def test_a_hit_by_a_synonym_says_so(find: Find) -> None:
    """A hit without the words typed names the synonym that matched."""
    reasons = {str(hit.address): str(hit.reason) for hit in find("ETPS").hits}
    assert reasons["us-relations#body.0.text.en"] == "ETPS → “Safe Third Country Agreement”"
    assert {hit.reason for hit in find("roxham").hits} == {None}


def test_an_acronym_of_the_glossary_finds_its_full_name() -> None:
    """The meaning of an acronym begins with its full name, which is a synonym."""
    term = paragraphs("The United Nations High Commissioner for Refugees came.")

    binder = InMemoryBinder(term.cover, term.sections, terms=(UNHCR,))
    assert "one#body.0.text" in search(binder, "HCR", "fr")


def test_titles_then_headings_then_leads_then_the_body() -> None:
    """The rank of a word depends on where it occurs."""
    body = Paragraph(en_fr("asylum", "x"))
    binder = InMemoryBinder(
        cover(),
        (
            Section("a", en_fr("Other", "x"), body=(body,)),
            Section("b", en_fr("Other", "x"), en_fr("asylum", "x")),
            Section("c", en_fr("asylum", "x")),
        ),
    )
    assert search(binder, "asylum") == ["c#title.en", "b#summary.en", "a#body.0.text.en"]


def test_exact_then_stem_then_prefix_then_fuzzy() -> None:
    """The more closely a word matches the query, the higher it ranks."""
    binder = paragraphs("the borderland", "the borders", "the border")
    hits = Index.build(binder).search(parse("border"), "en")
    assert places(hits) == ["one#body.2.text", "one#body.1.text", "one#body.0.text"]


def test_equal_hits_come_in_reading_order() -> None:
    """Hits with equal scores are in the order of the binder."""
    assert search(paragraphs(*["asylum"] * 9), "asylum") == [f"one#body.{i}.text" for i in range(9)]


def test_words_may_be_scattered_over_an_entry(find: Find) -> None:
    """If no passage has all the words, the best passage of an entry that has them is found."""
    hits = find("canada role igc")
    assert hits.scattered
    assert places(hits) == ["igc#role.en"]
    assert hits.total == 1


def test_entries_with_scattered_words_follow_few_passages() -> None:
    """If few passages have all the words, entries that have them in several passages follow, once each."""
    whole = Section("whole", en_fr("Other", "x"), body=(Paragraph(en_fr("levels plan", "x")),) * 2)
    apart = Section("apart", en_fr("Other", "x"), body=(Paragraph(en_fr("plan", "x")), Paragraph(en_fr("levels", "x"))))
    index = Index.build(InMemoryBinder(cover(), (apart, whole)))
    hits = index.search(parse("levels plan", typing=False), "en")
    assert places(hits) == ["whole#body.0.text.en", "whole#body.1.text.en", "apart#body.0.text.en"]
    assert (hits.total, hits.scattered) == (3, False)
    assert [hit.entry for hit in index.search(parse("levels plan"), "en", 1, 2).hits] == ["apart"]
    assert [place.entry for place in index.list_addresses(parse("levels plan"), "en")] == ["apart", "whole", "whole"]


def test_a_title_with_a_synonym_ranks_above_a_body_with_the_word() -> None:
    """An entry whose title is a synonym of the query comes before a passage with the word itself."""
    mention = Section("mention", en_fr("Other", "x"), body=(Paragraph(en_fr("ABC once", "x")),))
    titled = Section("titled", en_fr("Alpha Beta Corps", "x"))
    term = Term(en_fr("ABC", "ABC"), en_fr("Alpha Beta Corps. A corps.", "x"))
    hits = Index.build(InMemoryBinder(cover(), (mention, titled), terms=(term,))).search(parse("abc"), "en").hits
    assert [hit.entry for hit in hits][:3] == ["glossary", "titled", "mention"]
    assert str(hits[1].reason) == "abc → “Alpha Beta Corps”"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("where does the IGC meet for its consultations", "igc"),
        ("Où trouve-t-on le chemin Roxham ?", "us-relations"),
        ("kind:agreement unheard safe country", "stca"),
    ],
)
def test_partial_matches_are_found_if_nothing_has_all_words(find: Find, text: str, entry: str) -> None:
    """One word too many does not leave a question without an answer; fields still apply."""
    hits = find(text)
    assert (hits.hits[0].entry, hits.partial, hits.scattered) == (entry, True, False)
    assert len(hits.hits) == hits.total


@pytest.mark.parametrize(
    "text",
    [
        "unheard canada",
        "unheard unseen roxham road far off",
        '"canada role" unheard igc',
        "unheard roxham -road",
        "is:table x y z",
    ],
)
def test_too_few_words_or_too_exact_queries_have_no_partial_matches(find: Find, text: str) -> None:
    """One word of two, or less than half of the words, is not enough; phrases and exclusions must match."""
    assert find(text) == Hits()


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("what is Canada's role in IGC", "igc"),
        ("how many irregular crossings in 2018?", "us-relations"),
        ("quel est le groupe de travail de l'IGC", "igc"),
    ],
)
def test_questions(find: Find, question: str, entry: str) -> None:
    """The stop words of a question need not match."""
    assert {hit.entry for hit in find(question).hits} == {entry}


def test_a_field_is_found_by_its_name() -> None:
    """The label of a field counts as a word of its entry, and leads to the text of the field."""
    partner = Partner("igc", PartnerKind.FORUM, Text.plain("IGC"), role=en_fr("Canada is a member.", "Membre."))
    assert search(InMemoryBinder(cover(), partners=(partner,)), "what is Canada's role in IGC") == ["igc#role.en"]


def test_an_entry_called_by_a_word_comes_first() -> None:
    """Of the entries that have all the words, one with some of them in its name comes first."""
    chair, role = en_fr("Canada chairs it.", "x"), en_fr("A growing role.", "x")
    other = Section(
        "other", en_fr("Other", "x"), body=(Paragraph(en_fr("IGC", "x")), Paragraph(chair), Paragraph(role))
    )
    named = Section("igc", en_fr("The IGC", "x"), body=(Paragraph(chair), Paragraph(role), Paragraph(en_fr("x", "x"))))
    assert search(InMemoryBinder(cover(), (other, named)), "canada role igc")[0].startswith("igc#")


def test_stop_words_alone_are_words(find: Find) -> None:
    """A query of stop words only must match them; in capitals, a stop word is an acronym."""
    assert find("its").hits[0].snippet.startswith("Canada chairs")
    assert find("US").hits[0].entry == "united-states"


@pytest.mark.parametrize(
    ("text", "guess"), [("roxam", "Roxham"), ("agrement", "Agreement"), ("~consultatoins", "Consultations")]
)
def test_misspelled_words_are_corrected(find: Find, text: str, guess: str) -> None:
    """A word that occurs nowhere finds similar words, and the hit says so."""
    hit = find(text).hits[0]
    assert guess in highlighted(find(text))[0]
    assert str(hit.reason) == f"{text.lstrip('~')} ≈ “{guess}”"


@pytest.mark.parametrize("text", ["20593", "20,593", "20\N{NARROW NO-BREAK SPACE}593"])
def test_numbers_are_found_however_grouped(text: str) -> None:
    """Groups of three digits are one number, in texts and in queries."""
    binder = paragraphs("20593 people", "20,593 people", "20\N{NARROW NO-BREAK SPACE}593 personnes")
    expected = (
        {f"one#body.{i}.text" for i in range(3)} if "\u202f" not in text else {"one#body.1.text", "one#body.2.text"}
    )
    assert set(search(binder, text)) >= expected


def test_parts_of_a_number_stay_together() -> None:
    """A provision is found as written, not by its digits in any order."""
    assert search(paragraphs("under 21(1)(a)", "1 of 21, a lot"), "21(1)(a)") == ["one#body.0.text"]


def test_phrases() -> None:
    """Words in quotation marks must be adjacent."""
    assert search(paragraphs("safe third country", "third safe country"), '"safe third"') == ["one#body.0.text"]


def test_an_unclosed_phrase_ends_in_a_prefix(find: Find) -> None:
    """The last word of a phrase being typed may be incomplete."""
    assert "stca#title.en" in places(find('"third coun', typing=True))


@pytest.mark.parametrize("many", [60, 1100])
@pytest.mark.parametrize("typed", ['"third c', '"third coun', '"third country'])
def test_an_unclosed_phrase_considers_every_expansion(typed: str, many: int) -> None:
    """However many words begin like the last word of a phrase, the right one is found."""
    binder = paragraphs("a third country", *(f"ca{number}" for number in range(many)))
    assert places(Index.build(binder).search(parse(typed), "en")) == ["one#body.0.text"]


@pytest.mark.parametrize(
    ("text", "places_found"),
    [
        ("is:withheld", ["us-relations#body.5.withheld.provision"]),
        ("kind:agreement in:stca 2002", ["stca#signed"]),
        ("in:us-relations quiet", ["stca-today#body.0.text.en"]),
        ("in:stca-today roxham", []),
        ("source:s34", ["us-relations#body.0.text.en"]),
        ("asof:2019", ["us-relations#body.1.points.0.points.0.text.en"]),
        ("asof:>2018", ["us-relations#body.1.points.0.points.0.text.en"]),
        ("asof:>=2018 asof:<2019", ["us-relations#body.0.text.en"]),
        ("asof:<2018", []),
        ("partner:united-states norway", []),
        ("partner:united-states roxham", ["us-relations#body.0.text.en"]),
        ("lang:fr roxham", ["us-relations#body.0.text.fr"]),
        ("edition:2019 roxham", ["us-relations#body.0.text.en"]),
        ("edition:>2019 roxham", []),
        ("roxham -refugees", []),
        ("-(-roxham)", ["us-relations#body.0.text.en"]),
        ("lacolle OR (roxham -chemin)", ["us-relations#body.3.table.rows.0.0"]),
        ("(nowhere OR -entente) roxham", []),
        ("(roxham OR lacolle) -is:table", ["us-relations#body.0.text.en"]),
    ],
)
def test_filters(find: Find, text: str, places_found: list[str]) -> None:
    """Fields narrow the results."""
    assert places(find(text)) == places_found


def test_exclusions_apply_in_every_language(find: Find) -> None:
    """A word that is excluded in one language excludes the passage in every language."""
    assert not find("roxham -road").hits
    assert not find("roxham -chemin").hits


def test_pages_are_cut_from_one_list(small: Index) -> None:
    """Limit and offset select pages of one order, and the total counts all hits."""
    query = parse("-nothing", typing=False)
    whole = small.search(query, "en", limit=100)
    pages = [small.search(query, "en", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits[:9])
    assert {page.total for page in pages} == {whole.total} == {len(whole.hits)}


@pytest.mark.parametrize(
    "text", ["canada", "canada role igc", "kind:partner", "a OR e", "kind:term OR norvège", "a OR -norvège"]
)
def test_reading_order_has_every_hit(small: Index, text: str) -> None:
    """The addresses of all hits can be listed in the order of the binder."""
    order = {passage.place: n for n, passage in enumerate(binder_passages(SMALL))}
    query = parse(text)
    addresses = small.list_addresses(query, "en")
    hits = small.search(query, "en", limit=1000)
    assert set(addresses) == {hit.address for hit in hits.hits}
    numbers = [min(n for place, n in order.items() if str(address).startswith(str(place))) for address in addresses]
    assert numbers == sorted(numbers)


WORDY = st.text(st.sampled_from("aàbc'’- 1,_É\u0301ßﷺİ\u00adœ.𝐀"), min_size=1, max_size=30)


@given(st.lists(st.tuples(WORDY, WORDY), min_size=1, max_size=4))
@examples(60)
def test_a_literal_word_finds_every_passage_that_has_it(texts: list[tuple[str, str]]) -> None:
    """Every passage that a brute-force scan finds is found by the same word, in either language."""
    binder = paragraphs(*(en_fr(en, fr) for en, fr in texts), *(Text.plain(en) for en, _ in texts))
    index = Index.build(binder)
    texts_by_place = {passage.place: passage.text.originals for passage in binder_passages(binder)}
    found_words = {
        place: {token.word for _, text in originals for token in tokenize(text)}
        for place, originals in texts_by_place.items()
    }
    for word in set().union(*found_words.values()):
        scanned = {place for place, within in found_words.items() if word in within}
        for typing in (True, False):
            hits = index.search(parse(word, typing=typing), "en", limit=1000).hits
            assert scanned <= {
                place for hit in hits for place in found_words if str(hit.address).startswith(str(place))
            }
