"""The blocks of generated sections, as YAML."""

from collections.abc import Iterator
from random import Random

from attrs import frozen

from bench.prose import Writer


@frozen
class Authors:
    """Two writers, one for each official language, and the dice they share."""

    english: Writer
    french: Writer
    random: Random

    def title(self, count: int) -> str:
        """A short text in both languages, on one line."""
        return f"{{en: {self.english.title(count)}, fr: {self.french.title(count)}}}"

    def text(self, margin: str, count: int, link: str | None = None) -> str:
        """A text in both languages, on lines of its own under a key; French takes a little more room."""
        indent = len(margin) + 2
        english = self.english.folded(indent, count, link)
        return f"{margin}en: {english}\n{margin}fr: {self.french.folded(indent, count + count // 6, link)}\n"


def body(authors: Authors, margin: str, link: str, cite: str) -> Iterator[str]:
    """A body: always a paragraph, and now and then each of the other kinds."""
    yield _paragraph(authors, margin, link, cite)
    dice = authors.random.random
    if dice() < 0.45:
        yield _points(authors, margin, cite)
    if dice() < 0.35:
        yield _paragraph(authors, margin, None, cite)
    if dice() < 0.10:
        yield _table(authors, margin, cite)
    if dice() < 0.10:
        yield _figure(authors, margin)
    if dice() < 0.08:
        kind = authors.random.choice(("aftermath", "caution", "takeaway"))
        yield f"{margin}- note:\n{margin}    kind: {kind}\n{margin}    text:\n{authors.text(margin + '      ', 20)}"
    if dice() < 0.04:
        yield f"{margin}- withheld: {{provision: ATIA 21(1)(a)}}\n"


def _paragraph(authors: Authors, margin: str, link: str | None, cite: str) -> str:
    text = authors.text(margin + "    ", authors.random.randint(20, 60), link)
    return f"{margin}- text:\n{text}{margin}  sources: {cite}\n{margin}  as_of: 2019-11\n"


def _points(authors: Authors, margin: str, cite: str) -> str:
    lines = [f"{margin}- points:\n"]
    lines += (
        f"{margin}    - text:\n{authors.text(margin + '        ', authors.random.randint(9, 24))}"
        for _ in range(authors.random.randint(2, 5))
    )
    lines.append(f"{margin}      points:\n{margin}        - text:\n{authors.text(margin + '            ', 9)}")
    lines.append(f"{margin}  sources: {cite}\n")
    return "".join(lines)


def _table(authors: Authors, margin: str, cite: str) -> str:
    lines = [f"{margin}- table:\n{margin}    caption: {authors.title(5)}\n"]
    lines.append(f"{margin}    columns: [{authors.title(1)}, '2017', '2018', '2019']\n{margin}    rows:\n")
    for _ in range(authors.random.randint(3, 8)):
        numbers = ", ".join(f"'{authors.random.randint(100, 99_999)}'" for _ in range(3))
        lines.append(f"{margin}      - [{authors.title(2)}, {numbers}]\n")
    lines.append(f"{margin}  sources: {cite}\n")
    return "".join(lines)


def _figure(authors: Authors, margin: str) -> str:
    values = ", ".join(str(authors.random.randint(1_000, 60_000)) for _ in range(3))
    return (
        f"{margin}- figure:\n{margin}    caption: {authors.title(5)}\n{margin}    unit: {authors.title(1)}\n"
        f"{margin}    x: ['2017', '2018', '2019']\n"
        f"{margin}    series: [{{label: {authors.title(2)}, values: [{values}]}}]\n"
    )
