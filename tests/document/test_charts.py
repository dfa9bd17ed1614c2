"""Charts: drawn on a screen, told in plain text, always with their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.body import body_lines
from bindertui.document.flow import Chart, Tone
from bindertui.document.layout import Bars, rows
from bindertui.document.runs import Scribe
from bindertui.document.wrapping import width
from bindertui.model.blocks import Figure, FigureData, Series
from bindertui.model.text import Text
from tests.document.samples import BINDER, HERE, NBSP, both, shown
from tests.document.test_layout import ROOMS, TEXTS

YEARS = ("2017", "2018", "2019")


def chart(*series: tuple[float | None, ...], language: str = "en", axis: tuple[str, ...] = YEARS) -> Chart:
    """A figure of the model as a line of the flow."""
    made = tuple(Series(both(f"Series {number}", f"Série {number}"), values) for number, values in enumerate(series))
    figure = FigureData(tuple(map(Text.plain, axis)), made, both("Crossings", "Passages"), both("people", "personnes"))
    (line,) = body_lines((Figure(figure),), HERE, Scribe(BINDER, language))
    assert isinstance(line, Chart)
    return line


def bars(line: Chart, room: int = 60) -> list[str]:
    """The bars that are drawn."""
    return [run.text for row in rows(line, room) for run in row if run.tone is Tone.BAR]


def test_a_chart_is_drawn_with_its_numbers() -> None:
    """A bar a value, as long as the value is large, behind the number; the longest fills the room."""
    found = [shown(row) for row in rows(chart((20593, 10296.5, 2574.25)), 37)]
    assert found[:2] == ["Crossings", "people"]
    assert found[2:] == [
        "Series 0",
        "  2017   20,593 " + "█" * 20,
        "  2018 10,296.5 " + "█" * 10,
        "  2019 2,574.25 " + "█" * 2 + "▌",
    ]


def test_a_chart_is_told_in_words() -> None:
    """Without bars, each value stands after its place on the axis."""
    found = [shown(row) for row in rows(chart((20593, None, -4.5)), 80, "told")]
    assert found == ["Crossings", "people", "Series 0", "  2017: 20,593", "  2018: –", "  2019: -4.5"]


def test_a_chart_is_told_in_french() -> None:
    """French groups digits by no-break spaces and sets one before the colon."""
    found = [shown(row) for row in rows(chart((20593, None, -4.5), language="fr"), 80, "told")]
    assert found[3:] == [f"  2017{NBSP}: 20{NBSP}593", f"  2018{NBSP}: –", f"  2019{NBSP}: -4,5"]


def test_several_series_are_named() -> None:
    """Each series stands below its label; all are drawn to one scale."""
    line = chart((100, 50, 0), (25, None, 100))
    found = [shown(row) for row in rows(line, 60)]
    assert found.index("Series 0") < found.index("Series 1")
    drawn = bars(line)
    assert len(drawn[0]) == len(drawn[5]) == 2 * len(drawn[1])
    assert drawn[2] == drawn[4] == ""


@pytest.mark.parametrize(
    "values", [(), (0, 0, 0), (None, None, None), (-5, -10, 0), (1e300, 1, 0), (1e-300, 0, 0), (5e15, 0.1, -1e18)]
)
@pytest.mark.parametrize("way", ["drawn", "told"])
@pytest.mark.parametrize("room", [2, 16, 30, 200])
def test_any_numbers_are_laid_out(values: tuple[float | None, ...], way: Bars, room: int) -> None:
    """Nothing, zero, negative, huge and tiny values: rows fit, and each place on the axis has one."""
    found = rows(chart(values), room, way)
    assert all(width(row) <= room for row in found)
    text = "".join(map(shown, found)).replace(" ", "")
    assert all(year in text for year in YEARS[: len(values)])


def test_a_chart_too_wide_for_bars_is_told() -> None:
    """Where bars would be too short to compare, only the numbers are shown."""
    assert bars(chart((1, 2, 3)), 16) == []
    assert "2019: 3" in shown(rows(chart((1, 2, 3)), 16)[-1])


def test_a_negative_value_is_told_apart_from_a_positive_one() -> None:
    """The sign stands with the number; the bar shows the size."""
    found = [shown(row) for row in rows(chart((-10, 10, 0)), 60)]
    assert "-10 █" in found[3]
    assert " 10 █" in found[4]
    assert "-10" not in found[4]


@given(
    st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=4),
    st.lists(TEXTS, min_size=4, max_size=4),
    ROOMS,
    st.sampled_from(["drawn", "told"]),
)
def test_charts_of_any_text_and_number_fit(values: list[float | None], axis: list[str], room: int, way: Bars) -> None:
    """Whatever the numbers and the names on the axis, rows are at most as wide as the room."""
    line = chart(tuple(values), axis=tuple(axis[: len(values)]))
    assert all(width(row) <= max(room, 2) for row in rows(line, room, way))
