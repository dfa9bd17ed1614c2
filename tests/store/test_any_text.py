"""Any content of a file leads to a value or to problems inside the file."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.store.folder_repository import FolderRepository
from tests.helpers import examples

_FRAGMENTS = st.sampled_from(
    ["title", "body", "sections", "text", "points", "table", "figure", "id", "en", "fr", "S01", ": ", ":", "- ", "-",
     "\n", "\n  ", "\n    ", "\r\n", "\r", "\t", "[", "]", "{", "}", ", ", "? ", "&a ", "*a", "!t ", "|\n", ">-\n",
     "'", '"', "\\", "#", " # ", "---\n", "...\n", "%YAML 1.1\n", "<<", "~", "@", "`", "\ufeff", "\x00", "\x1b",
     "\x85", "\u2028", "\ufffe", "é", "😀", "\u202e", "title: {en: a, fr: b}\n", "body:\n- text: a\n  ",
     "- points:\n  - text: a\n"]
)  # fmt: skip
_CONTENT = (
    st.lists(_FRAGMENTS, max_size=40).map("".join).map(str.encode)
    | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode)
    | st.binary(max_size=200)
)
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

COVER = "id: a\ntitle: {en: a, fr: a}\nedition: 2019\nlanguages: [en, fr]\nsections: []\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a binder, shared by all examples."""
    folder = tmp_path_factory.mktemp("any")
    for name in ("sections", "partners", "agreements"):
        (folder / name).mkdir()
    return folder


@pytest.mark.parametrize(
    "name", ["binder.yaml", "sections/a.yaml", "partners/a.yaml", "agreements/a.yaml", "glossary.yaml", "sources.yaml"]
)
@given(content=_CONTENT)
@example(content=b"a: [b")
@example(content="\ufeffa: é\x01".encode())
@example(content="\u2028\x85]".encode())
@examples(150)
def test_any_bytes_give_a_binder_and_problems_inside_the_file(root: Path, name: str, content: bytes) -> None:
    """No file makes reading or checking fail; lines and columns never point past the end of the file."""
    (root / "binder.yaml").write_text(COVER)
    (root / name).write_bytes(content)
    try:
        repository = FolderRepository(root)
        assert list(repository.binder().outline())
        lines = _LINE_ENDS.split(content.decode(errors="replace").removeprefix("\ufeff"))
        for problem in repository.check():
            if problem.file == str(root / name):
                assert 1 <= problem.line <= len(lines), problem
                assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
            assert "\n" not in str(problem)
            assert str(problem).isprintable()
    finally:
        (root / name).unlink()
