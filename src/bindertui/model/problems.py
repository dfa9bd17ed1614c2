"""What is wrong with content, and where."""

from enum import StrEnum

from attrs import frozen

from bindertui.model.address import Path
from bindertui.model.text import one_line


class Level(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"


@frozen(order=True)
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
    message: str

    def __str__(self) -> str:
        return one_line(f"{self.file}:{self.line}:{self.column}: {self.level}: {self.message}")


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
    message: str
    occurrence: int = 0
