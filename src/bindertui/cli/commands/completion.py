"""`completion`: print the script that completes verbs and addresses in a shell."""

import click
from click.shell_completion import get_completion_class

from bindertui.cli.options import common_options
from bindertui.cli.output import write_lines
from bindertui.errors import ExitCode

_VARIABLE = "_BINDERTUI_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@common_options
def command(shell: str) -> ExitCode:
    """Print a shell completion script.

    To load it in bash, run: eval "$(bindertui completion bash)".
    """
    completion = get_completion_class(shell)
    assert completion is not None, "click supports every shell in the list"
    write_lines((completion(click.get_current_context().find_root().command, {}, "bindertui", _VARIABLE).source(),))
    return ExitCode.DONE
