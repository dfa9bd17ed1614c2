"""`config`: the settings in force and where each comes from, and what is wrong with the config file."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from bindertui._frozen import frozen
from bindertui.cli.commands.check import NothingToCheckError, print_problems
from bindertui.cli.options import common_options, json_option, load_settings
from bindertui.cli.output import print_message, write_json, write_line
from bindertui.errors import ExitCode
from bindertui.i18n import gettext, lazy_gettext
from bindertui.settings import Settings, config_file
from bindertui.store.config_file import load_config_file
from bindertui.tui.key_names import key_character
from bindertui.tui.keymap import declared_keys, validate_keymap


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
        return self.value if isinstance(self.value, str) else " ".join(map(_typed_value, self.value)) or "–"


@click.command("show")
@json_option
@common_options
def show(as_json: bool) -> ExitCode:
    """Print every setting in force, and where it comes from."""
    chosen = load_settings()
    rows = list(_setting_rows(chosen))
    if as_json:
        write_json([{"setting": row.name, "value": row.value, "origin": row.origin} for row in rows])
        return ExitCode.DONE
    name, value = (max(map(len, texts)) for texts in ([row.name for row in rows], [row.shown for row in rows]))
    write_line(f"{row.name.ljust(name)}  {row.shown.ljust(value)}  {row.origin}" for row in rows)
    if chosen.written is None:
        print_message(
            gettext("There is no config file. It would be {path}", chosen.language, path=config_file(os.environ))
        )
    return ExitCode.DONE


def _setting_rows(chosen: Settings) -> Iterator[_Row]:
    for name, choice in chosen.choices.items():
        yield _Row(name, choice.value, choice.origin)
    written = chosen.written
    keys, _ = validate_keymap(written)
    places = {wish.command.text: f"{written.file}:{wish.command.line}" for wish in written.wishes} if written else {}
    for name, declared in declared_keys().items():
        found = keys.keys(name, declared)
        origin = places.get(name, "given to another command") if name in keys.changed else "default"
        yield _Row(f"keys.{name}", found, origin)


def _typed_value(key: str) -> str:
    """A key as it is written in the config file."""
    return key_character(key).strip() or key


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
@common_options
def check(path: Path | None, as_json: bool) -> ExitCode:
    """Check the config file, or the one at PATH.

    Prints every problem with its place: settings, commands and keys that do not exist, keys that two commands want,
    commands that need a ctrl, alt or function key. Exits with 1 if there is an error, with 0 if there are warnings.
    """
    language = load_settings().language
    file = path or config_file(os.environ)
    if not os.path.lexists(file):
        if path is not None:
            raise NothingToCheckError(
                lazy_gettext("{path} does not exist. Name a config file, or none to check your own.", path=path)
            )
        print_message(gettext("There is no config file, and none is needed. It would be {path}", language, path=file))
        return ExitCode.DONE
    written, problems = load_config_file(file)
    return print_problems(sorted((*problems, *validate_keymap(written)[1])), language, as_json=as_json)


verb.add_command(show)
verb.add_command(check)
