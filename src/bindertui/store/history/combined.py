"""The history of a binder in a folder: commits where it lies in a work tree of git, kept versions everywhere."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.text import visible_text
from bindertui.store.history.base import Reason, Recorded, Unrecorded, Version, WrittenFile
from bindertui.store.history.local import LocalHistory

if TYPE_CHECKING:
    from bindertui.store.history.git import GitHistory

_OF_GIT = (".git", "HEAD")
"""What git looks for on its way up from a folder: a repository below it, or the folder being one itself."""


@frozen
class CombinedHistory:
    """Commits and kept versions as one history; what does not become a commit is kept.

    Attributes:
        kept: the versions that are kept without git.
        commits: those git has; None where there is no work tree.
        committing: whether saves become commits.
        distrust: what git says where there is a work tree and it does not work there; else empty.
    """

    kept: LocalHistory
    commits: "GitHistory | None"
    committing: bool
    distrust: str = ""

    @classmethod
    def of(cls, root: Path, folder: Path, *, commits: bool) -> "CombinedHistory":
        """The history of the binder in a folder.

        Args:
            root: the binder's folder.
            folder: the state folder, for what is kept without git.
            commits: whether saves may become commits.
        """
        kept = LocalHistory.below(folder, root)
        if not _may_be_in_git(root):
            return cls(kept, None, committing=False)
        from bindertui.store.history.git import Git, GitHistory  # noqa: PLC0415 - only inside a work tree

        git = Git.at(root)
        if isinstance(git, str):
            return cls(kept, None, committing=False, distrust=visible_text(git) if commits else "")
        history = GitHistory(git)
        return cls(kept, history, committing=commits and history.wanted)

    def record(self, files: Sequence[WrittenFile], message: str, who: str | None) -> Recorded | Unrecorded:
        """Make a commit of a save, or keep it where that cannot be."""
        if self.commits is None or not self.committing:
            kept = self.kept.record(files, message, who)
            if isinstance(kept, Recorded) and self.distrust:
                return Unrecorded(Reason.DISTRUSTED, self.distrust, kept.version)
            return kept
        # What was changed by hand and never committed would be nowhere once it is replaced.
        held = {
            file: self.commits.holds(file.was or file.path, file.before) for file in files if file.before is not None
        }
        done = self.commits.record(files, message, who)
        if isinstance(done, Recorded):
            with suppress(OSError):
                self.kept.keep_before([file for file, holds in held.items() if not holds])
            return evolve(done, along=done.version is not None and False in held.values())
        kept = self.kept.record(files, message, who)
        return evolve(done, kept=kept.version) if isinstance(kept, Recorded) else done

    def takes_along(self, file: Path, content: bytes) -> bool:
        """Whether git has the file, saves become commits, and its last commit has another content."""
        return self.commits is not None and self.committing and self.commits.holds(file, content) is False

    def versions(self, file: Path, limit: int) -> tuple[Version, ...]:
        """The commits and the kept versions of a file, the newest first."""
        commits = self.commits.versions(file, limit) if self.commits else ()
        both = merge(commits, self.kept.versions(file, limit), key=lambda version: version.when, reverse=True)
        return tuple(both)[:limit]

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """The bytes of versions, one after another."""
        in_git = [version for version in versions if _is_commit(version)]
        commits = self.commits.texts(in_git) if self.commits and in_git else iter(())
        for version in versions:
            yield next(commits, None) if _is_commit(version) else next(self.kept.texts((version,)))


def _may_be_in_git(folder: Path) -> bool:
    """Whether git is worth asking: it finds no repository where neither the folder nor one above has a trace of any."""
    real = folder.resolve()
    return any(os.path.lexists(above / name) for above in (real, *real.parents) for name in _OF_GIT)


def _is_commit(version: Version) -> bool:
    """Whether a version is one of git's: what is kept without it lies in a folder."""
    return "/" not in version.source
