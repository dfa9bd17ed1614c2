"""The binder cache: it equals the files, or it is not used."""

import os
import pickle
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.outline import BrokenEntry
from bindertui.store.assembler import load_binder
from bindertui.store.cache import database
from bindertui.store.cache.catalog import BinderCache, state_of
from bindertui.store.cache.reader import CachedBinder
from bindertui.store.folder_repository import FolderRepository
from tests.conftest import WriteBinder

FILES = {
    "binder.yaml": "id: b\ntitle: {en: B, fr: B}\nedition: 2019-11\nlanguages: [en, fr]\nsections: [one, two]\n",
    "sections/one.yaml": (
        "title: One\nsummary: First.\nbody: [{text: 'About [[unhcr]].', sources: [S1]}]\n"
        "sections: [{id: in-one, title: Inside, body: [{text: UNHCR again.}]}]\n"
    ),
    "sections/two.yaml": "titel: Two\n",
    "partners/unhcr.yaml": "kind: organization\nname: The agency\nacronym: UNHCR\nsummary: It protects.\n",
    "agreements/pact.yaml": "title: Pact\nparties: [unhcr]\n",
    "glossary.yaml": "- {term: STCA, meaning: An agreement}\n",
    "sources.yaml": "S1: {title: A source}\n",
}


@pytest.fixture
def root(write_binder: WriteBinder) -> Path:
    """A binder with files that have not changed for a while."""
    folder = write_binder(FILES, "b")
    for path in folder.rglob("*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    return folder


@pytest.fixture
def catalog(tmp_path: Path) -> BinderCache:
    """An empty cache."""
    return BinderCache(tmp_path / "cache")


def kept(catalog: BinderCache, root: Path) -> Binder:
    """Return a binder from its cache, which is built now."""
    catalog.save(root, load_binder(root), state_of(root))
    copy = catalog.load(root, lambda: load_binder(root))
    assert isinstance(copy, CachedBinder)
    return copy


def test_a_copy_is_the_binder(root: Path, catalog: BinderCache) -> None:
    """A cached binder equals the loaded one: outline, entries, mentions, lists, broken files."""
    whole, copy = load_binder(root), kept(catalog, root)
    assert copy.cover == whole.cover
    assert list(copy.outline()) == list(whole.outline())
    assert [copy.entry(place.id) for place in copy.outline()] == [whole.entry(place.id) for place in whole.outline()]
    assert copy.entry("nowhere") is None
    assert copy.terms == whole.terms
    assert copy.sources == whole.sources
    assert copy.broken == whole.broken
    assert [tuple(copy.mentions(name)) for name in ("unhcr", "one", "nowhere")] == [
        tuple(whole.mentions(name)) for name in ("unhcr", "one", "nowhere")
    ]
    assert Address("in-one", ("body", 0, "text")) in {mention.address for mention in copy.mentions("unhcr")}
    assert list(copy.entries()) == list(whole.entries())


def test_nested_and_broken_entries_are_found_in_a_copy(root: Path, catalog: BinderCache) -> None:
    """A nested section is found in its top section, and a broken file has a broken entry."""
    copy = kept(catalog, root)
    nested = copy.entry("in-one")
    assert isinstance(nested, Section)
    assert nested.title.in_language("en") == "Inside"
    assert isinstance(copy.entry("two"), BrokenEntry)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda root: (root / "sections/one.yaml").write_text("title: Other\n"), id="changed"),
        pytest.param(lambda root: (root / "sections/one.yaml").unlink(), id="deleted"),
        pytest.param(lambda root: (root / "sections/three.yaml").write_text("title: Three\n"), id="added"),
        pytest.param(lambda root: (root / "sections/one.yaml").rename(root / "sections/four.yaml"), id="renamed"),
        pytest.param(lambda root: os.utime(root / "sections/one.yaml"), id="touched"),
    ],
)
def test_a_copy_of_another_state_is_no_copy(root: Path, catalog: BinderCache, change: object) -> None:
    """After any change of a file, its cache is not used as it is."""
    kept(catalog, root)
    assert callable(change)
    change(root)
    assert catalog.load(root, lambda: load_binder(root)) is None


def test_a_file_that_has_just_changed_is_not_told_by_its_time(root: Path, catalog: BinderCache) -> None:
    """A stamp cannot tell two changes within a clock tick: fresh files are compared by their bytes."""
    one = root / "sections/one.yaml"
    now = time.time()
    os.utime(one, (now, now))
    assert state_of(root) is None
    catalog.save(root, load_binder(root), state_of(root))
    assert catalog.load(root, lambda: load_binder(root)) is None
    repository = FolderRepository(root, catalog)
    assert isinstance(repository.binder(), CachedBinder)
    # Of the same size and time.
    text = one.read_text(encoding="utf-8")
    one.write_text(text.replace("One", "Two"), encoding="utf-8")
    os.utime(one, (now, now))
    assert one.stat().st_size == len(text.encode())
    place = repository.binder().outline_item("one")
    assert place is not None
    assert place.title.in_language("en") == "Two"


