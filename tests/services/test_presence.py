"""Presence across sessions and processes; markers of crashed sessions do not count."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from bindertui.services.access import User, UserRole
from bindertui.services.presence import Presence, PresenceClient

_EDITS = """
import sys
from pathlib import Path
from bindertui.services.access import UserRole, User
from bindertui.services.presence import Presence, PresenceClient
client = PresenceClient(Presence(sys.argv[1], Path(sys.argv[2])), User(sys.argv[3], UserRole.EDITOR))
client.start_editing("unhcr")
print("editing", flush=True)
for line in sys.stdin:
    client.close()
    print("left", flush=True)
"""


@pytest.fixture
def presence(tmp_path: Path) -> Presence:
    """Return the presence of a binder."""
    return Presence("/binder", tmp_path)


def client(presence: Presence, name: str) -> PresenceClient:
    """Return a user's session."""
    return PresenceClient(presence, User(name, UserRole.EDITOR))


@pytest.fixture
def edit_elsewhere(tmp_path: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Return a function that edits the entry in another process."""
    started = []

    def edit(name: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _EDITS, "/binder", str(tmp_path), name]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "editing\n"
        return process

    yield edit
    for process in started:
        process.kill()
        process.communicate()


def test_two_sessions(presence: Presence) -> None:
    """Two sessions see each other in the entry they edit, and nowhere else, until they stop."""
    rita, ed = client(presence, "rita"), client(presence, "ed")
    rita.start_editing("unhcr")
    assert (rita.other_editors("unhcr"), ed.other_editors("unhcr"), ed.other_editors("context")) == ((), ("rita",), ())
    ed.start_editing("unhcr")
    assert (rita.other_editors("unhcr"), client(presence, "ada").other_editors("unhcr")) == (("ed",), ("ed", "rita"))
    rita.stop_editing("unhcr")
    assert ed.other_editors("unhcr") == ()
    ed.close()
    assert client(presence, "ada").other_editors("unhcr") == ()


def test_two_sessions_of_one_user(presence: Presence) -> None:
    """A user who edits an entry twice sees their own name."""
    first, second = client(presence, "rita"), client(presence, "rita")
    first.start_editing("unhcr")
    assert second.other_editors("unhcr") == ("rita",)


def test_other_processes(presence: Presence, edit_elsewhere: Callable[[str], "subprocess.Popen[str]"]) -> None:
    """Subscribers are called when others start, stop and crash."""
    heard: Queue[tuple[str, ...]] = Queue()
    ada = client(presence, "ada")
    end = presence.subscribe(lambda: heard.put(ada.other_editors("unhcr")))
    rita = edit_elsewhere("rita")
    assert heard.get(timeout=30) == ("rita",)
    ed = edit_elsewhere("ed")
    assert heard.get(timeout=30) == ("ed", "rita")
    rita.communicate("leave\n")
    assert heard.get(timeout=30) == ("ed",)
    ed.kill()
    assert heard.get(timeout=30) == ()
    end()


def test_stale_markers(
    presence: Presence, edit_elsewhere: Callable[[str], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """The marker of a killed session is ignored and removed."""
    process = edit_elsewhere("rita")
    process.kill()
    process.wait()
    assert list(tmp_path.rglob("*.editing"))
    presence.refresh()
    assert presence.markers == frozenset()
    assert not list(tmp_path.rglob("*.editing"))


def test_names_are_escaped(presence: Presence) -> None:
    """Control characters are made visible, and long names are cut."""
    client(presence, "\x1b[2J[bold]\n" + "x" * 100).start_editing("unhcr")
    (name,) = client(presence, "ada").other_editors("unhcr")
    assert name.startswith("\\x1b[2J[bold] x")
    assert len(name) == 40


def test_invalid_markers(presence: Presence, tmp_path: Path) -> None:
    """Other files in the folder are ignored."""
    rita = client(presence, "rita")
    rita.start_editing("unhcr")
    folder = next(tmp_path.rglob("*.editing")).parent
    for name, content in (("a.editing", b"\xff"), ("b.editing", b"[" * 10_000), ("c.editing", b"[1, 2]")):
        (folder / name).write_bytes(content)
    (folder / "d.editing").mkdir()
    (folder / "e.editing").symlink_to("/etc/passwd")
    presence.refresh()
    assert client(presence, "ada").other_editors("unhcr") == ("rita",)


def test_an_unwritable_folder(tmp_path: Path) -> None:
    """Editing works without markers."""
    (tmp_path / "file").touch()
    presence = Presence("/binder", tmp_path / "file")
    rita = client(presence, "rita")
    rita.start_editing("unhcr")
    assert client(presence, "ada").other_editors("unhcr") == ()
    rita.close()
