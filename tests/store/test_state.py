"""Values kept between runs."""

from pathlib import Path
from threading import Thread

import pytest

from bindertui.store import state


@pytest.mark.parametrize("value", [[], ["a", "é\u00a0国"], {"a": [1, None]}, "text", 3])
def test_a_saved_value_is_loaded_again(value: object, tmp_path: Path) -> None:
    """Any value, in folders that did not exist before."""
    file = tmp_path / "deep" / "er" / "state.json"
    state.save_state(file, value)
    assert state.load_state(file) == value


def test_an_unreadable_file_has_no_value(tmp_path: Path) -> None:
    """A missing file, a folder, invalid JSON or UTF-8, or extreme nesting count as no value, never as a failure."""
    file = tmp_path / "state.json"
    assert state.load_state(file) is None
    assert state.load_state(tmp_path) is None
    for content in (b"", b"[1,", b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(content)
        assert state.load_state(file) is None


def test_a_save_replaces_the_whole_file(tmp_path: Path) -> None:
    """Only the new value is left, and no temporary file."""
    file = tmp_path / "state.json"
    state.save_state(file, ["a" * 10_000])
    state.save_state(file, ["b"])
    assert state.load_state(file) == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_concurrent_updates_are_all_applied(tmp_path: Path) -> None:
    """Each gets the result of those before it, in any thread."""
    file = tmp_path / "state.json"

    def count() -> None:
        for _ in range(20):
            state.update_state(file, lambda value: [*(value or []), 1])

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state.load_state(file) == [1] * 80


def test_an_unreadable_file_is_not_replaced(tmp_path: Path) -> None:
    """Invalid JSON counts as no value; a file without read permission may have one."""
    file = tmp_path / "state.json"
    file.write_text("[")
    assert state.update_state(file, lambda value: [value]) == [None]
    file.unlink()
    file.mkdir()
    with pytest.raises(IsADirectoryError):
        state.update_state(file, lambda value: [value])
    assert file.is_dir()


def test_a_failed_save_keeps_the_old_value(tmp_path: Path) -> None:
    """A value that cannot be written leaves the old file and no other."""
    file = tmp_path / "state.json"
    state.save_state(file, ["old"])
    with pytest.raises(TypeError):
        state.save_state(file, ["new", object()])
    assert state.load_state(file) == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_a_folder_that_cannot_be_created_is_an_os_error(tmp_path: Path) -> None:
    """The caller can show the name of the file to the user."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        state.save_state(tmp_path / "file" / "state.json", [])
