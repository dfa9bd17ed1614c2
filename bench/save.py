"""`save`: save one field, compared with a round trip through ruamel.yaml, which reads and dumps the whole file."""

import gc
import tempfile
from collections.abc import Callable
from difflib import SequenceMatcher
from hashlib import sha256
from io import StringIO
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from ruamel.yaml import YAML

from bench.figures import Figure, log, measure_pairs, ratio_figure, value_figure
from bench.generate import generate
from bench.options import Options
from bench.workspace import Subject, Workspace
from bindertui.model.address import Address, FieldPath
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import begin, commit
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.outcomes import Saved
from bindertui.services.library import Library, Snapshot
from bindertui.store.transaction import FileChange, save_files
from bindertui.store.yaml.edit import Replace, YamlDocument

_SECTIONS = {"1 KB": 1, "100 KB": 35, "1 MB": 345}
"""The number of sections in a file of each size."""
_BUDGET = 1 / 20
_SMALL, _LARGE_BUDGET = 10, 1.5
"""The sections of a small binder, and how many times as long as there `set` may take in a large one."""
_NAME = "sections/part-0.yaml"
_NEW_TITLE = "Another title"


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure saves of files of three sizes, and `set` in a large binder."""
    # Like the entry point of the program: spare both sides most garbage collections.
    gc.set_threshold(50_000)
    figures: list[Figure] = []
    sizes: dict[str, object] = {}
    for name, sections in _SECTIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            root = generate(Path(folder), sections, sections)
            sizes[name] = len(_file(root).read_bytes())
            figures += _measure(name, root, options.rounds)
    if options.sections:
        figures.append(_measure_set(options))
    return figures, {"bytes": sizes}


def _measure_set(options: Options) -> Figure:
    """Compare `set` as a process in a large binder with the same in a small one.

    The changed file, of a partner, is as large in both. Each run first updates the cache for the run before it.
    """
    log(f"set, {options.sections} sections")
    values = count()
    with Workspace.create() as workspace:
        large, small = workspace.generate_binder(options.sections), workspace.generate_binder(_SMALL)

        def set_summary(subject: Subject) -> float:
            arguments = ("set", "partner-0#summary.en", f"Summary {next(values)}")
            return workspace.time_command(workspace.app_command(subject, *arguments))

        for subject in (large, small):
            workspace.time_command(workspace.app_command(subject, "outline"))
        pairs = measure_pairs(options.rounds, lambda: set_summary(large), lambda: set_summary(small), log)
    return ratio_figure(
        f"bindertui set, whole process, {large.name}",
        "ms",
        pairs,
        beside=f"the same, {small.name}",
        budget=_LARGE_BUDGET,
    )


def _file(root: Path) -> Path:
    return root / _NAME


def _field(tree: Any) -> FieldPath:
    """Return the path of a deeply nested title: the English one of the last section."""
    path: FieldPath = ()
    while tree.get("sections"):
        position = len(tree["sections"]) - 1
        path, tree = (*path, "sections", position), tree["sections"][position]
    return (*path, "title", "en")


def _measure(name: str, root: Path, rounds: int) -> list[Figure]:
    file = _file(root)
    text = file.read_text()
    path = _field(YamlDocument.parse(text).plain())
    snapshot = Library.at(root).snapshot()

    def time_from_original(task: Callable[[], object]) -> float:
        file.write_text(text)
        start = perf_counter()
        task()
        return (perf_counter() - start) * 1000

    pairs = measure_pairs(
        rounds,
        lambda: time_from_original(lambda: _splice_and_save(root, path)),
        lambda: time_from_original(lambda: _dump(file, path)),
        log,
    )
    ours = _count_changed_lines(text, lambda: _splice_and_save(root, path), file)
    theirs = _count_changed_lines(text, lambda: _dump(file, path), file)
    whole = measure_pairs(
        rounds,
        lambda: time_from_original(lambda: _edit_and_commit(snapshot, path)),
        lambda: time_from_original(lambda: _dump(file, path)),
        log,
    )
    return [
        ratio_figure(
            f"read, edit and write one field, {name}",
            "ms",
            pairs,
            beside="ruamel.yaml, load and dump",
            budget=_BUDGET if name == "1 MB" else None,
        ),
        ratio_figure(f"edit and save with all checks, {name}", "ms", whole, beside="ruamel.yaml, load and dump"),
        value_figure(f"lines changed, {name}", "lines", ours, [ours], budget=1),
        value_figure(f"lines changed by ruamel.yaml, {name}", "lines", theirs, [theirs]),
    ]


def _splice_and_save(root: Path, path: FieldPath) -> None:
    file = _file(root)
    data = file.read_bytes()
    text = YamlDocument.parse(data.decode()).replace(path, _NEW_TITLE).text
    save_files(root, [FileChange(_NAME, sha256(data).hexdigest(), text.encode())])


def _edit_and_commit(snapshot: Snapshot, path: FieldPath) -> None:
    """Do what the app does from pressing the edit key to the end of the save."""
    draft = begin(snapshot, Address("part-0"), LOCAL_USER)
    assert isinstance(draft, Draft)
    outcome = commit(draft.apply([Replace(path, _NEW_TITLE)]), LOCAL_USER)
    assert isinstance(outcome, Saved), outcome


def _dump(file: Path, path: FieldPath) -> None:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree: Any = yaml.load(file.read_text())
    inside = tree
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = _NEW_TITLE
    stream = StringIO()
    yaml.dump(tree, stream)
    file.write_text(stream.getvalue())


def _count_changed_lines(before: str, task: Callable[[], object], file: Path) -> float:
    """Return the number of lines that a save changes or removes."""
    file.write_text(before)
    task()
    old, new = before.splitlines(), file.read_text().splitlines()
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return float(sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal"))
