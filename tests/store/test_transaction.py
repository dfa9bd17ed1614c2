"""Saving: all or nothing, whatever ends the process, fills the disk or gets in between."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import define, field

from bindertui.store.files import TEMPORARY_PREFIX
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.history.base import Recorded, Version, WrittenFile
from bindertui.store.locking import SaveError, lock_binder
from bindertui.store.transaction import FileChange, StaleFile, remove_leftovers, save_files
from tests.conftest import WriteBinder
from tests.privileges import file_permissions_apply

ROOT = Path(__file__).parent.parent.parent
FILES = {
    "partners/one.yaml": "kind: country\nname: {en: One, fr: Un}\n",
    "partners/two.yaml": "kind: country\nname: {en: Two, fr: Deux}\n",
}


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return sha256(content).hexdigest()


def change(root: Path, name: str, content: bytes | None) -> FileChange:
    """Return a change to the present content of a file."""
    path = root / name
    return FileChange(name, digest(path.read_bytes()) if path.exists() else None, content)


def temporaries(root: Path) -> list[Path]:
    """Return the temporary files of a binder."""
    return [path for path in root.rglob("*") if path.name.startswith(TEMPORARY_PREFIX)]


@define
class RecordingHistory:
    """A history that records saves in memory."""

    calls: list[tuple[list[WrittenFile], str, str | None]] = field(factory=list)

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded:
        """Record the arguments of the call."""
        self.calls.append((list(files), message, author))
        return Recorded(str(len(self.calls)))

    def includes_earlier_changes(self, file: str, content: bytes) -> bool:
        """No save includes earlier changes."""
        raise NotImplementedError

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """No versions can be listed."""
        raise NotImplementedError

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """No versions can be read."""
        raise NotImplementedError


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder with two partners."""
    return write_binder(FILES)


def test_a_save_is_recorded_with_its_contents(root: Path) -> None:
    """The history gets existing, new and removed files with their bytes before and after."""
    names = [f"partners/{name}.yaml" for name in ("one", "two", "new")]
    one, two, new = (root / name for name in names)
    changes = [
        change(root, names[0], b"kind: forum\n"),
        change(root, names[1], None),
        FileChange(names[2], None, b"kind: program\n", names[1]),
    ]
    history = RecordingHistory()
    assert save_files(root, changes, history, "Move two", "ann") == Recorded("1")
    assert history.calls == [
        (
            [
                WrittenFile(names[0], FILES["partners/one.yaml"].encode(), b"kind: forum\n"),
                WrittenFile(names[1], FILES["partners/two.yaml"].encode(), None),
                WrittenFile(names[2], None, b"kind: program\n", names[1]),
            ],
            "Move two",
            "ann",
        )
    ]
    assert (one.read_bytes(), two.exists(), new.read_bytes()) == (b"kind: forum\n", False, b"kind: program\n")
    assert temporaries(root) == []


def test_a_stale_file_prevents_the_save(root: Path) -> None:
    """If one of several files has changed, none is written, and its present content is returned."""
    one, two = root / "partners/one.yaml", root / "partners/two.yaml"
    changes = [change(root, "partners/one.yaml", b"a\n"), change(root, "partners/two.yaml", b"b\n")]
    two.write_bytes(b"theirs\n")
    assert save_files(root, changes) == StaleFile("partners/two.yaml", b"theirs\n")
    assert one.read_text() == FILES["partners/one.yaml"]
    assert save_files(root, [FileChange("partners/one.yaml", None, b"new\n")]) == StaleFile(
        "partners/one.yaml", FILES["partners/one.yaml"].encode()
    )
    two.unlink()
    assert save_files(root, changes) == StaleFile("partners/two.yaml", None)


def test_permissions_and_links_are_kept(root: Path) -> None:
    """A file keeps its permissions; the target of a link inside the binder is written, not the link."""
    one = root / "partners/one.yaml"
    one.chmod(0o640)
    (root / "real").mkdir()
    real = root / "real/linked.yaml"
    real.write_bytes(b"before\n")
    link = root / "partners/linked.yaml"
    link.symlink_to(real)
    save_files(root, [change(root, "partners/one.yaml", b"a\n"), change(root, "partners/linked.yaml", b"after\n")])
    assert one.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert real.read_bytes() == b"after\n"
    assert temporaries(root) == []


