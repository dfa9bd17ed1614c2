"""`remote`: run the command that somebody sent over SSH, as them; no word of it names a path of this machine."""

import os
from collections.abc import Sequence
from copy import copy
from functools import partial
from importlib import import_module
from typing import NoReturn

import click

from bindertui import __version__
from bindertui.cli.commands.open import in_terminal, open_app
from bindertui.cli.localization import localized
from bindertui.cli.main import COMMAND_NAMES
from bindertui.cli.options import (
    common_options,
    current_user,
    has_verb,
    in_language,
    load_settings,
    pass_options,
    plainly,
    requested_language,
)
from bindertui.errors import AddressError, BinderError, ExitCode, did_you_mean
from bindertui.i18n import LANGUAGES, gettext, join_and
from bindertui.model.address import Address
from bindertui.services.access import User, UserRole
from bindertui.services.remote_command import VARIABLE, VERBS, OpenRequest, split_command


class _RemoteVerbs(click.Group):
    """The verbs without any parameter that names a path; an address alone shows it, or opens the app at it."""

    language = LANGUAGES[0]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return localized(_without_paths(cmd_name), self.language) if cmd_name in VERBS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if _is_address_alone(args):
            args = ["open", "--at", *args] if in_terminal() else ["show", *args]
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
@plainly
@in_language
@click.pass_context
def _commands(context: click.Context, plain: bool) -> ExitCode:
    """Read the binder: a verb, an address, or the app if there is neither."""
    return (
        ExitCode.DONE if has_verb(context, plain=plain) else open_app(load_settings(), who=current_user(), plain=plain)
    )


@click.command("remote")
@click.option("--name", required=True, help="Who sent the command, as the history of what they save names them.")
@click.option("--role", type=click.Choice([each.value for each in UserRole]), required=True, help="What they may do.")
# The server's own, which starts a command anew for whoever is at the other end of it.
@click.option("--stdin-size", type=click.IntRange(0), hidden=True)
@common_options
def verb(name: str, role: str, stdin_size: int | None) -> ExitCode:
    """Run what somebody sent over SSH.

    For the server of OpenSSH, as the command of a key: it leaves what was sent in $SSH_ORIGINAL_COMMAND. The verbs are
    those that need no file of this machine, without the options and arguments that name one.
    """
    words = split_command(os.environ.get(VARIABLE, ""))
    commands = localized(_commands, load_settings().language)
    commands.language = load_settings().language
    context = commands.make_context("bindertui", list(words))
    pass_options(context, User(name, UserRole(role)), stdin_size)
    with context:
        code: ExitCode = commands.invoke(context)
    return code


def parse_opening(line: str) -> OpenRequest | None:
    """What a command line asks of the app, if it has a terminal to show it on; None if it asks for anything else."""
    words, language = _behind_options(line)
    if words is None:
        return None
    if _is_address_alone(words):
        words = ["open", "--at", *words]
    context = _asked("open", words) if words[:1] in ([], ["open"]) else None
    # A conversation is a command as any other: it needs no terminal.
    if context is None or context.params.pop("plain"):
        return None
    return OpenRequest(**context.params, language=requested_language(context) or language)


def is_write_command(line: str) -> str | None:
    """The address that a command line asks to change; None if it asks for anything else."""
    words, _ = _behind_options(line)
    context = _asked("set", words) if words is not None and words[:1] == ["set"] else None
    return None if context is None or context.params["dry_run"] else str(context.params["address"])


def _behind_options(line: str) -> tuple[list[str] | None, str | None]:
    """The verb of a command line with its words, and the language named before it; None for words that cannot be meant.

    Nor are those meant for a verb that ask for the help or the version of the whole.
    """
    try:
        given, words, _ = _commands.make_parser(click.Context(_commands)).parse_args(list(split_command(line)))
    except (BinderError, click.UsageError):
        return None, None
    language = given.pop("lang", None)
    if given or language not in {None, *LANGUAGES}:
        return None, None
    return words, language


def _asked(verb: str, words: Sequence[str]) -> click.Context | None:
    """What words ask of a verb; None if they ask for its help, or cannot be meant: whoever runs it says so."""
    try:
        return _without_paths(verb).make_context(verb, list(words[1:]), help_option_names=[])
    except (BinderError, click.ClickException, click.exceptions.Exit):
        return None


def _without_paths(name: str) -> click.Command:
    whole: click.Command = import_module(f"bindertui.cli.commands.{name}").verb
    paths = [parameter for parameter in whole.params if isinstance(parameter.type, click.Path)]
    absent = {path.name: () if path.nargs == -1 else None for path in paths if path.expose_value and path.name}
    assert whole.callback is not None, "every verb does something"
    limited = copy(whole)
    limited.params = [parameter for parameter in whole.params if parameter not in paths]
    limited.callback = partial(whole.callback, **absent)
    return limited


def _is_address_alone(words: Sequence[str]) -> bool:
    """Whether an address stands in the place of a verb; with more words than options it is a verb, misspelt."""
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
            gettext("{name!r} is not there over SSH. There is {verbs}.", language, name=name, verbs=join_and(VERBS))
        )
    context.fail(gettext("There is no verb {name!r}.{hint}", language, name=name, hint=did_you_mean(name, VERBS)))
