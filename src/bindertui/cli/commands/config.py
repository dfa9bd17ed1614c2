"""`config`: show the settings and where each comes from, and check the config file."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from bindertui._frozen import frozen
from bindertui.cli.commands.check import print_problems
from bindertui.cli.options import common_options, json_option, load_settings
from bindertui.cli.output import print_message, write_json, write_lines
from bindertui.errors import ExitCode
from bindertui.i18n import gettext, lazy_gettext
from bindertui.services.config import load_config
from bindertui.services.content_check import NothingToCheckError
from bindertui.settings import Settings, config_path
from bindertui.tui.key_names import key_character
from bindertui.tui.keymap import declared_keys, validate_keymap


@click.group("config")
def command() -> None:
    """Show your settings, or check your config file.

    The config file is bindertui/config.yaml in $XDG_CONFIG_HOME, or in ~/.config.
    """


@frozen
class _Row:
    """A setting and where it comes from."""

    name: str
    value: str | tuple[str, ...]
    origin: str

    @property
    def text(self) -> str:
        """The value on one line."""
        return self.value if isinstance(self.value, str) else " ".join(map(_typed_value, self.value)) or "–"


@click.command("show")
@json_option
@common_options
def show(as_json: bool) -> ExitCode:
    """Print all settings and where each comes from."""
    settings = load_settings()
    rows = list(_setting_rows(settings))
    if as_json:
        write_json([{"setting": row.name, "value": row.value, "origin": row.origin} for row in rows])
        return ExitCode.DONE
    name, value = (max(map(len, texts)) for texts in ([row.name for row in rows], [row.text for row in rows]))
    write_lines(f"{row.name.ljust(name)}  {row.text.ljust(value)}  {row.origin}" for row in rows)
    if settings.config_file is None:
        print_message(
            gettext(
                "No config file found. Using the defaults. To change settings, create {path}",
                settings.language,
                path=config_path(os.environ),
            )
        )
    return ExitCode.DONE


def _setting_rows(settings: Settings) -> Iterator[_Row]:
    for name, choice in settings.resolved.items():
        yield _Row(name, choice.value, choice.origin)
    config = settings.config_file
    keys, _ = validate_keymap(config)
    places = (
        {wish.command.text: f"{config.path}:{wish.command.line}" for wish in config.key_overrides} if config else {}
    )
    for name, declared in declared_keys().items():
        found = keys.keys(name, declared)
        origin = places.get(name, "given to another command") if name in keys.changed else "default"
        yield _Row(f"keys.{name}", found, origin)


def _typed_value(key: str) -> str:
    """Return a key as it is written in the config file."""
    return key_character(key).strip() or key


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
@common_options
def check(path: Path | None, as_json: bool) -> ExitCode:
    """Check your config file, or the one at PATH.

    Prints every problem with its line and column: unknown settings, commands and keys, keys assigned twice, and
    commands that need a ctrl, alt or function key. Exits with 1 if there are errors, with 0 if there are only
    warnings.
    """
    language = load_settings().language
    file = path or config_path(os.environ)
    config, problems = load_config(file)
    if config is None:
        if path is not None:
            raise NothingToCheckError(
                lazy_gettext(
                    "{path} does not exist. Give the path of a config file, or no path to check your own.", path=path
                )
            )
        print_message(
            gettext("No config file found. Using the defaults. To change settings, create {path}", language, path=file)
        )
        return ExitCode.DONE
    return print_problems(sorted((*problems, *validate_keymap(config)[1])), language, as_json=as_json)


command.add_command(show)
command.add_command(check)
