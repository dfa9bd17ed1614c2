"""The page with the counts of a server; of several processes, the first tells those of all."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bindertui.cli.listening import listening
from bindertui.cli.operator_log import tell
from bindertui.errors import system_words
from bindertui.services.metrics import Metrics
from bindertui.speech import say
from bindertui.ssh.metrics_page import HOST, serve_metrics

FIRST = 0
"""The number of the process that has the page."""
_EVERY = 1.0
"""Seconds after which counts are kept anew."""


async def serve_counts(metrics: Metrics, port: int, folder: Path | None) -> asyncio.Server:
    """Tell counts to Prometheus.

    Args:
        metrics: those of this process.
        port: the port on this machine; 0 picks a free one.
        folder: where the other processes keep theirs, if there are others.

    Raises:
        ListeningError: the port is taken.
    """
    text = metrics.text if folder is None else lambda: _all_counts(folder, metrics)
    with listening("--metrics", HOST, port):
        page = await serve_metrics(text, port)
    tell(f"counts are at http://{HOST}:{page.sockets[0].getsockname()[1]}/metrics")
    return page


async def keep_counts(metrics: Metrics, folder: Path, number: int, language: str) -> None:
    """Keep the counts of a process where the first one finds them, until this is cancelled.

    Args:
        metrics: the counts.
        folder: see `serve_counts`.
        number: which process this is, counted from `FIRST`.
        language: of the operator, who is told when it cannot be done.
    """
    file = folder / str(number)
    new = file.with_suffix(".new")
    well = True
    while True:
        try:
            new.write_text(metrics.kept(), encoding="utf-8")
            new.replace(file)
            well = True
        except OSError as error:
            if well:
                tell(
                    say(
                        "The counts of worker {number} cannot be kept: {reason}. The page tells those that there are.",
                        language,
                        number=number + 1,
                        reason=system_words(error),
                    )
                )
            well = False
        await asyncio.sleep(_EVERY)


def _all_counts(folder: Path, own: Metrics) -> str:
    """The counts of all processes: those of the first as they are, those of the others as they were a moment ago."""
    return Metrics.summed([own.kept(), *_kept_by_others(folder)]).text()


def _kept_by_others(folder: Path) -> Iterator[str]:
    # Somebody may tidy the folder away.
    with suppress(OSError):
        for file in folder.iterdir():
            if file.suffix == "" and file.name != str(FIRST):
                yield file.read_text(encoding="utf-8")
