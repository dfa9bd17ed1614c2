"""The binder cache on disk: damage, other processes, folders that cannot be written, and how much a save writes."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import bindertui
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BrokenEntry
from bindertui.store.assembler import load_binder
from bindertui.store.cache import database, writer
from bindertui.store.cache.catalog import BinderCache, state_of
from bindertui.store.cache.reader import BinderRow, CachedBinder, encode_outline
from bindertui.store.folder_repository import FolderRepository
from tests.conftest import WriteBinder
from tests.privileges import file_permissions_apply
from tests.store.test_catalog import FILES
from tests.store.test_update import CHANGES, LONG_AGO, same, write

DAMAGED = 40
"""Places in a cache file that are damaged, one at a time."""


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder with files that have not changed for a while."""
    folder = write_binder(FILES, "b")
    write(folder, dict(FILES), LONG_AGO)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> BinderCache:
    """A cache in a folder that is missing."""
    return BinderCache(tmp_path / "cache")


def cached(root: Path, cache: BinderCache) -> Path:
    """Cache a binder, and return the file that holds it."""
    cache.save(root, load_binder(root), state_of(root))
    (file,) = cache.folder.glob("*.sqlite")
    return file


def rows(file: Path) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Return all rows of a cache by table and number."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            (table, number): tuple(values)
            for table in ("binder", "file", "content", "superseded")
            for number, *values in connection.execute(f"SELECT * FROM {table}")
        }


def pages(file: Path) -> list[bytes]:
    """Return the pages of a database."""
    data = file.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    return [data[start : start + size] for start in range(0, len(data), size)]


def test_a_missing_folder_is_made(root: Path, cache: BinderCache) -> None:
    """The folder and the file are for the user alone."""
    file = cached(root, cache)
    assert (file.stat().st_mode & 0o777, cache.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert isinstance(FolderRepository(root, cache).binder(), CachedBinder)


@pytest.mark.parametrize("kept", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_cache_is_built_again(root: Path, cache: BinderCache, kept: float) -> None:
    """Wherever a cache ends too soon, the binder is right, and the next start has a whole cache."""
    file = cached(root, cache)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * kept)])
    same(FolderRepository(root, cache).binder(), load_binder(root))
    repository = FolderRepository(root, cache)
    repository.save_to_cache(*repository.binder_and_state())
    same(repository.binder(), load_binder(root))
    assert repository.cached() is not None


@pytest.mark.parametrize("suffix", ["", "-journal"])
def test_a_pipe_in_place_of_the_cache_is_not_opened(root: Path, cache: BinderCache, suffix: str) -> None:
    """Opening a pipe would wait for a writer for ever; the binder is read from its files instead."""
    file = cached(root, cache)
    pipe = file.with_name(f"{file.name}{suffix}")
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    repository = FolderRepository(root, cache)
    same(repository.binder(), load_binder(root))
    repository.save_to_cache(*repository.binder_and_state())
    assert repository.cached() is not None


def test_a_flipped_byte_changes_nothing_that_is_shown(root: Path, cache: BinderCache) -> None:
    """Checksums find every damaged value: the binder is right whichever byte of its cache is not."""
    file = cached(root, cache)
    data, whole = file.read_bytes(), load_binder(root)
    choose = random.Random(11)
    used = [position for position, byte in enumerate(data) if byte]
    for position in choose.sample(used, DAMAGED):
        damaged = bytearray(data)
        damaged[position] ^= 1 << choose.randrange(8)
        file.write_bytes(damaged)
        same(FolderRepository(root, cache).binder(), whole)


def test_swapped_rows_are_damage(root: Path, cache: BinderCache) -> None:
    """A value that is whole and in the wrong row, or in the wrong column, is refused."""
    file = cached(root, cache)
    with closing(sqlite3.connect(file)) as connection, connection:
        numbers = [number for (number,) in connection.execute("SELECT id FROM content ORDER BY id")]
        values = dict(connection.execute("SELECT id, content FROM content"))
        for number, other in zip(numbers, reversed(numbers), strict=True):
            connection.execute("UPDATE content SET content = ? WHERE id = ?", (values[other], number))
        connection.execute("UPDATE content SET mentions = content")
    same(FolderRepository(root, cache).binder(), load_binder(root))
    assert not file.exists()


