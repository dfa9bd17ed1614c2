"""Load a binder from its folder: assemble the loaded files to one value, and locate its problems in the files."""

from collections.abc import Collection, Iterator
from pathlib import Path as FilePath
from typing import Any

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, is_id
from bindertui.model.binder import Binder
from bindertui.model.checks import check_content
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BINDER, GLOSSARY, SOURCES, BrokenEntry, Cover
from bindertui.model.problems import Finding, Level, Problem
from bindertui.model.progress import Progress
from bindertui.model.text import Text
from bindertui.store.content_files import entry_files, stray_files
from bindertui.store.files import SourceText, read_text
from bindertui.store.loader import LoadedFile, problem_at
from bindertui.store.parallel_loader import load_in_parallel
from bindertui.store.yaml.nodes import Mark, NodeError, node_at


def assemble_binder(root: FilePath, loaded: list[LoadedFile]) -> InMemoryBinder:
    """Return the binder of loaded files; files with errors become broken entries in their places."""
    by_id = {
        load.file.id: load for load in loaded if load.file.kind in (EntryKind.BINDER, EntryKind.TERM, EntryKind.SOURCE)
    }
    sections = {load.file.id: load for load in loaded if load.file.kind is EntryKind.SECTION}
    cover = by_id[BINDER].value or _default_cover(root, sections)
    terms, sources = by_id.get(GLOSSARY), by_id.get(SOURCES)
    return InMemoryBinder(
        cover=cover,
        sections=tuple(_section(name, sections, root) for name in reading_order(cover, sections)),
        partners=tuple(sorted(_entries(loaded, EntryKind.PARTNER), key=lambda partner: partner_rank(partner.kind))),
        agreements=tuple(_entries(loaded, EntryKind.AGREEMENT)),
        terms=(terms.value or ()) if terms else (),
        sources=(sources.value or {}) if sources else {},
        broken=tuple(broken_entry(load) for load in loaded if load.problems),
        digests={load.file.name: load.digest for load in loaded},
    )


def reading_order_findings(binder: Binder, loaded: list[LoadedFile]) -> Iterator[Finding]:
    """Yield the problems of the reading order: sections that are listed without a file, listed twice, or not listed."""
    files = [load.file.id for load in loaded if load.file.kind is EntryKind.SECTION]
    listed = binder.cover.sections
    for position, name in enumerate(listed):
        at = ("sections", position)
        if name not in files:
            hint = did_you_mean(name, files)
            message = lazy_gettext(
                "There is no file sections/{name}.yaml.{hint} Create it, or remove {name!r} from the list.",
                name=name,
                hint=hint,
            )
            yield Finding(BINDER, at, Level.ERROR, message)
        elif name in listed[:position]:
            yield Finding(
                BINDER,
                at,
                Level.ERROR,
                lazy_gettext("The section {name!r} is listed twice. Remove one of them.", name=name),
            )
    for name in files:
        if name not in listed:
            message = lazy_gettext(
                "The section is not listed in binder.yaml, so it comes last. Add {name!r} to the sections there.",
                name=name,
            )
            yield Finding(name, (), Level.WARNING, message)


