"""Reading files that may be anything."""

import os
import socket
from hashlib import sha256
from pathlib import Path

import pytest

from bindertui.store.files import MAX_BYTES, read_text
from bindertui.store.yaml.nodes import NodeError
from tests.privileges import file_permissions_apply


def failure(path: Path, root: Path) -> str:
    """Return the error of reading a file as line:column: message, counted from 1."""
    with pytest.raises(NodeError) as caught:
        read_text(path, root)
    return f"{caught.value.mark.line + 1}:{caught.value.mark.column + 1}: {caught.value.message}"


def test_a_file_is_read_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    """The text has no byte order mark; the digest is that of every byte; line ends are kept."""
    data = "\ufefftitle: Québec\r\nx: y\n".encode()
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    content = read_text(path, tmp_path)
    assert content.text == "title: Québec\r\nx: y\n"
    assert content.digest == sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"title: Qu\xe9bec\n", "1:10"),
        (b"a: b\nc: \xff", "2:4"),
        (b"\xef\xbb\xbf\xff", "1:1"),
        ("é".encode("utf-16"), "1:1"),
    ],
)
def test_invalid_utf_8_is_refused_at_the_first_wrong_byte(tmp_path: Path, data: bytes, place: str) -> None:
    """The position counts characters, without the byte order mark."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    assert failure(path, tmp_path).startswith(f"{place}: The file is not UTF-8")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """One byte too many is refused by size without reading the file; a file at the limit is read."""
    path = tmp_path / "a.yaml"
    path.touch()
    os.truncate(path, MAX_BYTES + 1)
    told = "1:1: The file is too large: 16,777,217 bytes, at most 16,777,216 bytes. Split it."
    assert failure(path, tmp_path) == told
    os.truncate(path, MAX_BYTES)
    assert len(read_text(path, tmp_path).text) == MAX_BYTES


def test_a_link_inside_the_binder_is_followed(tmp_path: Path) -> None:
    """A symbolic link to another file of the binder reads as that file; the binder itself may be a link."""
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder" / "a.yaml").write_text("a: b")
    (tmp_path / "binder" / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "here").symlink_to("binder")
    assert read_text(tmp_path / "here" / "b.yaml", tmp_path / "here").text == "a: b"


@pytest.mark.parametrize("target", ["../secret.yaml", "/dev/zero", "/etc/hostname"])
def test_a_link_out_of_the_binder_is_refused(tmp_path: Path, target: str) -> None:
    """A symbolic link cannot make a binder show files outside it."""
    (tmp_path / "secret.yaml").write_text("a: b")
    root = tmp_path / "binder"
    root.mkdir()
    (root / "a.yaml").symlink_to(target)
    assert failure(root / "a.yaml", root).startswith("1:1: The file is a link out of the binder")


def test_a_folder_that_links_out_of_the_binder_is_refused(tmp_path: Path) -> None:
    """Nor can a linked folder."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("a: b")
    root = tmp_path / "binder"
    root.mkdir()
    (root / "sections").symlink_to("../elsewhere")
    assert failure(root / "sections" / "a.yaml", root).startswith("1:1: The file is a link out of the binder")


def test_dangling_and_circular_links_are_refused(tmp_path: Path) -> None:
    """Both have a message."""
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    assert failure(tmp_path / "a.yaml", tmp_path) == "1:1: The file cannot be read: No such file or directory."
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert failure(tmp_path / "a.yaml", tmp_path).startswith("1:1: The file cannot be read: ")


def test_special_files_are_refused_without_waiting(tmp_path: Path) -> None:
    """A folder, a pipe without a writer and a socket are refused at once."""
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.yaml"))
        for name in ("folder", "pipe"):
            assert failure(tmp_path / f"{name}.yaml", tmp_path).startswith("1:1: This is not a text file")
        assert failure(tmp_path / "socket.yaml", tmp_path).startswith("1:1: The file cannot be read: ")


def test_a_device_is_refused() -> None:
    """An endless device is not read."""
    assert failure(Path("/dev/zero"), Path("/dev")).startswith("1:1: This is not a text file")


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """There is a message."""
    path = tmp_path / "a.yaml"
    path.write_text("a: b")
    path.chmod(0)
    with file_permissions_apply():
        assert failure(path, tmp_path) == "1:1: The file cannot be read: Permission denied."
