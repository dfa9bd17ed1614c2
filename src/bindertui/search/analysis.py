"""Text analysis: split texts and queries into words, fold and stem them in the same way."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from bindertui.model.text import NEUTRAL, fold_text

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
_ELISION = (
    # l’immigration, qu’elle: the elided word before the apostrophe is not a word to search for.
    rf"(?<![^\W_])(?:[cdjlmnst]|(?:jus|lors|puis|pres|quoi)?qu){_APOSTROPHE}(?=[^\W\d_])"
    # Canada’s: neither is the possessive after it.
    rf"|(?<=[^\W_]){_APOSTROPHE}s(?![^\W_])"
)
_WORD = re.compile(
    _ELISION
    +
    # Combining accents and soft hyphens are part of the word.
    r"|([^\W_]+(?:[\u0300-\u036f\u00ad\u200c\u200d]+[^\W_]*)*)",
    re.IGNORECASE,
)
_NON_WORD = re.compile(r"[\W_]+")
_GROUPED_NUMBER = re.compile(r"(?<!\d)(?<!\d[,.])[0-9]{1,3}(?:[,\s\u00a0\u2009\u202f][0-9]{3})+(?!\d)")
_STEMMERS = {"en": "english", "fr": "french"}

_STOP_WORDS = """
    explain find mention mentioned mentions mentionne mentionnee mentionnees mentionnes parle say says show
    a about ai am an and are as at au aux avec be been by can ce ces cet cette combien comment could d dans de des
    did do does du elle elles en est et etaient etait etre fait for from had has have how i if il ils in into is
    it its j je l la le les leur leurs lui ma mais many me mes mon much my ne nos notre nous of on ont or ou our par
    pas pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa se ses shall she should so son sont sur t
    ta tell tes than that the their them then there these they this those to ton un une us vos votre vous was we
    were what when where which who whom whose why will with would y you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words of natural questions, folded; optional in a query that has other words."""


class Token(NamedTuple):
    """A word and its position in a text.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        word: the word, folded.
    """

    start: int
    end: int
    word: str


_ELISION_PATTERN = re.compile(_ELISION, re.IGNORECASE)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"[0-9][,\s\u00a0\u2009\u202f][0-9]")
_ENGINE_SAFE = re.compile("[ -^`-~\u00a0\u202f«»\N{RIGHT SINGLE QUOTATION MARK}“”–—…•àâäçéèêëîïôöùûüÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ]*")
"""Texts that the engine's own tokenizer splits and folds as `split_words` does, but faster."""
_INITIAL = re.compile(r"(?<![^\W_])[^\W_]")


@cache
def build_analyzer(language: str = NEUTRAL) -> TextAnalyzer:
    """Return the engine's analyzer, which folds words and, in a language that has a stemmer, stems them."""
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    if language in _STEMMERS:
        builder = builder.filter(Filter.stemmer(_STEMMERS[language]))
    return builder.build()


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Return a word without case, accents, ligatures and any character that is not a letter or a digit."""
    plain = _NON_WORD.sub("", fold_text(word).casefold())
    # Letters without a lower case, such as small capitals, become capitals first.
    return plain if plain.isascii() else "".join(build_analyzer().analyze(plain)).lower()


def split_words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    if "'" not in text and text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [word for piece in _WORD.findall(text) if piece and (word := fold_word(piece))]


def tokenize(text: str) -> Iterator[Token]:
    """Yield the folded words of a text with their positions, in order."""
    for match in _WORD.finditer(text):
        if (piece := match[1]) and (word := fold_word(piece)):
            yield Token(match.start(), match.end(), word)


def tokenize_numbers(text: str) -> Iterator[Token]:
    """Yield the numbers written in groups of three digits as one word each: 20,593 and 20 593 are `20593`."""
    for match in _GROUPED_NUMBER.finditer(text) if _DIGIT.search(text) else ():
        yield Token(match.start(), match.end(), "".join(filter(str.isdigit, match.group())))


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates with question marks, so that the text can be encoded as UTF-8."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def to_engine_text(text: str) -> str:
    """Return a text for the engine's tokenizer: its words, followed by its grouped numbers as single words."""
    if not _ENGINE_SAFE.fullmatch(text):
        given = " ".join(split_words(text))
    elif "'" in text or "\N{RIGHT SINGLE QUOTATION MARK}" in text:
        given = _ELISION_PATTERN.sub(" ", text)
    else:
        given = text
    grouped = [number.word for number in tokenize_numbers(text)]
    return " ".join((given, *grouped)) if grouped else given


def first_letters(given: str) -> str:
    """Return the distinct first letters of the words in a text made by `to_engine_text`."""
    found = set()
    for piece in given.lower().split():
        if piece.isalnum():
            found.add(piece[0])
        else:
            found.update(_INITIAL.findall(piece))
    return " ".join(found)


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word."""
    return build_analyzer(language).analyze(word)[0] if language in _STEMMERS else word
