"""Random text with the word frequencies of natural language."""

from collections.abc import Iterator
from itertools import accumulate, islice
from random import Random

from bench.vocabulary import SIZE, vocabulary

_RANKS = list(accumulate(1 / (rank + 2.7) for rank in range(SIZE)))
"""The cumulative weights of words by rank: Zipf's law with Mandelbrot's shift."""

_BATCH = 50_000
_LINE = 12
"""Words on a line of a folded YAML scalar."""


class TextGenerator:
    """Generates text in one language; the same seed gives the same text."""

    def __init__(self, language: str, seed: str) -> None:
        """Create a generator.

        Args:
            language: `en` or `fr`.
            seed: distinguishes generators.
        """
        self._words = vocabulary(language)
        self._random = Random(f"{seed}/{language}")
        self._next_words: Iterator[str] = iter(())

    def words(self, count: int) -> list[str]:
        """Return the next words."""
        found = list(islice(self._next_words, count))
        while len(found) < count:
            self._next_words = iter(self._random.choices(self._words, cum_weights=_RANKS, k=_BATCH))
            found += islice(self._next_words, count - len(found))
        return found

    def title(self, count: int) -> str:
        """Return a heading with a number of words."""
        return " ".join(self.words(count)).capitalize()

    def sentence(self, count: int) -> str:
        """Return a sentence with a number of words."""
        words = self.words(count)
        words[0] = words[0].capitalize()
        return " ".join(words) + "."

    def folded_scalar(self, indent: int, count: int, link: str | None = None) -> str:
        """Return a folded YAML scalar with some bold words and, if given, one link to an entry."""
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
