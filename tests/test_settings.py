"""Settings from the environment, the command line and the config file."""

from pathlib import Path

import pytest

from bindertui.settings import ConfigFile, ConfigValue, Settings


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "en_CA.UTF-8"}, "en"),
        ({"LANG": "iu_CA.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nonsense!"}, "en"),
        ({"LANG": "en_CA.UTF-8", "LC_MESSAGES": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_MESSAGES": "fr_CA.UTF-8", "LC_ALL": "en_CA"}, "en"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": ""}, "fr"),
    ],
)
def test_the_locale_gives_the_language(environment: dict[str, str], language: str) -> None:
    """LC_ALL wins over LC_MESSAGES, and that over LANG; unknown languages give English."""
    assert Settings.resolve(environment).language == language


def test_the_command_line_wins_over_the_environment() -> None:
    """The language and the binder of the command line win over the environment."""
    environment = {"LANG": "fr_CA.UTF-8", "BINDERTUI_BINDER": "elsewhere"}
    settings = Settings.resolve(environment, binder=Path("here"), language="en")
    assert (settings.language, settings.binder) == ("en", Path("here"))


@pytest.mark.parametrize(
    ("environment", "binder"),
    [({}, None), ({"BINDERTUI_BINDER": ""}, None), ({"BINDERTUI_BINDER": "a/b"}, Path("a/b"))],
)
def test_the_environment_can_name_a_binder(environment: dict[str, str], binder: Path | None) -> None:
    """The environment can name a binder; an empty variable does not."""
    assert Settings.resolve(environment).binder == binder


@pytest.mark.parametrize(
    ("environment", "state"),
    [
        ({"HOME": "/home/rita"}, "/home/rita/.local/state/bindertui"),
        ({"HOME": "/home/rita", "XDG_STATE_HOME": "/var/rita"}, "/var/rita/bindertui"),
        ({"HOME": "/home/rita", "XDG_STATE_HOME": ""}, "/home/rita/.local/state/bindertui"),
        ({"HOME": "/home/rita", "XDG_STATE_HOME": "relative"}, "/home/rita/.local/state/bindertui"),
    ],
)
def test_the_state_folder_follows_xdg(environment: dict[str, str], state: str) -> None:
    """A relative state folder is ignored, as the XDG specification requires."""
    assert Settings.resolve(environment).state_folder == Path(state)


@pytest.mark.parametrize(("value", "colour"), [(None, True), ("", True), ("1", False), ("0", False)])
def test_no_color_turns_colours_off(value: str | None, *, colour: bool) -> None:
    """Any value except an empty one turns colours off, as no-color.org requires."""
    assert Settings.resolve({} if value is None else {"NO_COLOR": value}).use_colour is colour


@pytest.mark.parametrize(("value", "commits"), [("", True), ("yes", True), ("no", False), ("0", False), ("OFF", False)])
def test_commits_can_be_switched_off(value: str, commits: bool) -> None:
    """Saves are committed unless the environment turns that off."""
    assert Settings.resolve({"BINDERTUI_COMMITS": value}).use_git is commits
    assert Settings.resolve({}).use_git


def config(**values: str) -> ConfigFile:
    """Return a config file with these settings."""
    return ConfigFile(
        Path("c.yaml"), {name: ConfigValue(text, line, 1) for line, (name, text) in enumerate(values.items(), 1)}
    )


def test_the_environment_wins_over_the_config_file() -> None:
    """Our own variables win over the config file; the locale does not."""
    file = config(language="fr", theme="light", colours="yes", commits="no", binder="b")
    settings = Settings.resolve({"LANG": "en_CA.UTF-8"}, config_file=file)
    assert (settings.language, settings.theme, settings.use_git, settings.binder) == ("fr", "light", False, Path("b"))
    environment = {"BINDERTUI_LANG": "en", "BINDERTUI_THEME": "contrast", "NO_COLOR": "1", "BINDERTUI_COMMITS": "yes"}
    settings = Settings.resolve(environment, config_file=file)
    assert (settings.language, settings.theme, settings.use_colour, settings.use_git) == ("en", "contrast", False, True)
    assert Settings.resolve({"BINDERTUI_THEME": "sepia"}, config_file=file).theme == "light"
    assert Settings.resolve({}, config_file=file, language="en").resolved["language"].origin == "--lang"
