"""`reader`: from a key to the repaint it brings, in a large binder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from bench import peers
from bench.drills import DRILLS, SEARCH, Drill, practise
from bench.figures import Figure, against, alone, narrate, percentile
from bench.options import Options
from bench.peers import PAGE_DOWN, Peer
from bench.terminal import NARROW, QUIT, SilentError, Stroke, Terminal
from bench.workplace import Page, Subject, Workplace
from bindertui.document.exporters import to_text
from bindertui.model.address import Address
from bindertui.services.library import Library
from bindertui.services.reading import build_document

_BUDGET = 50.0
_LONGEST_DOCUMENT = "part-0"
_QUIET = 0.5
_PAUSE = 0.06
"""A terminal that is silent for so many seconds has shown what there is to show for a key."""

_PAGES = 10
"""Pages turned before it goes back to the first."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the repaint after each of several keys, and turning pages beside other programs."""
    with Workplace.made() as work:
        subject = work.generated(options.sections or Options().sections)
        _prepare(work, subject)
        figures: list[Figure] = []
        keys: list[dict[str, Any]] = []
        for size in options.sizes:
            page = work.page(subject, _LONGEST_DOCUMENT, size)
            with _opened(work, subject, page, size) as terminal:
                for drill in DRILLS:
                    narrate(f"{drill.name}, {_named(size)}")
                    strokes, silent = practise(terminal, drill, options.keys)
                    if strokes:
                        figures.append(_figure(drill, strokes, size))
                        keys.append(_detail(drill, strokes, silent, size))
        found, absent = _beside_peers(work, subject, options)
    return figures + found, {"keys": keys, "absent": absent}


def _prepare(work: Workplace, subject: Subject) -> None:
    """Open the app and search once, so that what it keeps for the next time is there."""
    narrate(f"first search, {subject.name}")
    with _opened(work, subject, work.page(subject, _LONGEST_DOCUMENT, NARROW), NARROW) as terminal:
        practise(terminal, SEARCH, 1)
        terminal.quit(QUIT)


def _opened(work: Workplace, subject: Subject, page: Page, size: tuple[int, int]) -> Terminal:
    """The app, open at the longest document, everything painted."""
    command = work.app(subject, "open", "--at", _LONGEST_DOCUMENT)
    terminal = Terminal(command, work.environment, work.empty, size)
    terminal.shows(page.marker)
    terminal.settle(_QUIET)
    return terminal


def _figure(drill: Drill, strokes: Sequence[Stroke], size: tuple[int, int]) -> Figure:
    times = [1000 * stroke.frame for stroke in strokes]
    name = f"{drill.name}, {_named(size)}, p95 of key to repaint"
    return alone(name, "ms", percentile(times, 0.95), times, budget=_BUDGET)


def _detail(drill: Drill, strokes: Sequence[Stroke], silent: int, size: tuple[int, int]) -> dict[str, Any]:
    """Everything about a key: until the first complete frame, until the terminal is quiet, and how much was sent."""
    frames = [1000 * stroke.frame for stroke in strokes]
    settled = [1000 * stroke.settled for stroke in strokes]
    return {
        "name": drill.name,
        "terminal": _named(size),
        "strokes": len(strokes),
        "without_repaint": silent,
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


def _named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@frozen
class _Texts:
    """A binder for programs that read plain text or Markdown."""

    text: Path
    markdown: Path
    markers: tuple[str, str]


def _texts(work: Workplace, subject: Subject, page: Page) -> _Texts:
    """The whole binder as plain text, and its longest document as Markdown."""
    snapshot = Library.at(Path(subject.options[-1])).snapshot()
    text, markdown = work.folder / "binder.txt", work.folder / "document.md"
    with text.open("w", encoding="utf-8") as file:
        for section in snapshot.binder.cover.sections:
            flow = build_document(snapshot, Address(section), "en")
            file.writelines(f"{line}\n" for line in to_text(flow, NARROW[0] - 2))
    markdown.write_text(
        work.output(work.app(subject, "show", _LONGEST_DOCUMENT, "--format", "markdown")), encoding="utf-8"
    )
    return _Texts(text, markdown, (page.marker, page.marker))


def _beside_peers(work: Workplace, subject: Subject, options: Options) -> tuple[list[Figure], list[str]]:
    """Turning pages, in the app and in every peer that is here, by turns."""
    page = work.page(subject, _LONGEST_DOCUMENT, NARROW)
    texts = _texts(work, subject, page)
    found, absent = peers.paging(texts.text, texts.markdown, texts.markers)
    figures = []
    for peer in found:
        narrate(f"page down, beside {peer.name}")
        try:
            figures.append(_paging(work, subject, page, peer, options))
        except SilentError as error:
            narrate(f"  {peer.name} cannot be measured here: {error}")
            absent.append(f"{peer.name} (found, but it could not be measured)")
    return figures, absent


def _paging(work: Workplace, subject: Subject, page: Page, peer: Peer, options: Options) -> Figure:
    pairs = []
    with (
        _opened(work, subject, page, NARROW) as app,
        Terminal(peer.command, work.environment, work.empty, NARROW) as other,
    ):
        other.shows(peer.marker)
        other.settle(_QUIET)
        for number in range(options.keys):
            if number % _PAGES == 0:
                app.press(b"g")
                other.press(peer.home)
                app.settle(_PAUSE)
                other.settle(_PAUSE)
            ours, theirs = app.stroke(PAGE_DOWN, _PAUSE), other.stroke(peer.page_down, _PAUSE)
            if ours and theirs:
                pairs.append((1000 * ours.settled, 1000 * theirs.settled))
    if not pairs:
        raise SilentError("It does not answer the key.")
    return against(
        f"page down until the terminal is quiet, {_named(NARROW)}, against {peer.name}", "ms", pairs, beside=peer.name
    )
