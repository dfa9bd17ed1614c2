"""The details pane: partners with their mentions, and the sources of a line."""

from bindertui.document.details import entry_details, mention_details, source_details
from bindertui.document.exporters import to_text
from bindertui.document.flow import Chart, Flow, Passage
from bindertui.document.highlight import links_in
from bindertui.document.inline import InlineRenderer
from bindertui.document.layout import layout_rows
from bindertui.model.mentions import Mention
from bindertui.model.text import Text
from tests.document.samples import BINDER, HERE, NBSP, headings


def details(subject: str, language: str = "en", sources: tuple[str, ...] = ()) -> Flow:
    """Return the details of an entry and of some sources."""
    renderer = InlineRenderer(BINDER, language)
    about = entry_details(subject, BINDER.mentions(subject), renderer)
    return Flow(subject, subject, language, (*source_details(sources, renderer), *about))


def test_a_partner_is_shown_with_its_mentions() -> None:
    """The full document of a partner is followed by its mentions, grouped by entry."""
    flow = details("unhcr", "fr")
    text = "\n".join(to_text(flow))
    assert headings(flow)[0] == "Agence pour les réfugiés (HCR)"
    assert headings(flow)[-1] == "Mentions"
    assert text.endswith("Toutes les sortes de blocs\n\n• Le chapeau, avec le HCR.")


def test_a_mention_links_to_its_passage() -> None:
    """The title of the mentioning entry links to it, the snippet to the field."""
    ways = [run.target for line in details("unhcr").lines for run in links_in(line) if run.target]
    assert [str(way) for way in ways[-2:]] == ["all-kinds", "all-kinds#summary"]


def test_a_list_of_ids_mentions_a_partner() -> None:
    """A mention in a list of ids has no snippet, only the entry."""
    found = [line for line in details("switzerland").lines if isinstance(line, Passage)]
    assert ["".join(run.text for run in line.runs) for line in found][-2:] == [
        "Refugee Agency",
        "Safe Third Country Agreement",
    ]


def test_an_entry_without_mentions_says_so() -> None:
    """An empty list of mentions is shown as such."""
    assert "\n".join(to_text(details("peru"))).endswith("Not mentioned elsewhere in the binder.")


def test_a_section_shows_its_partners() -> None:
    """The details of a section have the name, summary and role of each partner, with a link."""
    flow = details("all-kinds")
    assert "\n".join(to_text(flow)).endswith(
        "Refugee Agency (UNHCR)\n----------------------\n\nIt protects.\n\nCanada sits on its committee."
    )
    assert [str(run.target) for run in links_in(flow.lines[1])] == ["unhcr"]
    assert details("inner").lines == ()


def test_a_section_shows_its_figures() -> None:
    """The details of a section have its figures as sparklines, with captions that link to them."""
    figure = details("all-kinds").lines[0]
    assert isinstance(figure, Chart)
    shown = ["".join(run.text for run in row) for row in layout_rows(figure, 60, "sparkline")]
    assert shown[0] == "Irregular crossings"
    assert shown[3].startswith("█·▇  2017")
    assert [run.target for run in links_in(figure) if run.target] == [figure.address]
    assert figure.address.path[-1] == "figure"


def test_the_sources_of_a_line_come_first() -> None:
    """Each source of a line is listed once, in full; unknown keys are left out."""
    text = "\n".join(to_text(details("inner", sources=("S2", "S1", "S2", "S99"))))
    assert text == f"S2 Second report\n\nS1 First report. IRCC, 20{NBSP}November{NBSP}2019 https://example.org/1"
    assert list(source_details(("S99",), InlineRenderer(BINDER, "en"))) == []


def test_long_mentions_are_cut_at_a_word() -> None:
    """A long mention is cut at a word."""
    lines = mention_details(
        [Mention("peru", HERE / "text", Text.plain("words " * 40))], HERE, InlineRenderer(BINDER, "en")
    )
    shown = list(to_text(Flow("peru", "Peru", "en", tuple(lines))))[-1]
    assert shown.endswith("words …")
    assert len(shown) < 100
