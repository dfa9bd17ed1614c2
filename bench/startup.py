"""`startup`: from the start of the process to the first text, and the verbs as processes."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

from bench import peers
from bench.figures import Figure, against, alone, interleaved, narrate
from bench.options import Options
from bench.terminal import NARROW, Terminal
from bench.workplace import SHIPPED, FailedError, Page, Subject, Workplace
from bindertui.store.starter import write_starter

ONE_WIDGET = "a Textual app with one widget that shows the same text"
_IMPORT = 'python -c "import textual.app"'
_SHIPPED_BUDGET, _GENERATED_BUDGET, _VERB_BUDGET = 1.25, 1.4, 0.5
_QUIET = 0.2
_VERBS = {"search quebec": _VERB_BUDGET, "show unhcr": _VERB_BUDGET, "outline": _VERB_BUDGET, "check": None}
_EDITS = ("set", "set --dry-run")


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the start of the app and of the verbs."""
    with Workplace.made() as work:
        figures = _first_frame(work, SHIPPED, options, _SHIPPED_BUDGET)
        if options.sections:
            figures += _first_frame(work, work.generated(options.sections), options, _GENERATED_BUDGET)
        figures += [_verb(work, verb, work.app(SHIPPED, *verb.split()), b, options) for verb, b in _VERBS.items()]
        figures += [_edit(work, verb, options) for verb in _EDITS]
        found, absent = _peers(work, options)
    return figures + found, {"absent": absent}


def first_text(work: Workplace, command: Sequence[str], marker: str) -> float:
    """Milliseconds from the start of a program until its text stands on the screen; q ends it cleanly.

    Raises:
        FailedError: it did not end cleanly.
    """
    with Terminal(command, work.environment, work.empty, NARROW) as terminal:
        took = 1000 * terminal.shows(marker)
        terminal.settle(_QUIET)
        if code := terminal.quit():
            raise FailedError(f"{' '.join(command)} ended with {code}: {terminal.words()[-2000:]}")
    return took


def _first_frame(work: Workplace, subject: Subject, options: Options, budget: float) -> list[Figure]:
    narrate(f"first frame, {subject.name}")
    page = work.page(subject, "binder", NARROW)
    app = partial(first_text, work, work.app(subject), page.marker)
    floor = partial(first_text, work, work.one_widget(page), page.marker)
    # Asking for the page has left a copy.
    work.clear()
    first = app()
    # The app keeps its copy of the binder some time after the first frame, the verbs do before they end.
    work.took(work.app(subject, "outline"))
    pairs = interleaved(options.rounds, app, floor, narrate)
    return [
        against(f"first frame, {subject.name}", "ms", pairs, beside=ONE_WIDGET, budget=budget),
        alone(f"first run of the app in a new home, {subject.name}", "ms", first, [first]),
    ]


def _verb(work: Workplace, verb: str, command: list[str], budget: float | None, options: Options) -> Figure:
    return _as_process(work, verb, lambda: work.took(command), budget, options)


def _edit(work: Workplace, verb: str, options: Options) -> Figure:
    """A title set to another at every run, in a binder as `bindertui new` writes it: the shipped one is not changed."""
    folder = work.folder / verb.replace(" ", "")
    write_starter(folder)
    binder = Subject("binder to start from", ("-b", str(folder)))
    numbers = count()

    def edit() -> float:
        return work.took(work.app(binder, *verb.split(), "overview#title.en", f"Overview {next(numbers)}"))

    return _as_process(work, verb, edit, _VERB_BUDGET, options)


def _as_process(work: Workplace, verb: str, run: Callable[[], float], budget: float | None, options: Options) -> Figure:
    narrate(f"bindertui {verb}")
    floor = [sys.executable, "-c", "import textual.app"]
    pairs = interleaved(options.rounds, run, lambda: work.took(floor), narrate)
    return against(f"{verb}, as a process", "ms", pairs, beside=_IMPORT, budget=budget)


def _peers(work: Workplace, options: Options) -> tuple[list[Figure], list[str]]:
    """The same page in other programs for the terminal, where they are installed."""
    page = work.page(SHIPPED, "binder", NARROW)
    markdown = work.folder / "binder.md"
    found, absent = peers.starting(markdown, page.marker)
    if found:
        text = work.output(work.app(SHIPPED, "show", "binder", "--format", "markdown"))
        markdown.write_text(text, encoding="utf-8")
    figures = []
    for peer in found:
        narrate(f"first frame, against {peer.name}")
        app = partial(first_text, work, work.app(SHIPPED), page.marker)
        other = partial(_peer_first_text, work, Page(markdown, peer.marker), peer)
        pairs = interleaved(options.rounds, app, other, narrate)
        figures.append(against(f"first frame, {SHIPPED.name}, against {peer.name}", "ms", pairs, beside=peer.name))
    return figures, absent


def _peer_first_text(work: Workplace, page: Page, peer: peers.Peer) -> float:
    with Terminal(peer.command, work.environment, work.empty, NARROW) as terminal:
        return 1000 * terminal.shows(page.marker)