def test_nothing_is_written_outside_the_binder(root: Path, tmp_path: Path) -> None:
    """A link out of the binder is refused, as is a name with `..`."""
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"mine\n")
    link = root / "partners/link.yaml"
    link.symlink_to(outside)
    for name in ("partners/link.yaml", "../outside.yaml"):
        with pytest.raises(SaveError, match="is outside the binder"):
            save_files(root, [change(root, name, b"theirs\n")])
    assert outside.read_bytes() == b"mine\n"


def test_a_planted_journal_cannot_reach_other_files(root: Path, tmp_path: Path) -> None:
    """A journal in a binder from anywhere affects neither files outside it nor its hidden files."""
    outside = tmp_path / "outside.yaml"
    hidden = root / ".git/hooks/post-commit.yaml"
    hidden.parent.mkdir(parents=True)
    for path in (outside, hidden):
        path.write_bytes(b"mine\n")
        climbing = json.dumps([[os.path.relpath(path, root), None, digest(b"mine\n"), None]])
        for planted in (climbing, json.dumps([[None, str(path)]]), "[" * 9999):
            (root / f"{TEMPORARY_PREFIX}journal").write_text(planted)
            remove_leftovers(root)
            assert temporaries(root) == [root / f"{TEMPORARY_PREFIX}journal"]
            with pytest.raises(SaveError, match=r"kept in journal\.unfinished"):
                save_files(root, [change(root, "partners/one.yaml", b"a\n")])
            assert path.read_bytes() == b"mine\n"
            assert temporaries(root) == []


_CUT_SHORT = """
import os, sys
from hashlib import sha256
from pathlib import Path
from bindertui.store import transaction
from bindertui.store.transaction import FileChange, save_files
root, steps = Path(sys.argv[1]), int(sys.argv[2])
one, two, new = (f"partners/{name}.yaml" for name in ("one", "two", "new"))
apply = transaction.apply_step

def counted(*arguments):
    global steps
    if not steps:
        os._exit(9)
    steps -= 1
    apply(*arguments)

transaction.apply_step = counted
digests = {name: sha256((root / name).read_bytes()).hexdigest() for name in (one, two)}
save_files(root, [FileChange(two, digests[two], None), FileChange(one, digests[one], b"one\\n"),
            FileChange(new, None, b"new\\n", two)])
"""
"""Renames `two` to `new` and changes `one`; exits after some of the three steps."""


def cut_short(root: Path, steps: int) -> None:
    """Run a save that is killed after some of its three steps."""
    run = subprocess.run([sys.executable, "-c", _CUT_SHORT, root, str(steps)], cwd=ROOT, check=False)
    assert run.returncode == 9


def held(root: Path) -> dict[str, str]:
    """Return the texts of the files in the partners' folder."""
    return {path.name: path.read_text() for path in (root / "partners").iterdir()}


@pytest.mark.parametrize("steps", range(3))
def test_an_interrupted_save_is_completed_after_a_move(root: Path, steps: int) -> None:
    """The folder may be moved after the crash; at no moment is a renamed file missing in both places."""
    cut_short(root, steps)
    assert {"two.yaml", "new.yaml"} & held(root).keys()
    moved = root.rename(root.with_name("moved"))
    remove_leftovers(moved)
    assert held(moved) == {"one.yaml": "one\n", "new.yaml": "new\n"}
    assert temporaries(moved) == []


