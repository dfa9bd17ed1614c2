"""The options that every verb takes, before or after its name, and those that several share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bindertui.settings import Settings
from bindertui.speech import LANGUAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

_KEPT = "bindertui."

as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
"""Give a verb the option to write its data as JSON."""


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Note what was given where all contexts of the run see it; after the verb wins over before it."""
    if value is not None:
        context.meta[f"{_KEPT}{parameter.name}"] = value


def common(command: F) -> F:
    """Give a command the options `--binder` and `--lang`."""
    binder = click.option(
        "-b",
        "--binder",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_keep,
        help="A binder, or a folder of binders. Default: $BINDERTUI_BINDER, then ./content, then the shipped binder.",
    )
    language = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        callback=_keep,
        help="The language to read in. Default: that of the locale.",
    )
    return binder(language(command))


def settings() -> Settings:
    """The settings of the command that is running."""
    meta = click.get_current_context().meta
    return Settings.read(os.environ, binder=meta.get(f"{_KEPT}binder"), language=meta.get(f"{_KEPT}lang"))


def addresses(context: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """What a shell completes an address to."""
    from bindertui.cli.completing import addresses_from  # noqa: PLC0415 - wanted when a shell asks, never in a run

    return addresses_from(context, incomplete)