@pytest.mark.parametrize("missing", ["file", "content"])
def test_missing_rows_are_damage(root: Path, cache: BinderCache, missing: str) -> None:
    """Rows that the binder row names and that are not there are loaded from their files."""
    file = cached(root, cache)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"DELETE FROM {missing}")
    same(FolderRepository(root, cache).binder(), load_binder(root))
    assert not file.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON file BEGIN DELETE FROM content; END",
        "CREATE VIEW evil AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "CREATE INDEX evil ON file (stamp)",
        "CREATE TABLE evil (id)",
        "ALTER TABLE file ADD COLUMN evil BLOB",
        "DROP TABLE superseded",
    ],
)
def test_a_foreign_schema_is_refused(root: Path, cache: BinderCache, statement: str) -> None:
    """Only tables that this program has made are read: no views, no triggers."""
    file = cached(root, cache)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    assert cache.load(root, lambda: load_binder(root)) is None
    assert not file.exists()


def crafted(file: Path, table: str, number: int, column: str, value: bytes) -> None:
    """Replace a value with a right checksum, as an attacker would."""
    with closing(sqlite3.connect(file)) as connection, connection:
        sealed = database._add_checksum(value, number, column)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (sealed, number))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("file", "outline", b"../../../etc/passwd\0\0one\0"),
        ("file", "outline", b"sections/one.yaml\0\0one\1in-one"),
        ("file", "outline", b"\xff"),
        ("file", "first_item", b"[1,null,null,null,false]"),
        ("file", "first_item", b'[["en","A"],null,null,"no-such-kind",false]'),
        ("file", "summary", b'["many","1 1",[]]'),
        ("file", "nested_items", b'[[7],[["en","A"]]]'),
        ("file", "nested_items", b"[[],[]]"),
        ("content", "content", b'["content",{"__class__":"bindertui.model.access.Person"}]'),
        ("content", "content", b"[" * 100_000),
        ("content", "mentions", b'[[["en","A"]],[["unhcr",["elsewhere",[],null],0]]]'),
    ],
)
def test_crafted_values_are_validated(root: Path, cache: BinderCache, table: str, column: str, value: bytes) -> None:
    """A value with a right checksum and a wrong content is damage: the entries are loaded from the files."""
    file = cached(root, cache)
    one = next(number for (name, number), row in rows(file).items() if name == "file" and b"sections/one" in row[1])
    crafted(file, table, one, column, value)
    same(FolderRepository(root, cache).binder(), load_binder(root))


@pytest.mark.parametrize(
    "value",
    [
        b"null",
        b"[]",
        b'["v","00",null,[],[],1]',
        b'["v","zz",["b",["en","B"],"2019",["en"],[],null,"other",null],[],[1],2]',
        b'["v","",["b",["en","B"],"2019",["en"],[],null,"other",null],[],[1],true]',
        b'["v","",["b",["en","B"],"2019",["en"],[],null,"other",null],[],[9],2]',
        b'["v","",["b",["en","B"],"2019",["en"],[],null,"other",null],[],["elsewhere"],2]',
        b'["v","",["b",["en","B"],"2019",["en"],[],null,"other",null],[],[1],9223372036854775807]',
        b'["v","",["b",["en","B"],"2019",[],[],null,"other",null],[],[1],2]',
    ],
)
def test_a_crafted_binder_row_is_validated(root: Path, cache: BinderCache, value: bytes) -> None:
    """The row of the binder itself is checked before anything else is read."""
    crafted(cached(root, cache), "binder", 0, "data", value)
    same(FolderRepository(root, cache).binder(), load_binder(root))


def test_a_binder_row_survives() -> None:
    """The row of a binder is the same after a round trip."""
    cover = load_binder(Path(bindertui.__file__).parents[2] / "content/ircc-minister-2019").cover
    row = BinderRow("v", b"\1\2", cover, (BrokenEntry("x", EntryKind.SECTION, ()),), (1, "partners", 7), 8)
    assert BinderRow.decoded(row.encoded()) == row


@pytest.mark.parametrize("identifier", ["a\0b", "a\1b"])
def test_ids_with_separators_are_not_cached(identifier: str) -> None:
    """An id that would be taken for two is refused when it is written."""
    with pytest.raises(ValueError, match="separator"):
        encode_outline("sections/a.yaml", "", ["a", identifier], [])


