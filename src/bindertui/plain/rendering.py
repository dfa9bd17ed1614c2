"""Lines of a flow as they are read aloud: nothing stands side by side, and every place says its level."""

from collections.abc import Iterator

from bindertui.document.flow import AnyLine, Flow, Grid, Heading, Run, Runs, Tone
from bindertui.document.inline import label_for, with_colon
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import wrap_runs
from bindertui.i18n import format_number, gettext, ngettext, pgettext
from bindertui.model.enums import EntryKind
from bindertui.services.library import Snapshot


def speak_lines(line: AnyLine, language: str, room: int) -> Iterator[str]:
    """A line of the flow in rows of at most `room` cells; a table row by row, each cell with its column."""
    if isinstance(line, Grid):
        yield from _grid(line, language, room)
    else:
        yield from map(runs_text, layout_rows(line, room, "told"))


def _grid(grid: Grid, language: str, room: int) -> Iterator[str]:
    count = format_number(len(grid.rows), language)
    title = (*grid.caption, Run(". ")) if grid.caption else ()
    rows_told = ngettext("Table, {count} row.", "Table, {count} rows.", len(grid.rows), language)
    yield from map(runs_text, wrap_runs((*title, Run(rows_told)), room))
    for number, row in enumerate(grid.rows, 1):
        told: list[Run] = [
            Run(gettext("Row {number} of {count}.", language, number=format_number(number, language), count=count))
        ]
        for position, cell in enumerate(row):
            name = grid.columns[position] if position < len(grid.columns) else ()
            told += [Run(" "), *name, Run(with_colon("", language) if name else ""), *cell, Run(";")]
        yield from map(runs_text, wrap_runs((*told[:-1], Run(".")), room))
    if grid.notes:
        yield from map(runs_text, wrap_runs(grid.notes, room))


def runs_text(runs: Runs) -> str:
    """The words of a row."""
    return "".join(run.text for run in runs).rstrip(" ")


def line_words(line: AnyLine) -> str:
    """A heading or a passage on one line, without its source marks."""
    runs = getattr(line, "runs", ())
    return "".join(run.text for run in runs if run.tone is not Tone.SOURCE).strip()


def locate_lines(snapshot: Snapshot, flow: Flow, position: int) -> str:
    """A heading of a flow with its level, and which of how many it is: `Level 2, section 3 of 8: Asylum`."""
    heading = flow.lines[position]
    assert isinstance(heading, Heading)
    language = flow.language
    number, count = _among(snapshot, flow, position, heading)
    kind = snapshot.binder.place(heading.address.entry)
    named = (
        label_for(f"kind.{kind.kind}", language)
        if kind and not heading.address.path
        else pgettext("of a document", "part", language)
    )
    if count:
        named = gettext(
            "{kind} {number} of {count}",
            language,
            kind=named,
            number=format_number(number, language),
            count=format_number(count, language),
        )
    return gettext(
        "Level {level}, {kind}: {title}", language, level=heading.depth + 1, kind=named, title=line_words(heading)
    )


def _among(snapshot: Snapshot, flow: Flow, position: int, heading: Heading) -> tuple[int, int]:
    """Which of its neighbours a heading is, and how many there are; 0 of 0 where it stands alone."""
    if heading.depth:
        return _in_flow(flow, position, heading.depth)
    place = snapshot.binder.place(flow.entry)
    if place is None or place.kind in (EntryKind.BINDER, EntryKind.INDEX):
        return 0, 0
    siblings = [other.id for other in snapshot.binder.children(place.parent) if other.kind is place.kind]
    return siblings.index(place.id) + 1 if place.id in siblings else 0, len(siblings)


def _in_flow(flow: Flow, position: int, depth: int) -> tuple[int, int]:
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
