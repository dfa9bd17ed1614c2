"""The config file: valid settings are used, and problems are located."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.store.config_file import load_config_file


def read(folder: Path, text: str | bytes) -> tuple[dict[str, str], list[str], list[str]]:
    """Return the settings, key overrides and problems of a config file, without its folder."""
    file = folder / "config.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    written, problems = load_config_file(file)
    wishes = [f"{wish.command.text}: {' '.join(key.text for key in wish.keys)}" for wish in written.key_overrides]
    return (
        {name: said.text for name, said in written.values.items()},
        wishes,
        [str(problem).removeprefix(f"{folder}/") for problem in problems],
    )


def test_settings_and_keys(tmp_path: Path) -> None:
    """Values have their usual meaning; paths are relative to the file's own folder."""
    text = "language: fr\ntheme: contrast\ncolours: off\ncommits: No\nbinder: b\n"
    text += "keys:\n  quit: [x, ','] # two\n  back: ['[']\n  help: []\n"
    values = {"language": "fr", "theme": "contrast", "colours": "no", "commits": "no", "binder": str(tmp_path / "b")}
    assert read(tmp_path, text) == (values, ["quit: x ,", "back: [", "help: "], [])


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n# x\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_valid(text: str | bytes, tmp_path: Path) -> None:
    """A file with comments only has no settings and no problems."""
    values, wishes, _ = read(tmp_path, text)
    assert (values, wishes) == ({}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("them: dark\n", "config.yaml:1:1: error: There is no setting 'them'. Did you mean 'theme'?"),
        (
            "theme: drak\n",
            "config.yaml:1:8: error: The setting 'theme' must be one of dark, light, contrast, not 'drak'. Did you",
        ),
        ("commits: maybe\n", "config.yaml:1:10: error: The setting 'commits' must be one of yes, no"),
        ("theme:\n", "config.yaml:1:7: error: The setting 'theme' needs a value after the colon."),
        ("theme: [a]\n", "config.yaml:1:8: error: The setting 'theme' needs a value after the colon."),
        ("binder: ~nobody-of-this-name/x\n", "config.yaml:1:9: error: The home folder in '~nobody-of"),
        ('binder: "a\\0b"\n', r"config.yaml:1:9: error: 'a\x00b' has a character that is not allowed in paths."),
        ("keys: x\n", "config.yaml:1:7: error: `keys` must be a mapping of commands to keys"),
        ("keys: {quit: {a: b}}\n", "config.yaml:1:14: error: The value of 'quit' must be a key or a list of keys"),
        ("- a\n", "config.yaml:1:1: error: This must be a mapping of the settings language, theme"),
        ("theme: dark\ntheme: light\n", "config.yaml:2:1: error: The key 'theme' is written twice"),
        ("keys: {back: [}\n", "config.yaml:1:15: error:"),
        (b"theme: \xff\n", "config.yaml:1:8: error: The file is not UTF-8"),
    ],
)
def test_problems_are_located(text: str | bytes, problem: str, tmp_path: Path) -> None:
    """Each problem has its line and column, and advice."""
    assert any(found.startswith(problem) for found in read(tmp_path, text)[2]), read(tmp_path, text)[2]


def test_valid_settings_are_used_despite_problems(tmp_path: Path) -> None:
    """A problem does not affect other settings."""
    values, wishes, problems = read(tmp_path, "theme: nope\nlanguage: fr\nkeys: {quit: x, back: {}}\n")
    assert (values, wishes, len(problems)) == ({"language": "fr"}, ["quit: x"], 2)


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Users who keep config files in one folder link to them."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine.yaml").write_text("theme: light\n")
    (tmp_path / "config.yaml").symlink_to(tmp_path / "kept" / "mine.yaml")
    assert load_config_file(tmp_path / "config.yaml")[0].values["theme"].text == "light"


@pytest.mark.parametrize("kind", ["folder", "nowhere", "circle"])
def test_a_path_that_is_no_file_is_a_problem(kind: str, tmp_path: Path) -> None:
    """A folder, a dangling link or a circular one is reported and never raised."""
    file = tmp_path / "config.yaml"
    if kind == "folder":
        file.mkdir()
    else:
        file.symlink_to(tmp_path / ("config.yaml" if kind == "circle" else "gone"))
    written, problems = load_config_file(file)
    assert (written.values, len(problems)) == ({}, 1)


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """No text raises an exception; positions of problems are inside the text."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a folder for each example

    with TemporaryDirectory() as folder:
        (Path(folder) / "config.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        written, problems = load_config_file(Path(folder) / "config.yaml")
    assert len(written.problems) == len(problems)
