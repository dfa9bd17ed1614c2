"""Files that are read in several processes."""

import sys
from pathlib import Path

import pytest

from bindertui.store.content_files import entry_files
from bindertui.store.loader import LoadedFile
from bindertui.store.parallel_loader import load_in_parallel
from tests.conftest import WriteBinder

FILES = {
    f"sections/s{number}.yaml": f"title: {{en: Section {number}, fr: 'Section nᵒ {number}'}}\n" for number in range(9)
} | {
    "sections/broken.yaml": "title: [\n",
    "sections/misfit.yaml": "title: {en: A}\nbody: 3\n",
    "partners/é.yaml": "kind: organization\nname: {en: The agency}\n",
    "partners/latin.yaml": "kind: organization\nname: caf\udce9\n",
    "glossary.yaml": "- term: {en: A}\n  meaning: {en: B}\n",
}


@pytest.fixture
def folder(tmp_path: Path, write_binder: WriteBinder) -> Path:
    """A binder with files of all kinds, good and bad, some of which cannot be read."""
    written = write_binder({name: text for name, text in FILES.items() if "latin" not in name})
    (written / "partners/latin.yaml").write_bytes(FILES["partners/latin.yaml"].encode(errors="surrogateescape"))
    (written / "sections/gone.yaml").symlink_to(tmp_path / "nowhere")
    return written


def told(loaded: list[LoadedFile]) -> list[object]:
    """Return the result of each file."""
    return [(load.file, load.root, load.value, load.problems, load.digest) for load in loaded]


def test_results_equal_those_of_one_process(folder: Path) -> None:
    """The same values and problems in the same order; the progress never goes back and ends at the total."""
    files = list(entry_files(folder))
    alone = load_in_parallel(files, folder)
    progress: list[tuple[int, int]] = []
    together = load_in_parallel(files, folder, lambda done, total: progress.append((done, total)), share=1)
    assert told(together) == told(alone)
    assert any(load.problems for load in together)
    assert progress == sorted(progress)
    assert progress[-1] == (len(files), len(files))


@pytest.mark.parametrize("python", ["/bin/false", "/nowhere", "/bin/echo"])
def test_files_of_a_failed_process_are_loaded_here(folder: Path, monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    """A process that cannot start, ends too soon or prints something else changes nothing."""
    files = list(entry_files(folder))
    alone = load_in_parallel(files, folder)
    monkeypatch.setattr(sys, "executable", python)
    assert told(load_in_parallel(files, folder, share=1)) == told(alone)
