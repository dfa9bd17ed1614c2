"""Shell completion: addresses of the binder at hand, and the script a shell loads."""

import click
from click.shell_completion import get_completion_class

from bindertui.cli.options import common_options
from bindertui.cli.output import write_line
from bindertui.errors import ExitCode

_VARIABLE = "_BINDERTUI_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@common_options
def verb(shell: str) -> ExitCode:
    """Print the completion script of a shell.

    Load it, in bash, with: eval "$(bindertui completion bash)".
    """
    completion = get_completion_class(shell)
    assert completion is not None, "click completes in every shell that is offered"
    write_line((completion(click.get_current_context().find_root().command, {}, "bindertui", _VARIABLE).source(),))
    return ExitCode.DONE
