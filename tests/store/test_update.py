"""A cache that is refreshed: only changed files are loaded, and the binder equals one loaded from all files."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bindertui.model.binder import Binder
from bindertui.store.assembler import load_binder
from bindertui.store.cache import writer
from bindertui.store.cache.catalog import BinderCache, state_of
from bindertui.store.cache.reader import CachedBinder
from bindertui.store.content_files import EntryFile
from bindertui.store.files import read_bytes
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.loader import LoadedFile, load_file
from tests.conftest import WriteBinder
from tests.helpers import examples
from tests.store.test_catalog import FILES

LONG_AGO = 1_500_000_000


def write(root: Path, files: dict[str, str | None], at: float = LONG_AGO + 10) -> None:
    """Write files, or take them away, as if that had happened at a time."""
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
            os.utime(path, (at, at))


def same(copy: Binder, whole: Binder) -> None:
    """Assert that two binders are the same through everything that can be asked of them."""
    assert copy.cover == whole.cover
    assert list(copy.outline()) == list(whole.outline())
    assert [copy.outline()[number] for number in range(len(copy.outline()))] == list(whole.outline())
    assert copy.files() == whole.files()
    assert copy.summaries() == whole.summaries()
    assert {file: copy.file_content(file) for file in copy.files()} == {
        file: whole.file_content(file) for file in whole.files()
    }
    ids = [place.id for place in whole.outline()]
    assert [copy.entry(name) for name in ids] == [whole.entry(name) for name in ids]
    assert [list(copy.mentions(name)) for name in ids] == [list(whole.mentions(name)) for name in ids]
    assert [list(copy.children(name)) for name in (None, *ids)] == [list(whole.children(name)) for name in (None, *ids)]
    assert (copy.terms, copy.sources, copy.broken) == (whole.terms, whole.sources, whole.broken)


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder with files that have not changed for a while."""
    folder = write_binder(FILES, "b")
    write(folder, dict(FILES), LONG_AGO)
    return folder


@pytest.fixture
def repository(root: Path, tmp_path: Path) -> FolderRepository:
    """The binder with a cache of its present state."""
    repository = FolderRepository(root, BinderCache(tmp_path / "cache"))
    repository.save_to_cache(repository.binder(), repository.state())
    return repository


CHANGES: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a section": {"sections/one.yaml": "title: Uno\nsections: [{id: in-uno, title: Inside, partners: [unhcr]}]\n"},
    "a section that was broken": {"sections/two.yaml": "title: Two\nbody: [{text: The agency helps.}]\n"},
    "a section that breaks": {"sections/one.yaml": "title: [\n"},
    "a section that comes": {"sections/three.yaml": "title: Three\n"},
    "a listed section that goes": {"sections/one.yaml": None},
    "the reading order": {"binder.yaml": FILES["binder.yaml"].replace("one, two", "two, nowhere, one")},
    "a broken cover": {"binder.yaml": "id: [\n", "sections/three.yaml": "title: Three\n"},
    "a partner by a new name": {"partners/unhcr.yaml": "kind: organization\nname: Inside\n"},
    "a partner of another kind": {"partners/unhcr.yaml": FILES["partners/unhcr.yaml"].replace("organization", "forum")},
    "partners that come": {
        "partners/a.yaml": "kind: country\nname: Again\n",
        "partners/b.yaml": "kind: forum\nname: UNHCR\n",
        "partners/c.yaml": "kind: [\n",
    },
    "a partner that goes": {"partners/unhcr.yaml": None},
    "an agreement": {"agreements/pact.yaml": "title: Pact\nacronym: About\n"},
    "the glossary": {"glossary.yaml": "- {term: A, meaning: B}\n"},
    "a glossary that is emptied": {"glossary.yaml": ""},
    "a glossary that breaks": {"glossary.yaml": "- {term: [\n"},
    "sources that go": {"sources.yaml": None},
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_binder_is_the_one_that_all_files_give(root: Path, repository: FolderRepository, change: str) -> None:
    """After any change, the refreshed cache equals a binder loaded from all files."""
    write(root, CHANGES[change])
    same(repository.binder(), load_binder(root))


