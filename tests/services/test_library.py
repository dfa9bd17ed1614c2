"""Opening a library: which binder is meant."""

from pathlib import Path

import pytest

from bindertui.errors import ExitCode, NotFoundError
from bindertui.model.address import Address
from bindertui.model.entries import Section
from bindertui.services.library import Library
from bindertui.settings import Settings
from tests.conftest import WriteBinder

SHIPPED = "ircc-minister-2019"


def opened(environment: dict[str, str]) -> str:
    """The id of the binder that opens in the working folder with this environment."""
    return Library.open(Settings.resolve(environment)).snapshot().binder.cover.id


def test_the_search_order_for_binders(
    write_binder: WriteBinder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The named binder, else `content` in the working folder, else the shipped one."""
    named = write_binder({}, "named")
    monkeypatch.chdir(tmp_path)
    assert opened({}) == SHIPPED
    (tmp_path / "content").mkdir()
    assert opened({}) == SHIPPED
    write_binder({}, "content")
    assert opened({}) == "content"
    assert opened({"BINDERTUI_BINDER": str(named)}) == "named"


def test_the_shipped_binder_has_no_broken_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has sections in both languages."""
    monkeypatch.chdir(tmp_path)
    snapshot = Library.open(Settings.resolve({})).snapshot(SHIPPED)
    assert snapshot.binder.languages == ("en", "fr")
    assert snapshot.binder.broken == ()
    assert isinstance(snapshot.entry(Address("us-relations")), Section)


def test_a_named_path_must_have_a_binder(tmp_path: Path) -> None:
    """A missing path and a folder without a binder have different messages; neither falls back to another binder."""
    for path, words in ((tmp_path / "nowhere", "does not exist"), (tmp_path, "There is no binder in")):
        with pytest.raises(NotFoundError, match=words) as caught:
            Library.open(Settings.resolve({"BINDERTUI_BINDER": str(path)}))
        assert str(path) in str(caught.value)
        assert caught.value.exit_code is ExitCode.NOTHING_FOUND


def test_of_several_binders_the_latest_edition_opens_first(write_binder: WriteBinder, tmp_path: Path) -> None:
    """Others open by id; a binder with a broken cover is never the first."""
    write_binder({"binder.yaml": "["}, "z-broken")
    for name, edition in (("a", "2019-11"), ("b", "2021-06-30"), ("c", "2021")):
        folder = write_binder({}, name)
        (folder / "binder.yaml").write_text((folder / "binder.yaml").read_text().replace("2019-11", edition))
    library = Library.at(tmp_path)
    assert [folder.name for folder in library.folders] == ["a", "b", "c", "z-broken"]
    assert library.snapshot().binder.cover.id == "b"
    assert library.snapshot("a").binder.cover.edition == "2019-11"
    with pytest.raises(NotFoundError, match="There is no binder 'd' here"):
        library.snapshot("d")


def test_an_unknown_address_suggests_similar_names(write_binder: WriteBinder) -> None:
    """The id of a binder before the entry must be that of this binder."""
    root = write_binder({"sections/us-relations.yaml": "title: {en: a, fr: b}\n"}, "sample")
    snapshot = Library.at(root).snapshot()
    for address in ("us-relations", "sample/us-relations", "us-relations#title.en"):
        assert snapshot.entry(Address.parse(address)).title.in_language("fr") == "b"
    with pytest.raises(NotFoundError, match="Did you mean us-relations"):
        snapshot.entry(Address.parse("us-relation"))
    with pytest.raises(NotFoundError, match="There is no entry 'other/us-relations' in the binder sample"):
        snapshot.entry(Address.parse("other/us-relations"))
    with pytest.raises(NotFoundError, match="`bindertui outline` lists every address"):
        snapshot.entry(Address.parse("qqq"))


def test_the_problems_of_all_binders(write_binder: WriteBinder, tmp_path: Path) -> None:
    """They are sorted by file, each with the path of its binder."""
    for name in ("b", "a"):
        write_binder({"partners/x.yaml": "kind: ["}, name)
    problems = Library.at(tmp_path).problems()
    assert [problem.file for problem in problems] == [f"{tmp_path}/{name}/partners/x.yaml" for name in ("a", "b")]
