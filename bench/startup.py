"""`startup`: the time from process start to the first text, and the verbs as processes."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

from bench import peers
from bench.figures import Figure, log, measure_pairs, ratio_figure, value_figure
from bench.options import Options
from bench.terminal import NARROW, Terminal
from bench.workspace import SHIPPED, Page, ProgramError, Subject, Workspace
from bindertui.store.starter import write_starter

ONE_WIDGET = "a Textual app with one widget that shows the same text"
_IMPORT = 'python -c "import textual.app"'
_SHIPPED_BUDGET, _GENERATED_BUDGET, _VERB_BUDGET = 1.25, 1.4, 0.5
_QUIET = 0.2
_VERBS = {"search quebec": _VERB_BUDGET, "show unhcr": _VERB_BUDGET, "outline": _VERB_BUDGET, "check": None}
_EDITS = ("set", "set --dry-run")


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the start of the app and of the verbs."""
    with Workspace.create() as work:
        figures = _first_frame_figures(work, SHIPPED, options, _SHIPPED_BUDGET)
        if options.sections:
            figures += _first_frame_figures(work, work.generate_binder(options.sections), options, _GENERATED_BUDGET)
        figures += [
            _verb_figure(work, verb, work.app_command(SHIPPED, *verb.split()), b, options) for verb, b in _VERBS.items()
        ]
        figures += [_edit_figure(work, verb, options) for verb in _EDITS]
        found, absent = _peer_figures(work, options)
    return figures + found, {"absent": absent}


def time_first_text(work: Workspace, command: Sequence[str], marker: str) -> float:
    """Return the milliseconds from the start of a program until its text is on the screen; then quit it.

    Raises:
        ProgramError: it did not exit cleanly.
    """
    with Terminal(command, work.environment, work.run_folder, NARROW) as terminal:
        elapsed = 1000 * terminal.wait_for_text(marker)
        terminal.wait_until_quiet(_QUIET)
        if code := terminal.quit():
            raise ProgramError(f"{' '.join(command)} ended with {code}: {terminal.text()[-2000:]}")
    return elapsed


def _first_frame_figures(work: Workspace, subject: Subject, options: Options, budget: float) -> list[Figure]:
    log(f"first frame, {subject.name}")
    page = work.first_page(subject, "binder", NARROW)
    app = partial(time_first_text, work, work.app_command(subject), page.marker)
    floor = partial(time_first_text, work, work.one_widget_command(page), page.marker)
    # `first_page` has filled the cache.
    work.clear_caches()
    first = app()
    # The app fills the cache some time after the first frame; a verb fills it before it exits.
    work.time_command(work.app_command(subject, "outline"))
    pairs = measure_pairs(options.rounds, app, floor, log)
    return [
        ratio_figure(f"first frame, {subject.name}", "ms", pairs, beside=ONE_WIDGET, budget=budget),
        value_figure(f"first start without a cache, {subject.name}", "ms", first, [first]),
    ]


def _verb_figure(work: Workspace, verb: str, command: list[str], budget: float | None, options: Options) -> Figure:
    return _process_figure(work, verb, lambda: work.time_command(command), budget, options)


def _edit_figure(work: Workspace, verb: str, options: Options) -> Figure:
    """Set a title to a new value in each run, in a binder from `bindertui new`: the shipped one is read-only."""
    folder = work.folder / verb.replace(" ", "")
    write_starter(folder)
    binder = Subject("starter binder", ("-b", str(folder)))
    numbers = count()

    def edit() -> float:
        return work.time_command(
            work.app_command(binder, *verb.split(), "overview#title.en", f"Overview {next(numbers)}")
        )

    return _process_figure(work, verb, edit, _VERB_BUDGET, options)


def _process_figure(
    work: Workspace, verb: str, run: Callable[[], float], budget: float | None, options: Options
) -> Figure:
    log(f"bindertui {verb}")
    floor = [sys.executable, "-c", "import textual.app"]
    pairs = measure_pairs(options.rounds, run, lambda: work.time_command(floor), log)
    return ratio_figure(f"bindertui {verb}, whole process", "ms", pairs, beside=_IMPORT, budget=budget)


def _peer_figures(work: Workspace, options: Options) -> tuple[list[Figure], list[str]]:
    """Show the same page in other terminal programs that are installed."""
    page = work.first_page(SHIPPED, "binder", NARROW)
    markdown = work.folder / "binder.md"
    found, absent = peers.startup_peers(markdown, page.marker)
    if found:
        text = work.run_command(work.app_command(SHIPPED, "show", "binder", "--format", "markdown"))
        markdown.write_text(text, encoding="utf-8")
    figures = []
    for peer in found:
        log(f"first frame, compared with {peer.name}")
        app = partial(time_first_text, work, work.app_command(SHIPPED), page.marker)
        other = partial(_peer_first_text, work, Page(markdown, peer.marker), peer)
        pairs = measure_pairs(options.rounds, app, other, log)
        figures.append(
            ratio_figure(f"first frame, {SHIPPED.name}, compared with {peer.name}", "ms", pairs, beside=peer.name)
        )
    return figures, absent


def _peer_first_text(work: Workspace, page: Page, peer: peers.Peer) -> float:
    with Terminal(peer.command, work.environment, work.run_folder, NARROW) as terminal:
        return 1000 * terminal.wait_for_text(page.marker)
