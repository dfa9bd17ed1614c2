"""Values kept between runs."""

from pathlib import Path
from threading import Thread

import pytest

from bindertui.store import state


@pytest.mark.parametrize("value", [[], ["a", "é\u00a0国"], {"a": [1, None]}, "text", 3])
def test_what_is_saved_is_loaded_again(value: object, tmp_path: Path) -> None:
    """Any value comes back, from folders that did not exist before."""
    file = tmp_path / "deep" / "er" / "state.json"
    state.save_state(file, value)
    assert state.load_state(file) == value


def test_what_cannot_be_read_is_no_value(tmp_path: Path) -> None:
    """No file, a folder, no JSON, no UTF-8, nesting beyond measure: all count as nothing, never as a failure."""
    file = tmp_path / "state.json"
    assert state.load_state(file) is None
    assert state.load_state(tmp_path) is None
    for content in (b"", b"[1,", b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(content)
        assert state.load_state(file) is None


def test_a_save_replaces_the_file_whole(tmp_path: Path) -> None:
    """Nothing but the new value is left, and no temporary file beside it."""
    file = tmp_path / "state.json"
    state.save_state(file, ["a" * 10_000])
    state.save_state(file, ["b"])
    assert state.load_state(file) == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_changes_that_meet_are_all_made(tmp_path: Path) -> None:
    """Each is made to what those before it have left, from whatever thread."""
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


def test_what_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    """What is no JSON counts as nothing; but what is there and cannot be read is not known to be nothing."""
    file = tmp_path / "state.json"
    file.write_text("[")
    assert state.update_state(file, lambda value: [value]) == [None]
    file.unlink()
    file.mkdir()
    with pytest.raises(IsADirectoryError):
        state.update_state(file, lambda value: [value])
    assert file.is_dir()


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """A value that cannot be written keeps the old file and leaves no other."""
    file = tmp_path / "state.json"
    state.save_state(file, ["old"])
    with pytest.raises(TypeError):
        state.save_state(file, ["new", object()])
    assert state.load_state(file) == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    """The caller can tell the user which file it was."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        state.save_state(tmp_path / "file" / "state.json", [])
