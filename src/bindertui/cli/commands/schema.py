"""`schema`: print the JSON Schema of content files."""

import click

from bindertui.cli.options import common_options
from bindertui.cli.output import write_json
from bindertui.errors import ExitCode
from bindertui.services.authoring import json_schema


@click.command("schema")
@click.argument(
    "kind",
    required=False,
    type=click.Choice(("binder", "section", "partner", "agreement", "glossary", "sources")),
)
@common_options
def command(kind: str | None) -> ExitCode:
    """Print the JSON Schema of content files.

    Prints the schema of one KIND of file, or of all. Editors with a YAML language server use it to check and complete
    content.
    """
    write_json(json_schema(kind))
    return ExitCode.DONE
