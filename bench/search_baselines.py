"""Other ways to search the same texts: SQLite's full-text index, and ripgrep over the files."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Self

_WORD = re.compile(r"\w+")


class SqliteIndex:
    """An SQLite FTS5 index with prefixes, ranked by BM25: the usual choice for a program without a search engine."""

    def __init__(self, file: Path, texts: Iterable[tuple[str, str]]) -> None:
        """Build the index.

        Args:
            file: the database.
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
        self.build_seconds = perf_counter() - start
        self.size = file.stat().st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def time_query(self, typed: str, limit: int) -> float:
        """Return the seconds to find the best hits for the words typed, the last as a prefix."""
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


def time_ripgrep(folder: Path, query: str) -> float | None:
    """Return the seconds ripgrep takes to count the lines with a query's longest word; None if it is not installed."""
    program = shutil.which("rg")
    words = _WORD.findall(query)
    if program is None or not words:
        return None
    command = [program, "--count", "--ignore-case", "--fixed-strings", max(words, key=len), str(folder)]
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
    return perf_counter() - start
