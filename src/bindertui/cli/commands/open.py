"""`open`, and `bindertui` alone: the app in a terminal, the outline anywhere else.

The plain mode on this process's own streams: a terminal's line editor where there is one, a pipe anywhere else.
"""

import os
import sys
from pathlib import Path

import click
from attrs import evolve

from bindertui import _gc
from bindertui.cli.options import addresses, common_options, current_user, load_settings, plainly
from bindertui.cli.output import is_terminal, print_message, write_line
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.services.access import LOCAL_USER, User, as_reader
from bindertui.services.library import Library
from bindertui.settings import Settings


@click.command("open")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--at", metavar="ADDRESS", shell_complete=addresses, help="Open this place.")
@click.option("--find", metavar="QUERY", help="Open with this search.")
@click.option("--read-only", is_flag=True, help="Without editing.")
@plainly
@common_options
def verb(path: Path | None, at: str | None, find: str | None, read_only: bool, plain: bool) -> ExitCode:
    """Open the app; without a terminal, print the outline."""
    someone = as_reader(current_user()) if read_only else current_user()
    return open_app(load_settings(), path=path, at=at, find=find, who=someone, plain=plain)


def open_app(  # noqa: PLR0913 - what the command line can say of the app
    settings: Settings,
    *,
    path: Path | None = None,
    at: str | None = None,
    find: str | None = None,
    who: User = LOCAL_USER,
    plain: bool = False,
) -> ExitCode:
    """Run the app until it is quit; without a terminal, print the outline and say how to open the app.

    Args:
        settings: the settings of the run.
        path: the binder or library to open, in place of the one of the settings.
        at: the address to open at; it must lead to an entry.
        find: the query to open with.
        who: whose app it is; a reader changes nothing.
        plain: hold a conversation, line by line, in place of the app.
    """
    settings = settings if path is None else evolve(settings, binder=path)
    library = Library.open(settings)
    place = Address.parse(at) if at is not None else None
    if place is not None:
        library.snapshot(place.binder).entry(place)
    if plain:
        from bindertui.cli.plain_mode import run_plain_mode  # noqa: PLC0415 - an outline needs no search engine

        return run_plain_mode(library, settings, at=place, find=find)
    if not in_terminal():
        from bindertui.cli.commands.outline import rows  # noqa: PLC0415 - as the app is

        write_line(rows(library.snapshot(place.binder if place else None).binder, settings.language, None))
        told = gettext(
            "This is the outline. To open the app, run bindertui in a terminal; `bindertui --help` lists the verbs.",
            settings.language,
        )
        print_message(told)
        return ExitCode.DONE
    # What is loaded before the first frame stays; the app resumes collection once it has drawn that.
    _gc.pause()
    # Only here: no verb, and no run without a terminal, waits for Textual to be imported.
    from bindertui.tui.app import run  # noqa: PLC0415

    if not who.here:
        from bindertui.services.live import session_settings  # noqa: PLC0415 - whoever is here has the settings themselves

        settings = session_settings(settings, who, anonymous=False)
    run(library, settings, at=place, find=find, who=who)
    return ExitCode.DONE


def in_terminal() -> bool:
    """Whether there is a terminal that can hold the app: keys come from it, and it can move its cursor."""
    return is_terminal() and sys.stdin is not None and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
