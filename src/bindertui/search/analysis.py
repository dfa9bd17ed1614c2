"""Words as search sees them: cut, folded and stemmed the same way in texts and in queries."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from bindertui.model.text import NEUTRAL, fold_text

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
_ELISION = (
    # l’immigration, qu’elle: an elided word before its apostrophe says nothing by itself.
    rf"(?<![^\W_])(?:[cdjlmnst]|(?:jus|lors|puis|pres|quoi)?qu){_APOSTROPHE}(?=[^\W\d_])"
    # Canada’s: so does the possessive after one.
    rf"|(?<=[^\W_]){_APOSTROPHE}s(?![^\W_])"
)
_WORD = re.compile(
    _ELISION
    +
    # Combining accents and soft hyphens belong to the word they stand in.
    r"|([^\W_]+(?:[\u0300-\u036f\u00ad\u200c\u200d]+[^\W_]*)*)",
    re.IGNORECASE,
)
_UNWORDLY = re.compile(r"[\W_]+")
_GROUPED = re.compile(r"(?<!\d)(?<!\d[,.])[0-9]{1,3}(?:[,\s\u00a0\u2009\u202f][0-9]{3})+(?!\d)")
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
"""Words of natural questions, folded; a query with other words is not held to them."""


class Token(NamedTuple):
    """A word where it stands in a text.

    Attributes:
        start: of its first character.
        end: after its last character.
        word: the word, folded.
    """

    start: int
    end: int
    word: str


_ELIDED = re.compile(_ELISION, re.IGNORECASE)
_PLAIN = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"[0-9][,\s\u00a0\u2009\u202f][0-9]")
_FAMILIAR = re.compile("[ -^`-~\u00a0\u202f«»\N{RIGHT SINGLE QUOTATION MARK}“”–—…•àâäçéèêëîïôöùûüÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ]*")
"""Texts that the engine cuts and folds as `words` does, so that its own faster code may."""
_INITIAL = re.compile(r"(?<![^\W_])[^\W_]")


@cache
def analyzer(language: str = NEUTRAL) -> TextAnalyzer:
    """What turns a text, as `indexed` gives it, into folded words, and into stems in a language that has a stemmer."""
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    if language in _STEMMERS:
        builder = builder.filter(Filter.stemmer(_STEMMERS[language]))
    return builder.build()


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """A word without case, accents, ligatures and anything that is not a letter or a digit."""
    plain = _UNWORDLY.sub("", fold_text(word).casefold())
    # What has no smaller letter of its own, as a small capital, comes out as a capital.
    return plain if plain.isascii() else "".join(analyzer().analyze(plain)).lower()


def split_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    if "'" not in text and text.isascii():
        return _PLAIN.findall(text.lower())
    return [word for piece in _WORD.findall(text) if piece and (word := fold_word(piece))]


def tokens(text: str) -> Iterator[Token]:
    """The folded words of a text with their places, in order."""
    for match in _WORD.finditer(text):
        if (piece := match[1]) and (word := fold_word(piece)):
            yield Token(match.start(), match.end(), word)


def number_tokens(text: str) -> Iterator[Token]:
    """The numbers written in groups of three digits, as one word each: 20,593 and 20 593 are `20593`."""
    for match in _GROUPED.finditer(text) if _DIGIT.search(text) else ():
        yield Token(match.start(), match.end(), "".join(filter(str.isdigit, match.group())))


def limit_token(text: str) -> str:
    """A text that can be written as UTF-8: lone surrogates become question marks."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def index_tokens(text: str) -> str:
    """A text as it is handed to the engine, which finds in it its folded words, and then its grouped numbers."""
    if not _FAMILIAR.fullmatch(text):
        given = " ".join(split_words(text))
    elif "'" in text or "\N{RIGHT SINGLE QUOTATION MARK}" in text:
        given = _ELIDED.sub(" ", text)
    else:
        given = text
    grouped = [number.word for number in number_tokens(text)]
    return " ".join((given, *grouped)) if grouped else given


def initials(given: str) -> str:
    """The first letters of the words of an indexed text, each once."""
    found = set()
    for piece in given.lower().split():
        if piece.isalnum():
            found.add(piece[0])
        else:
            found.update(_INITIAL.findall(piece))
    return " ".join(found)


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The stem of a folded word."""
    return analyzer(language).analyze(word)[0] if language in _STEMMERS else word
