"""`serve`: the app and the verbs over SSH."""

import asyncio
from pathlib import Path
from tempfile import gettempdir

import click
from attrs import evolve

from bindertui.cli.operator_log import configure_logging
from bindertui.cli.options import common_options, load_settings
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import gettext, lazy_gettext


def _ensure_address(host: str) -> None:
    try:
        host.encode("idna")
    except UnicodeError:
        host = ""
    if not host:
        language = load_settings().language
        raise click.UsageError(
            gettext("--host wants an address or a name; 0.0.0.0 listens on all addresses.", language)
        )


def _ensure_temporary_folder() -> None:
    # What the libraries of the server begin with; they would say that there is no file.
    try:
        gettempdir()
    except OSError:
        raise BinderError(
            lazy_gettext("No folder for temporary files can be written to. Have $TMPDIR name one that can.")
        ) from None


@click.command("serve")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--host", default="localhost", show_default=True, help="The address to listen on.")
@click.option("--port", default=2222, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free one.")
@click.option(
    "--access",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Who may log in, with which key and role.",
)
@click.option(
    "--host-key",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The server's private key. Default: one that is made the first time, and kept.",
)
@click.option("--max-sessions", metavar="N", default=200, show_default=True, type=click.IntRange(1))
@click.option(
    "--idle-timeout",
    metavar="SECONDS",
    default=1800,
    show_default=True,
    type=click.IntRange(1),
    help="A session in which nothing is typed for so long ends.",
)
@click.option(
    "--audit",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Note who does what, when and from where, as lines of JSON.",
)
@click.option("--no-queries", is_flag=True, help="Leave out of the audit trail what people search for.")
@click.option(
    "--metrics",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Serve Prometheus metrics on this port (loopback only).",
)
@click.option("--reuse-port", is_flag=True, help="Let several server processes share the port (SO_REUSEPORT).")
@click.option(
    "--log",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json"]),
    help="How the operator is told what happens, on stderr.",
)
@common_options
def verb(  # noqa: PLR0913, PLR0917 - a parameter for each option
    path: Path | None,
    host: str,
    port: int,
    access: Path,
    host_key: Path | None,
    max_sessions: int,
    idle_timeout: int,
    audit: Path | None,
    no_queries: bool,
    metrics: int | None,
    reuse_port: bool,
    log: str,
) -> int:
    """Serve the binder over SSH, to those whom the access file names."""
    chosen = load_settings() if path is None else evolve(load_settings(), binder=path)
    _ensure_address(host)
    _ensure_temporary_folder()
    # Only here: no other verb, and no help, waits for the terminal app and the SSH library to be imported.
    from bindertui.cli.server import ServeOptions, serve  # noqa: PLC0415

    configure_logging(as_json=log == "json")
    hosting = ServeOptions(
        host,
        port,
        access,
        host_key or chosen.state / "host_key",
        max_sessions,
        idle_timeout,
        audit,
        not no_queries,
        metrics,
        reuse_port,
    )
    asyncio.run(serve(chosen, hosting))
    return ExitCode.DONE
