"""`remote`: run the command that somebody sent over SSH, as them; no word of it names a path of this machine."""

import os
from collections.abc import Sequence
from copy import copy
from functools import partial
from importlib import import_module
from typing import NoReturn

import click

from bindertui import __version__
from bindertui.cli.main import MODULES
from bindertui.cli.opening import in_terminal, open_app
from bindertui.cli.options import common, in_language, language_in, pass_on, settings, who
from bindertui.cli.speaking import spoken
from bindertui.errors import AddressError, BinderError, ExitCode, did_you_mean
from bindertui.model.address import Address
from bindertui.services.access import Role, Who
from bindertui.services.remote import VARIABLE, VERBS, Opening, words_of
from bindertui.speech import LANGUAGES, all_of, say


class _RemoteVerbs(click.Group):
    """The verbs without any parameter that names a path; an address alone shows it, or opens the app at it."""

    language = LANGUAGES[0]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return spoken(_without_paths(cmd_name), self.language) if cmd_name in VERBS else None

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
@in_language
@click.pass_context
def _commands(context: click.Context) -> ExitCode:
    """Read the binder: a verb, an address, or the app if there is neither."""
    return ExitCode.DONE if context.invoked_subcommand is not None else open_app(settings(), who=who())


@click.command("remote")
@click.option("--name", required=True, help="Who sent the command, as the history of what they save names them.")
@click.option("--role", type=click.Choice([each.value for each in Role]), required=True, help="What they may do.")
@common
def verb(name: str, role: str) -> ExitCode:
    """Run what somebody sent over SSH.

    For the server of OpenSSH, as the command of a key: it leaves what was sent in $SSH_ORIGINAL_COMMAND. The verbs are
    those that need no file of this machine, without the options and arguments that name one.
    """
    words = words_of(os.environ.get(VARIABLE, ""))
    commands = spoken(_commands, settings().language)
    commands.language = settings().language
    context = commands.make_context("bindertui", list(words))
    pass_on(context, Who(name, Role(role)))
    with context:
        code: ExitCode = commands.invoke(context)
    return code


def opening(line: str) -> Opening | None:
    """What a command line asks of the app, if it has a terminal to show it on; None if it asks for anything else."""
    try:
        words = words_of(line)
        if _is_address_alone(words):
            words = ("open", "--at", *words)
        if words[:1] not in {(), ("open",)}:
            return None
        context = _without_paths("open").make_context("open", list(words[1:]), help_option_names=[])
    except (BinderError, click.ClickException, click.exceptions.Exit):
        # Whoever runs it says what is wrong, or shows the help.
        return None
    asked = dict(context.params)
    if asked.pop("plain"):
        # A conversation is a command as any other: it needs no terminal.
        return None
    return Opening(**asked, language=language_in(context))


def _without_paths(name: str) -> click.Command:
    whole: click.Command = import_module(f"bindertui.cli.{MODULES[name]}").verb
    paths = [parameter for parameter in whole.params if isinstance(parameter.type, click.Path)]
    absent = {path.name: () if path.nargs == -1 else None for path in paths if path.expose_value and path.name}
    assert whole.callback is not None, "every verb does something"
    limited = copy(whole)
    limited.params = [parameter for parameter in whole.params if parameter not in paths]
    limited.callback = partial(whole.callback, **absent)
    return limited


def _is_address_alone(words: Sequence[str]) -> bool:
    """Whether an address stands in the place of a verb; with more words than options it is a verb, misspelt."""
    if not words or words[0] in MODULES or (len(words) > 1 and not words[1].startswith("-")):
        return False
    try:
        Address.parse(words[0])
    except AddressError:
        return False
    return True


def _fail(context: click.Context, name: str, language: str) -> NoReturn:
    if name in MODULES:
        context.fail(say("{name!r} is not there over SSH. There is {verbs}.", language, name=name, verbs=all_of(VERBS)))
    context.fail(say("There is no verb {name!r}.{hint}", language, name=name, hint=did_you_mean(name, VERBS)))
