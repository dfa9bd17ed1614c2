"""The content files of a binder's folder: which there are, which kind of entry each holds, and their stamps."""

import os
from collections.abc import Iterator
from pathlib import Path

from bindertui._frozen import frozen
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AGREEMENTS, BINDER, GLOSSARY, PARTNERS, SOURCES

COVER_FILE = "binder.yaml"
SECTIONS = "sections"
FOLDERS = {SECTIONS: EntryKind.SECTION, PARTNERS: EntryKind.PARTNER, AGREEMENTS: EntryKind.AGREEMENT}
"""The folders with entries, and the kind of entry in each."""
_SINGLE_FILES = {
    COVER_FILE: EntryKind.BINDER,
    f"{GLOSSARY}.yaml": EntryKind.TERM,
    f"{SOURCES}.yaml": EntryKind.SOURCE,
}
"""The files at the top of a binder, and the kind of each."""


@frozen
class EntryFile:
    """A content file: one entry, the cover, the glossary or the sources.

    Attributes:
        path: its path.
        id: the id that its name gives the entry; `binder`, `glossary` and `sources` for those files.
        kind: the kind of its entries.
    """

    path: Path
    id: str
    kind: EntryKind

    @property
    def name(self) -> str:
        """Return the name of the file in the binder, such as `sections/context.yaml`."""
        name = self.path.name
        return f"{self.path.parent.name}/{name}" if self.kind in FOLDERS.values() else name


def is_binder(folder: Path) -> bool:
    """Return whether a folder is a binder: it has a binder.yaml of any type."""
    return os.path.lexists(folder / COVER_FILE)


def binders_in(folder: Path) -> list[Path]:
    """Return the binders at a path: the path itself, or the folders directly below it that are binders, by name."""
    if is_binder(folder):
        return [folder]
    try:
        return sorted(child for child in folder.iterdir() if not child.name.startswith(".") and is_binder(child))
    except OSError:
        return []


def entry_files(root: Path) -> Iterator[EntryFile]:
    """Yield every content file of a binder: the cover, glossary and sources, then folder by folder, by name."""
    yield EntryFile(root / COVER_FILE, BINDER, EntryKind.BINDER)
    for identifier, kind in ((GLOSSARY, EntryKind.TERM), (SOURCES, EntryKind.SOURCE)):
        path = root / f"{identifier}.yaml"
        if os.path.lexists(path):
            yield EntryFile(path, identifier, kind)
    for name, kind in FOLDERS.items():
        folder = root / name
        for file in _names_in(folder):
            if file.endswith(".yaml"):
                yield EntryFile(folder / file, file.removesuffix(".yaml"), kind)


def stray_files(root: Path) -> Iterator[tuple[Path, LazyString]]:
    """Yield the files that look like content but are not read, each with advice."""
    for folder in content_folders(root):
        for path in _list_folder(folder):
            if path.suffix == ".yml":
                yield (
                    path,
                    lazy_gettext(
                        "This file is not read, because content files end in .yaml. Rename it to {stem}.yaml.",
                        stem=path.stem,
                    ),
                )
    for path in _list_folder(root):
        if path.suffix == ".yaml" and path.name not in _SINGLE_FILES:
            folders = ", ".join(FOLDERS)
            yield (
                path,
                lazy_gettext(
                    "This file is not read, because entries belong in {folders}. Move it into one of these folders.",
                    folders=folders,
                ),
            )


def _list_folder(folder: Path) -> list[Path]:
    return [folder / name for name in _names_in(folder)]


def _names_in(folder: Path) -> list[str]:
    """Return the names in a folder, sorted, without hidden ones; sorting paths takes ten times as long."""
    try:
        return sorted(name for name in os.listdir(folder) if name[:1] != ".")  # noqa: PTH208 - names
    except OSError:
        return []


Stamp = tuple[int, int, int, int]
"""What distinguishes two states of a file without reading it: size, modification time, change time, inode number.

The change time is included because programs can set the modification time back after they have changed a file. Times
are in nanoseconds. A plain tuple: every start makes a thousand of them in a large binder.
"""


def file_stamps(root: Path) -> dict[str, Stamp]:
    """Return the stamp of every file that can affect a binder, by its name in the binder, in order."""
    found: dict[str, Stamp] = {}
    for folder in ("", *(f"{name}/" for name in FOLDERS)):
        try:
            with os.scandir(root / folder) as entries:
                files = [entry for entry in entries if entry.name[0] != "." and not entry.is_dir()]
        except OSError:
            continue
        found.update(sorted((folder + file.name, stamp) for file in files if (stamp := _stamp(file))))
    return found


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """Return the stamp of a file; None if it is gone."""
    try:
        status = entry.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def content_folders(root: Path) -> Iterator[Path]:
    """Yield the folders of a binder that may have content files, whether they exist or not."""
    return iter((root, *(root / name for name in FOLDERS)))


def entry_file_for(root: Path, kind: EntryKind, identifier: str) -> EntryFile:
    """Return the file of a top section, partner or agreement, which need not exist."""
    folder = next(name for name, folder_kind in FOLDERS.items() if folder_kind is kind)
    return EntryFile(root / folder / f"{identifier}.yaml", identifier, kind)


def entry_file_at(path: Path) -> EntryFile:
    """Return the content file at a path, which need not exist."""
    return EntryFile(path, path.stem, kind_of_file(f"{path.parent.name}/{path.name}"))


def kind_of_file(name: str) -> EntryKind:
    """Return the kind of a content file by its name in the binder, such as `binder.yaml` or `sections/context.yaml`."""
    folder, _, file = name.rpartition("/")
    return _SINGLE_FILES.get(file) or FOLDERS[folder]
