"""`serve`: serve the app and the verbs over SSH."""

import asyncio
from pathlib import Path
from tempfile import gettempdir

import click
from attrs import evolve

from bindertui.cli.operator_log import configure_logging
from bindertui.cli.options import common_options, load_settings
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import gettext, lazy_gettext


def _require_host(host: str) -> None:
    """Raise a usage error for a host that is empty or cannot be a host name."""
    try:
        host.encode("idna")
    except UnicodeError:
        host = ""
    if not host:
        language = load_settings().language
        raise click.UsageError(
            gettext("--host needs an address or a host name; 0.0.0.0 listens on all addresses.", language)
        )


def _require_temporary_folder() -> None:
    """Raise an error if there is no folder for temporary files; the server's libraries would not name the cause."""
    try:
        gettempdir()
    except OSError:
        raise BinderError(
            lazy_gettext("No folder for temporary files is writable. Set $TMPDIR to one that is.")
        ) from None


@click.command("serve")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--host", metavar="HOST", default="localhost", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    metavar="PORT",
    default=2222,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--access",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that lists who may log in, with their keys and roles.",
)
@click.option(
    "--host-key",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The server's private key. Default: created at the first start.",
)
@click.option(
    "--max-sessions",
    metavar="N",
    default=200,
    show_default=True,
    type=click.IntRange(1),
    help="Sessions of the app that may be open at once.",
)
@click.option(
    "--idle-timeout",
    metavar="SECONDS",
    default=1800,
    show_default=True,
    type=click.IntRange(1),
    help="End sessions idle for this many seconds.",
)
@click.option(
    "--audit",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write an audit trail (JSON Lines) to FILE.",
)
@click.option("--no-queries", is_flag=True, help="Do not record search queries in the audit trail.")
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
    help="Log format on stderr.",
)
@common_options
def command(  # noqa: PLR0913, PLR0917 - a parameter for each option
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
    """Serve the binder over SSH to the people listed in the access file."""
    settings = load_settings() if path is None else evolve(load_settings(), binder=path)
    _require_host(host)
    _require_temporary_folder()
    # Lazy: other verbs, and the help, must not wait for the imports of the app and the SSH library.
    from bindertui.cli.server import ServeOptions, serve  # noqa: PLC0415

    configure_logging(as_json=log == "json")
    options = ServeOptions(
        host=host,
        port=port,
        access=access,
        host_key=host_key or settings.state_folder / "host_key",
        max_sessions=max_sessions,
        idle_timeout=idle_timeout,
        audit=audit,
        queries=not no_queries,
        metrics=metrics,
        reuse_port=reuse_port,
    )
    asyncio.run(serve(settings, options))
    return ExitCode.DONE
