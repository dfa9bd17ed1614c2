"""`open`: the app in a terminal, the plain mode, or without a terminal the outline."""

import os
import sys
from pathlib import Path

import click
from attrs import evolve

from bindertui import _gc
from bindertui.cli.options import common_options, complete_address, current_user, load_settings, plain_option
from bindertui.cli.output import is_terminal, print_message, write_lines
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.services.access import LOCAL_USER, User, as_reader
from bindertui.services.library import Library
from bindertui.settings import Settings


@click.command("open")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--at", metavar="ADDRESS", shell_complete=complete_address, help="Open at this address.")
@click.option("--find", metavar="QUERY", help="Open with this search.")
@click.option("--read-only", is_flag=True, help="Open read-only.")
@plain_option
@common_options
def command(path: Path | None, at: str | None, find: str | None, read_only: bool, plain: bool) -> ExitCode:
    """Open the app. Without a terminal, print the outline."""
    user = as_reader(current_user()) if read_only else current_user()
    return open_app(load_settings(), path=path, at=at, find=find, user=user, plain=plain)


def open_app(  # noqa: PLR0913 - one for each option of the command
    settings: Settings,
    *,
    path: Path | None = None,
    at: str | None = None,
    find: str | None = None,
    user: User = LOCAL_USER,
    plain: bool = False,
) -> ExitCode:
    """Run the app until the user quits; without a terminal, print the outline and how to open the app.

    Args:
        settings: the settings of the run.
        path: the binder or library to open instead of the one in the settings.
        at: the address to open at; it must exist.
        find: a query to open with.
        user: the user; readers cannot edit.
        plain: whether to run the plain mode instead of the app.
    """
    settings = settings if path is None else evolve(settings, binder=path)
    library = Library.open(settings)
    address = Address.parse(at) if at is not None else None
    if address is not None:
        library.snapshot(address.binder).entry(address)
    if plain:
        from bindertui.cli.plain_mode import run_plain_mode  # noqa: PLC0415 - lazy: the outline needs no search engine

        return run_plain_mode(library, settings, at=address, find=find)
    if not has_full_terminal():
        from bindertui.cli.commands.outline import outline_rows  # noqa: PLC0415 - lazy: the app does not need it

        write_lines(outline_rows(library.snapshot(address.binder if address else None).binder, settings.language, None))
        message = gettext(
            "This is the outline. To open the app, run bindertui in a terminal. To see all verbs, run"
            " `bindertui --help`.",
            settings.language,
        )
        print_message(message)
        return ExitCode.DONE
    # Objects loaded before the first frame stay in memory; the app resumes collection once it is drawn.
    _gc.pause()
    # Lazy: verbs and runs without a terminal do not need Textual.
    from bindertui.tui.app import run  # noqa: PLC0415

    if not user.is_local:
        from bindertui.services.live import session_settings  # noqa: PLC0415 - lazy: for users of `remote` only

        settings = session_settings(settings, user, anonymous=False)
    run(library, settings, at=address, find=find, user=user)
    return ExitCode.DONE


def has_full_terminal() -> bool:
    """Return whether the app can run: stdin and stdout are a terminal that can move its cursor."""
    return is_terminal() and sys.stdin is not None and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