@frozen
class ProblemLocator:
    """Locates findings: maps entries to files and to paths in them.

    Attributes:
        loaded: the files.
        by_id: for each id the files that have an entry with it, and the path of the entry there.
    """

    loaded: list[LoadedFile]
    by_id: dict[str, list[tuple[LoadedFile, FieldPath]]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for load in _in_outline_order(self.loaded):
            self._add(load, load.file.id, (), load.value)

    def _add(self, load: LoadedFile, identifier: str, path: FieldPath, value: Any) -> None:
        self.by_id.setdefault(identifier, []).append((load, path))
        if isinstance(value, Section):
            for position, nested in enumerate(value.sections):
                self._add(load, nested.id, (*path, "sections", position), nested)

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem at its position in a file."""
        load, path = self._place(finding)
        try:
            mark = node_at(load.nodes, path)
        except NodeError:
            mark = Mark(0, 0)
        return problem_at(load.file.path, mark, finding.message, finding.level)

    def _place(self, finding: Finding) -> tuple[LoadedFile, FieldPath]:
        """Return the file and the path of a finding; for a section without a file, its place in binder.yaml."""
        places = self.by_id.get(finding.entry)
        if places is None:
            (cover, _), *_ = self.by_id[BINDER]
            return cover, ("sections", cover.value.sections.index(finding.entry))
        load, prefix = places[min(finding.occurrence, len(places) - 1)]
        return load, (*prefix, *finding.path)


def _in_outline_order(loaded: list[LoadedFile]) -> list[LoadedFile]:
    """Return files in the order in which the checks number entries that share an id: the binder's own files first."""
    cover = next((load.value for load in loaded if load.file.kind is EntryKind.BINDER), None)
    listed = {name: position for position, name in enumerate(dict.fromkeys(cover.sections if cover else ()))}

    def order(load: LoadedFile) -> int:
        if load.file.kind is EntryKind.SECTION:
            return listed.get(load.file.id, len(listed))
        return -1 if load.file.kind in (EntryKind.BINDER, EntryKind.TERM, EntryKind.SOURCE) else len(listed)

    return sorted(loaded, key=order)


def _default_cover(root: FilePath, sections: dict[str, LoadedFile]) -> Cover:
    """Return a cover for a binder whose own has errors, so that everything else can be read."""
    name = root.resolve().name
    return Cover(
        name if is_id(name) else BINDER, Text.plain(name), edition="", languages=("en", "fr"), sections=tuple(sections)
    )


def reading_order(cover: Cover, sections: Collection[str]) -> Iterator[str]:
    """Yield the ids of the top sections in reading order: those that the cover lists, then the others by name."""
    yield from dict.fromkeys(cover.sections)
    yield from (name for name in sections if name not in cover.sections)


def _section(name: str, sections: dict[str, LoadedFile], root: FilePath) -> Section | BrokenEntry:
    load = sections.get(name)
    if load is None:
        return missing_entry(name, root)
    return broken_entry(load) if load.problems else load.value


def missing_entry(name: str, root: FilePath) -> BrokenEntry:
    """Return the broken entry for a section that is listed but has no file."""
    path = root / "sections" / f"{name}.yaml"
    problem = problem_at(path, Mark(0, 0), lazy_gettext("The file is listed in binder.yaml but does not exist."))
    return BrokenEntry(name, EntryKind.SECTION, (problem,))


def _entries(loaded: list[LoadedFile], kind: EntryKind) -> Iterator[Any]:
    for load in loaded:
        if load.file.kind is kind:
            yield broken_entry(load) if load.problems else load.value


def broken_entry(load: LoadedFile) -> BrokenEntry:
    """Return the broken entry for a file with errors."""
    return BrokenEntry(load.file.id, load.file.kind, load.problems)


def partner_rank(kind: object) -> int:
    """Return the sort key of partners of a kind: the order in which the kinds are declared, broken entries last."""
    return list(PartnerKind).index(kind) if isinstance(kind, PartnerKind) else len(PartnerKind)


def load_binder(root: FilePath, progress: Progress | None = None) -> InMemoryBinder:
    """Load the binder in a folder; `progress` is called after each file."""
    return assemble_binder(root, load_in_parallel(list(entry_files(root)), root, progress))


def check_binder(root: FilePath, *, with_parity: bool = False) -> list[Problem]:
    """Return all problems of the binder in a folder, sorted by place; `with_parity` compares its languages too."""
    problems = check_loaded(root, load_in_parallel(list(entry_files(root)), root), with_parity=with_parity)
    problems += [problem_at(path, Mark(0, 0), message, Level.WARNING) for path, message in stray_files(root)]
    return sorted(problems)


def check_loaded(root: FilePath, loaded: list[LoadedFile], *, with_parity: bool = False) -> list[Problem]:
    """Return all problems of the binder of loaded files; `with_parity` compares its languages too."""
    binder = assemble_binder(root, loaded)
    locator = ProblemLocator(loaded)
    problems = [problem for file in loaded for problem in file.problems]
    cover_is_broken = any(broken.id == BINDER for broken in binder.broken)
    findings = [*check_content(binder), *reading_order_findings(binder, loaded)]
    if with_parity:
        from bindertui.model.parity import check_parity  # noqa: PLC0415 - lazy: a save does not compare languages

        findings += check_parity(binder)
    problems += [locator.locate(finding) for finding in findings if not (cover_is_broken and finding.entry == BINDER)]
    return problems


def read_entry(root: FilePath, identifier: str) -> SourceText | None:
    """The content of the file with this id, or None if there is none that can be read."""
    for file in entry_files(root):
        if file.id == identifier:
            try:
                return read_text(file.path, root)
            except NodeError:
                return None
    return None
