"""Running git: never a shell, nothing that a folder's own configuration names unless a commit is made.

A folder with a `.git` in it may come from anywhere, and its configuration can name programs. Reading therefore switches
off every setting that would start one, and every way to another machine. A commit is git's own affair: hooks, filters
and signing run as they do when the user commits. Whose work trees are trusted is left to git (`safe.directory`).

A history in git: each save is a commit of the files it wrote, and of nothing else.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from socket import gethostname
from time import monotonic, sleep
from typing import IO

from bindertui._frozen import frozen
from bindertui.model.text import single_line, visible_text
from bindertui.store.files import MAX_BYTES
from bindertui.store.history.base import Reason, Recorded, Unrecorded, Version, WrittenFile
from bindertui.store.locking import lock_file
from bindertui.store.subprocesses import ProcessResult, run_process, stream_process

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
        answer = run_process([program, *_reading(folder), *asked], _asking(), _READING)
        if answer.code:
            nothing = b"not a git repository" in answer.err or b"must be run in a work tree" in answer.err
            return "" if nothing else answer.words
        inside, top, own = os.fsdecode(answer.out).rstrip("\n").split("\n", 2)
        return cls(program, Path(top), Path(own)) if inside == "true" else ""

    def ask(self, *arguments: str, given: bytes | None = None) -> ProcessResult:
        """What git answers to a question, which starts no program and takes no lock."""
        return run_process([self.program, *_reading(self.top), *arguments], _asking(), _READING, given)

    def change(self, *arguments: str, environment: Mapping[str, str] | None = None) -> ProcessResult:
        """What comes of a command that changes the repository; another git at work there is waited for."""
        end = monotonic() + _PATIENCE
        while True:
            command = [self.program, "--no-pager", "-C", str(self.top), *arguments]
            answer = run_process(command, _environment(**(environment or {})), _COMMITTING)
            if not answer.code or not any(words in answer.err for words in _AT_WORK) or monotonic() > end:
                return answer
            sleep(0.05)

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of blobs, one after another as they are asked for; None for one that is not there."""
        with ExitStack() as stack:
            try:
                talk = stream_process([self.program, *_reading(self.top), "cat-file", "--batch"], _asking(), _TALKING)
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


_UNDER_WAY = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"),
    *("rebase-merge", "rebase-apply", "sequencer"),
)
"""What lies in git's folder while it waits for the user to finish something."""
_COMMIT = re.compile("\x01([0-9a-f]{40,64})\0")
_LOCK = "bindertui.lock"
_NO_ACCOUNT = re.compile(r"[^A-Za-z0-9._+-]+")
_LONGEST = 4000
"""Characters of a hook's words that are worth showing."""


