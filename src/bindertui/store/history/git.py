"""GitHistory: each save is a commit of the files it wrote and of nothing else. Git is a subprocess, without a shell.

Security: a folder with a `.git` in it may come from anywhere, and its configuration can name programs. Queries
therefore switch off every setting that starts a program, and all access to the network. Commits run hooks, filters and
signing as if the user had committed. Git itself decides which work trees to trust (`safe.directory`).
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
from bindertui.store.history.base import Recorded, Unrecorded, UnrecordedReason, Version, WrittenFile
from bindertui.store.locking import lock_file
from bindertui.store.subprocesses import ProcessResult, run_process, stream_process

_QUERY_TIMEOUT = 20.0
"""Seconds that a query may take."""
_BATCH_TIMEOUT = 600.0
"""Seconds that reading the texts of versions may take, including the work done with each."""
_COMMIT_TIMEOUT = 10.0
"""Seconds that a commit may take with its hooks; other saves of the binder wait for it."""
_PATIENCE = 10.0
"""Seconds to wait for another git process in the same repository."""
_CONTENDED = (b".lock': File exists", b"cannot lock ref")
"""Messages of git if another process holds a lock, or has moved the branch meanwhile."""

_QUERY_SETTINGS = (
    *("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.quotePath=false", "core.pager=cat"),
    *("log.showSignature=false", "diff.external=", "protocol.allow=never", "log.showRoot=true", "color.ui=false"),
)
"""Settings for queries: no program is started, nothing is fetched, and the output has a known format."""

_KEPT_VARIABLES = {
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH"),
    *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
}
"""Git variables that are passed on; the others could point to another repository, as inside a hook."""


@frozen
class Git:
    """Runs git commands in one work tree.

    Attributes:
        program: the absolute path of git.
        top: the top folder of the work tree.
        folder: the git directory of this work tree.
    """

    program: str
    top: Path
    folder: Path

    @classmethod
    def open(cls, folder: Path) -> "Git | str":
        """Return the work tree that a folder is in, or the message of git, empty if there is nothing to report."""
        program = shutil.which("git")
        if program is None or not Path(program).is_absolute():
            return ""
        arguments = ("rev-parse", "--is-inside-work-tree", "--show-toplevel", "--absolute-git-dir")
        result = run_process([program, *_query_options(folder), *arguments], _query_environment(), _QUERY_TIMEOUT)
        if result.code:
            no_repository = b"not a git repository" in result.err or b"must be run in a work tree" in result.err
            return "" if no_repository else result.message
        inside, top, git_folder = os.fsdecode(result.out).rstrip("\n").split("\n", 2)
        return cls(program, Path(top), Path(git_folder)) if inside == "true" else ""

    def query(self, *arguments: str, stdin: bytes | None = None) -> ProcessResult:
        """Run a command that only reads: it starts no program and acquires no lock."""
        command = [self.program, *_query_options(self.top), *arguments]
        return run_process(command, _query_environment(), _QUERY_TIMEOUT, stdin)

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> ProcessResult:
        """Run a command that changes the repository, waiting for other git processes there."""
        deadline = monotonic() + _PATIENCE
        while True:
            command = [self.program, "--no-pager", "-C", str(self.top), *arguments]
            result = run_process(command, _environment(**(environment or {})), _COMMIT_TIMEOUT)
            contended = any(message in result.err for message in _CONTENDED)
            if not result.code or not contended or monotonic() > deadline:
                return result
            sleep(0.05)

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """Yield the content of each blob as it is asked for; None for one that does not exist."""
        with ExitStack() as stack:
            try:
                command = [self.program, *_query_options(self.top), "cat-file", "--batch"]
                process = stream_process(command, _query_environment(), _BATCH_TIMEOUT)
                stdin, stdout = stack.enter_context(process)
            except OSError:
                yield from (None for _ in names)
                return
            for name in names:
                try:
                    stdin.write(f"{name}\n".encode())
                    stdin.flush()
                    header = stdout.readline().split()
                    content = _read_blob(stdout, int(header[2])) if len(header) == 3 else None
                except OSError:
                    # The process was ended after the timeout.
                    content, header = None, []
                yield content if header[1:2] == [b"blob"] else None


def _read_blob(stream: IO[bytes], size: int) -> bytes | None:
    """Read a blob from the stream; return None for one larger than any content file."""
    if size <= MAX_BYTES:
        return stream.read(size + 1)[:-1]
    left = size + 1
    while left > 0 and (part := stream.read(min(left, MAX_BYTES))):
        left -= len(part)
    return None


def _query_options(folder: Path) -> list[str]:
    settings = [argument for setting in _QUERY_SETTINGS for argument in ("-c", setting)]
    return ["--no-pager", "--literal-pathspecs", *settings, "-C", str(folder)]


def _query_environment() -> dict[str, str]:
    return _environment(GIT_OPTIONAL_LOCKS="0", GIT_NO_LAZY_FETCH="1")


def _environment(**more: str) -> dict[str, str]:
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT_VARIABLES
    }
    # Nothing may ask for a password or passphrase: the terminal belongs to the app.
    for name in ("GPG_TTY", "SSH_ASKPASS"):
        variables.pop(name, None)
    return {**variables, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "LANGUAGE": "en", **more}


_IN_PROGRESS = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"),
    *("rebase-merge", "rebase-apply", "sequencer"),
)
"""Files in the git directory while a merge, rebase or the like waits to be finished."""
_COMMIT = re.compile("\x01([0-9a-f]{40,64})\0")
_LOCK = "bindertui.lock"
_NO_ACCOUNT = re.compile(r"[^A-Za-z0-9._+-]+")
_MAX_MESSAGE = 4000
"""Characters of a hook's output that are shown."""


