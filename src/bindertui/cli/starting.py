"""`new`: a small binder to start from."""

from pathlib import Path
from shlex import quote

import click

from bindertui.cli.options import common, settings
from bindertui.cli.output import narrate, put
from bindertui.errors import ExitCode
from bindertui.speech import say
from bindertui.store.starter import write_starter


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def verb(folder: Path) -> ExitCode:
    """Write a small binder to start from.

    DIR is a new or an empty folder; nothing is ever overwritten.
    """
    put(str(path) for path in write_starter(folder))
    named = quote(str(folder))
    narrate(
        say(
            "A binder to start from. Change its files, then: bindertui check {folder}\n"
            "To read it: bindertui open {folder}",
            settings().language,
            folder=named,
        )
    )
    return ExitCode.DONE
