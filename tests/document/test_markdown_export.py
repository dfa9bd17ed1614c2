"""Markdown export: every kind of block, and escaping of the content."""

import pytest

from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_markdown
from bindertui.document.flow import Flow, Passage, Run
from tests.document.samples import BINDER, HERE, NBSP, grid, passage

ENGLISH = f"""\
# Every kind of block

The **lead**, with [Refugee Agency](#unhcr) and nobody. \\[S1\\]

Partners: [Refugee Agency](#unhcr)

A *paragraph* with [a link](<https://example.org/a>). (as of May{NBSP}2018) \\[S1\\] \\[S2\\]

- Outer point \\[S2\\]
  - Inner point
    - Third
- Second point
\\[S1\\]

**Offices**

| **Office** | **Staff** |
| --- | --- |
| Lacolle | 12 |
| Other | 3 |

\\[S2\\]

**Irregular crossings** (people)

|  | Crossings |
| --- | --- |
| 2017 | 20,593 |
| 2018 | – |
| 2019 | 16,503.5 |

(as of 2018)

> **Aftermath:** It changed.

> **Caution:** Read with care.

> **Takeaway:** Remember.

**\\[Redacted\\]** ATIA 21(1)(a) \\[S1\\]

## Inner part

Deep."""


def test_a_section_with_every_kind_of_block() -> None:
    """Headings, emphasis, links, nested points, tables, figures as tables, notes as quotations and redactions."""
    assert "\n".join(to_markdown(build_flow(BINDER, "all-kinds", "en"))) == ENGLISH


def test_french_is_written_as_french() -> None:
    """Numbers, labels and redactions are in the reader's language."""
    text = "\n".join(to_markdown(build_flow(BINDER, "all-kinds", "fr")))
    assert f"| 2019 | 16{NBSP}503,5 |" in text
    assert f"> **La suite{NBSP}:** Tout a changé." in text
    assert "**\\[Caviardé\\]** ATIA 21(1)(a)" in text


def test_links_of_a_partner_lead_to_the_web() -> None:
    """A web link keeps its label and its address."""
    text = "\n".join(to_markdown(build_flow(BINDER, "unhcr", "fr")))
    assert "- [Son site](<https://example.org/fr>) https://example.org/fr" in text
    assert f"- Siège{NBSP}: **Genève**" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Redacted] [ * ] [15(1)]", r"\[Redacted\] \[ \* \] \[15(1)\]"),
        ("# not a heading", r"\# not a heading"),
        ("## not a heading", r"\## not a heading"),
        ("---", r"\---"),
        ("1. not a list", r"1\. not a list"),
        ("2) not a list", r"2\) not a list"),
        ("&lt;b&gt; & AT&T", r"\&lt;b\&gt; & AT&T"),
        ("- not a list", r"\- not a list"),
        ("> no quote", r"\> no quote"),
        ("a | b", r"a \| b"),
        ("<script>", r"\<script\>"),
        ("`code` ~x~ _y_ \\", r"\`code\` \~x\~ \_y\_ \\"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
    ],
)
def test_content_is_never_taken_for_markup(text: str, expected: str) -> None:
    """Text that would be Markdown is escaped, also at the start of a line."""
    assert list(to_markdown(Flow("x", "x", "en", (passage(text),)))) == [expected]


def test_marks_enclose_words_without_spaces() -> None:
    """The marks of strong text enclose its words, not the spaces around them."""
    line = Passage(address=HERE, runs=(Run(" a ", strong=True), Run("b"), Run("  ", strong=True)))
    assert list(to_markdown(Flow("x", "x", "en", (line,)))) == [" **a** b  "]


def test_a_ragged_row_keeps_its_cells() -> None:
    """A row with more cells than columns, which `check` reports, widens the table: Markdown would drop the cells."""
    text = list(to_markdown(Flow("x", "x", "en", (grid(("A",), ("b", "surplus")),))))
    assert text == ["Caption", "", "| A |  |", "| --- | --- |", "| b | surplus |"]