def test_caches_of_the_former_format_are_removed(root: Path, cache: BinderCache) -> None:
    """Files of the pickled format are neither read nor left behind, and nothing else in the folder is touched."""
    cache.folder.mkdir()
    former = [cache.folder / f"{'0a' * 16}.{ending}" for ending in ("binder", "4711")]
    others = [cache.folder / name for name in ("notes.binder", "report.txt", f"{'0a' * 16}.0123456789abcdef.sqlite")]
    for file in (*former, *others):
        file.write_bytes(b"x")
    cached_file = next(iter({cached(root, BinderCache(cache.folder / "other"))}))
    cache.save(root, load_binder(root), state_of(root))
    assert [file.exists() for file in former] == [False, False]
    assert all(file.exists() for file in others)
    assert (cache.folder / cached_file.name).exists()


def test_caches_of_other_versions_are_removed(root: Path, cache: BinderCache) -> None:
    """Another version's cache of a binder goes when this one's is built; its search index after a week."""
    file = cached(root, cache)
    stem = file.name.partition(".")[0]
    other, own_index = file.with_name(f"{stem}.0123456789abcdef.sqlite"), cache.index_folder(root)
    shutil.move(file, other)
    indexes = [own_index, own_index.with_name("recent"), own_index.with_name("old")]
    for index in indexes:
        index.mkdir(parents=True)
    for index in (own_index, indexes[2]):
        os.utime(index, (LONG_AGO, LONG_AGO))
    cached(root, cache)
    assert not other.exists()
    assert [index.exists() for index in indexes] == [True, True, False]


def large(write_binder: WriteBinder, sections: int) -> Path:
    """Write a binder of so many sections, each in its file and with one inside."""
    files = {
        f"sections/s{number}.yaml": f"title: Section {number}\nsections: [{{id: in-{number}, title: Inside}}]\n"
        for number in range(sections)
    }
    folder = write_binder(files | FILES, f"b{sections}")
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def written_by_a_save(root: Path, cache: BinderCache) -> tuple[int, int]:
    """Return how many rows and how many pages of the cache change when a section changes."""
    repository = FolderRepository(root, cache)
    repository.save_to_cache(*repository.binder_and_state())
    (file,) = cache.folder.glob("*.sqlite")
    before, pages_before = rows(file), pages(file)
    write(root, {"sections/one.yaml": "title: Uno\n"})
    same(repository.binder(), load_binder(root))
    after, pages_after = rows(file), pages(file)
    changed = sum(before.get(key) != after.get(key) for key in before | after)
    shared = sum(old != new for old, new in zip(pages_before, pages_after, strict=False))
    return changed, shared + abs(len(pages_after) - len(pages_before))


def test_a_save_writes_only_its_rows(write_binder: WriteBinder, tmp_path: Path) -> None:
    """However large the binder: two new rows, one that is noted as superseded, and the row of the binder."""
    small = written_by_a_save(large(write_binder, 10), BinderCache(tmp_path / "small"))
    great = written_by_a_save(large(write_binder, 600), BinderCache(tmp_path / "great"))
    assert small[0] == great[0] == 4
    assert great[1] <= small[1] + 3


def test_a_touched_file_costs_its_stamp(root: Path, cache: BinderCache) -> None:
    """A file with the same bytes and another stamp keeps its row; only the stamp and the state are new."""
    file = cached(root, cache)
    before = rows(file)
    os.utime(root / "glossary.yaml", (LONG_AGO + 5, LONG_AGO + 5))
    assert isinstance(FolderRepository(root, cache).binder(), CachedBinder)
    after = rows(file)
    assert sorted(table for table, number in before if before[table, number] != after[table, number]) == [
        "binder",
        "file",
    ]
    assert before.keys() == after.keys()


def test_nothing_is_written_when_nothing_has_changed(root: Path, cache: BinderCache) -> None:
    """A start leaves the cache as it is, also while a file is too fresh to be trusted by its stamp."""
    file = cached(root, cache)
    os.utime(root / "glossary.yaml")
    FolderRepository(root, cache).binder()
    data, changed = file.read_bytes(), file.stat().st_mtime_ns
    FolderRepository(root, cache).binder()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (data, changed)


