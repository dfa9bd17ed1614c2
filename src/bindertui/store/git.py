"""Running git: never a shell, nothing that a folder's own configuration names unless a commit is made.

A folder with a `.git` in it may come from anywhere, and its configuration can name programs. Reading therefore switches
off every setting that would start one, and every way to another machine. A commit is git's own affair: hooks, filters
and signing run as they do when the user commits. Whose work trees are trusted is left to git (`safe.directory`).
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from bindertui.store.files import MAX_BYTES
from bindertui.store.processes import Answer, run, talking
from bindertui.values import frozen

_READING = 20.0
"""Seconds a question to git may take."""
_TALKING = 600.0
"""Seconds in which the texts of versions may be read, with what is done with each in between."""
_COMMITTING = 10.0
"""Seconds a commit may take with its hooks: other saves of the binder wait for it, and fail if it takes long."""
_PATIENCE = 10.0
"""Seconds to wait for another git that is at work in the same place."""
_AT_WORK = (b".lock': File exists", b"cannot lock ref")
"""What git says when another is at work: it holds a lock, or has moved the branch since this one looked."""

_HARMLESS = (
    *("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.quotePath=false", "core.pager=cat"),
    *("log.showSignature=false", "diff.external=", "protocol.allow=never", "log.showRoot=true", "color.ui=false"),
)
"""Settings for reading: no program is started, nothing is fetched, and what is told has the shape that is expected."""

_KEPT = {
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH"),
    *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
}
"""What of git's own environment is passed on; the rest could point it to another repository, as inside a hook."""


@frozen
class Git:
    """A work tree of git.

    Attributes:
        program: the program.
        top: the top folder of the work tree.
        folder: the folder where git keeps what belongs to this work tree.
    """

    program: str
    top: Path
    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Git | str":
        """The work tree a folder lies in; else git's words on why not, empty where there is nothing to say."""
        program = shutil.which("git")
        if program is None or not Path(program).is_absolute():
            return ""
        asked = ("rev-parse", "--is-inside-work-tree", "--show-toplevel", "--absolute-git-dir")
        answer = run([program, *_reading(folder), *asked], _asking(), _READING)
        if answer.code:
            nothing = b"not a git repository" in answer.err or b"must be run in a work tree" in answer.err
            return "" if nothing else answer.words
        inside, top, own = os.fsdecode(answer.out).rstrip("\n").split("\n", 2)
        return cls(program, Path(top), Path(own)) if inside == "true" else ""

    def ask(self, *arguments: str, given: bytes | None = None) -> Answer:
        """What git answers to a question, which starts no program and takes no lock."""
        return run([self.program, *_reading(self.top), *arguments], _asking(), _READING, given)

    def change(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Answer:
        """What comes of a command that changes the repository; another git at work there is waited for."""
        end = monotonic() + _PATIENCE
        while True:
            command = [self.program, "--no-pager", "-C", str(self.top), *arguments]
            answer = run(command, _environment(**(environment or {})), _COMMITTING)
            if not answer.code or not any(words in answer.err for words in _AT_WORK) or monotonic() > end:
                return answer
            sleep(0.05)

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of blobs, one after another as they are asked for; None for one that is not there."""
        with ExitStack() as stack:
            try:
                talk = talking([self.program, *_reading(self.top), "cat-file", "--batch"], _asking(), _TALKING)
                asked, told = stack.enter_context(talk)
            except OSError:
                yield from (None for _ in names)
                return
            for name in names:
                try:
                    asked.write(f"{name}\n".encode())
                    asked.flush()
                    head = told.readline().split()
                    content = _content(told, int(head[2])) if len(head) == 3 else None
                except OSError:
                    # It was ended for taking too long.
                    content, head = None, []
                yield content if head[1:2] == [b"blob"] else None


def _content(stream: IO[bytes], size: int) -> bytes | None:
    """What a blob holds; None for one larger than any content file."""
    if size <= MAX_BYTES:
        return stream.read(size + 1)[:-1]
    left = size + 1
    while left > 0 and (part := stream.read(min(left, MAX_BYTES))):
        left -= len(part)
    return None


def _reading(folder: Path) -> list[str]:
    settings = [word for setting in _HARMLESS for word in ("-c", setting)]
    return ["--no-pager", "--literal-pathspecs", *settings, "-C", str(folder)]


def _asking() -> dict[str, str]:
    return _environment(GIT_OPTIONAL_LOCKS="0", GIT_NO_LAZY_FETCH="1")


def _environment(**more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    # A password or a passphrase is asked for by nobody: the terminal is the app's.
    for name in ("GPG_TTY", "SSH_ASKPASS"):
        own.pop(name, None)
    return {**own, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "LANGUAGE": "en", **more}
