"""Lines of a flow as text for a screen reader: tables row by row, headings with level and number."""

from collections.abc import Iterator

from bindertui.document.flow import AnyLine, Flow, Grid, Heading, Run, Runs, Tone
from bindertui.document.labels import label_for, with_colon
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import wrap_runs
from bindertui.i18n import format_number, gettext, ngettext, pgettext
from bindertui.model.enums import EntryKind
from bindertui.services.library import Snapshot


def speak_line(line: AnyLine, language: str, width: int) -> Iterator[str]:
    """Yield a line as rows of at most `width` cells; a table row by row, with its column heading before each cell."""
    if isinstance(line, Grid):
        yield from _speak_table(line, language, width)
    else:
        yield from map(runs_text, layout_rows(line, width, "text"))


def _speak_table(grid: Grid, language: str, width: int) -> Iterator[str]:
    count = format_number(len(grid.rows), language)
    title = (*grid.caption, Run(". ")) if grid.caption else ()
    row_count = ngettext("Table, {count} row.", "Table, {count} rows.", len(grid.rows), language)
    yield from map(runs_text, wrap_runs((*title, Run(row_count)), width))
    for number, row in enumerate(grid.rows, 1):
        runs: list[Run] = [
            Run(gettext("Row {number} of {count}.", language, number=format_number(number, language), count=count))
        ]
        for position, cell in enumerate(row):
            name = grid.columns[position] if position < len(grid.columns) else ()
            runs += [Run(" "), *name, Run(with_colon("", language) if name else ""), *cell, Run(";")]
        yield from map(runs_text, wrap_runs((*runs[:-1], Run(".")), width))
    if grid.notes:
        yield from map(runs_text, wrap_runs(grid.notes, width))


def runs_text(runs: Runs) -> str:
    """Return the text of a row."""
    return "".join(run.text for run in runs).rstrip(" ")


def line_text(line: AnyLine) -> str:
    """Return a heading or passage on one line, without its source marks."""
    runs = getattr(line, "runs", ())
    return "".join(run.text for run in runs if run.tone is not Tone.SOURCE).strip()


def describe_heading(snapshot: Snapshot, flow: Flow, position: int) -> str:
    """Return a heading with its level and its number among its siblings: `Level 2, section 3 of 8: Asylum`."""
    heading = flow.lines[position]
    assert isinstance(heading, Heading)
    language = flow.language
    number, count = _sibling_number(snapshot, flow, position, heading)
    item = snapshot.binder.outline_item(heading.address.entry)
    kind = (
        label_for(f"kind.{item.kind}", language)
        if item and not heading.address.path
        else pgettext("of a document", "part", language)
    )
    if count:
        kind = gettext(
            "{kind} {number} of {count}",
            language,
            kind=kind,
            number=format_number(number, language),
            count=format_number(count, language),
        )
    return gettext(
        "Level {level}, {kind}: {title}", language, level=heading.depth + 1, kind=kind, title=line_text(heading)
    )


def _sibling_number(snapshot: Snapshot, flow: Flow, position: int, heading: Heading) -> tuple[int, int]:
    """Return the number of a heading among its siblings, and their count; 0 of 0 if it has none."""
    if heading.depth:
        return _heading_number(flow, position, heading.depth)
    item = snapshot.binder.outline_item(flow.entry)
    if item is None or item.kind in (EntryKind.BINDER, EntryKind.INDEX):
        return 0, 0
    siblings = [other.id for other in snapshot.binder.children(item.parent) if other.kind is item.kind]
    return siblings.index(item.id) + 1 if item.id in siblings else 0, len(siblings)


def _heading_number(flow: Flow, position: int, depth: int) -> tuple[int, int]:
    number = count = 0
    for at, line in enumerate(flow.lines):
        if not isinstance(line, Heading):
            continue
        if line.depth < depth:
            if at > position:
                break
            number = count = 0
        elif line.depth == depth:
            count += 1
            number += at <= position
    return number, count
