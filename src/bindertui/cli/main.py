"""The `bindertui` command: load the verbs, run one, and turn every error into a message and an exit code."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import click

from bindertui import __version__
from bindertui.cli.localization import language_of, localize, use_language
from bindertui.cli.options import common_options, has_subcommand, load_settings, plain_option
from bindertui.cli.output import prepare_streams, print_message
from bindertui.errors import BinderError, ExitCode, did_you_mean, os_error_text, write_crash_report
from bindertui.i18n import LANGUAGES, LazyString, gettext, lazy_gettext
from bindertui.settings import Settings

COMMAND_NAMES = (
    "open",
    "outline",
    "show",
    "search",
    "set",
    "check",
    "history",
    "config",
    "schema",
    "new",
    "serve",
    "completion",
    "remote",
)
"""The verbs in the order of the help; each is the `command` of its module in `cli.commands`."""


class _VerbGroup(click.Group):
    """The verbs; a verb's module is imported when it is needed.

    Each verb is a process of its own, often one of many in a script, and spends most of its time on imports: `outline`
    needs no search engine, and none of the verbs needs Textual.
    """

    language = LANGUAGES[0]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMAND_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMAND_NAMES and cmd_name not in self.commands:
            self.add_command(import_module(f"bindertui.cli.commands.{cmd_name}").command)
        found = super().get_command(ctx, cmd_name)
        return localize(found, self.language) if found else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint: LazyString | str = did_you_mean(name, COMMAND_NAMES)
            if Path(name).exists():
                hint = lazy_gettext(" To open the binder there, run: bindertui open {path}", path=name)
            ctx.fail(gettext("There is no verb {name!r}.{hint}", load_settings().language, name=name, hint=hint))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_VerbGroup,
    invoke_without_command=True,
    subcommand_metavar="[VERB] [ARGUMENT]...",
    epilog="""\b
    Examples:
      bindertui search housing kind:partner
      bindertui show unhcr#summary.fr
      bindertui set unhcr#name.en UNHCR

    \b
    Exit codes: 0 success, 1 nothing found or `check` found errors, 2 usage error,
    3 invalid content, 4 conflict, 5 permission denied, 130 interrupted.

    \b
    To complete verbs and addresses in bash, zsh or fish:
      eval "$(bindertui completion bash)"
    """,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="bindertui %(version)s")
@plain_option
@common_options
@click.pass_context
def cli(context: click.Context, plain: bool) -> ExitCode:
    """Read and edit briefing binders in the terminal.

    Without a verb, open the app.
    """
    if has_subcommand(context, plain=plain):
        return ExitCode.DONE
    from bindertui.cli.commands.open import open_app  # noqa: PLC0415 - lazy, like the verbs

    return open_app(load_settings(), plain=plain)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; errors are printed on stderr as sentences."""
    prepare_streams()
    language = LANGUAGES[0]
    # The language is set outside the try block, since error messages are localized, too.
    with ExitStack() as stack:
        try:
            language = language_of(arguments)
            stack.enter_context(use_language(language))
            return _run(arguments, language)
        except BinderError as error:
            print_message(error.describe(language))
            return error.exit_code
        except click.UsageError as error:
            usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
            print_message(f"{usage}{error.format_message()}")
        except (click.Abort, KeyboardInterrupt):
            return ExitCode.INTERRUPTED
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            print_message(f"{where}{os_error_text(error).in_language(language)}.")
        except Exception:  # noqa: BLE001 - a bug: its traceback goes to a file, not to the user
            # click's context is gone by now; the folder of reports depends on the environment only.
            print_message(write_crash_report(Settings.resolve(os.environ).state_folder).in_language(language))
        return ExitCode.USAGE


def _run(arguments: Sequence[str], language: str) -> int:
    group = localize(cli, language)
    group.language = language
    code: int = group.main(arguments, prog_name="bindertui", standalone_mode=False)
    return code
