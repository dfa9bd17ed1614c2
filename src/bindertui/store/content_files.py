"""The files of a binder's folder: which there are, and what each is to hold."""

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
"""The folders of entries in a binder, and the kind of entry in each."""


@frozen
class EntryFile:
    """A file that holds an entry.

    Attributes:
        id: the id the file's name gives its entry; `binder`, `glossary` and `sources` for those files.
        kind: what the file is to hold.
    """

    path: Path
    id: str
    kind: EntryKind

    @property
    def name(self) -> str:
        """The file's path in the binder, as `sections/context.yaml`."""
        name = self.path.name
        return f"{self.path.parent.name}/{name}" if self.kind in FOLDERS.values() else name


def is_binder(folder: Path) -> bool:
    """Whether a folder is a binder: it holds a binder.yaml of some sort."""
    return os.path.lexists(folder / COVER_FILE)


def binders_in(folder: Path) -> list[Path]:
    """The binders a path offers: itself, or the ones directly below it, by name."""
    if is_binder(folder):
        return [folder]
    try:
        return sorted(child for child in folder.iterdir() if not child.name.startswith(".") and is_binder(child))
    except OSError:
        return []


def entry_files(root: Path) -> Iterator[EntryFile]:
    """Every content file of a binder: the cover, glossary and sources, then folder by folder, by name."""
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
    """Files that look like content and are not read, each with what to do."""
    for folder in content_folders(root):
        for path in _listed(folder):
            if path.suffix == ".yml":
                yield (
                    path,
                    lazy_gettext(
                        "The file is not read: content files end in .yaml. Rename it to {stem}.yaml.", stem=path.stem
                    ),
                )
    known = {COVER_FILE, f"{GLOSSARY}.yaml", f"{SOURCES}.yaml"}
    for path in _listed(root):
        if path.suffix == ".yaml" and path.name not in known:
            folders = ", ".join(FOLDERS)
            yield (
                path,
                lazy_gettext(
                    "The file is not read: entries lie in {folders}. Move it into one of them.", folders=folders
                ),
            )


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


Stamp = tuple[int, int, int]
"""What tells one state of a file from another without a look inside: its size, its time in nanoseconds, its inode."""


def file_stamps(root: Path) -> dict[str, Stamp]:
    """The stamp of every file that may matter to a binder, by its path in the binder, in order."""
    found: dict[str, Stamp] = {}
    for folder in ("", *(f"{name}/" for name in FOLDERS)):
        try:
            with os.scandir(root / folder) as entries:
                listed = sorted((entry for entry in entries if _may_matter(entry)), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listed:
            with suppress(OSError):
                status = entry.stat()
                found[folder + entry.name] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def _may_matter(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and not entry.is_dir()


def content_folders(root: Path) -> Iterator[Path]:
    """The folders of a binder that content files lie in; not all of them need exist."""
    return iter((root, *(root / name for name in FOLDERS)))


def path_for(root: Path, kind: EntryKind, identifier: str) -> EntryFile:
    """The file that an entry of a kind is kept in: a top section, a partner or an agreement."""
    folder = next(name for name, held in FOLDERS.items() if held is kind)
    return EntryFile(root / folder / f"{identifier}.yaml", identifier, kind)


def find_entry_file(path: Path) -> EntryFile:
    """What a content file of a binder is to hold, by its name; the file need not exist."""
    return EntryFile(path, path.stem, kind_of_file(path))


def kind_of_file(path: Path) -> EntryKind:
    """What a content file is to hold, by its name and that of its folder."""
    single = {COVER_FILE: EntryKind.BINDER, f"{GLOSSARY}.yaml": EntryKind.TERM, f"{SOURCES}.yaml": EntryKind.SOURCE}
    return single.get(path.name) or FOLDERS[path.parent.name]
