"""Other ways to search the same texts: SQLite's full-text index, and a search through the files."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Self

_WORD = re.compile(r"\w+")


class FullText:
    """SQLite FTS5 with an index of prefixes, ranked by BM25: what a program without an engine of its own would use."""

    def __init__(self, file: Path, texts: Iterable[tuple[str, str]]) -> None:
        """Build the index.

        Args:
            file: where it is kept.
            texts: a name and a text for each passage.
        """
        start = perf_counter()
        self._database = sqlite3.connect(file)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(place UNINDEXED, text, prefix='1 2 3',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        self._database.executemany("INSERT INTO passages VALUES (?, ?)", texts)
        self._database.commit()
        self.took = perf_counter() - start
        self.size = file.stat().st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def asked(self, typed: str, limit: int) -> float:
        """Seconds to the best hits of the words in what is typed, the last as a prefix."""
        words = _WORD.findall(typed)
        if not words:
            return 0.0
        matched = " ".join(f'"{word}"' for word in words) + "*"
        start = perf_counter()
        self._database.execute(
            "SELECT place, snippet(passages, 1, '', '', '…', 24) FROM passages WHERE passages MATCH ?"
            " ORDER BY rank LIMIT ?",
            (matched, limit),
        ).fetchall()
        return perf_counter() - start


def ripgrep(folder: Path, query: str) -> float | None:
    """Seconds that ripgrep takes to count the lines with a query's longest word; None where it is not installed."""
    program = shutil.which("rg")
    words = _WORD.findall(query)
    if program is None or not words:
        return None
    command = [program, "--count", "--ignore-case", "--fixed-strings", max(words, key=len), str(folder)]
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
    return perf_counter() - start