@frozen
class GitHistory:
    """The commits of a work tree that a binder lies in."""

    git: Git

    @property
    def wanted(self) -> bool:
        """Whether saves are to become commits here: `git config bindertui.commits false` says no."""
        return self.git.ask("config", "--type=bool", "--get", "bindertui.commits").out.strip() != b"false"

    def holds(self, path: Path, content: bytes) -> bool | None:
        """Whether the last commit has this content of a file, or one that git takes for the same.

        None where it has no such file.
        """
        name = self._name(path)
        kept = self.git.ask("rev-parse", "--verify", "--quiet", f"HEAD:{name}") if name is not None else None
        if kept is None or kept.code:
            return None
        # Filters that turn line ends, say, are the user's own: a commit runs them as well.
        hashed = self.git.ask("hash-object", f"--path={name}", "--stdin", given=content)
        return kept.out == hashed.out

    def record(self, files: Sequence[WrittenFile], message: str, who: str | None) -> Recorded | Unrecorded:
        """Commit the files of a save, whatever else is staged; hooks run, and may refuse."""
        try:
            # Git reads the index before it locks it: of two such commits at once one would forget the other's files.
            with lock_file(self.git.folder / _LOCK):
                return self._record(files, message, who)
        except OSError as error:
            return Unrecorded(Reason.REFUSED, visible_text(f"{error.filename}: {error.strerror}"))

    def _record(self, files: Sequence[WrittenFile], message: str, who: str | None) -> Recorded | Unrecorded:
        names = {file: self._name(file.path) for file in files}
        if any((self.git.folder / name).exists() for name in _UNDER_WAY):
            return Unrecorded(Reason.BUSY)
        if any(_now(file.path) != file.after for file in files):
            return Unrecorded(Reason.OVERTAKEN)
        inside = [name for name in names.values() if name is not None]
        if len(inside) < len(files):
            return Unrecorded(Reason.OUTSIDE)
        unknown = [name for name in inside if self.git.ask("ls-files", "--error-unmatch", "--", name).code]
        present = [name for file, name in names.items() if name in unknown and file.after is not None]
        if present and self.git.ask("ls-files", "--others", "--ignored", "--exclude-standard", "--", *present).out:
            return Unrecorded(Reason.IGNORED)
        # A file that was removed and that git never knew is none of its business.
        known = [name for name in inside if name not in unknown or name in present]
        return self._commit(known, present, message, who) if known else Recorded(None)

    def _commit(self, names: list[str], new: list[str], message: str, who: str | None) -> Recorded | Unrecorded:
        if new:
            added = self._change("add", "--intent-to-add", "--", *new)
            if added.code:
                return _refused(added)
        said = f"--message={single_line(message) or '-'}"
        done = self._change(
            "commit", "--quiet", "--only", "--no-edit", said, "--", *names, environment=self._author(who)
        )
        if not done.code:
            return Recorded(self.git.ask("rev-parse", "HEAD").out.decode().strip())
        if new:
            self._change("rm", "--cached", "--quiet", "--force", "--ignore-unmatch", "--", *new)
        elif not self.git.ask("status", "--porcelain", "--untracked-files=no", "--", *names).out:
            return Recorded(None)
        return _refused(done)

    def _change(self, *arguments: str, environment: dict[str, str] | None = None) -> ProcessResult:
        return self.git.change("--literal-pathspecs", *arguments, environment=environment)

    def _author(self, who: str | None) -> dict[str, str]:
        """Who is named in a commit: the session's user as the author; as the committer whom git knows, if anyone."""
        author = single_line(who or "").strip(" <>")
        named: dict[str, str] = {}
        if self.git.ask("var", "GIT_COMMITTER_IDENT").code:
            named = _named("COMMITTER", author or _account()) | _named("AUTHOR", _account())
        return named | _named("AUTHOR", author) if author else named

    def versions(self, file: Path, limit: int) -> tuple[Version, ...]:
        """The commits that changed a file, the newest first, through the names it has had."""
        name = self._name(file)
        if name is None:
            return ()
        shape = (
            "--raw",
            "-z",
            "--no-abbrev",
            "--diff-filter=d",
            "--format=%x01%H%x00%at%x00%an%x00%s",
            "--encoding=UTF-8",
        )
        answer = self.git.ask("log", f"--max-count={limit}", "--follow", "--no-textconv", *shape, "--", name)
        # No commit yet, or a history that cannot be read: there is nothing to show.
        records = _COMMIT.split(answer.out.decode("utf-8", "replace"))[1:] if not answer.code else []
        return tuple(_version(name, rest) for name, rest in zip(records[::2], records[1::2], strict=True))

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """The file as each commit holds it."""
        return self.git.blobs(version.source for version in versions)

    def _name(self, path: Path) -> str | None:
        """A file's name from the top of the work tree, links followed; None for one outside."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError):
            return None
        return os.path.relpath(real, self.git.top) if real.is_relative_to(self.git.top) else None


def _named(role: str, name: str) -> dict[str, str]:
    """What tells git of someone; where no address is known, it is made as git makes them: of the name and the host."""
    account = _NO_ACCOUNT.sub("-", name).strip("-.") or "user"
    return {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": f"{account}@{gethostname() or 'localhost'}"}


def _account() -> str:
    """The name of the account the program runs as."""
    try:
        return getuser()
    except (KeyError, OSError):
        # A container need not have a name for it.
        return "user"


def _version(commit: str, rest: str) -> Version:
    seconds, who, message, raw = rest.split("\0", 3)
    blob = raw.split(" ", 4)[3]
    return Version(commit, datetime.fromtimestamp(int(seconds), UTC), who, message, blob)


def _now(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _refused(answer: ProcessResult) -> Unrecorded:
    return Unrecorded(Reason.REFUSED, visible_text(answer.words.replace("\r\n", "\n"))[:_LONGEST])
