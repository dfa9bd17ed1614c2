"""`new`: create a small binder to start from."""

from pathlib import Path
from shlex import quote

import click

from bindertui.cli.options import common_options, load_settings
from bindertui.cli.output import print_message, write_lines
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.services.authoring import write_starter


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common_options
def command(folder: Path) -> ExitCode:
    """Create a small binder to start from.

    DIR is a new or empty folder. Existing files are never overwritten.
    """
    write_lines(str(path) for path in write_starter(folder))
    quoted = quote(str(folder))
    print_message(
        gettext(
            "Binder created. To read it, run: bindertui open {folder}\nAfter changing its files, run:"
            " bindertui check {folder}",
            load_settings().language,
            folder=quoted,
        )
    )
    return ExitCode.DONE
