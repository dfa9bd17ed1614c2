"""CombinedHistory: the commits of a git work tree and the versions kept without git, as one history."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.text import visible_text
from bindertui.store.history.base import HistoryOptions, Recorded, Unrecorded, UnrecordedReason, Version, WrittenFile
from bindertui.store.history.local import LocalHistory

if TYPE_CHECKING:
    from bindertui.store.history.git import GitHistory

_GIT_MARKERS = (".git", "HEAD")
"""Names that git looks for on its way up from a folder: a repository below it, or a folder that is one itself."""


@frozen
class CombinedHistory:
    """Commits and local versions, newest first; a save that does not become a commit is kept locally.

    Attributes:
        local: the versions kept without git.
        commits: the commits; None outside a work tree.
        makes_commits: whether saves become commits.
        distrust: the message of git if there is a work tree in which it refuses to work; otherwise empty.
    """

    local: LocalHistory
    commits: "GitHistory | None"
    makes_commits: bool
    distrust: str = ""

    @classmethod
    def open(cls, root: Path, options: HistoryOptions) -> "CombinedHistory":
        """Open the history of the binder in a folder."""
        local = LocalHistory.open(options.state_folder, root)
        if not _may_be_in_git(root):
            return cls(local, None, makes_commits=False)
        from bindertui.store.history.git import Git, GitHistory  # noqa: PLC0415 - only inside a work tree

        git = Git.open(root)
        if isinstance(git, str):
            return cls(local, None, makes_commits=False, distrust=visible_text(git) if options.commits else "")
        history = GitHistory(git, root)
        return cls(local, history, makes_commits=options.commits and history.is_enabled)

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        """Commit a save, or keep it as a local version if it cannot be committed."""
        if self.commits is None or not self.makes_commits:
            kept = self.local.record(files, message, author)
            if isinstance(kept, Recorded) and self.distrust:
                return Unrecorded(UnrecordedReason.DISTRUSTED, self.distrust, kept.version)
            return kept
        # Changes made by hand and never committed would be lost once they are overwritten.
        committed = {
            file: self.commits.matches_head(file.old_name or file.file, file.before)
            for file in files
            if file.before is not None
        }
        outcome = self.commits.record(files, message, author)
        if isinstance(outcome, Recorded):
            with suppress(OSError):
                self.local.keep_before([file for file, is_committed in committed.items() if not is_committed])
            return evolve(outcome, includes_earlier=outcome.version is not None and False in committed.values())
        kept = self.local.record(files, message, author)
        return evolve(outcome, local_version=kept.version) if isinstance(kept, Recorded) else outcome

    def includes_earlier_changes(self, file: str, content: bytes) -> bool:
        """Return whether saves become commits and the last commit of the file has another content."""
        return self.commits is not None and self.makes_commits and self.commits.matches_head(file, content) is False

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """Return the commits and local versions of a file, newest first."""
        commits = self.commits.versions(file, limit) if self.commits else ()
        both = merge(commits, self.local.versions(file, limit), key=lambda version: version.saved_at, reverse=True)
        return tuple(both)[:limit]

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """Return the bytes of each version; None for one that cannot be read any more."""
        in_git = [version for version in versions if _is_commit(version)]
        commits = self.commits.texts(in_git) if self.commits and in_git else iter(())
        for version in versions:
            yield next(commits, None) if _is_commit(version) else next(self.local.texts((version,)))


def _may_be_in_git(folder: Path) -> bool:
    """Return whether a folder, or one above it, looks like a git repository, without starting git."""
    real = folder.resolve()
    return any(os.path.lexists(above / name) for above in (real, *real.parents) for name in _GIT_MARKERS)


def _is_commit(version: Version) -> bool:
    """Return whether a version is a commit: the source of a local version has a folder in it."""
    return "/" not in version.source
