"""Tests that need programs of the system, such as sshd or tmux."""

import os
import shutil

import pytest

_SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin")
"""Where daemons are installed; the PATH of a user often lacks these folders."""


def find_program(name: str) -> str | None:
    """Return the path of an installed program, or None."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS)))


def needs(*names: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test, or a module as its `pytestmark`, when one of the programs is missing.

    CI installs all of them and fails when any test was skipped.
    """
    missing = [name for name in names if find_program(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")
