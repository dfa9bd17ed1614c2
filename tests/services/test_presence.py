"""Presence: who edits what is known in other sessions and processes, and what a crash leaves behind does not count."""

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
seat = PresenceClient(Presence(sys.argv[1], Path(sys.argv[2])), User(sys.argv[3], UserRole.EDITOR))
seat.start_editing("unhcr")
print("editing", flush=True)
for line in sys.stdin:
    seat.close()
    print("left", flush=True)
"""


@pytest.fixture
def presence(tmp_path: Path) -> Presence:
    """Who edits what in a binder."""
    return Presence("/binder", tmp_path)


def seat(presence: Presence, name: str) -> PresenceClient:
    """Somebody's session."""
    return PresenceClient(presence, User(name, UserRole.EDITOR))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Has somebody edit the entry in another process."""
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


def test_others_are_named_and_oneself_is_not(presence: Presence) -> None:
    """Two sessions of one process see each other, in the entry they edit and in no other, until they leave."""
    rita, ed = seat(presence, "rita"), seat(presence, "ed")
    rita.start_editing("unhcr")
    assert (rita.other_editors("unhcr"), ed.other_editors("unhcr"), ed.other_editors("context")) == ((), ("rita",), ())
    ed.start_editing("unhcr")
    assert (rita.other_editors("unhcr"), seat(presence, "ada").other_editors("unhcr")) == (("ed",), ("ed", "rita"))
    rita.stop_editing("unhcr")
    assert ed.other_editors("unhcr") == ()
    ed.close()
    assert seat(presence, "ada").other_editors("unhcr") == ()


def test_a_second_session_of_the_same_person_is_another(presence: Presence) -> None:
    """Who edits an entry twice is told so."""
    first, second = seat(presence, "rita"), seat(presence, "rita")
    first.start_editing("unhcr")
    assert second.other_editors("unhcr") == ("rita",)


def test_who_edits_in_another_process_is_told(
    presence: Presence, elsewhere: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    """A subscriber hears of those who begin, leave, and crash; nothing is left of them."""
    heard: Queue[tuple[str, ...]] = Queue()
    ada = seat(presence, "ada")
    end = presence.subscribe(lambda: heard.put(ada.other_editors("unhcr")))
    rita = elsewhere("rita")
    assert heard.get(timeout=30) == ("rita",)
    ed = elsewhere("ed")
    assert heard.get(timeout=30) == ("ed", "rita")
    rita.communicate("leave\n")
    assert heard.get(timeout=30) == ("ed",)
    ed.kill()
    assert heard.get(timeout=30) == ()
    end()


def test_what_a_crash_leaves_does_not_count(
    presence: Presence, elsewhere: Callable[[str], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """A mark whose session was killed is passed over and taken away."""
    process = elsewhere("rita")
    process.kill()
    process.wait()
    assert list(tmp_path.rglob("*.editing"))
    presence.refresh()
    assert presence.markers == frozenset()
    assert not list(tmp_path.rglob("*.editing"))


def test_names_cannot_steer_a_terminal(presence: Presence) -> None:
    """Escapes are visible, and a name that is long is cut."""
    seat(presence, "\x1b[2J[bold]\n" + "x" * 100).start_editing("unhcr")
    (name,) = seat(presence, "ada").other_editors("unhcr")
    assert name.startswith("\\x1b[2J[bold] x")
    assert len(name) == 40


def test_files_that_are_no_marks_are_passed_over(presence: Presence, tmp_path: Path) -> None:
    """Nothing in the folder keeps anybody from being seen."""
    rita = seat(presence, "rita")
    rita.start_editing("unhcr")
    folder = next(tmp_path.rglob("*.editing")).parent
    for name, content in (("a.editing", b"\xff"), ("b.editing", b"[" * 10_000), ("c.editing", b"[1, 2]")):
        (folder / name).write_bytes(content)
    (folder / "d.editing").mkdir()
    (folder / "e.editing").symlink_to("/etc/passwd")
    presence.refresh()
    assert seat(presence, "ada").other_editors("unhcr") == ("rita",)


def test_where_nothing_can_be_written_nobody_is_seen(tmp_path: Path) -> None:
    """Editing goes on without a word."""
    (tmp_path / "file").touch()
    presence = Presence("/binder", tmp_path / "file")
    rita = seat(presence, "rita")
    rita.start_editing("unhcr")
    assert seat(presence, "ada").other_editors("unhcr") == ()
    rita.close()