def test_a_renamed_partner_costs_the_rows_that_mention_it(root: Path, cache: BinderCache) -> None:
    """Mentions of all files are found again, and only rows that say something else are written."""
    write(root, {"sections/three.yaml": "title: Three\nbody: [{text: Nobody is mentioned.}]\n"}, LONG_AGO)
    file = cached(root, cache)
    before = rows(file)
    write(root, {"partners/unhcr.yaml": "kind: organization\nname: Inside\n"})
    same(FolderRepository(root, cache).binder(), load_binder(root))
    added = [key for key in rows(file) if key not in before and key[0] == "file"]
    assert 1 < len(added) < sum(table == "file" for table, _ in before)


@pytest.mark.parametrize("change", [change for change in CHANGES if change != "a broken cover"])
def test_a_refresh_loads_only_changed_files(
    root: Path, cache: BinderCache, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Whatever has changed, the whole binder is not loaded again: neither for the refresh nor by a damaged row."""
    cached(root, cache)
    write(root, CHANGES[change])
    whole = load_binder(root)
    monkeypatch.setattr(FolderRepository, "_load", lambda *_: pytest.fail("all files are loaded"))
    same(FolderRepository(root, cache).binder(), whole)


def test_an_open_binder_does_not_change(root: Path, cache: BinderCache) -> None:
    """Who has opened a version reads that version, after others have written the next ones, or removed the file."""
    cached(root, cache)
    whole = load_binder(root)
    early, late = (cache.load(root, lambda: pytest.fail("the files are not read")) for _ in range(2))
    write(root, {"sections/one.yaml": "title: Uno\n", "partners/unhcr.yaml": None, "glossary.yaml": "[]"})
    assert FolderRepository(root, cache).binder().entry("one") != whole.entry("one")
    assert early is not None
    same(early, whole)
    shutil.rmtree(cache.folder)
    assert late is not None
    same(late, whole)


def test_a_cache_that_was_built_again_is_another(
    root: Path, cache: BinderCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh that began with one database is not applied to the next one, which has the same row numbers."""
    cache.save(root, load_binder(root), None)
    write(root, {"sources.yaml": "S1: {title: Another}\n"})
    compare = writer.CacheRefresh.compare
    files: Iterator[dict[str, str | None]] = iter([{"glossary.yaml": "- {term: Second, meaning: Database}\n"}])

    def compare_while_another_process_builds(refresh: writer.CacheRefresh, progress: object = None) -> None:
        compare(refresh)
        if (changed := next(files, None)) is not None:
            write(root, changed, LONG_AGO + 60)
            cache.save(root, load_binder(root), None)

    monkeypatch.setattr(writer.CacheRefresh, "compare", compare_while_another_process_builds)
    same(FolderRepository(root, cache).binder(), load_binder(root))


def test_superseded_rows_are_deleted_after_a_week(
    root: Path, cache: BinderCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Former rows of changed files do not pile up, and their numbers are not used again."""
    file = cached(root, cache)
    repository = FolderRepository(root, cache)
    for number in range(3):
        write(root, {"sections/one.yaml": f"title: One {number}\n"}, LONG_AGO + 20 + number)
        repository.binder()
    contents = [number for table, number in rows(file) if table == "content"]
    week_later = time.time() + 8 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: week_later)
    write(root, {"sections/one.yaml": "title: Last\n"}, LONG_AGO + 40)
    same(repository.binder(), load_binder(root))
    later = [number for table, number in rows(file) if table == "content"]
    assert len(contents) - len(later) == 2
    assert max(later) == max(contents) + 1
    assert [number for table, number in rows(file) if table == "superseded"] == [max(contents)]


WRITER = """
import sys, time
from pathlib import Path
from bindertui.store.assembler import load_binder
from bindertui.store.cache.catalog import BinderCache
from bindertui.store.folder_repository import FolderRepository
root, cache, name = Path(sys.argv[1]), BinderCache(Path(sys.argv[2])), sys.argv[3]
repository = FolderRepository(root, cache)
for number in range(25):
    (root / f"sections/{name}.yaml").write_text(f"title: {name} {number}\\n")
    binder, state = repository.binder_and_state()
    repository.save_to_cache(binder, state)
    place = binder.outline_item(name)
    assert place is not None and place.title.in_language("en") == f"{name} {number}", place
    assert [item.id for item in binder.outline()][0] == "binder"
    assert len(list(binder.entries())) >= 3
"""


def test_processes_may_write_at_the_same_time(root: Path, cache: BinderCache) -> None:
    """Two processes that change files and refresh the cache each see their own change, and leave a good cache."""
    command = [sys.executable, "-c", WRITER, str(root), str(cache.folder)]
    environment = os.environ | {"PYTHONPATH": str(Path(bindertui.__file__).parents[1])}
    processes = [
        subprocess.Popen([*command, name], env=environment, stderr=subprocess.PIPE) for name in ("alpha", "beta")
    ]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, b"")
    for path in root.rglob("*.yaml"):
        os.utime(path, (LONG_AGO + 50, LONG_AGO + 50))
    repository = FolderRepository(root, cache)
    same(repository.binder(), load_binder(root))
    assert repository.cached() is not None
    (file,) = cache.folder.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_locked_cache_is_done_without(root: Path, cache: BinderCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds the cache, the files are loaded; the cache stays."""
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    file = cached(root, cache)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        same(FolderRepository(root, cache).binder(), load_binder(root))
    assert isinstance(FolderRepository(root, cache).binder(), CachedBinder)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        write(root, {"sections/one.yaml": "title: Uno\n"})
        same(FolderRepository(root, cache).binder(), load_binder(root))
    assert isinstance(FolderRepository(root, cache).binder(), CachedBinder)


def test_a_writer_that_dies_leaves_the_version_before(root: Path, cache: BinderCache) -> None:
    """A process that is killed in the middle of its transaction changes nothing."""
    file = cached(root, cache)
    dying = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN IMMEDIATE');"
        "c.execute('UPDATE content SET content = zeroblob(200000)'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", dying, str(file)], check=False).returncode == 9
    assert file.with_name(f"{file.name}-journal").exists()
    repository = FolderRepository(root, cache)
    same(repository.binder(), load_binder(root))
    assert repository.cached() is None or isinstance(repository.cached(), tuple)
    repository.save_to_cache(*repository.binder_and_state())
    assert repository.cached() is not None


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from bindertui.store.cache.catalog import BinderCache, state_of
from bindertui.store.folder_repository import FolderRepository
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
repository = FolderRepository(Path(sys.argv[1]), BinderCache(Path(sys.argv[2])))
binder, state = repository.binder_and_state()
repository.save_to_cache(binder, state)
print(binder.entry("one").title.in_language("en"))
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system does not limit the size of files")
@pytest.mark.parametrize("limit", [0, 1000, 20_000])
def test_a_full_disk_is_done_without(root: Path, cache: BinderCache, limit: int) -> None:
    """Where the cache cannot be written, or not in full, the binder is right, now and with room again."""
    environment = os.environ | {"PYTHONPATH": str(Path(bindertui.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FULL_DISK, str(root), str(cache.folder), str(limit)]

    def title() -> tuple[str, str]:
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return run.stdout.strip(), run.stderr

    assert title() == ("One", "")
    same(FolderRepository(root, cache).binder(), load_binder(root))
    repository = FolderRepository(root, cache)
    repository.save_to_cache(*repository.binder_and_state())
    assert repository.cached() is not None
    write(root, {"sections/one.yaml": f"title: {'Uno ' * 20_000}\n"})
    assert title() == (("Uno " * 20_000).strip(), "")
    same(FolderRepository(root, cache).binder(), load_binder(root))


def test_a_read_only_cache_folder_is_read(root: Path, cache: BinderCache) -> None:
    """A cache in a folder that cannot be written serves its state; a later state is loaded from the files."""
    file = cached(root, cache)
    cache.folder.chmod(0o500)
    file.chmod(0o400)
    repository = FolderRepository(root, cache)
    with file_permissions_apply():
        assert isinstance(repository.binder(), CachedBinder)
        same(repository.binder(), load_binder(root))
        write(root, {"sections/one.yaml": "title: Uno\n"})
        binder, state = repository.binder_and_state()
        same(binder, load_binder(root))
        repository.save_to_cache(binder, state)
        assert [entry.name for entry in cache.folder.iterdir()] == [file.name]
    cache.folder.chmod(0o700)
