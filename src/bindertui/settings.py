"""Settings from the command line, the environment and the config file, resolved once and passed down."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString

_NO = {"0", "false", "no", "off"}
_DEFAULT = "default"
NO_FOLDER = Path("/nonexistent/bindertui")
"""A folder that does not exist, for users without a home folder: nothing is stored."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The locale variables for the language of messages, in order of precedence."""

THEMES = ("dark", "light", "contrast")
"""The themes; the first is the default."""


@frozen
class ConfigValue:
    """A value in the config file, with its position.

    Attributes:
        text: the value.
        line: the line, counted from 1.
        column: the column in characters, counted from 1.
    """

    text: str
    line: int
    column: int


@frozen
class KeyOverride:
    """The keys for a command in the config file, not validated yet."""

    command: ConfigValue
    keys: tuple[ConfigValue, ...]


@frozen
class ConfigFile:
    """The content of a config file, as far as it is valid.

    Attributes:
        path: its path.
        values: the valid settings by name.
        key_overrides: keys for commands, not validated yet.
        problems: a message with its position for each mistake in the file.
    """

    path: Path
    values: Mapping[str, ConfigValue] = field(factory=dict)
    key_overrides: tuple[KeyOverride, ...] = ()
    problems: tuple[LazyString, ...] = ()


@frozen
class ResolvedSetting:
    """The value of a setting and its origin.

    Attributes:
        origin: a variable, an option, a line of the config file, or `default`.
    """

    value: str
    origin: str


@frozen
class Settings:
    """The settings of one run.

    Attributes:
        language: the language of the interface, one of `LANGUAGES`.
        binder: the path of the binder or library, if the user named one.
        fallback_binder: the path to try next: `content` in the working folder.
        state_folder: the folder for state between runs (bookmarks, progress, drafts).
        versions_folder: the folder for versions of files outside Git; several people may share it.
        cache_folder: the folder for files that can be deleted at any time.
        use_colour: whether to use colours (`NO_COLOR`).
        use_git: whether to commit saves in a Git work tree (`BINDERTUI_COMMITS`).
        editor: the command of the user's editor (`$VISUAL`, else `$EDITOR`); empty without one.
        theme: the initial theme, one of `THEMES`.
        config_file: the config file; None if there is none.
        resolved: the configurable settings by name, each with its origin.
    """

    language: str
    binder: Path | None
    fallback_binder: Path
    state_folder: Path
    versions_folder: Path
    cache_folder: Path
    use_colour: bool = True
    use_git: bool = True
    editor: str = ""
    theme: str = THEMES[0]
    config_file: ConfigFile | None = None
    resolved: Mapping[str, ResolvedSetting] = field(factory=dict)

    @classmethod
    def resolve(
        cls,
        environment: Mapping[str, str],
        *,
        binder: Path | None = None,
        language: str | None = None,
        config_file: ConfigFile | None = None,
    ) -> "Settings":
        """Resolve the settings: the command line wins over the environment, and that over the config file.

        The locale comes last, because on most systems it was set by the installer, not by the user.

        Args:
            environment: the environment variables.
            binder: the path given with `--binder`.
            language: the language given with `--lang`.
            config_file: the config file.
        """
        state = _xdg_folder(environment, "XDG_STATE_HOME", ".local/state")
        resolved = {
            name: _first_set(
                _from_environment(name, environment), _from_file(name, config_file), _fallback(name, environment)
            )
            for name in _VARIABLES
        }
        options = {"--lang": ("language", language), "--binder": ("binder", binder)}
        resolved |= {name: ResolvedSetting(str(value), option) for option, (name, value) in options.items() if value}
        binder_path = resolved["binder"].value
        return cls(
            language=resolved["language"].value,
            binder=Path(binder_path) if binder_path else None,
            fallback_binder=Path("content"),
            state_folder=state,
            versions_folder=state,
            cache_folder=_xdg_folder(environment, "XDG_CACHE_HOME", ".cache"),
            use_colour=resolved["colours"].value == "yes",
            use_git=resolved["commits"].value == "yes",
            editor=environment.get("VISUAL") or environment.get("EDITOR", ""),
            theme=resolved["theme"].value,
            config_file=config_file,
            resolved=resolved,
        )


def config_path(environment: Mapping[str, str]) -> Path:
    """Return the path of the config file, which may not exist."""
    return _xdg_folder(environment, "XDG_CONFIG_HOME", ".config") / "config.yaml"


def _first_set(*settings: ResolvedSetting) -> ResolvedSetting:
    """Return the first setting with a value, or else the last one."""
    return next((setting for setting in settings if setting.value), settings[-1])


_VARIABLES = {
    "language": "BINDERTUI_LANG",
    "theme": "BINDERTUI_THEME",
    "colours": "NO_COLOR",
    "commits": "BINDERTUI_COMMITS",
    "binder": "BINDERTUI_BINDER",
}
"""The configurable settings and their environment variables."""
_ALLOWED = {"language": LANGUAGES, "theme": THEMES}


def _from_environment(name: str, environment: Mapping[str, str]) -> ResolvedSetting:
    """Return a setting from its variable; an invalid value counts as empty."""
    variable = _VARIABLES[name]
    value = environment.get(variable, "")
    if name == "colours":
        value = value and "no"
    elif name == "commits":
        value = value and ("no" if value.lower() in _NO else "yes")
    return ResolvedSetting(value if value in _ALLOWED.get(name, (value,)) else "", f"${variable}")


def _from_file(name: str, config: ConfigFile | None) -> ResolvedSetting:
    value = config.values.get(name) if config else None
    return ResolvedSetting(value.text, f"{config.path}:{value.line}") if config and value else ResolvedSetting("", "")


def _fallback(name: str, environment: Mapping[str, str]) -> ResolvedSetting:
    if name == "language":
        return locale_language(environment)
    return ResolvedSetting({"theme": THEMES[0], "binder": ""}.get(name, "yes"), _DEFAULT)


def _xdg_folder(environment: Mapping[str, str], variable: str, default: str) -> Path:
    """Return our folder in an XDG base directory; relative paths are ignored, as the specification requires."""
    for folder in (Path(environment.get(variable, "")), Path(environment.get("HOME", "")) / default):
        if folder.is_absolute():
            return folder / "bindertui"
    try:
        return Path.home() / default / "bindertui"
    except RuntimeError:
        # Without a home folder, nothing is stored.
        return NO_FOLDER


def locale_language(environment: Mapping[str, str]) -> ResolvedSetting:
    """Return the language of the locale, determined as in the C library: LC_ALL, then LC_MESSAGES, then LANG."""
    for variable in LOCALE_VARIABLES:
        if name := environment.get(variable):
            language = _language_code(name)
            if language not in (*LANGUAGES, "c"):
                import locale  # noqa: PLC0415 - its table of aliases, such as `french`, is rarely needed

                language = _language_code(locale.normalize(name))
            return ResolvedSetting(language if language in LANGUAGES else LANGUAGES[0], f"${variable}")
    return ResolvedSetting(LANGUAGES[0], _DEFAULT)


def _language_code(name: str) -> str:
    """Return the language code in the name of a locale: `fr` of fr_CA.UTF-8."""
    return name.partition("_")[0].partition(".")[0].lower()
