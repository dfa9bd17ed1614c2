"""A history in git: each save is a commit of the files it wrote, and of nothing else."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from socket import gethostname

from bindertui.model.text import one_line, showable
from bindertui.store.git import Git
from bindertui.store.history import Version, Written
from bindertui.store.locking import held
from bindertui.store.processes import Answer
from bindertui.store.recorded import Reason, Recorded, Unrecorded
from bindertui.values import frozen

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

    def record(self, files: Sequence[Written], message: str, who: str | None) -> Recorded | Unrecorded:
        """Commit the files of a save, whatever else is staged; hooks run, and may refuse."""
        try:
            # Git reads the index before it locks it: of two such commits at once one would forget the other's files.
            with held(self.git.folder / _LOCK):
                return self._record(files, message, who)
        except OSError as error:
            return Unrecorded(Reason.REFUSED, showable(f"{error.filename}: {error.strerror}"))

    def _record(self, files: Sequence[Written], message: str, who: str | None) -> Recorded | Unrecorded:
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
        said = f"--message={one_line(message) or '-'}"
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

    def _change(self, *arguments: str, environment: dict[str, str] | None = None) -> Answer:
        return self.git.change("--literal-pathspecs", *arguments, environment=environment)

    def _author(self, who: str | None) -> dict[str, str]:
        """Who is named in a commit: the session's user as the author; as the committer whom git knows, if anyone."""
        author = one_line(who or "").strip(" <>")
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


def _refused(answer: Answer) -> Unrecorded:
    return Unrecorded(Reason.REFUSED, showable(answer.words.replace("\r\n", "\n"))[:_LONGEST])