@settings(examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=5), fresh=st.booleans())
def test_changes_may_follow_each_other(
    root: Path, repository: FolderRepository, changes: list[str], *, fresh: bool
) -> None:
    """The cache stays right over several refreshes, with fresh and with old stamps."""
    for number, change in enumerate(changes):
        write(root, CHANGES[change], time.time() if fresh else LONG_AGO + 20 + number)
        same(repository.binder(), load_binder(root))


def test_only_what_has_changed_is_read(
    root: Path, repository: FolderRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only changed files are loaded, and only files with another stamp are read to compare their bytes."""
    loaded, compared = [], []

    def spy_load(file: EntryFile, root: Path) -> LoadedFile:
        loaded.append(file.name)
        return load_file(file, root)

    def spy_read(path: Path, root: Path) -> bytes:
        compared.append(str(path.relative_to(root)))
        return read_bytes(path, root)

    monkeypatch.setattr(writer, "load_file", spy_load)
    monkeypatch.setattr(writer, "read_bytes", spy_read)
    os.utime(root / "glossary.yaml", (LONG_AGO + 5, LONG_AGO + 5))
    write(root, {"sources.yaml": "S1: {title: Another source}\n"})
    binder = repository.binder()
    assert isinstance(binder, CachedBinder)
    assert loaded == ["sources.yaml"]
    assert compared == ["glossary.yaml", "sources.yaml"]
    assert binder.sources["S1"].title.in_language("en") == "Another source"
    same(binder, load_binder(root))


def test_a_change_that_keeps_size_and_times_is_read(root: Path, repository: FolderRepository) -> None:
    """Bytes that were replaced in place, with the modification time set back, are seen by the change time."""
    forged = root / "sections/one.yaml"
    before = forged.stat()
    with forged.open("r+") as file:
        file.write("title: Eno")
    os.utime(forged, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = forged.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert repository.cached() is None
    place = repository.binder().outline_item("one")
    assert place is not None
    assert place.title.in_language("en") == "Eno"


def test_the_files_tell_what_has_changed(root: Path, repository: FolderRepository) -> None:
    """Between two states of a binder, exactly the changed files have other digests."""
    before = dict(repository.binder().files())
    write(root, {"sections/one.yaml": "title: Uno\n", "sections/three.yaml": "title: Three\n", "sources.yaml": None})
    after = dict(repository.binder().files())
    assert {file for file in before | after if before.get(file) != after.get(file)} == {
        "sections/one.yaml",
        "sections/three.yaml",
        "sources.yaml",
    }


def test_a_fresh_change_costs_one_file_at_every_start(root: Path, repository: FolderRepository) -> None:
    """The stamp of a fresh file is not trusted: the file is compared by its bytes for two seconds."""
    write(root, {"sections/one.yaml": "title: Uno\n"}, time.time())
    assert isinstance(repository.binder(), CachedBinder)
    assert repository.cached() is None
    # Unchanged in size, and too soon for the clock to tell.
    write(root, {"sections/one.yaml": "title: Duo\n"}, (root / "sections/one.yaml").stat().st_mtime)
    same(repository.binder(), load_binder(root))
    os.utime(root / "sections/one.yaml", (LONG_AGO + 30, LONG_AGO + 30))
    same(repository.binder(), load_binder(root))
    assert repository.cached() is not None


def test_without_a_place_for_copies_the_files_are_read(root: Path, repository: FolderRepository) -> None:
    """If the refreshed cache cannot be written, the binder is loaded from its files."""
    assert repository.catalog is not None
    write(root, {"sections/one.yaml": "title: Uno\n"})
    (copy,) = repository.catalog.folder.glob("*.sqlite")
    copy.unlink()
    copy.mkdir()
    same(repository.binder(), load_binder(root))
    assert state_of(root) is not None
