"""Marks a reader sees on a line: matches that are lit, and the link that is chosen."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Grid, Heading, Passage, Run, Runs, Tone, sides

Lighter = Callable[[str, str], tuple[tuple[int, int], ...]]
"""The spans of a text in a language that match what was searched for."""


def links_in(line: AnyLine) -> list[Run]:
    """The runs of a line, and then of its twin, that lead anywhere, in order."""
    return [run for side in sides(line) for runs in _texts(side) for run in runs if run.leads]


def searchable_texts(line: AnyLine) -> list[str]:
    """Every text of a line as a reader sees it, not of its twin: each cell, label, caption and value of a chart."""
    shown = ["".join(run.text for run in runs if run.tone is not Tone.SOURCE) for runs in _texts(line)]
    return shown + [value for plot in line.plots for value in plot.shown] if isinstance(line, Chart) else shown


def plain_text(line: AnyLine) -> str:
    """The words of a line without its source marks, to copy or to list; the cells of a table apart by tabs."""
    return "\n".join(map(_text_alone, sides(line)))


def _text_alone(line: AnyLine) -> str:
    if isinstance(line, Grid):
        rows = ("\t".join(_words(cell) for cell in row) for row in (line.columns, *line.rows))
        return "\n".join(rows)
    if isinstance(line, Chart):
        series = (
            f"{_words(plot.label)}\t{_words(place)}\t{shown}"
            for plot in line.plots
            for place, shown in zip(line.axis, plot.shown, strict=False)
        )
        return "\n".join(series)
    return _words(line.runs)


def _words(runs: Runs) -> str:
    return _text(runs).rstrip()


def highlight_runs(line: AnyLine, lighter: Lighter) -> AnyLine:
    """The line with every match lit, in its twin by the twin's language."""
    done = _each(line, lambda runs: _lit(runs, lighter, line.language))
    return done if line.twin is None else evolve(done, twin=highlight_runs(line.twin, lighter))


def match_spans(line: AnyLine, lighter: Lighter) -> bool:
    """Whether anything would be lit in a line."""
    return any(lighter(_text(runs), side.language) for side in sides(line) for runs in _texts(side))


def highlight_link(line: AnyLine, link: int) -> AnyLine:
    """The line with one of its links marked: the one at this position in `links`."""
    count = -1

    def mark(runs: Runs) -> Runs:
        nonlocal count
        marked = []
        for run in runs:
            count += run.leads
            marked.append(run._replace(chosen=True) if run.leads and count == link else run)
        return tuple(marked)

    done = _each(line, mark)
    return done if line.twin is None else evolve(done, twin=_each(line.twin, mark))


def _texts(line: AnyLine) -> list[Runs]:
    match line:
        case Heading() | Passage():
            return [line.runs]
        case Grid():
            return [line.caption, *line.columns, *(cell for row in line.rows for cell in row), line.notes]
        case Chart():
            return [line.caption, line.unit, *line.axis, *(plot.label for plot in line.plots), line.notes]


def _each(line: AnyLine, change: Callable[[Runs], Runs]) -> AnyLine:
    """The line with each of its texts changed, in the order of `_texts`."""
    match line:
        case Heading() | Passage():
            return evolve(line, runs=change(line.runs))
        case Grid():
            caption = change(line.caption)
            columns = tuple(map(change, line.columns))
            body = tuple(tuple(map(change, row)) for row in line.rows)
            return evolve(line, caption=caption, columns=columns, rows=body, notes=change(line.notes))
        case Chart():
            caption, unit = change(line.caption), change(line.unit)
            axis = tuple(map(change, line.axis))
            plots = tuple(evolve(plot, label=change(plot.label)) for plot in line.plots)
            return evolve(line, caption=caption, unit=unit, axis=axis, plots=plots, notes=change(line.notes))


def _lit(runs: Runs, lighter: Lighter, language: str) -> Runs:
    return highlight_text(runs, lighter(_text(runs), language))


def _text(runs: Runs) -> str:
    """What of some runs is searched: all but the source marks."""
    return "".join(run.text for run in runs if run.tone is not Tone.SOURCE)


def highlight_text(runs: Runs, spans: Sequence[tuple[int, int]]) -> Runs:
    """The runs with some spans of their text lit, across their borders; source marks do not count as text."""
    if not spans:
        return runs
    done: list[Run] = []
    start = 0
    for run in runs:
        if run.tone is Tone.SOURCE:
            done.append(run)
            continue
        end = start + len(run.text)
        cuts = sorted({start, end, *(cut for span in spans for cut in span if start < cut < end)})
        for left, right in pairwise(cuts):
            lit = any(span_start <= left and right <= span_end for span_start, span_end in spans)
            done.append(run._replace(text=run.text[left - start : right - start], lit=lit))
        start = end
    return tuple(done)
