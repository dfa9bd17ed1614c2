"""The content files of a binder's folder: which there are, which kind of entry each holds, and their stamps."""

import os
from collections.abc import Iterator
from contextlib import suppress
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
        for path in _listed(root / name):
            if path.suffix == ".yaml":
                yield EntryFile(path, path.stem, kind)


def stray_files(root: Path) -> Iterator[tuple[Path, LazyString]]:
    """Yield the files that look like content but are not read, each with advice."""
    for folder in content_folders(root):
        for path in _listed(folder):
            if path.suffix == ".yml":
                yield (
                    path,
                    lazy_gettext(
                        "This file is not read, because content files end in .yaml. Rename it to {stem}.yaml.",
                        stem=path.stem,
                    ),
                )
    for path in _listed(root):
        if path.suffix == ".yaml" and path.name not in _SINGLE_FILES:
            folders = ", ".join(FOLDERS)
            yield (
                path,
                lazy_gettext(
                    "This file is not read, because entries belong in {folders}. Move it into one of these folders.",
                    folders=folders,
                ),
            )


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


Stamp = tuple[int, int, int]
"""Size, modification time in nanoseconds and inode of a file: they differ after almost every change."""


def file_stamps(root: Path) -> dict[str, Stamp]:
    """Return the stamp of every file that can affect a binder, by its name in the binder, in order."""
    stamps: dict[str, Stamp] = {}
    for folder in ("", *(f"{name}/" for name in FOLDERS)):
        try:
            with os.scandir(root / folder) as entries:
                listed = sorted((entry for entry in entries if _is_relevant(entry)), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listed:
            with suppress(OSError):
                status = entry.stat()
                stamps[folder + entry.name] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return stamps


def _is_relevant(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and not entry.is_dir()


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
