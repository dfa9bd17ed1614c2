"""Generate binders of any size for benchmarks; the same number of sections always gives the same files."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import define, field

from bench import blocks
from bench.prose import TextGenerator

_LARGEST = 150
"""Sections in the longest document, which comes first."""

_KINDS = ("forum", "organization", "country", "province", "territory", "program")


def title_of(sections: int) -> str:
    """Return the English title of a generated binder."""
    return f"Generated binder of {sections} sections"


def generate(folder: Path, sections: int, longest: int = _LARGEST) -> Path:
    """Write a binder with a number of sections, nested ones included, and everything they refer to.

    Args:
        folder: the folder to write; created if needed.
        sections: the number of sections, at least 1.
        longest: the number of sections in the longest document.
    """
    writer = _BinderWriter(sections, longest)
    for name in ("sections", "partners", "agreements"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = list(writer.section_files())
    for identifier, text in files:
        (folder / "sections" / f"{identifier}.yaml").write_text(text, encoding="utf-8")
    for number in range(writer.partners):
        (folder / "partners" / f"partner-{number}.yaml").write_text(writer.partner(number), encoding="utf-8")
    for number in range(writer.agreements):
        (folder / "agreements" / f"agreement-{number}.yaml").write_text(writer.agreement(number), encoding="utf-8")
    (folder / "glossary.yaml").write_text(writer.glossary(), encoding="utf-8")
    (folder / "sources.yaml").write_text(writer.sources(), encoding="utf-8")
    (folder / "binder.yaml").write_text(writer.cover([identifier for identifier, _ in files]), encoding="utf-8")
    return folder


@define
class _BinderWriter:
    """Generates the text of each file.

    Attributes:
        total: the number of sections.
        longest: the number of sections in the longest document.
        partners: the number of partners, which depends on the total, as do those of agreements and sources.
    """

    total: int
    longest: int
    partners: int = field(init=False)
    agreements: int = field(init=False)
    cited: int = field(init=False)
    _section_count: int = field(init=False, default=0)
    _random: Random = field(init=False)
    _authors: blocks.BilingualWriter = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Derive the other numbers, and seed the random numbers."""
        self.partners = max(3, min(self.total // 40, 300))
        self.agreements = max(2, min(self.total // 100, 120))
        self.cited = max(1, min(self.total // 20, 500))
        self._random = Random(f"binder/{self.total}")
        seed = f"prose/{self.total}"
        self._authors = blocks.BilingualWriter(TextGenerator("en", seed), TextGenerator("fr", seed), self._random)

    def section_files(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the text of every section file: the longest first, then files of 4 to 24 sections."""
        while self._section_count < self.total:
            size = self._random.randint(4, 24) if self._section_count else self.longest
            size = min(size, self.total - self._section_count)
            identifier = f"part-{self._section_count}"
            yield identifier, "".join(self._section(size, 0, identifier))

    def _section(self, size: int, depth: int, identifier: str | None = None) -> Iterator[str]:
        """Yield the YAML lines of a section with `size - 1` sections below it."""
        number = self._section_count
        self._section_count += 1
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
        """Return the file of a partner."""
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
        """Return the file of an agreement."""
        authors = self._authors
        link = f"partner-{number % self.partners}"
        body = "".join(blocks.body(authors, "  ", link, f"[S{number % self.cited}]"))
        return (
            f"title: {authors.title(5)}\nacronym: {{en: A{number}, fr: A{number}}}\nparties: [{link}]\n"
            f"signed: {1990 + number % 30}-05-01\nsummary:\n{authors.text('  ', 20)}body:\n{body}"
        )

    def glossary(self) -> str:
        """Return the glossary: two terms for each partner."""
        return "".join(
            f"- term: {{en: T{number}, fr: T{number}}}\n  meaning:\n{self._authors.text('    ', 12)}"
            f"  entry: partner-{number % self.partners}\n"
            for number in range(2 * self.partners)
        )

    def sources(self) -> str:
        """Return the sources; each is cited somewhere."""
        return "".join(
            f"S{number}:\n  title: {self._authors.title(6)}\n  url: https://example.org/{number}\n  date: 2019-11\n"
            for number in range(self.cited)
        )

    def cover(self, order: list[str]) -> str:
        """Return the cover."""
        title = f"{{en: {title_of(self.total)}, fr: Cahier produit de {self.total} sections}}"
        listed = "".join(f"  - {identifier}\n" for identifier in order)
        return (
            f"id: generated-{self.total}\ntitle: {title}\naudience: committee\nedition: 2019-11\n"
            f"languages: [en, fr]\nsource: S0\nsections:\n{listed}"
        )
