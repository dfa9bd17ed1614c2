"""`schema`: the JSON Schema of content files."""

import click

from bindertui.cli.options import common
from bindertui.cli.records import put_json
from bindertui.errors import ExitCode
from bindertui.store.schema import schema


@click.command("schema")
@click.argument(
    "kind",
    required=False,
    type=click.Choice(("binder", "section", "partner", "agreement", "glossary", "sources")),
)
@common
def verb(kind: str | None) -> ExitCode:
    """Print the JSON Schema of content files.

    Of one KIND of file, or of any. Editors with a YAML language server check and complete content with it.
    """
    put_json(schema(kind))
    return ExitCode.DONE
