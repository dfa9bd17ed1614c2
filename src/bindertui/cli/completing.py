"""Shell completion: addresses of the binder at hand, and the script a shell loads."""

import click
from click.shell_completion import CompletionItem, get_completion_class

from bindertui.cli.options import settings
from bindertui.errors import BinderError
from bindertui.model.text import one_line
from bindertui.services.library import Library

_VARIABLE = "_BINDERTUI_COMPLETE"


def addresses(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """The entries whose address starts with what is typed, each with its title; none if there is no binder."""
    with context.scope(cleanup=False):
        chosen = settings()
    try:
        binder = Library.open(chosen).snapshot().binder
    except (BinderError, OSError):
        return []
    return [
        CompletionItem(one_line(place.id), help=one_line(place.title.read(chosen.language)))
        for place in binder.outline()
        if place.id.startswith(incomplete)
    ]


def script(command: click.Command, shell: str) -> str:
    """What a shell evaluates to complete the command."""
    completion = get_completion_class(shell)
    if completion is None:
        raise click.BadParameter(f"{shell!r} has no completion.")
    return completion(command, {}, "bindertui", _VARIABLE).source()
