"""Atomic replacement of files."""

import os
import stat
from pathlib import Path

import pytest

from bindertui.atomic import atomic_write, move_into_place, temporary_path, write_new


def mode_of(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_and_no_temporary_file_stays(tmp_path: Path, durable: bool) -> None:
    """Files are created and replaced with the given bytes."""
    path = tmp_path / "file"
    atomic_write(path, b"old", durable=durable)
    atomic_write(path, b"new\r\n", durable=durable)
    assert path.read_bytes() == b"new\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_is_that_asked_for_from_the_first_byte(tmp_path: Path) -> None:
    """The mode applies from the first byte, and the umask still removes permissions."""
    mask = os.umask(0)
    try:
        atomic_write(tmp_path / "secret", b"", mode=0o600)
        os.umask(0o027)
        atomic_write(tmp_path / "shared", b"")
    finally:
        os.umask(mask)
    assert mode_of(tmp_path / "secret") == 0o600
    assert mode_of(tmp_path / "shared") == 0o640


def test_an_existing_file_wins_if_nothing_may_be_overwritten(tmp_path: Path) -> None:
    """Without `overwrite`, writing over an existing file fails and leaves no temporary file."""
    path = tmp_path / "file"
    atomic_write(path, b"first", overwrite=False)
    with pytest.raises(FileExistsError):
        atomic_write(path, b"second", overwrite=False)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_rename_changes_nothing(tmp_path: Path) -> None:
    """If the rename fails, because the target is a folder, the temporary file is removed."""
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(OSError, match="file"):
        atomic_write(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    """Planted links are not followed, neither for the temporary file (even dangling ones) nor for the target."""
    victim = tmp_path / "victim"
    planted = tmp_path / "planted"
    planted.symlink_to(victim)
    with pytest.raises(FileExistsError):
        write_new(planted, b"new")
    assert planted.is_symlink()
    assert not victim.exists()
    victim.write_bytes(b"mine")
    atomic_write(planted, b"new")
    assert (planted.read_bytes(), planted.is_symlink(), victim.read_bytes()) == (b"new", False, b"mine")


def test_permissions_are_taken_from_another_file(tmp_path: Path) -> None:
    """Permissions are copied from another file, if it exists."""
    path = tmp_path / "file"
    for expected in (None, 0o604):
        if expected:
            path.chmod(expected)
        temporary = temporary_path(path)
        write_new(temporary, b"new", mode=0o640, like=path)
        move_into_place(temporary, path)
        assert mode_of(path) == (expected or 0o640)
    assert list(tmp_path.iterdir()) == [path]
