"""Saving one field: beside ruamel.yaml's round trip, which reads a file and dumps it anew."""

import gc
import tempfile
from collections.abc import Callable
from difflib import SequenceMatcher
from hashlib import sha256
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

from ruamel.yaml import YAML

from bench.figures import Figure, ratio_figure, value_figure, measure_pairs, log
from bench.generate import generate
from bench.options import Options
from bindertui.model.address import Address
from bindertui.model.address import FieldPath
from bindertui.services.access import LOCAL_USER
from bindertui.services.editing.commit import begin, commit
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.outcomes import Saved
from bindertui.services.library import Library, Snapshot
from bindertui.store.transaction import FileChange, save_files
from bindertui.store.yaml.edit import Replace, YamlDocument

_SECTIONS = {"1 KB": 1, "100 KB": 35, "1 MB": 345}
"""Sections of the file that is saved, for each size."""
_BUDGET = 1 / 20
_NAME = "sections/part-0.yaml"
_NEW = "Another title"


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure saves of files of three sizes."""
    # As the entry point of the command does: both sides are spared most of the search for garbage.
    gc.set_threshold(50_000)
    figures: list[Figure] = []
    sizes: dict[str, object] = {}
    for name, sections in _SECTIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            root = generate(Path(folder), sections, sections)
            sizes[name] = len(_file(root).read_bytes())
            figures += _measured(name, root, options.rounds)
    return figures, {"bytes": sizes}


def _file(root: Path) -> Path:
    return root / _NAME


def _field(tree: Any) -> FieldPath:
    """A title deep in the file: that of the last section, in English."""
    path: FieldPath = ()
    while tree.get("sections"):
        position = len(tree["sections"]) - 1
        path, tree = (*path, "sections", position), tree["sections"][position]
    return (*path, "title", "en")


def _measured(name: str, root: Path, rounds: int) -> list[Figure]:
    file = _file(root)
    text = file.read_text()
    path = _field(YamlDocument.parse(text).plain())
    snapshot = Library.at(root).snapshot()

    def restored(task: Callable[[], object]) -> float:
        file.write_text(text)
        start = perf_counter()
        task()
        return (perf_counter() - start) * 1000

    pairs = measure_pairs(
        rounds, lambda: restored(lambda: _spliced(root, path)), lambda: restored(lambda: _dumped(file, path)), log
    )
    ours = _changed(text, lambda: _spliced(root, path), file)
    theirs = _changed(text, lambda: _dumped(file, path), file)
    whole = measure_pairs(
        rounds,
        lambda: restored(lambda: _committed(snapshot, path)),
        lambda: restored(lambda: _dumped(file, path)),
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
        ratio_figure(f"from edit to saved, checks included, {name}", "ms", whole, beside="ruamel.yaml, load and dump"),
        value_figure(f"lines changed, {name}", "lines", ours, [ours], budget=1),
        value_figure(f"lines changed by ruamel.yaml, {name}", "lines", theirs, [theirs]),
    ]


def _spliced(root: Path, path: FieldPath) -> None:
    file = _file(root)
    data = file.read_bytes()
    text = YamlDocument.parse(data.decode()).replaced(path, _NEW).text
    save_files(root, [FileChange(_NAME, sha256(data).hexdigest(), text.encode())])


def _committed(snapshot: Snapshot, path: FieldPath) -> None:
    """What the app does from the press of the key that edits to the end of the save."""
    draft = begin(snapshot, Address("part-0"), LOCAL_USER)
    assert isinstance(draft, Draft)
    outcome = commit(draft.apply([Replace(path, _NEW)]), LOCAL_USER)
    assert isinstance(outcome, Saved), outcome


def _dumped(file: Path, path: FieldPath) -> None:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree: Any = yaml.load(file.read_text())
    inside = tree
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = _NEW
    stream = StringIO()
    yaml.dump(tree, stream)
    file.write_text(stream.getvalue())


def _changed(before: str, task: Callable[[], object], file: Path) -> float:
    """The lines that a save changes or removes."""
    file.write_text(before)
    task()
    old, new = before.splitlines(), file.read_text().splitlines()
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return float(sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal"))
