"""`reader`: the time from a key press to the repaint in a large binder, and paging compared with other programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from bench import peers
from bench.figures import Figure, log, percentile, ratio_figure, value_figure
from bench.key_sequences import KEY_SEQUENCES, SEARCH, KeySequence, time_keys
from bench.options import Options
from bench.peers import PAGE_DOWN, Peer
from bench.terminal import NARROW, QUIT, KeyTiming, NoOutputError, Terminal
from bench.workspace import Page, Subject, Workspace
from bindertui.document.exporters import to_text
from bindertui.model.address import Address
from bindertui.services.library import Library
from bindertui.services.reading import build_document

_BUDGET = 50.0
_LONGEST_DOCUMENT = "part-0"
_QUIET = 0.5
_PAUSE = 0.06
"""Seconds of silence after which a key's output is complete."""

_PAGES = 10
"""Pages to turn before returning to the first."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the repaint after each of several keys, and paging compared with other programs."""
    with Workspace.create() as work:
        subject = work.generate_binder(options.sections or Options().sections)
        _prepare(work, subject)
        figures: list[Figure] = []
        keys: list[dict[str, Any]] = []
        for size in options.sizes:
            page = work.first_page(subject, _LONGEST_DOCUMENT, size)
            with _open_app(work, subject, page, size) as terminal:
                for sequence in KEY_SEQUENCES:
                    log(f"{sequence.name}, {_size_name(size)}")
                    strokes, silent_keys = time_keys(terminal, sequence, options.keys)
                    if strokes:
                        figures.append(_figure(sequence, strokes, size))
                        keys.append(_key_details(sequence, strokes, silent_keys, size))
        compared, absent = _compare_peers(work, subject, options)
    return figures + compared, {"keys": keys, "absent": absent}


def _prepare(work: Workspace, subject: Subject) -> None:
    """Open the app and search once, so that the cache and the index exist."""
    log(f"first search, {subject.name}")
    with _open_app(work, subject, work.first_page(subject, _LONGEST_DOCUMENT, NARROW), NARROW) as terminal:
        time_keys(terminal, SEARCH, 1)
        terminal.quit(QUIT)


def _open_app(work: Workspace, subject: Subject, page: Page, size: tuple[int, int]) -> Terminal:
    """Open the app at the longest document, and wait until it is quiet."""
    command = work.app_command(subject, "open", "--at", _LONGEST_DOCUMENT)
    terminal = Terminal(command, work.environment, work.run_folder, size)
    terminal.wait_for_text(page.marker)
    terminal.wait_until_quiet(_QUIET)
    return terminal


def _figure(sequence: KeySequence, strokes: Sequence[KeyTiming], size: tuple[int, int]) -> Figure:
    times = [1000 * stroke.to_frame for stroke in strokes]
    name = f"key to repaint, {sequence.name}, {_size_name(size)}, p95"
    return value_figure(name, "ms", percentile(times, 0.95), times, budget=_BUDGET)


def _key_details(
    sequence: KeySequence, strokes: Sequence[KeyTiming], silent_keys: int, size: tuple[int, int]
) -> dict[str, Any]:
    """Return the timings and the bytes of a key: to the first complete frame, and until the terminal is quiet."""
    frames = [1000 * stroke.to_frame for stroke in strokes]
    settled = [1000 * stroke.to_quiet for stroke in strokes]
    return {
        "name": sequence.name,
        "terminal": _size_name(size),
        "strokes": len(strokes),
        "without_repaint": silent_keys,
        "first_frame_ms": _quantiles(frames),
        "settled_ms": _quantiles(settled),
        "bytes": _quantiles([stroke.size for stroke in strokes]),
    }


def _quantiles(values: Sequence[float]) -> dict[str, float]:
    return {
        "p50": round(percentile(values, 0.5), 2),
        "p95": round(percentile(values, 0.95), 2),
        "max": round(max(values), 2),
    }


def _size_name(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@frozen
class _Texts:
    """A binder as files for programs that read plain text or Markdown."""

    text: Path
    markdown: Path
    markers: tuple[str, str]


def _export_texts(work: Workspace, subject: Subject, page: Page) -> _Texts:
    """Write the whole binder as plain text, and its longest document as Markdown."""
    snapshot = Library.at(Path(subject.options[-1])).snapshot()
    text, markdown = work.folder / "binder.txt", work.folder / "document.md"
    with text.open("w", encoding="utf-8") as file:
        for section in snapshot.binder.cover.sections:
            flow = build_document(snapshot, Address(section), "en")
            file.writelines(f"{line}\n" for line in to_text(flow, NARROW[0] - 2))
    markdown.write_text(
        work.run_command(work.app_command(subject, "show", _LONGEST_DOCUMENT, "--format", "markdown")), encoding="utf-8"
    )
    return _Texts(text, markdown, (page.marker, page.marker))


def _compare_peers(work: Workspace, subject: Subject, options: Options) -> tuple[list[Figure], list[str]]:
    """Measure paging in the app and in every installed peer, alternately."""
    page = work.first_page(subject, _LONGEST_DOCUMENT, NARROW)
    texts = _export_texts(work, subject, page)
    compared, absent = peers.paging_peers(texts.text, texts.markdown, texts.markers)
    figures = []
    for peer in compared:
        log(f"page down, compared with {peer.name}")
        try:
            figures.append(_compare_paging(work, subject, page, peer, options))
        except NoOutputError as error:
            log(f"  {peer.name} cannot be measured here: {error}")
            absent.append(f"{peer.name} (compared, but it could not be measured)")
    return figures, absent


def _compare_paging(work: Workspace, subject: Subject, page: Page, peer: Peer, options: Options) -> Figure:
    pairs = []
    with (
        _open_app(work, subject, page, NARROW) as app,
        Terminal(peer.command, work.environment, work.run_folder, NARROW) as other,
    ):
        other.wait_for_text(peer.marker)
        other.wait_until_quiet(_QUIET)
        for number in range(options.keys):
            if number % _PAGES == 0:
                app.press(b"g")
                other.press(peer.home)
                app.wait_until_quiet(_PAUSE)
                other.wait_until_quiet(_PAUSE)
            ours, theirs = app.time_key(PAGE_DOWN, _PAUSE), other.time_key(peer.page_down, _PAUSE)
            if ours and theirs:
                pairs.append((1000 * ours.to_quiet, 1000 * theirs.to_quiet))
    if not pairs:
        raise NoOutputError("There is no output after the key.")
    return ratio_figure(
        f"page down until the terminal is quiet, {_size_name(NARROW)}, compared with {peer.name}",
        "ms",
        pairs,
        beside=peer.name,
    )
