"""The blocks of generated sections, as YAML."""

from collections.abc import Iterator
from random import Random

from attrs import frozen

from bench.prose import TextGenerator


@frozen
class BilingualWriter:
    """A text generator for each official language, and the random numbers they share."""

    english: TextGenerator
    french: TextGenerator
    random: Random

    def title(self, count: int) -> str:
        """Return a short text in both languages, on one line."""
        return f"{{en: {self.english.title(count)}, fr: {self.french.title(count)}}}"

    def text(self, margin: str, count: int, link: str | None = None) -> str:
        """Return a text in both languages, one line each under a key; French gets a few more words."""
        indent = len(margin) + 2
        english = self.english.folded_scalar(indent, count, link)
        return f"{margin}en: {english}\n{margin}fr: {self.french.folded_scalar(indent, count + count // 6, link)}\n"


def body(authors: BilingualWriter, margin: str, link: str, cite: str) -> Iterator[str]:
    """Yield the blocks of a body: always a paragraph, and sometimes each other kind."""
    yield _paragraph(authors, margin, link, cite)
    random = authors.random.random
    if random() < 0.45:
        yield _points(authors, margin, cite)
    if random() < 0.35:
        yield _paragraph(authors, margin, None, cite)
    if random() < 0.10:
        yield _table(authors, margin, cite)
    if random() < 0.10:
        yield _figure(authors, margin)
    if random() < 0.08:
        kind = authors.random.choice(("aftermath", "caution", "takeaway"))
        yield f"{margin}- note:\n{margin}    kind: {kind}\n{margin}    text:\n{authors.text(margin + '      ', 20)}"
    if random() < 0.04:
        yield f"{margin}- withheld: {{provision: ATIA 21(1)(a)}}\n"


def _paragraph(authors: BilingualWriter, margin: str, link: str | None, cite: str) -> str:
    text = authors.text(margin + "    ", authors.random.randint(20, 60), link)
    return f"{margin}- text:\n{text}{margin}  sources: {cite}\n{margin}  as_of: 2019-11\n"


def _points(authors: BilingualWriter, margin: str, cite: str) -> str:
    lines = [f"{margin}- points:\n"]
    lines += (
        f"{margin}    - text:\n{authors.text(margin + '        ', authors.random.randint(9, 24))}"
        for _ in range(authors.random.randint(2, 5))
    )
    lines.append(f"{margin}      points:\n{margin}        - text:\n{authors.text(margin + '            ', 9)}")
    lines.append(f"{margin}  sources: {cite}\n")
    return "".join(lines)


def _table(authors: BilingualWriter, margin: str, cite: str) -> str:
    lines = [f"{margin}- table:\n{margin}    caption: {authors.title(5)}\n"]
    lines.append(f"{margin}    columns: [{authors.title(1)}, '2017', '2018', '2019']\n{margin}    rows:\n")
    for _ in range(authors.random.randint(3, 8)):
        numbers = ", ".join(f"'{authors.random.randint(100, 99_999)}'" for _ in range(3))
        lines.append(f"{margin}      - [{authors.title(2)}, {numbers}]\n")
    lines.append(f"{margin}  sources: {cite}\n")
    return "".join(lines)


def _figure(authors: BilingualWriter, margin: str) -> str:
    values = ", ".join(str(authors.random.randint(1_000, 60_000)) for _ in range(3))
    return (
        f"{margin}- figure:\n{margin}    caption: {authors.title(5)}\n{margin}    unit: {authors.title(1)}\n"
        f"{margin}    x: ['2017', '2018', '2019']\n"
        f"{margin}    series: [{{label: {authors.title(2)}, values: [{values}]}}]\n"
    )
