"""Binders of any size to measure with: the same text for the same number of sections, at every run."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import define, field

from bench import blocks
from bench.prose import Writer

_LARGEST = 150
"""Sections in the longest document; it comes first."""

_KINDS = ("forum", "organization", "country", "province", "territory", "program")


def title_of(sections: int) -> str:
    """The English title of a generated binder."""
    return f"Generated binder of {sections} sections"


def generate(folder: Path, sections: int, longest: int = _LARGEST) -> Path:
    """Write a binder with so many sections, nested ones counted, and what they refer to.

    Args:
        folder: where it is written; made if it does not exist.
        sections: at least 1.
        longest: sections in the longest document.
    """
    maker = _Maker(sections, longest)
    for name in ("sections", "partners", "agreements"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = list(maker.section_files())
    for identifier, text in files:
        (folder / "sections" / f"{identifier}.yaml").write_text(text, encoding="utf-8")
    for number in range(maker.partners):
        (folder / "partners" / f"partner-{number}.yaml").write_text(maker.partner(number), encoding="utf-8")
    for number in range(maker.agreements):
        (folder / "agreements" / f"agreement-{number}.yaml").write_text(maker.agreement(number), encoding="utf-8")
    (folder / "glossary.yaml").write_text(maker.glossary(), encoding="utf-8")
    (folder / "sources.yaml").write_text(maker.sources(), encoding="utf-8")
    (folder / "binder.yaml").write_text(maker.cover([identifier for identifier, _ in files]), encoding="utf-8")
    return folder


@define
class _Maker:
    """Makes the text of each file.

    Attributes:
        total: the number of sections.
        longest: those in the longest document.
        partners: the number of partners; agreements and sources likewise follow from the total.
    """

    total: int
    longest: int
    partners: int = field(init=False)
    agreements: int = field(init=False)
    cited: int = field(init=False)
    _made: int = field(init=False, default=0)
    _random: Random = field(init=False)
    _authors: blocks.Authors = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Derive the other numbers, and start every series of random choices afresh."""
        self.partners = max(3, min(self.total // 40, 300))
        self.agreements = max(2, min(self.total // 100, 120))
        self.cited = max(1, min(self.total // 20, 500))
        self._random = Random(f"binder/{self.total}")
        seed = f"prose/{self.total}"
        self._authors = blocks.Authors(Writer("en", seed), Writer("fr", seed), self._random)

    def section_files(self) -> Iterator[tuple[str, str]]:
        """Every section file's id and text: the longest first, then of 4 to 24 sections."""
        while self._made < self.total:
            size = self._random.randint(4, 24) if self._made else self.longest
            size = min(size, self.total - self._made)
            identifier = f"part-{self._made}"
            yield identifier, "".join(self._section(size, 0, identifier))

    def _section(self, size: int, depth: int, identifier: str | None = None) -> Iterator[str]:
        """The YAML lines of a section with `size - 1` sections below it, at a depth of nesting."""
        number = self._made
        self._made += 1
        margin = "    " * depth
        link = f"partner-{number % self.partners}"
        cite = f"[S{number % self.cited}]"
        if identifier is None:
            yield f"{margin[:-2]}- id: section-{number}\n"
        yield f"{margin}title: {self._authors.title(self._random.randint(2, 6))}\n"
        if depth < 2:
            yield f"{margin}summary:\n{self._authors.text(margin + '  ', 16)}"
        if number % 3 == 0:
            yield f"{margin}partners: [{link}]\n"
        yield f"{margin}sources: {cite}\n{margin}body:\n"
        yield from blocks.body(self._authors, margin + "  ", link, cite)
        if size > 1:
            yield f"{margin}sections:\n"
            yield from self._nested(size - 1, depth)

    def _nested(self, below: int, depth: int) -> Iterator[str]:
        while below:
            size = min(below, self._random.randint(2, 5) if depth < 2 else 1)
            yield from self._section(size, depth + 1)
            below -= size

    def partner(self, number: int) -> str:
        """A partner's file."""
        authors, margin = self._authors, "  "
        agreement, source = number % self.agreements, number % self.cited
        facts = "".join(
            f"  - label: {authors.title(3)}\n    value: {authors.title(4)}\n    as_of: {2010 + fact}\n"
            for fact in range(3)
        )
        events = "".join(
            f"  - date: {2000 + event}-0{event + 1}-15\n    text:\n{authors.text('      ', 14)}" for event in range(4)
        )
        return (
            f"kind: {_KINDS[number % len(_KINDS)]}\nname: {authors.title(3)}\n"
            f"acronym: {{en: P{number}, fr: P{number}}}\n"
            f"summary:\n{authors.text(margin, 18)}role:\n{authors.text(margin, 30)}sources: [S{source}]\n"
            f"members: [partner-{(number + 1) % self.partners}, {authors.title(2)}]\n"
            f"agreements: [agreement-{agreement}]\nfacts:\n{facts}events:\n{events}"
        )

    def agreement(self, number: int) -> str:
        """An agreement's file."""
        authors = self._authors
        link = f"partner-{number % self.partners}"
        body = "".join(blocks.body(authors, "  ", link, f"[S{number % self.cited}]"))
        return (
            f"title: {authors.title(5)}\nacronym: {{en: A{number}, fr: A{number}}}\nparties: [{link}]\n"
            f"signed: {1990 + number % 30}-05-01\nsummary:\n{authors.text('  ', 20)}body:\n{body}"
        )

    def glossary(self) -> str:
        """The glossary's file: two terms for each partner."""
        return "".join(
            f"- term: {{en: T{number}, fr: T{number}}}\n  meaning:\n{self._authors.text('    ', 12)}"
            f"  entry: partner-{number % self.partners}\n"
            for number in range(2 * self.partners)
        )

    def sources(self) -> str:
        """The sources' file; every source is cited somewhere."""
        return "".join(
            f"S{number}:\n  title: {self._authors.title(6)}\n  url: https://example.org/{number}\n  date: 2019-11\n"
            for number in range(self.cited)
        )

    def cover(self, order: list[str]) -> str:
        """The binder's own file."""
        title = f"{{en: {title_of(self.total)}, fr: Cahier produit de {self.total} sections}}"
        listed = "".join(f"  - {identifier}\n" for identifier in order)
        return (
            f"id: generated-{self.total}\ntitle: {title}\naudience: committee\nedition: 2019-11\n"
            f"languages: [en, fr]\nsource: S0\nsections:\n{listed}"
        )