@pytest.mark.parametrize("steps", range(3))
@pytest.mark.parametrize("name", ["one", "two", "new"])
def test_recovery_overwrites_no_later_changes(root: Path, steps: int, name: str) -> None:
    """Reading changes nothing; the next save keeps the unwritten contents as `.unfinished` files."""
    cut_short(root, steps)
    (root / f"partners/{name}.yaml").write_text("theirs\n")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    remove_leftovers(root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    one = root / "partners/one.yaml"
    with pytest.raises(SaveError, match="was interrupted, and the files have been changed since") as refused:
        save_files(root, [change(root, "partners/one.yaml", b"mine\n")])
    left = held(root)
    assert left[f"{name}.yaml"] == "theirs\n"
    for wanted in ("one", "new"):
        found = [left.get(f"{wanted}.yaml"), left.get(f"{wanted}.yaml.unfinished")]
        assert f"{wanted}\n" in found or name == wanted
        assert (f"partners/{wanted}.yaml.unfinished" in str(refused.value)) == (found[1] is not None)
    assert temporaries(root) == []
    save_files(root, [change(root, "partners/one.yaml", b"mine\n")])
    assert one.read_bytes() == b"mine\n"
    assert held(root) == {**left, "one.yaml": "mine\n"}


def test_a_folder_without_write_permission(root: Path) -> None:
    """The message names the file, which is unchanged."""
    one = root / "partners/one.yaml"
    one.parent.chmod(0o500)
    try:
        denied = pytest.raises(SaveError, match=r"Nothing was saved: .* cannot be written \(Permission denied\)\.")
        with file_permissions_apply(), denied:
            save_files(root, [change(root, "partners/one.yaml", b"a\n")])
    finally:
        one.parent.chmod(0o700)
    assert one.read_text() == FILES["partners/one.yaml"]


_FULL = """
import resource, sys
from pathlib import Path
from hashlib import sha256
from bindertui.store.locking import SaveError
from bindertui.store.transaction import FileChange, save_files
root = Path(sys.argv[1])
sizes = {"partners/one.yaml": 10, "partners/two.yaml": 9000}
changes = [FileChange(name, sha256((root / name).read_bytes()).hexdigest(), sizes[name] * b"x") for name in sizes]
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    save_files(root, changes)
except SaveError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_files(root: Path) -> None:
    """If the second of two files does not fit, the first is not changed either, and no temporary file is left."""
    run = subprocess.run([sys.executable, "-c", _FULL, root], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "(File too large). The files are unchanged." in run.stdout
    assert {name: (root / name).read_text() for name in FILES} == FILES
    assert temporaries(root) == []


def test_others_wait_for_the_lock(root: Path) -> None:
    """While one process holds the lock no one else gets it; after the timeout there is an error."""
    with (
        lock_binder(root),
        pytest.raises(SaveError, match="someone else has been saving"),
        lock_binder(root, patience=0),
    ):
        pass
    with lock_binder(root, patience=0):
        pass


_KILLED = """
import os, random, signal, sys, time
from hashlib import sha256
from pathlib import Path
from bindertui.store.locking import SaveError
from bindertui.store.transaction import FileChange, save_files
root, names = Path(sys.argv[1]), sys.argv[2:]
files = [f"partners/{name}.yaml" for name in names]
moments = random.Random(len(names))

def saves():
    number = 0
    while True:
        number += 1
        text = f"kind: country\\nname: {number}\\n".encode() + b"# filled\\n" * 2000
        save_files(root, [FileChange(file, sha256((root / file).read_bytes()).hexdigest(), text) for file in files])

for _ in sys.stdin:
    if (loop := os.fork()) == 0:
        saves()
    time.sleep(moments.random() * 0.03)
    os.kill(loop, signal.SIGKILL)
    os.waitpid(loop, 0)
    print("killed", flush=True)
"""
"""Forks a process that saves over and over, and kills it at a random moment, once for each line it reads."""


@pytest.mark.slow
@pytest.mark.parametrize("names", [("one",), ("one", "two")])
def test_a_kill_at_any_moment_leaves_complete_files(root: Path, names: tuple[str, ...]) -> None:
    """After each of a hundred kills, files are complete, files saved together agree, and the next start cleans up."""
    command = [sys.executable, "-c", _KILLED, str(root), *names]
    left = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as killer:
        assert killer.stdin is not None
        assert killer.stdout is not None
        for _ in range(100):
            killer.stdin.write("again\n")
            killer.stdin.flush()
            assert killer.stdout.readline() == "killed\n"
            left += bool(temporaries(root))
            FolderRepository(root).binder()
            assert temporaries(root) == []
            texts = {(root / f"partners/{name}.yaml").read_text() for name in names}
            first = texts.pop()
            assert not texts or first == FILES["partners/one.yaml"]
            assert first in FILES.values() or first.endswith("# filled\n" * 2000)
        killer.stdin.close()
    # Some of the kills have met a save that was being made.
    assert left > 10
