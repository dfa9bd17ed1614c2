"""Shell completion: addresses of the binder at hand, and the script a shell loads."""

import click
from click.shell_completion import CompletionItem, get_completion_class

from bindertui.cli.options import common, settings
from bindertui.cli.output import put
from bindertui.errors import BinderError, ExitCode
from bindertui.model.text import one_line
from bindertui.services.library import Library

_VARIABLE = "_BINDERTUI_COMPLETE"


def addresses_from(context: click.Context, incomplete: str) -> list[CompletionItem]:
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


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@common
def verb(shell: str) -> ExitCode:
    """Print the completion script of a shell.

    Load it, in bash, with: eval "$(bindertui completion bash)".
    """
    completion = get_completion_class(shell)
    assert completion is not None, "click completes in every shell that is offered"
    put((completion(click.get_current_context().find_root().command, {}, "bindertui", _VARIABLE).source(),))
    return ExitCode.DONE
