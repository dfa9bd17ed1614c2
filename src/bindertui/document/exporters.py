"""Export formats of a document: Markdown, and plain text for pipes, pagers and screen readers."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from bindertui.document.flow import AnyLine, Chart, Flow, Grid, Heading, Passage, Run, Runs, is_tight
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import text_width

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~]|&(?=#?\w+;))")
_LINE_START = re.compile(r"^(\s*\d*)(#{1,6}|-+|=+|\+|(?<=\d)[.)])(?=\s|$)")


def to_markdown(flow: Flow) -> Iterator[str]:
    """Yield a flow as lines of Markdown."""
    for number, line in enumerate(flow.lines):
        if number and not is_tight(flow.lines[number - 1], line):
            yield ""
        yield from _line(line)


def _line(line: AnyLine) -> Iterator[str]:
    match line:
        case Heading():
            yield f"{'#' * min(line.depth + 1, 6)} {_inline(line.runs)}"
        case Passage():
            prefix = f"{'  ' * (line.indent - 1)}- " if line.marker else "> " if line.note else ""
            yield prefix + _LINE_START.sub(r"\1\\\2", _inline(line.runs))
        case Grid():
            yield from _caption_lines(line.caption)
            surplus = max(map(len, (line.columns, *line.rows))) - len(line.columns)
            yield from _table((*line.columns, *((),) * surplus), line.rows)
            yield from _note_lines(line.notes)
        case Chart():
            unit = (Run(" ("), *line.unit, Run(")")) if line.unit else ()
            yield from _caption_lines((*line.caption, *unit))
            columns = ((Run(""),), *(series.label for series in line.series))
            values = (tuple((Run(value),) for value in series.shown) for series in line.series)
            yield from _table(columns, tuple(zip_longest(line.axis, *values, fillvalue=(Run("?"),))))
            yield from _note_lines(line.notes)


def _caption_lines(caption: Runs) -> Iterator[str]:
    if caption:
        yield _inline(caption)
        yield ""


def _note_lines(notes: Runs) -> Iterator[str]:
    if notes:
        yield ""
        yield _inline(notes)


def _table(columns: tuple[Runs, ...], body: tuple[tuple[Runs, ...], ...]) -> Iterator[str]:
    yield _row(columns)
    yield f"|{' --- |' * len(columns)}"
    for row in body:
        yield _row(row)


def _row(row: tuple[Runs, ...]) -> str:
    return f"| {' | '.join(_inline(cell) for cell in row)} |"


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = _SPECIAL.sub(r"\\\1", run.text)
    if run.source:
        return text
    if run.target:
        text = f"[{text}](#{run.target.entry})"
    elif run.url:
        text = f"[{text}](<{run.url}>)"
    inner = text.strip(" ")
    if not inner or not (run.strong or run.emphasis):
        return text
    mark = "**" if run.strong else "*"
    return text.replace(inner, f"{mark}{inner}{mark}", 1)


def to_text(flow: Flow, width: int = 100) -> Iterator[str]:
    """Yield a flow as rows of text, at most `width` cells wide; charts become lists of values."""
    for number, line in enumerate(flow.lines):
        if number and not is_tight(flow.lines[number - 1], line):
            yield ""
        found = layout_rows(line, width, "text")
        yield from ("".join(run.text for run in row).rstrip(" ") for row in found)
        if isinstance(line, Heading) and line.depth <= 1:
            yield ("=" if line.depth == 0 else "-") * max(text_width(row) for row in found)
