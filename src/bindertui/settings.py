"""What the command line, the environment and the config file say, read once and passed down."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field

from bindertui._frozen import frozen
from bindertui.i18n import LANGUAGES, LazyString

_NO = {"0", "false", "no", "off"}
_DEFAULT = "default"
NOWHERE = Path("/nonexistent/bindertui")
"""A folder for those who keep nothing."""

SPEAKING = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name a language, the one that counts most first."""

THEMES = ("dark", "light", "contrast")
"""The themes; the first is the default."""


@frozen
class ConfigValue:
    """A word of the config file.

    Attributes:
        text: the word.
        line: counted from 1.
        column: counted from 1, in characters.
    """

    text: str
    line: int
    column: int


@frozen
class KeyOverride:
    """The keys the config file wants for a command, whatever they are."""

    command: ConfigValue
    keys: tuple[ConfigValue, ...]


@frozen
class ConfigFile:
    """What a config file says, as far as it could be read.

    Attributes:
        file: where it lies.
        values: the settings by their names; each is one that can be taken.
        wishes: keys for commands, not yet compared with the commands there are.
        mistakes: what is wrong with the file, each a sentence with its place.
    """

    file: Path
    values: Mapping[str, ConfigValue] = field(factory=dict)
    wishes: tuple[KeyOverride, ...] = ()
    mistakes: tuple[LazyString, ...] = ()


@frozen
class Choice:
    """The value of a setting and where it comes from.

    Attributes:
        origin: a variable, an option, a place in the config file, or `default`.
    """

    value: str
    origin: str


@frozen
class Settings:
    """One run's settings.

    Attributes:
        language: the reader's language, of `LANGUAGES`.
        binder: where the binder or library lies, if the user said so.
        content: where it is looked for next: `content` in the working folder.
        state: the folder for what is kept between runs (bookmarks, positions).
        versions: the folder for versions of files that nothing else keeps; several people may share it.
        cache: the folder for copies that may be thrown away at any time.
        colour: whether colours may be used (`NO_COLOR` says no).
        commits: whether a save in a work tree of git becomes a commit (`BINDERTUI_COMMITS=no` says no).
        editor: the command of the user's own editor (`$VISUAL`, else `$EDITOR`); empty without one.
        theme: the theme to begin with, of `THEMES`.
        written: the config file; None where there is none.
        choices: the settings that can be chosen, by name, and where each comes from.
    """

    language: str
    binder: Path | None
    content: Path
    state: Path
    versions: Path
    cache: Path
    colour: bool = True
    commits: bool = True
    editor: str = ""
    theme: str = THEMES[0]
    written: ConfigFile | None = None
    choices: Mapping[str, Choice] = field(factory=dict)

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str],
        *,
        binder: Path | None = None,
        language: str | None = None,
        written: ConfigFile | None = None,
    ) -> "Settings":
        """The settings of this run: the command line wins over the environment, and that over the config file.

        The locale is set nearly everywhere by whoever installed the system. So it counts after the config file.

        Args:
            environment: the environment variables.
            binder: the path given with `--binder`.
            language: the language given with `--lang`.
            written: the config file.
        """
        state = _xdg(environment, "XDG_STATE_HOME", ".local/state")
        choices = {
            name: _first(_from_environment(name, environment), _from_file(name, written), _fallback(name, environment))
            for name in _VARIABLES
        }
        given = {"--lang": ("language", language), "--binder": ("binder", binder)}
        choices |= {name: Choice(str(value), option) for option, (name, value) in given.items() if value}
        chosen = choices["binder"].value
        return cls(
            language=choices["language"].value,
            binder=Path(chosen) if chosen else None,
            content=Path("content"),
            state=state,
            versions=state,
            cache=_xdg(environment, "XDG_CACHE_HOME", ".cache"),
            colour=choices["colours"].value == "yes",
            commits=choices["commits"].value == "yes",
            editor=environment.get("VISUAL") or environment.get("EDITOR", ""),
            theme=choices["theme"].value,
            written=written,
            choices=choices,
        )


def config_file(environment: Mapping[str, str]) -> Path:
    """Where the config file lies, if there is one."""
    return _xdg(environment, "XDG_CONFIG_HOME", ".config") / "config.yaml"


def _first(*choices: Choice) -> Choice:
    """The first choice that says anything; the last, if none before it does."""
    return next((choice for choice in choices if choice.value), choices[-1])


_VARIABLES = {
    "language": "BINDERTUI_LANG",
    "theme": "BINDERTUI_THEME",
    "colours": "NO_COLOR",
    "commits": "BINDERTUI_COMMITS",
    "binder": "BINDERTUI_BINDER",
}
"""The settings that can be chosen, and the variables that choose them."""
_WORDS = {"language": LANGUAGES, "theme": THEMES}


def _from_environment(name: str, environment: Mapping[str, str]) -> Choice:
    """What a variable says; a word that a setting does not have counts as nothing."""
    variable = _VARIABLES[name]
    said = environment.get(variable, "")
    if name == "colours":
        said = said and "no"
    elif name == "commits":
        said = said and ("no" if said.lower() in _NO else "yes")
    return Choice(said if said in _WORDS.get(name, (said,)) else "", f"${variable}")


def _from_file(name: str, written: ConfigFile | None) -> Choice:
    said = written.values.get(name) if written else None
    return Choice(said.text, f"{written.file}:{said.line}") if written and said else Choice("", "")


def _fallback(name: str, environment: Mapping[str, str]) -> Choice:
    if name == "language":
        return interface_language(environment)
    return Choice({"theme": THEMES[0], "binder": ""}.get(name, "yes"), _DEFAULT)


def _xdg(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    """Our folder below one of the XDG base directories; relative ones are passed over, as the specification asks."""
    for named in (Path(environment.get(variable, "")), Path(environment.get("HOME", "")) / usual):
        if named.is_absolute():
            return named / "bindertui"
    try:
        return Path.home() / usual / "bindertui"
    except RuntimeError:
        # A user without a home keeps nothing: what cannot be written is done without.
        return NOWHERE


def interface_language(environment: Mapping[str, str]) -> Choice:
    """The language of the locale, as the C library finds it: LC_ALL, then LC_MESSAGES, then LANG."""
    for variable in SPEAKING:
        if named := environment.get(variable):
            language = _language(named)
            if language not in (*LANGUAGES, "c"):
                import locale  # noqa: PLC0415 - its tables of aliases, as `french`, are hardly ever wanted

                language = _language(locale.normalize(named))
            return Choice(language if language in LANGUAGES else LANGUAGES[0], f"${variable}")
    return Choice(LANGUAGES[0], _DEFAULT)


def _language(name: str) -> str:
    """The language of a locale's name, as `fr` of fr_CA.UTF-8."""
    return name.partition("_")[0].partition(".")[0].lower()
