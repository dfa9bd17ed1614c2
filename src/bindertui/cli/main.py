"""The `bindertui` command: its verbs, and how every outcome becomes an exit code."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import click

from bindertui import __version__
from bindertui.cli.localization import language_of, localized, use_language
from bindertui.cli.options import common_options, has_verb, load_settings, plainly
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
"""The verbs in the order of the help; each is the `verb` of its module in `cli.commands`."""


class _Verbs(click.Group):
    """The verbs; only the one that is asked for is imported.

    A verb is a process of its own, often one of many in a script, and most of its time is imports: `outline` has no
    use for the search engine, and none of them for the terminal app, which they may not wait for.
    """

    language = LANGUAGES[0]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMAND_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMAND_NAMES and cmd_name not in self.commands:
            self.add_command(import_module(f"bindertui.cli.commands.{cmd_name}").verb)
        found = super().get_command(ctx, cmd_name)
        return localized(found, self.language) if found else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint: LazyString | str = did_you_mean(name, COMMAND_NAMES)
            if Path(name).exists():
                hint = lazy_gettext(" To open the binder there: bindertui open {path}", path=name)
            ctx.fail(gettext("There is no verb {name!r}.{hint}", load_settings().language, name=name, hint=hint))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    invoke_without_command=True,
    subcommand_metavar="[VERB] [ARGUMENT]...",
    epilog="""\b
    Exit codes: 0 done, 1 nothing found or `check` found errors, 2 usage,
    3 content invalid, 4 conflict, 5 not allowed, 130 interrupted.

    \b
    Completion of verbs and addresses, for bash, zsh or fish:
      eval "$(bindertui completion bash)"
    """,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="bindertui %(version)s")
@plainly
@common_options
@click.pass_context
def command(context: click.Context, plain: bool) -> ExitCode:
    """Read a briefing binder in the terminal. Without a verb: open the app."""
    if has_verb(context, plain=plain):
        return ExitCode.DONE
    from bindertui.cli.commands.open import open_app  # noqa: PLC0415 - as the verbs are

    return open_app(load_settings(), plain=plain)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; whatever happens becomes sentences on stderr and the exit code that is returned."""
    prepare_streams()
    language = LANGUAGES[0]
    # Around the net: what went wrong is told in the language, too.
    with ExitStack() as told:
        try:
            language = language_of(arguments)
            told.enter_context(use_language(language))
            return _run(arguments, language)
        except BinderError as error:
            print_message(error.words(language))
            return error.exit_code
        except click.UsageError as error:
            usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
            print_message(f"{usage}{error.format_message()}")
        except (click.Abort, KeyboardInterrupt):
            return ExitCode.INTERRUPTED
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            print_message(f"{where}{os_error_text(error).read(language)}.")
        except Exception:  # noqa: BLE001 - a bug: its traceback is for a file, not for the user
            # The command and what it was given are gone by now; where reports lie depends on the environment alone.
            print_message(write_crash_report(Settings.read(os.environ).state).read(language))
        return ExitCode.USAGE


def _run(arguments: Sequence[str], language: str) -> int:
    verbs = localized(command, language)
    verbs.language = language
    code: int = verbs.main(arguments, prog_name="bindertui", standalone_mode=False)
    return code
