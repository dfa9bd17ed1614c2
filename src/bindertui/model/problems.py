"""What is wrong with content, and where."""

from enum import StrEnum

import attrs
from attrs import field

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString
from bindertui.model.address import Path
from bindertui.model.text import single_line


class Level(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen(order=True)
class Problem:
    """A problem at a place in a file, worded for the person who will mend it.

    Attributes:
        file: the file's path as the user knows it.
        line: counted from 1.
        column: counted from 1, in characters.
        level: whether the content is wrong (error) or could be better (warning).
        message: what is wrong and what would be right.
    """

    file: str
    line: int
    column: int
    level: Level
    message: LazyString = field(order=str)

    def words(self, language: str) -> str:
        """Place, level and message on one line; only the message depends on the language."""
        return single_line(f"{self.file}:{self.line}:{self.column}: {self.level}: {self.message.read(language)}")

    @property
    def wording(self) -> LazyString:
        """Place, level and message, for whoever is told."""
        place = f"{self.file}:{self.line}:{self.column}: {self.level}"
        return LazyString("{place}: {message}", (("place", place), ("message", self.message)))

    def __str__(self) -> str:
        return self.words(LANGUAGES[0])


@frozen
class Finding:
    """A problem found in the values, before it is placed in a file.

    Attributes:
        entry: the id of the entry it was found in; `binder`, `glossary` and `sources` name those files.
        path: the field it was found in.
        occurrence: which of the entries with this id, where several claim it; counted from 0.
    """

    entry: str
    path: Path
    level: Level
    message: LazyString
    occurrence: int = 0
