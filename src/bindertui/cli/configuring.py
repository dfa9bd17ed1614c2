"""`config`: the settings in force and where each comes from, and what is wrong with the config file."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from bindertui.cli.checking import NothingToCheckError, put_problems
from bindertui.cli.options import as_json, common, settings
from bindertui.cli.output import narrate, put
from bindertui.cli.records import put_json
from bindertui.errors import ExitCode
from bindertui.settings import Settings, config_file
from bindertui.speech import say, wording
from bindertui.store.config import read_config
from bindertui.tui.granting import declared_keys, granted
from bindertui.tui.keys import character_of
from bindertui.values import frozen


@click.group("config")
def verb() -> None:
    """Show or check the settings and keys of the config file.

    It is config.yaml in the folder bindertui of $XDG_CONFIG_HOME, or of ~/.config.
    """


@frozen
class _Row:
    """A setting in force."""

    name: str
    value: str | tuple[str, ...]
    origin: str

    @property
    def shown(self) -> str:
        """The value in one line."""
        return self.value if isinstance(self.value, str) else " ".join(map(_typed, self.value)) or "–"


@click.command("show")
@as_json
@common
def show(as_json: bool) -> ExitCode:
    """Print every setting in force, and where it comes from."""
    chosen = settings()
    rows = list(_rows(chosen))
    if as_json:
        put_json([{"setting": row.name, "value": row.value, "origin": row.origin} for row in rows])
        return ExitCode.DONE
    name, value = (max(map(len, texts)) for texts in ([row.name for row in rows], [row.shown for row in rows]))
    put(f"{row.name.ljust(name)}  {row.shown.ljust(value)}  {row.origin}" for row in rows)
    if chosen.written is None:
        narrate(say("There is no config file. It would be {path}", chosen.language, path=config_file(os.environ)))
    return ExitCode.DONE


def _rows(chosen: Settings) -> Iterator[_Row]:
    for name, choice in chosen.choices.items():
        yield _Row(name, choice.value, choice.origin)
    written = chosen.written
    keys, _ = granted(written)
    places = {wish.command.text: f"{written.file}:{wish.command.line}" for wish in written.wishes} if written else {}
    for name, declared in declared_keys().items():
        found = keys.keys(name, declared)
        origin = places.get(name, "given to another command") if name in keys.changed else "default"
        yield _Row(f"keys.{name}", found, origin)


def _typed(key: str) -> str:
    """A key as it is written in the config file."""
    return character_of(key).strip() or key


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@as_json
@common
def check(path: Path | None, as_json: bool) -> ExitCode:
    """Check the config file, or the one at PATH.

    Prints every problem with its place: settings, commands and keys that do not exist, keys that two commands want,
    commands that need a ctrl, alt or function key. Exits with 1 if there is an error, with 0 if there are warnings.
    """
    language = settings().language
    file = path or config_file(os.environ)
    if not os.path.lexists(file):
        if path is not None:
            raise NothingToCheckError(
                wording("{path} does not exist. Name a config file, or none to check your own.", path=path)
            )
        narrate(say("There is no config file, and none is needed. It would be {path}", language, path=file))
        return ExitCode.DONE
    written, problems = read_config(file)
    return put_problems(sorted((*problems, *granted(written)[1])), language, as_json=as_json)


verb.add_command(show)
verb.add_command(check)
