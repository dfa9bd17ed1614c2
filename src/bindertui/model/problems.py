"""Problems in content: `Problem` is located in a file, `Finding` in a value of the model."""

from enum import StrEnum

import attrs
from attrs import field

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString
from bindertui.model.address import FieldPath
from bindertui.model.text import single_line


class Level(StrEnum):
    """The severity of a problem."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen(order=True)
class Problem:
    """A problem at a position in a file.

    Attributes:
        file: the path of the file, as shown to the user.
        line: the line, counted from 1.
        column: the column in characters, counted from 1.
        level: error for invalid content, warning for content that should be improved.
        message: the problem, and how to fix it.
    """

    file: str
    line: int
    column: int
    level: Level
    message: LazyString = field(order=str)

    def describe(self, language: str) -> str:
        """Return position, level and message on one line; only the message is translated."""
        return single_line(f"{self.file}:{self.line}:{self.column}: {self.level}: {self.message.in_language(language)}")

    @property
    def located_message(self) -> LazyString:
        """Position, level and message as a lazy message."""
        place = f"{self.file}:{self.line}:{self.column}: {self.level}"
        return LazyString("{place}: {message}", (("place", place), ("message", self.message)))

    def __str__(self) -> str:
        return self.describe(LANGUAGES[0])


@frozen
class Finding:
    """A problem found in a value, before it is located in a file.

    Attributes:
        entry: the id of the entry; `binder`, `glossary` or `sources` for the files of these names.
        path: the path of the field.
        occurrence: which of several entries with the same id, counted from 0.
    """

    entry: str
    path: FieldPath
    level: Level
    message: LazyString
    occurrence: int = 0
