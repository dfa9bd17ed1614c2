"""What the environment and the command line say, read once and passed down."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from bindertui.speech import LANGUAGES

_NO = {"0", "false", "no", "off"}
_NOWHERE = Path("/nonexistent/bindertui")


@frozen
class Settings:
    """One run's settings.

    Attributes:
        language: the reader's language, of `LANGUAGES`.
        binder: where the binder or library lies, if the user said so.
        content: where it is looked for next: `content` in the working folder.
        state: the folder for what is kept between runs (bookmarks, positions).
        cache: the folder for copies that may be thrown away at any time.
        colour: whether colours may be used (`NO_COLOR` says no).
        commits: whether a save in a work tree of git becomes a commit (`BINDERTUI_COMMITS=no` says no).
        editor: the command of the user's own editor (`$VISUAL`, else `$EDITOR`); empty without one.
    """

    language: str
    binder: Path | None
    content: Path
    state: Path
    cache: Path
    colour: bool = True
    commits: bool = True
    editor: str = ""

    @classmethod
    def read(
        cls, environment: Mapping[str, str], *, binder: Path | None = None, language: str | None = None
    ) -> "Settings":
        """The settings of this run; what the command line says wins over the environment.

        Args:
            environment: the environment variables.
            binder: the path given with `--binder`.
            language: the language given with `--lang`.
        """
        named = environment.get("BINDERTUI_BINDER")
        return cls(
            language=language or _spoken(environment),
            binder=binder or (Path(named) if named else None),
            content=Path("content"),
            state=_xdg(environment, "XDG_STATE_HOME", ".local/state"),
            cache=_xdg(environment, "XDG_CACHE_HOME", ".cache"),
            colour=not environment.get("NO_COLOR"),
            commits=environment.get("BINDERTUI_COMMITS", "").lower() not in _NO,
            editor=environment.get("VISUAL") or environment.get("EDITOR", ""),
        )


def _xdg(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    """Our folder below one of the XDG base directories; relative ones are passed over, as the specification asks."""
    for named in (Path(environment.get(variable, "")), Path(environment.get("HOME", "")) / usual):
        if named.is_absolute():
            return named / "bindertui"
    try:
        return Path.home() / usual / "bindertui"
    except RuntimeError:
        # A user without a home keeps nothing: what cannot be written is done without.
        return _NOWHERE


def _spoken(environment: Mapping[str, str]) -> str:
    """The language of the locale, as the C library finds it: LC_ALL, then LC_MESSAGES, then LANG."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if named := environment.get(variable):
            language = _language(named)
            if language not in (*LANGUAGES, "c"):
                import locale  # noqa: PLC0415 - its tables of aliases, as `french`, are hardly ever wanted

                language = _language(locale.normalize(named))
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _language(name: str) -> str:
    """The language of a locale's name, as `fr` of fr_CA.UTF-8."""
    return name.partition("_")[0].partition(".")[0].lower()
