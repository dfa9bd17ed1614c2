"""Highlighting of search hits and of the selected link in the lines of a flow; the links and texts of a line."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Grid, Heading, Passage, Run, Runs, Tone, language_versions

SpanFinder = Callable[[str, str], tuple[tuple[int, int], ...]]
"""Given a text and its language, returns the spans (start, end) to highlight."""


def links_in(line: AnyLine) -> list[Run]:
    """Return the links of a line, in order, followed by those of its counterpart."""
    return [run for version in language_versions(line) for runs in _texts(version) for run in runs if run.is_link]


def searchable_texts(line: AnyLine) -> list[str]:
    """Return the texts of a line that are searched, without its counterpart: cells, labels, captions, chart values."""
    shown = ["".join(run.text for run in runs if run.tone is not Tone.SOURCE) for runs in _texts(line)]
    return shown + [value for series in line.series for value in series.shown] if isinstance(line, Chart) else shown


def plain_text(line: AnyLine) -> str:
    """Return a line as plain text without source marks; table cells are separated by tabs."""
    return "\n".join(map(_plain_text_of_version, language_versions(line)))


def highlight_matches(line: AnyLine, find_spans: SpanFinder) -> AnyLine:
    """Return the line with every match highlighted, also in its counterpart."""
    changed = _map_texts(line, lambda runs: _highlight(runs, find_spans, line.language))
    if line.counterpart is None:
        return changed
    return evolve(changed, counterpart=highlight_matches(line.counterpart, find_spans))


def has_match(line: AnyLine, find_spans: SpanFinder) -> bool:
    """Return whether `highlight_matches` would highlight anything in a line."""
    return any(
        find_spans(_text(runs), version.language) for version in language_versions(line) for runs in _texts(version)
    )


def select_link(line: AnyLine, link: int) -> AnyLine:
    """Return the line with one link selected, given by its position in `links_in`."""
    count = -1

    def mark(runs: Runs) -> Runs:
        nonlocal count
        marked = []
        for run in runs:
            count += run.is_link
            marked.append(run._replace(selected=True) if run.is_link and count == link else run)
        return tuple(marked)

    changed = _map_texts(line, mark)
    return changed if line.counterpart is None else evolve(changed, counterpart=_map_texts(line.counterpart, mark))


def highlight_spans(runs: Runs, spans: Sequence[tuple[int, int]]) -> Runs:
    """Return the runs with some spans of their text highlighted.

    A span may cross runs. Source marks do not count as text.
    """
    if not spans:
        return runs
    highlighted: list[Run] = []
    start = 0
    for run in runs:
        if run.tone is Tone.SOURCE:
            highlighted.append(run)
            continue
        end = start + len(run.text)
        cuts = sorted({start, end, *(cut for span in spans for cut in span if start < cut < end)})
        for left, right in pairwise(cuts):
            is_match = any(span_start <= left and right <= span_end for span_start, span_end in spans)
            highlighted.append(run._replace(text=run.text[left - start : right - start], highlighted=is_match))
        start = end
    return tuple(highlighted)


def _texts(line: AnyLine) -> list[Runs]:
    match line:
        case Heading() | Passage():
            return [line.runs]
        case Grid():
            return [line.caption, *line.columns, *(cell for row in line.rows for cell in row), line.notes]
        case Chart():
            return [line.caption, line.unit, *line.axis, *(series.label for series in line.series), line.notes]


def _map_texts(line: AnyLine, change: Callable[[Runs], Runs]) -> AnyLine:
    """Return the line with each of its texts changed, in the order of `_texts`."""
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
            series = tuple(evolve(one, label=change(one.label)) for one in line.series)
            return evolve(line, caption=caption, unit=unit, axis=axis, series=series, notes=change(line.notes))


def _highlight(runs: Runs, find_spans: SpanFinder, language: str) -> Runs:
    return highlight_spans(runs, find_spans(_text(runs), language))


def _text(runs: Runs) -> str:
    """Return the searched text of some runs: all but the source marks."""
    return "".join(run.text for run in runs if run.tone is not Tone.SOURCE)


def _plain_text_of_version(line: AnyLine) -> str:
    if isinstance(line, Grid):
        rows = ("\t".join(_words(cell) for cell in row) for row in (line.columns, *line.rows))
        return "\n".join(rows)
    if isinstance(line, Chart):
        series = (
            f"{_words(series.label)}\t{_words(place)}\t{shown}"
            for series in line.series
            for place, shown in zip(line.axis, series.shown, strict=False)
        )
        return "\n".join(series)
    return _words(line.runs)


def _words(runs: Runs) -> str:
    return _text(runs).rstrip()