@pytest.mark.parametrize("garbage", [b"", b"x" * 10, b"\0" * 4096, bytes(range(256)) * 20])
def test_garbage_in_the_cache_is_no_copy(root: Path, catalog: BinderCache, garbage: bytes) -> None:
    """A file in the cache folder that is no cache is ignored, and the binder is loaded from its files."""
    kept(catalog, root)
    (file,) = catalog.folder.glob("*.sqlite")
    file.write_bytes(garbage)
    assert catalog.load(root, lambda: load_binder(root)) is None
    assert FolderRepository(root, catalog).binder().cover.id == "b"


@pytest.mark.parametrize("row", ["first_item", "summary", "nested_items", "content", "mentions"])
def test_a_torn_copy_is_mended_from_the_files(root: Path, catalog: BinderCache, row: str) -> None:
    """If a value in the cache is damaged, the files are loaded instead, and the reader does not notice."""
    kept(catalog, root)
    (file,) = catalog.folder.glob("*.sqlite")
    table = "content" if row in {"content", "mentions"} else "file"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE {table} SET {row} = x'3f3f3f3f3f3f' WHERE {row} IS NOT NULL")
    copy = catalog.load(root, lambda: load_binder(root))
    assert copy is not None
    whole = load_binder(root)
    assert copy.entry("in-one") == whole.entry("in-one")
    assert copy.sources == whole.sources
    assert tuple(copy.mentions("unhcr")) == tuple(whole.mentions("unhcr"))
    assert list(copy.outline()) == list(whole.outline())
    assert copy.summaries() == whole.summaries()
    assert not file.exists()


class Evil:
    """An object that an attacker could pickle into the cache."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.marker}",)


def test_a_copy_cannot_make_anything_run(root: Path, catalog: BinderCache, tmp_path: Path) -> None:
    """A pickle in the cache is damage: as the file, and as a value whose checksum is right."""
    kept(catalog, root)
    (file,) = catalog.folder.glob("*.sqlite")
    crafted(file, pickle.dumps(Evil(tmp_path / "run")))
    assert FolderRepository(root, catalog).binder().entry("one") == load_binder(root).entry("one")
    file.write_bytes(pickle.dumps(Evil(tmp_path / "run")))
    assert catalog.load(root, lambda: load_binder(root)) is None
    assert not (tmp_path / "run").exists()


def crafted(file: Path, value: bytes) -> None:
    """Replace every value in a cache except the binder row, with right checksums, as an attacker would."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for table, columns in (
            ("file", ("first_item", "summary", "nested_items")),
            ("content", ("content", "mentions")),
        ):
            for row, *_ in connection.execute(f"SELECT id FROM {table}").fetchall():
                for column in columns:
                    sealed = database._add_checksum(value, row, column)
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (sealed, row))


def test_a_cache_that_cannot_be_written_is_done_without(root: Path, tmp_path: Path) -> None:
    """If the cache folder cannot be created, the binder opens all the same."""
    (tmp_path / "cache").write_text("a file in the way")
    repository = FolderRepository(root, BinderCache(tmp_path / "cache"))
    repository.save_to_cache(repository.binder(), repository.state())
    assert repository.binder().cover.id == "b"


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("bindertui.model.text", "re.enum.bltns.exec"),
        ("bindertui.model.text", "re"),
        ("bindertui.model.address", "evolve"),
        ("bindertui.model.markup", "spans"),
        ("builtins", "exec"),
    ],
)
def test_no_name_leads_out_of_the_model(
    root: Path, catalog: BinderCache, tmp_path: Path, module: str, name: str
) -> None:
    """No pickled name is called: neither dotted names nor functions and imports of the model."""
    kept(catalog, root)
    (file,) = catalog.folder.glob("*.sqlite")

    def text(value: str) -> bytes:
        return b"\x8c" + bytes([len(value)]) + value.encode()

    code = f"import os; os.system('touch {tmp_path / 'run'}')"
    call = b"\x80\x04" + text(module) + text(name) + b"\x93" + text(code) + b"\x85R."
    crafted(file, call)
    copy = catalog.load(root, lambda: load_binder(root))
    assert copy is not None
    assert list(copy.entries()) == list(load_binder(root).entries())
    assert not (tmp_path / "run").exists()
