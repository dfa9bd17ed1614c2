"""Which files of a folder are content, and which folders are binders."""

from pathlib import Path

from bindertui.store.content_files import binders_in, entry_files, is_binder, stray_files
from tests.conftest import WriteBinder
from tests.privileges import file_permissions_apply


def test_content_files_come_in_a_fixed_order(write_binder: WriteBinder) -> None:
    """The cover, glossary and sources first, then sections, partners and agreements, each by name."""
    root = write_binder(
        dict.fromkeys(
            [
                "partners/b.yaml",
                "partners/a.yaml",
                "agreements/z.yaml",
                "sections/c.yaml",
                "sources.yaml",
                "glossary.yaml",
                "partners/.hidden.yaml",
                "partners/notes.txt",
                "partners/a.yaml~",
            ],
            "x",
        )
    )
    assert [(file.path.relative_to(root).as_posix(), file.id, file.kind.value) for file in entry_files(root)] == [
        ("binder.yaml", "binder", "binder"),
        ("glossary.yaml", "glossary", "term"),
        ("sources.yaml", "sources", "source"),
        ("sections/c.yaml", "c", "section"),
        ("partners/a.yaml", "a", "partner"),
        ("partners/b.yaml", "b", "partner"),
        ("agreements/z.yaml", "z", "agreement"),
    ]


def test_stray_files_are_listed(write_binder: WriteBinder) -> None:
    """A wrong file ending and a file in the wrong folder each come with advice."""
    root = write_binder({"partners/iom.yml": "x", "unhcr.yaml": "x", "README.md": "x", ".x.yaml": "x"})
    assert [(path.relative_to(root).as_posix(), str(words)) for path, words in stray_files(root)] == [
        ("partners/iom.yml", "This file is not read, because content files end in .yaml. Rename it to iom.yaml."),
        (
            "unhcr.yaml",
            (
                "This file is not read, because entries belong in sections, partners, agreements."
                " Move it into one of these folders."
            ),
        ),
    ]


def test_binders_at_a_path(write_binder: WriteBinder, tmp_path: Path) -> None:
    """A folder with a binder.yaml of any type is a binder; a library is a folder of them, hidden ones left out."""
    two, one = write_binder({}, "two"), write_binder({}, "one")
    write_binder({}, ".draft")
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling" / "binder.yaml").symlink_to("nowhere")
    assert binders_in(tmp_path) == [tmp_path / "dangling", one, two]
    assert binders_in(one) == [one]
    assert binders_in(tmp_path / "empty") == binders_in(tmp_path / "nowhere") == binders_in(one / "binder.yaml") == []


def test_a_folder_without_permission_is_left_out(write_binder: WriteBinder, tmp_path: Path) -> None:
    """It is no binder, and the others of the library still are."""
    closed, open_ = write_binder({}, "closed"), write_binder({}, "open")
    closed.chmod(0)
    try:
        with file_permissions_apply():
            assert not is_binder(closed)
            assert binders_in(tmp_path) == [open_]
    finally:
        closed.chmod(0o700)
