"""Running text with the word frequencies of natural language."""

from collections.abc import Iterator
from itertools import accumulate, islice
from random import Random

from bench.vocabulary import SIZE, vocabulary

_RANKS = list(accumulate(1 / (rank + 2.7) for rank in range(SIZE)))
"""Zipf's law, as Mandelbrot shifted it: the weight of a word falls with its rank."""

_BATCH = 50_000
_LINE = 12
"""Words on a line of a folded YAML text."""


class Writer:
    """Writes sentences in one language; two writers with the same seed write the same."""

    def __init__(self, language: str, seed: str) -> None:
        """Prepare a writer.

        Args:
            language: `en` or `fr`.
            seed: what tells this writer from others.
        """
        self._words = vocabulary(language)
        self._random = Random(f"{seed}/{language}")
        self._drawn: Iterator[str] = iter(())

    def words(self, count: int) -> list[str]:
        """The next words."""
        found = list(islice(self._drawn, count))
        while len(found) < count:
            self._drawn = iter(self._random.choices(self._words, cum_weights=_RANKS, k=_BATCH))
            found += islice(self._drawn, count - len(found))
        return found

    def title(self, count: int) -> str:
        """A heading of so many words."""
        return " ".join(self.words(count)).capitalize()

    def sentence(self, count: int) -> str:
        """A sentence of so many words."""
        words = self.words(count)
        words[0] = words[0].capitalize()
        return " ".join(words) + "."

    def folded(self, indent: int, count: int, link: str | None = None) -> str:
        """A YAML scalar in folded style, some words of it strong and, where asked for, one a link to an entry."""
        words = self.words(count)
        words[0] = words[0].capitalize()
        words[-1] += "."
        if count > 8:
            words[2] = f"**{words[2]}**"
            words[7] += ","
        if link is not None:
            words[count // 2] = f"[[{link}|{words[count // 2]}]]"
        margin = "\n" + " " * indent
        lines = (" ".join(words[start : start + _LINE]) for start in range(0, count, _LINE))
        return ">-" + margin + margin.join(lines)