@frozen
class GitHistory:
    """The commits of the work tree that a binder is in.

    Attributes:
        git: runs git in the work tree.
        root: the binder's folder.
    """

    git: Git
    root: Path

    @property
    def is_enabled(self) -> bool:
        """Whether saves become commits here; `git config bindertui.commits false` turns it off."""
        return self.git.query("config", "--type=bool", "--get", "bindertui.commits").out.strip() != b"false"

    def matches_head(self, file: str, content: bytes) -> bool | None:
        """Return whether the last commit has this content of a file; None if it has no such file."""
        name = self._name(file)
        blob = self.git.query("rev-parse", "--verify", "--quiet", f"HEAD:{name}") if name is not None else None
        if blob is None or blob.code:
            return None
        # The user's filters, for line ends for example, apply as they do in a commit.
        hashed = self.git.query("hash-object", f"--path={name}", "--stdin", stdin=content)
        return blob.out == hashed.out

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        """Commit the files of a save and nothing else that is staged; hooks run and may refuse."""
        try:
            # Git reads the index before locking it: of two such commits at once, one would drop the other's files.
            with lock_file(self.git.folder / _LOCK):
                return self._record(files, message, author)
        except OSError as error:
            return Unrecorded(UnrecordedReason.REFUSED, visible_text(f"{error.filename}: {error.strerror}"))

    def _record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        names = {file: self._name(file.file) for file in files}
        if any((self.git.folder / name).exists() for name in _IN_PROGRESS):
            return Unrecorded(UnrecordedReason.BUSY)
        if any(self._present_content(file.file) != file.after for file in files):
            return Unrecorded(UnrecordedReason.OVERTAKEN)
        inside = [name for name in names.values() if name is not None]
        if len(inside) < len(files):
            return Unrecorded(UnrecordedReason.OUTSIDE)
        unknown = [name for name in inside if self.git.query("ls-files", "--error-unmatch", "--", name).code]
        present = [name for file, name in names.items() if name in unknown and file.after is not None]
        if present and self.git.query("ls-files", "--others", "--ignored", "--exclude-standard", "--", *present).out:
            return Unrecorded(UnrecordedReason.IGNORED)
        # Files that were removed and never tracked do not concern git.
        known = [name for name in inside if name not in unknown or name in present]
        return self._commit(known, present, message, author) if known else Recorded(None)

    def _commit(self, names: list[str], new: list[str], message: str, author: str | None) -> Recorded | Unrecorded:
        if new:
            added = self._change("add", "--intent-to-add", "--", *new)
            if added.code:
                return _refused(added)
        title = f"--message={single_line(message) or '-'}"
        commit = ("commit", "--quiet", "--only", "--no-edit", title, "--", *names)
        result = self._change(*commit, environment=self._author(author))
        if not result.code:
            return Recorded(self.git.query("rev-parse", "HEAD").out.decode().strip())
        if new:
            self._change("rm", "--cached", "--quiet", "--force", "--ignore-unmatch", "--", *new)
        elif not self.git.query("status", "--porcelain", "--untracked-files=no", "--", *names).out:
            return Recorded(None)
        return _refused(result)

    def _change(self, *arguments: str, environment: dict[str, str] | None = None) -> ProcessResult:
        return self.git.run("--literal-pathspecs", *arguments, environment=environment)

    def _author(self, user: str | None) -> dict[str, str]:
        """Return the variables for a commit: the session's user is the author, the user known to git the committer."""
        author = single_line(user or "").strip(" <>")
        identity: dict[str, str] = {}
        if self.git.query("var", "GIT_COMMITTER_IDENT").code:
            identity = _identity("COMMITTER", author or _account()) | _identity("AUTHOR", _account())
        return identity | _identity("AUTHOR", author) if author else identity

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """Return the commits that changed a file, newest first, following renames."""
        name = self._name(file)
        if name is None:
            return ()
        output = (
            *("--raw", "-z", "--no-abbrev", "--diff-filter=d"),
            *("--format=%x01%H%x00%at%x00%an%x00%s", "--encoding=UTF-8"),
        )
        result = self.git.query("log", f"--max-count={limit}", "--follow", "--no-textconv", *output, "--", name)
        # It fails if there is no commit yet, or if the history cannot be read.
        records = _COMMIT.split(result.out.decode("utf-8", "replace"))[1:] if not result.code else []
        return tuple(_version(name, rest) for name, rest in zip(records[::2], records[1::2], strict=True))

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """Return the content of the file in each commit."""
        return self.git.blobs(version.source for version in versions)

    def _name(self, file: str) -> str | None:
        """Return a file's path from the top of the work tree, links followed; None for a file outside it."""
        try:
            real = (self.root / file).resolve()
        except (OSError, RuntimeError):
            return None
        return os.path.relpath(real, self.git.top) if real.is_relative_to(self.git.top) else None

    def _present_content(self, file: str) -> bytes | None:
        try:
            return (self.root / file).read_bytes()
        except OSError:
            return None


def _identity(role: str, name: str) -> dict[str, str]:
    """Return the variables for an author or committer, with an address made from name and host as git does it."""
    account = _NO_ACCOUNT.sub("-", name).strip("-.") or "user"
    return {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": f"{account}@{gethostname() or 'localhost'}"}


def _account() -> str:
    """Return the name of the account that the program runs as."""
    try:
        return getuser()
    except (KeyError, OSError):
        # In a container the account may have no name.
        return "user"


def _version(commit: str, rest: str) -> Version:
    seconds, who, message, raw = rest.split("\0", 3)
    blob = raw.split(" ", 4)[3]
    return Version(commit, datetime.fromtimestamp(int(seconds), UTC), who, message, blob)


def _refused(result: ProcessResult) -> Unrecorded:
    return Unrecorded(UnrecordedReason.REFUSED, visible_text(result.message.replace("\r\n", "\n"))[:_MAX_MESSAGE])
