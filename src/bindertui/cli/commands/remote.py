"""`remote`: run a command line sent over SSH as its user, without access to files of this machine."""

import os
from collections.abc import Sequence
from copy import copy
from functools import partial
from importlib import import_module
from typing import NoReturn

import click

from bindertui import __version__
from bindertui.cli.commands.open import has_full_terminal, open_app
from bindertui.cli.localization import localize
from bindertui.cli.main import COMMAND_NAMES
from bindertui.cli.options import (
    common_options,
    current_user,
    has_subcommand,
    language_option,
    load_settings,
    pass_options,
    plain_option,
    requested_language,
)
from bindertui.errors import AddressError, BinderError, ExitCode, did_you_mean
from bindertui.i18n import LANGUAGES, gettext, join_and
from bindertui.model.address import Address
from bindertui.services.access import User, UserRole
from bindertui.services.remote_command import COMMAND_VARIABLE, VERBS, OpenRequest, RemoteCommand, split_command


class _RemoteVerbs(click.Group):
    """The verbs, without parameters that name files; an address alone shows the entry, or opens the app at it."""

    language = LANGUAGES[0]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return localize(_without_paths(cmd_name), self.language) if cmd_name in VERBS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if _is_address_alone(args):
            args = ["open", "--at", *args] if has_full_terminal() else ["show", *args]
        elif name not in VERBS and not name.startswith("-"):
            _fail(ctx, name, self.language)
        return super().resolve_command(ctx, args)


@click.group(
    "bindertui",
    cls=_RemoteVerbs,
    invoke_without_command=True,
    subcommand_metavar="[VERB] [ARGUMENT]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="bindertui %(version)s")
@plain_option
@language_option
@click.pass_context
def _commands(context: click.Context, plain: bool) -> ExitCode:
    """Read the binder: a verb, an address, or neither to open the app."""
    return (
        ExitCode.DONE
        if has_subcommand(context, plain=plain)
        else open_app(load_settings(), user=current_user(), plain=plain)
    )


@click.command("remote")
@click.option("--name", metavar="NAME", required=True, help="Name to record in the history for this person.")
@click.option(
    "--role", type=click.Choice([each.value for each in UserRole]), required=True, help="Role of this person."
)
# Set by `serve`: the descriptor of a pipe with the size of stdin.
@click.option("--stdin-size", type=click.IntRange(0), hidden=True)
@common_options
def command(name: str, role: str, stdin_size: int | None) -> ExitCode:
    """Run a command that was sent over SSH.

    Use it as the forced command of a key in OpenSSH's authorized_keys: it reads $SSH_ORIGINAL_COMMAND. The verbs are
    those that need no files of this machine, without the options and arguments that name files.
    """
    words = split_command(os.environ.get(COMMAND_VARIABLE, ""))
    commands = localize(_commands, load_settings().language)
    commands.language = load_settings().language
    context = commands.make_context("bindertui", list(words))
    pass_options(context, User(name, UserRole(role)), stdin_size)
    with context:
        code: ExitCode = commands.invoke(context)
    return code


def parse_command(line: str) -> RemoteCommand:
    """Parse a command line from a client.

    An invalid line asks for neither the app nor a change: the process that runs it prints the error.
    """
    words, language = _parse_group_options(line)
    if words is None:
        return RemoteCommand()
    if _is_address_alone(words):
        words = ["open", "--at", *words]
    if words[:1] in ([], ["open"]):
        return RemoteCommand(opening=_parse_opening(words, language))
    context = _parse_verb("set", words) if words[0] == "set" else None
    if context is None or context.params["dry_run"]:
        return RemoteCommand()
    return RemoteCommand(changed_address=str(context.params["address"]))


def _parse_opening(words: Sequence[str], language: str | None) -> OpenRequest | None:
    context = _parse_verb("open", words)
    # The plain mode runs as a command: it needs no terminal.
    if context is None or context.params.pop("plain"):
        return None
    return OpenRequest(**context.params, language=requested_language(context) or language)


def _parse_group_options(line: str) -> tuple[list[str] | None, str | None]:
    """Return the words from the verb on, and the language given before it.

    The words are None if the line is invalid, or asks for the help or the version of the whole program.
    """
    try:
        options, words, _ = _commands.make_parser(click.Context(_commands)).parse_args(list(split_command(line)))
    except (BinderError, click.UsageError):
        return None, None
    language = options.pop("lang", None)
    if options or language not in {None, *LANGUAGES}:
        return None, None
    return words, language


def _parse_verb(verb: str, words: Sequence[str]) -> click.Context | None:
    """Return a verb's parsed arguments; None if they are invalid or ask for its help."""
    try:
        return _without_paths(verb).make_context(verb, list(words[1:]), help_option_names=[])
    except (BinderError, click.ClickException, click.exceptions.Exit):
        return None


def _without_paths(name: str) -> click.Command:
    """Return a verb without the parameters that name files."""
    full: click.Command = import_module(f"bindertui.cli.commands.{name}").command
    paths = [parameter for parameter in full.params if isinstance(parameter.type, click.Path)]
    defaults = {path.name: () if path.nargs == -1 else None for path in paths if path.expose_value and path.name}
    assert full.callback is not None, "every verb has a callback"
    limited = copy(full)
    limited.params = [parameter for parameter in full.params if parameter not in paths]
    limited.callback = partial(full.callback, **defaults)
    return limited


def _is_address_alone(words: Sequence[str]) -> bool:
    """Return whether the first word is an address and only options follow; else it is a misspelt verb."""
    if not words or words[0] in COMMAND_NAMES or (len(words) > 1 and not words[1].startswith("-")):
        return False
    try:
        Address.parse(words[0])
    except AddressError:
        return False
    return True


def _fail(context: click.Context, name: str, language: str) -> NoReturn:
    if name in COMMAND_NAMES:
        context.fail(
            gettext(
                "{name!r} is not available over SSH. Available: {verbs}.", language, name=name, verbs=join_and(VERBS)
            )
        )
    context.fail(gettext("There is no verb {name!r}.{hint}", language, name=name, hint=did_you_mean(name, VERBS)))
