"""The binder a verb is about when none is named.

The options that every verb takes, before or after its name, and those that several share.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bindertui.cli.output import print_message
from bindertui.i18n import LANGUAGES, gettext, ngettext
from bindertui.model.text import single_line
from bindertui.services.access import LOCAL_USER, User
from bindertui.services.library import Library, Snapshot
from bindertui.settings import ConfigFile, Settings, config_file

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def default_snapshot(settings: Settings) -> Snapshot:
    """The binder of the library that the settings lead to; of several, the latest edition, and says which that is.

    Raises:
        NotFoundError: there is no binder there.
    """
    library = Library.open(settings)
    snapshot = library.snapshot()
    if (count := len(library.folders)) > 1:
        edition = single_line(snapshot.binder.cover.id)
        print_message(
            ngettext(
                "This is {edition}, the latest edition of {count} binder here. Name another with --binder PATH.",
                "This is {edition}, the latest edition of {count} binders here. Name another with --binder PATH.",
                count,
                settings.language,
                edition=edition,
            )
        )
    return snapshot


F = TypeVar("F", bound=Callable[..., Any])

_KEPT = "bindertui."
_WHO = f"{_KEPT}who"
_STDIN_SIZE = f"{_KEPT}stdin_size"

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
"""Give a verb the option to write its data as JSON."""

plainly = click.option(
    "--plain", is_flag=True, help="Read line by line, with words or numbers as commands: for screen readers."
)
"""Give a command the option to read in the plain mode."""


def has_verb(context: click.Context, *, plain: bool) -> bool:
    """Whether a command line has a verb, which is run next.

    Args:
        context: that of the whole.
        plain: whether the plain mode is asked for before the verb, where none has it.

    Raises:
        click.UsageError: it is asked for there.
    """
    if plain and context.invoked_subcommand is not None:
        context.fail(gettext("--plain stands behind `open`, or where there is no verb.", load_settings().language))
    return context.invoked_subcommand is not None


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Note what was given where all contexts of the run see it; after the verb wins over before it."""
    if value is not None:
        context.meta[f"{_KEPT}{parameter.name}"] = value


in_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    callback=_keep,
    help="The language to read in. Default: that of the locale.",
)
"""Give a command the option to read in a language."""


def common_options(command: F) -> F:
    """Give a command the options `--binder` and `--lang`."""
    binder = click.option(
        "-b",
        "--binder",
        metavar="PATH",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_keep,
        help="A binder, or a folder of binders. Default: $BINDERTUI_BINDER, then ./content, then the shipped binder.",
    )
    return binder(in_language(command))


def load_settings() -> Settings:
    """The settings of the command that is running."""
    meta = click.get_current_context().meta
    return Settings.read(
        os.environ, binder=meta.get(f"{_KEPT}binder"), language=meta.get(f"{_KEPT}lang"), written=load_config()
    )


def load_config() -> ConfigFile | None:
    """What the user's config file says; None where there is none."""
    # Hardly anyone has such a file, and nobody is to wait for what reads it.
    if os.path.lexists(file := config_file(os.environ)):
        from bindertui.store.config_file import load_config_file  # noqa: PLC0415 - as said above

        return load_config_file(file)[0]
    return None


def pass_options(context: click.Context, someone: User, stdin_size: int | None) -> None:
    """Have another command run for somebody, with what was given to the command that is running.

    Args:
        context: that of the other command.
        someone: who it runs for.
        stdin_size: see `given.given`.
    """
    # What they asked for themselves counts.
    context.meta.update({**click.get_current_context().meta, **context.meta})
    context.meta[_WHO] = someone
    context.meta[_STDIN_SIZE] = stdin_size


def requested_language(context: click.Context) -> str | None:
    """The language that was given with `--lang`."""
    named: str | None = context.meta.get(f"{_KEPT}lang")
    return named


def current_user() -> User:
    """Who runs the command: whoever sits at this machine, if it was not passed on to them."""
    someone: User = click.get_current_context().meta.get(_WHO, LOCAL_USER)
    return someone


def stdin_size() -> int | None:
    """The descriptor where the size of what comes on stdin is told; None if whoever gives it tells none."""
    descriptor: int | None = click.get_current_context().meta.get(_STDIN_SIZE)
    return descriptor


def addresses(context: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Complete an address: return the entries whose address starts with `incomplete`, or none without a binder."""
    # Imported here: a shell asks for completions, a run of a verb never does.
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    from bindertui.errors import BinderError  # noqa: PLC0415
    from bindertui.model.text import single_line  # noqa: PLC0415
    from bindertui.services.library import Library  # noqa: PLC0415

    with context.scope(cleanup=False):
        chosen = load_settings()
    try:
        binder = Library.open(chosen).snapshot().binder
    except (BinderError, OSError):
        return []
    return [
        CompletionItem(single_line(place.id), help=single_line(place.title.read(chosen.language)))
        for place in binder.outline()
        if place.id.startswith(incomplete)
    ]
