"""Options and arguments that several verbs share, and the settings, user and binder they select."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bindertui.cli.output import print_message
from bindertui.errors import BinderError
from bindertui.i18n import LANGUAGES, gettext, ngettext
from bindertui.model.text import single_line
from bindertui.services.access import LOCAL_USER, User
from bindertui.services.config import load_config as load_user_config
from bindertui.services.library import Library, Snapshot
from bindertui.settings import ConfigFile, Settings, config_path

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


F = TypeVar("F", bound=Callable[..., Any])

_META_PREFIX = "bindertui."
_USER = f"{_META_PREFIX}who"
_STDIN_SIZE = f"{_META_PREFIX}stdin_size"


def default_snapshot(settings: Settings) -> Snapshot:
    """Load the binder that the settings select; of several, the latest edition, and print which one that is.

    Raises:
        NotFoundError: there is no binder.
    """
    library = Library.open(settings)
    snapshot = library.snapshot()
    if (count := len(library.folders)) > 1:
        edition = single_line(snapshot.binder.cover.id)
        print_message(
            ngettext(
                "Using {edition}, the latest edition of {count} binder here. To use another, add --binder PATH.",
                "Using {edition}, the latest edition of {count} binders here. To use another, add --binder PATH.",
                count,
                settings.language,
                edition=edition,
            )
        )
    return snapshot


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""Decorator: add the option to print data as JSON."""

plain_option = click.option(
    "--plain", is_flag=True, help="Read line by line, for screen readers. Commands are words and numbers."
)
"""Decorator: add the option to read in plain mode."""


def has_subcommand(context: click.Context, *, plain: bool) -> bool:
    """Return whether the command line has a verb, which click runs next.

    Args:
        context: the context of the group.
        plain: whether `--plain` was given before the verb.

    Raises:
        click.UsageError: `--plain` was given before a verb.
    """
    if plain and context.invoked_subcommand is not None:
        context.fail(gettext("--plain works only after `open`, or without a verb.", load_settings().language))
    return context.invoked_subcommand is not None


def _store_option(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Store an option in the context shared by the group and the verb; after the verb, it overrides the one before."""
    if value is not None:
        context.meta[f"{_META_PREFIX}{parameter.name}"] = value


language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    callback=_store_option,
    help="Language to read in. Default: your system's.",
)
"""Decorator: add the option `--lang`."""


def common_options(command: F) -> F:
    """Decorator: add the options `--binder` and `--lang`."""
    binder = click.option(
        "-b",
        "--binder",
        metavar="PATH",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_store_option,
        help="Binder, or folder of binders. Default: $BINDERTUI_BINDER, then ./content, then the shipped binder.",
    )
    return binder(language_option(command))


def load_settings() -> Settings:
    """Return the settings of the running command."""
    meta = click.get_current_context().meta
    return Settings.resolve(
        os.environ,
        binder=meta.get(f"{_META_PREFIX}binder"),
        language=meta.get(f"{_META_PREFIX}lang"),
        config_file=load_config(),
    )


def load_config() -> ConfigFile | None:
    """Read the user's config file; None if there is none."""
    return load_user_config(config_path(os.environ))[0]


def pass_options(context: click.Context, user: User, stdin_size: int | None) -> None:
    """Pass the options of the running command on to another command, to run it for a user.

    Args:
        context: the context of the other command.
        user: the user it runs for.
        stdin_size: see `commands.set.read_stdin`.
    """
    # The options of the other command take precedence.
    context.meta.update({**click.get_current_context().meta, **context.meta})
    context.meta[_USER] = user
    context.meta[_STDIN_SIZE] = stdin_size


def requested_language(context: click.Context) -> str | None:
    """Return the language given with `--lang`; None if not given."""
    language: str | None = context.meta.get(f"{_META_PREFIX}lang")
    return language


def current_user() -> User:
    """Return the user of the running command: the local user, unless `remote` runs it for someone else."""
    user: User = click.get_current_context().meta.get(_USER, LOCAL_USER)
    return user


def stdin_size_descriptor() -> int | None:
    """Return the file descriptor that receives the size of the standard input; None if there is none."""
    descriptor: int | None = click.get_current_context().meta.get(_STDIN_SIZE)
    return descriptor


def complete_address(context: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Complete an address: return the entries with a matching address; none without a binder."""
    # Lazy: only a shell that completes a command line needs it.
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    with context.scope(cleanup=False):
        settings = load_settings()
    try:
        binder = Library.open(settings).snapshot().binder
    except (BinderError, OSError):
        return []
    return [
        CompletionItem(single_line(place.id), help=single_line(place.title.in_language(settings.language)))
        for place in binder.outline()
        if place.id.startswith(incomplete)
    ]
