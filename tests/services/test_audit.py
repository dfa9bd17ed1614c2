"""The audit trail: whole and harmless lines, no waiting, and a full disk ends nothing."""

import json
import os
import resource
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.errors import BinderError
from bindertui.services.access import UserRole
from bindertui.services.audit import AuditEvent, AuditTrail, ConnectionInfo
from bindertui.store.jsonl_log import JsonLinesLog
from tests.helpers import examples

RITA = ConnectionInfo("192.0.2.7", "s1", "rita", UserRole.READER, "SHA256:abc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of the audit trail."""
    return tmp_path / "audit.jsonl"


def lines(path: Path) -> list[dict[str, object]]:
    """Return the events of an audit trail."""
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def trail(path: Path, status_lines: Callable[[str], object] = print, *, queries: bool = True) -> AuditTrail:
    """Open an audit trail with a fixed clock."""
    return AuditTrail(path, status_lines, queries=queries, now=lambda: datetime(2026, 1, 2, 3, 4, 5, 678_900, UTC))


def test_fields_of_an_event(path: Path) -> None:
    """Each event is an object with the same names, in UTC; the file is readable by its owner only."""
    audit = trail(path)
    audit.record(AuditEvent.LOGIN, RITA)
    audit.record(AuditEvent.REFUSED, ConnectionInfo("192.0.2.8", "s2"), reason="no key that is known")
    audit.record(AuditEvent.RAN, RITA, command="show unhcr", code=0)
    audit.close()
    common = {"when": "2026-01-02T03:04:05.678+00:00", "who": "rita", "role": "reader", "from": "192.0.2.7"}
    common |= {"key": "SHA256:abc", "session": "s1"}
    nobody = {"who": None, "role": None, "from": "192.0.2.8", "key": None, "session": "s2"}
    assert lines(path) == [
        {**common, "what": "login"},
        {**common, **nobody, "what": "refused", "reason": "no key that is known"},
        {**common, "what": "ran", "command": "show unhcr", "code": 0},
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_queries_can_be_omitted(path: Path) -> None:
    """The search is recorded, but not its query."""
    for queries in (True, False):
        audit = trail(path, queries=queries)
        audit.record(AuditEvent.SEARCHED, RITA, query="safe third")
        audit.close()
    audit = trail(path, queries=False)
    audit.record(AuditEvent.RAN, RITA, command="search 'safe third' --json", code=0)
    audit.close()
    assert [line.get("query") for line in lines(path)] == ["safe third", None, None]
    assert lines(path)[2]["command"] == "search"
    assert "what" in lines(path)[1]


@examples(20)
@given(st.text(st.characters(exclude_categories=[])))
@example("\x1b[2J\n\x9b31m\x7f\u202e\ud800\0")
def test_hostile_text_is_escaped(hostile: str) -> None:
    """Escapes, line breaks, C1 controls and lone surrogates stay in one line and can be read back."""
    path = Path(tempfile.mkdtemp()) / "audit.jsonl"
    audit = trail(path)
    audit.record(AuditEvent.SEARCHED, RITA, query=hostile)
    audit.close()
    written = path.read_text("ascii")
    assert written[:-1].isprintable()
    assert written.endswith("\n")
    assert lines(path)[0]["query"] == hostile


def test_rotation(path: Path, tmp_path: Path) -> None:
    """After the file was moved away, the next lines are in a new one, and none is lost."""
    written = JsonLinesLog(path, print)
    for number in range(3):
        written.write({"number": number})
        while not path.exists() or f'"number": {number}' not in path.read_text():
            pass
        path.rename(tmp_path / f"audit.{number}")
    written.close()
    assert [lines(tmp_path / f"audit.{number}") for number in range(3)] == [[{"number": number}] for number in range(3)]


def test_several_processes_write_whole_lines(path: Path) -> None:
    """Two writers on one file never split each other's lines."""
    code = "import sys; from pathlib import Path; from bindertui.store.jsonl_log import JsonLinesLog\n"
    code += "file = JsonLinesLog(Path(sys.argv[1]), print)\n"
    code += (
        "for number in range(2000): file.write({'by': sys.argv[2], 'number': number, 'text': 'x' * 500})\nfile.close()"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, path, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = lines(path)
    for name in "ab":
        assert [line["number"] for line in found if line["by"] == name] == list(range(2000))


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Limit the size of files, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk(path: Path) -> None:
    """It is reported once and does not block; later, waiting lines are written and lost ones counted."""
    status_lines: list[str] = []
    full, room = Event(), Event()

    def tell(words: str) -> None:
        status_lines.append(words)
        (room if "again." in words and "tried" not in words else full).set()

    written = JsonLinesLog(path, tell, max_waiting=10)
    with full_disk(100):
        written.write({"number": "first " + "x" * 200})
        assert full.wait(30)
        for number in range(25):
            written.write({"number": number})
    assert room.wait(30)
    written.close()
    found = [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
    assert [line.get("number", line.get("lines")) for line in found] == ["first " + "x" * 200, *range(9), 16]
    assert len(status_lines) == 2


def test_unusable_files(path: Path, tmp_path: Path) -> None:
    """A folder, a link, a pipe, a missing folder or a world-writable file is refused with a message."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "open").touch()
    (tmp_path / "open").chmod(0o666)
    for name in ("folder", "link", "pipe", "open", "missing/audit.jsonl"):
        with pytest.raises(BinderError, match=name):
            AuditTrail(tmp_path / name, print)
    assert not (tmp_path / "elsewhere").exists()
