"""The crash journal of drafts: recovery after the process that writes it was killed."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from bindertui.store.draft_journal import MAX_DRAFTS, DraftJournal, JournaledDraft

ROOT = Path(__file__).parent.parent.parent


def draft(identifier: str = "d", text: str = "text", when: str = "2026-01-01T00:00:00+00:00") -> JournaledDraft:
    """A draft."""
    return JournaledDraft(identifier, "unhcr#summary", when, text, (3, 4), "base")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the drafts of a user are kept."""
    return tmp_path / "drafts"


@pytest.fixture
def journal(folder: Path) -> Iterator[DraftJournal]:
    """The journal of the session that looks."""
    opened = DraftJournal(folder, lambda _: None)
    yield opened
    opened.close()


def left_behind(folder: Path, *drafts: JournaledDraft) -> None:
    """Let a session keep drafts and end."""
    session = DraftJournal(folder, lambda _: None)
    for each in drafts:
        session.record(each)
    session.close()


@pytest.mark.parametrize("text", ["", "two\nlines\r\n", "é国\x1b[2J\0", "\ud800 half of a pair", "x" * 100_000])
def test_a_draft_is_recovered_unchanged(folder: Path, journal: DraftJournal, text: str) -> None:
    """Any text is recovered, with its address and cursor."""
    left_behind(folder, draft(text=text))
    assert journal.recoverable() == [draft(text=text)]


def test_the_last_change_of_a_draft_is_recovered(folder: Path, journal: DraftJournal) -> None:
    """Of many changes the last one counts; a removed draft leaves no files."""
    session = DraftJournal(folder, lambda _: None)
    for number in range(1000):
        session.record(draft("one", str(number)))
        session.record(draft("two"))
    session.remove("two")
    session.close()
    assert journal.recoverable() == [draft("one", "999")]
    journal.discard("one")
    assert list(folder.iterdir()) == []


def test_drafts_of_a_running_session_are_not_offered(folder: Path, journal: DraftJournal) -> None:
    """Other sessions, in this process or another, cannot list, claim or discard them."""
    session = DraftJournal(folder, lambda _: None)
    session.record(draft())
    session.flush()
    journal.discard("d")
    assert (journal.recoverable(), journal.claim("d")) == ([], None)
    session.close()
    assert journal.recoverable() == [draft()]


def test_a_draft_is_claimed_once(folder: Path, journal: DraftJournal) -> None:
    """Of two sessions that list the same draft only one gets it; after its end it can be claimed again."""
    left_behind(folder, draft())
    other = DraftJournal(folder, lambda _: None)
    assert (len(journal.recoverable()), len(other.recoverable())) == (1, 1)
    assert other.claim("d") == draft()
    assert journal.claim("d") is None
    assert journal.recoverable() == []
    other.record(draft(text="more"))
    other.close()
    assert journal.recoverable() == [draft(text="more")]


def test_drafts_are_readable_by_their_owner_only(folder: Path) -> None:
    """Neither the folder nor a file in it can be read by others."""
    left_behind(folder, draft())
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


def test_damaged_files_are_ignored(folder: Path, journal: DraftJournal) -> None:
    """A torn or foreign file is skipped; an id inside a file cannot lead to another path."""
    left_behind(folder, draft("good"), draft("torn"), draft("odd"))
    torn, odd = next(folder.glob("*.torn.json")), next(folder.glob("*.odd.json"))
    torn.write_bytes(torn.read_bytes()[:-20])
    odd.write_text(odd.read_text().replace('"odd"', '"../../x"'))
    (folder / "stray").write_text("x")
    (folder / "s.binary.json").write_bytes(b"\xff\0")
    (folder / "s.list.json").write_text("[1]")
    assert {each.id for each in journal.recoverable()} == {"good", "odd"}


def test_the_number_of_drafts_is_limited(folder: Path, journal: DraftJournal) -> None:
    """The oldest are removed; the newest come first."""
    left_behind(
        folder, *(draft(f"d{n}", when=f"2026-01-01T00:{n // 60:02}:{n % 60:02}+00:00") for n in range(MAX_DRAFTS + 9))
    )
    kept = [each.id for each in journal.recoverable()]
    assert (len(kept), kept[0]) == (MAX_DRAFTS, f"d{MAX_DRAFTS + 8}")
    assert len(list(folder.glob("*.json"))) == MAX_DRAFTS


def test_a_folder_that_cannot_be_written_is_reported_once(tmp_path: Path) -> None:
    """Recording continues; once the folder is writable again, that is reported too and the draft is written."""
    folder = tmp_path / "drafts"
    folder.write_text("in the way")
    told: Queue[OSError | None] = Queue()
    session = DraftJournal(folder, told.put)
    session.record(draft())
    session.record(draft(text="newer"))
    assert isinstance(told.get(timeout=60), OSError)
    folder.unlink()
    assert told.get(timeout=60) is None
    session.close()
    assert told.empty()
    assert DraftJournal(folder, told.put).recoverable() == [draft(text="newer")]


def test_a_full_disk_keeps_the_last_complete_draft(folder: Path, journal: DraftJournal) -> None:
    """A write that fails damages nothing and leaves no partial file."""
    script = """
import resource, signal, sys
from pathlib import Path
from bindertui.store.draft_journal import DraftJournal
from tests.store.test_draft_journal import draft
session = DraftJournal(Path(sys.argv[1]), lambda error: print(error, flush=True))
session.record(draft())
session.flush()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
session.record(draft(text="x" * 100_000))
session.flush()
session.close()
"""
    run = subprocess.run([sys.executable, "-c", script, folder], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "File too large" in run.stdout
    assert journal.recoverable() == [draft()]
    assert len(list(folder.iterdir())) == 2


_TYPING = """
import sys, time
from pathlib import Path
from bindertui.store.draft_journal import DraftJournal
from tests.store.test_draft_journal import draft
session = DraftJournal(Path(sys.argv[1]), lambda error: print("trouble", error, flush=True))
for number in range(10**9):
    session.record(draft(text=f"{number:09}" * 2000))
    # Told through a pipe after it was handed over: whoever reads it knows when it was typed.
    print(number, flush=True)
    time.sleep(0.002)
"""


@pytest.mark.slow
def test_a_killed_process_loses_at_most_the_last_second(folder: Path, journal: DraftJournal) -> None:
    """Killed at any moment of typing, the draft is complete and at most a second old."""
    chance = random.Random(4)
    for _ in range(8):
        command = [sys.executable, "-c", _TYPING, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            typed: list[str] = []
            # So many lines further on at least a second has passed.
            enough = 500 + chance.randrange(300)
            while len(typed) < enough:
                typed.append(process.stdout.readline())
            os.kill(process.pid, signal.SIGKILL)
        (found,) = journal.recoverable()
        number = int(found.text[:9])
        assert found.text == f"{number:09}" * 2000
        assert number >= int(typed[-501])
        journal.discard("d")
        assert list(folder.iterdir()) == []


def test_a_terminated_process_loses_nothing(folder: Path, journal: DraftJournal) -> None:
    """A session that can still close its journal writes everything."""
    left_behind(folder, draft(text="the last letter"))
    assert journal.recoverable()[0].text == "the last letter"


def test_a_session_has_one_open_file(folder: Path) -> None:
    """Its lock, however many drafts it has written; none once it is closed."""
    before = _open_files()
    session = DraftJournal(folder, lambda _: None)
    for number in range(1000):
        session.record(draft(str(number % 7), str(number)))
    session.flush()
    assert _open_files() == before + 1
    session.close()
    assert _open_files() == before


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
