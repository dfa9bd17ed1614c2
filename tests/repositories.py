"""Real repositories of git for tests, whose configuration is theirs alone."""

import os
import subprocess
from pathlib import Path

import pytest
from attrs import frozen


@frozen
class Repository:
    """A work tree, and what the tests ask git about it."""

    top: Path

    @classmethod
    def made(cls, top: Path, *options: str) -> "Repository":
        """A new work tree, or a bare repository if the options say so."""
        top.mkdir(parents=True, exist_ok=True)
        repository = cls(top)
        repository.git("init", "--quiet", "--initial-branch=main", *options)
        return repository

    def git(self, *arguments: str, check: bool = True) -> str:
        """What git prints."""
        run = subprocess.run(["git", *arguments], cwd=self.top, capture_output=True, text=True, check=False)
        assert run.returncode == 0 or not check, run.stderr
        return run.stdout

    def commit_all(self, message: str) -> None:
        """Commit everything there is, some years ago."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--date", "2019-11-20T12:00:00Z", "--message", message)

    def messages(self) -> list[str]:
        """The messages of the commits, the newest first."""
        return self.git("log", "--format=%s").splitlines()

    def changed(self) -> list[str]:
        """The files that the last commit changed."""
        return self.git("show", "--format=", "--name-only", "HEAD").splitlines()

    def hook(self, name: str, script: str) -> None:
        """Install a hook."""
        path = self.top / ".git" / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


def own_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git read a configuration of the test's own, which knows an identity, and no other."""
    config = folder / "gitconfig"
    config.write_text("[user]\n\tname = Ann Editor\n\temail = ann@example.org\n")
    for variable in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
