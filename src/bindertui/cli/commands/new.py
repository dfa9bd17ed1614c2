"""`new`: a small binder to start from."""

from pathlib import Path
from shlex import quote

import click

from bindertui.cli.options import common_options, load_settings
from bindertui.cli.output import print_message, write_line
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.store.starter import write_starter


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common_options
def verb(folder: Path) -> ExitCode:
    """Write a small binder to start from.

    DIR is a new or an empty folder; nothing is ever overwritten.
    """
    write_line(str(path) for path in write_starter(folder))
    named = quote(str(folder))
    print_message(
        gettext(
            "A binder to start from. Change its files, then: bindertui check {folder}\n"
            "To read it: bindertui open {folder}",
            load_settings().language,
            folder=named,
        )
    )
    return ExitCode.DONE
