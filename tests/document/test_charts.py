"""Charts, drawn or as text, always with their numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.body import render_body
from bindertui.document.charts import ChartStyle
from bindertui.document.flow import Chart, Tone
from bindertui.document.inline import InlineRenderer
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import text_width
from bindertui.model.entries import Figure, FigureData, Series
from bindertui.model.text import Text
from tests.builders import en_fr
from tests.document.samples import BINDER, HERE, NBSP, shown
from tests.document.test_layout import TEXTS, WIDTHS

YEARS = ("2017", "2018", "2019")
NAMES = ("Quebec", "Manitoba", "Yukon")


def chart(*series: tuple[float | None, ...], language: str = "en", axis: tuple[str, ...] = YEARS) -> Chart:
    """Return a figure of the model as a line of the flow."""
    made = tuple(Series(en_fr(f"Series {number}", f"Série {number}"), values) for number, values in enumerate(series))
    figure = FigureData(
        tuple(map(Text.plain, axis)), made, en_fr("Crossings", "Passages"), en_fr("people", "personnes")
    )
    (line,) = render_body((Figure(figure),), HERE, InlineRenderer(BINDER, language))
    assert isinstance(line, Chart)
    return line


def bars(line: Chart, width: int = 60) -> list[str]:
    """Return the bars of a chart."""
    return [run.text for row in layout_rows(line, width) for run in row if run.tone is Tone.BAR]


def test_a_chart_is_drawn_with_its_numbers() -> None:
    """Bars are proportional to their values and follow the numbers; the longest fills the width."""
    found = [shown(row) for row in layout_rows(chart((20593, 10296.5, 2574.25)), 37)]
    assert found[:2] == ["Crossings", "people"]
    assert found[2:] == [
        "Series 0",
        "  2017   20,593 " + "█" * 20,
        "  2018 10,296.5 " + "█" * 10,
        "  2019 2,574.25 " + "█" * 2 + "▌",
    ]


def test_a_chart_as_text() -> None:
    """As text, each value follows its position on the axis."""
    found = [shown(row) for row in layout_rows(chart((20593, None, -4.5)), 80, "text")]
    assert found == ["Crossings", "people", "Series 0", "  2017: 20,593", "  2018: –", "  2019: -4.5"]


def test_a_chart_as_french_text() -> None:
    """French has no-break spaces between groups of digits and before the colon."""
    found = [shown(row) for row in layout_rows(chart((20593, None, -4.5), language="fr"), 80, "text")]
    assert found[3:] == [f"  2017{NBSP}: 20{NBSP}593", f"  2018{NBSP}: –", f"  2019{NBSP}: -4,5"]


def test_several_series_are_named() -> None:
    """Several series of names are labelled and drawn on one scale."""
    line = chart((100, 50, 0), (25, None, 100), axis=NAMES)
    found = [shown(row) for row in layout_rows(line, 60)]
    assert found.index("Series 0") < found.index("Series 1")
    drawn = bars(line)
    assert len(drawn[0]) == len(drawn[5]) == 2 * len(drawn[1])
    assert drawn[2] == drawn[4] == ""


@pytest.mark.parametrize(
    "values",
    [
        (),
        (0, 0, 0),
        (None, None, None),
        (-5, -10, 0),
        (1e300, 1, 0),
        (1e-300, 0, 0),
        (5e15, 0.1, -1e18),
        (-5e-324, 0, 5e-324),
    ],
)
@pytest.mark.parametrize("chart_style", ["full", "text", "sparkline"])
@pytest.mark.parametrize("width", [2, 16, 30, 200])
def test_any_numbers_are_laid_out(values: tuple[float | None, ...], chart_style: ChartStyle, width: int) -> None:
    """Rows of missing, zero, negative, huge and tiny values fit, and each position on the axis has one."""
    found = layout_rows(chart(values), width, chart_style)
    assert all(text_width(row) <= width for row in found)
    if chart_style == "sparkline" and width < 30:
        return
    text = "".join(map(shown, found)).replace(" ", "")
    assert all(year in text for year in YEARS[: len(values)])


def test_a_chart_too_wide_for_bars_is_shown_as_text() -> None:
    """If bars would be too short to compare, only the numbers are shown."""
    assert bars(chart((1, 2, 3)), 16) == []
    assert "2019: 3" in shown(layout_rows(chart((1, 2, 3)), 16)[-1])


def test_negative_values_have_bars_to_the_left() -> None:
    """A negative bar grows to the left of the zero line, on the same scale; its number has a sign, too."""
    found = [shown(row)[8:] for row in layout_rows(chart((-10, 10, -5, 0, 20), axis=tuple("abcde")), 70)]
    assert found[3:] == [
        "▐" + "█" * 19 + "│",
        " " * 20 + "│" + "█" * 19 + "▌",
        " " * 10 + "█" * 10 + "│",
        " " * 20 + "│",
        " " * 20 + "│" + "█" * 39,
    ]
    assert "  2017 -10 " in shown(layout_rows(chart((-10, 10, -5)), 60)[3])


def test_several_series_over_time_are_lines() -> None:
    """Several time series are drawn over an axis with round ticks, with a table of all values and marks."""
    found = [shown(row) for row in layout_rows(chart((100, 50, 0), (25, None, 100)), 60)]
    axis = [row[:5] for row in found[2:11]]
    assert axis == ["100 ┤", "    │", " 75 ┤", "    │", " 50 ┤", "    │", " 25 ┤", "    │", "  0 ┤"]
    assert found[2].rstrip().endswith("■")
    assert found[2][5] == "●"
    assert found[8][5] == "■"
    assert found[10].rstrip().endswith("●")
    assert found[11].split() == ["2017", "2018", "2019"]
    assert found[12].split() == ["2017", "2018", "2019"]
    assert found[13:] == ["● Series 0   100    50     0", "■ Series 1    25     –   100"]


def test_a_value_that_is_missing_breaks_the_line() -> None:
    """A line has a gap where a value is missing."""
    whole = [shown(row) for row in layout_rows(chart((0, 50, 100), (100, 100, 100)), 60)]
    broken = [shown(row) for row in layout_rows(chart((0, None, 100), (100, 100, 100)), 60)]
    assert all(any("\u2800" < dot <= "\u28ff" for dot in row) for row in whole[3:10])
    assert not any("\u2800" < dot <= "\u28ff" for row in broken[4:10] for dot in row)


def test_many_values_over_time_are_a_line() -> None:
    """A long time series is a line; every value is listed, and axis labels are shown where they fit."""
    years = tuple(str(year) for year in range(1990, 2020))
    found = [shown(row) for row in layout_rows(chart(tuple(range(30)), axis=years), 70)]
    assert len(found) < 24
    places = [int(place) for place in found[9].split()]
    assert (places[0], places[-1]) == (1990, 2019)
    assert len({other - one for one, other in pairwise(places[:-1])}) == 1
    assert "2018" not in found[9]
    told = " ".join(found)
    assert all(f"{year}:{NBSP}{number}" in told for number, year in enumerate(years))


def test_lines_close_to_each_other_are_scaled() -> None:
    """The scale begins near the lowest value, and overlapping points have a mark of their own."""
    found = [shown(row) for row in layout_rows(chart((50390, 55040, 63830), (50394, 55187, 64176)), 60)]
    assert found[2].startswith("65,000 ┤")
    assert found[8].startswith("50,000 ┤✱")
    assert "✱ overlapping points" in found[10]


def test_lines_below_zero_have_their_axis_below_zero() -> None:
    """Ticks are round on both sides of zero, and zero is one of them."""
    found = [shown(row) for row in layout_rows(chart((-40, 0, 55), (10, 20, 30)), 60)]
    ticks = [row.split()[0] for row in found if "┤" in row]
    assert ticks == ["75", "50", "25", "0", "-25", "-50"]


def test_no_two_lines_differ_only_by_colour() -> None:
    """Each series has a mark and a tone; marks still differ where tones repeat."""
    found = layout_rows(chart(*((number, number + 9, number * 9) for number in range(6))), 80)
    marks = [row[0] for row in found[-6:]]
    assert len({run.text for run in marks}) == 6
    assert len({run.tone for run in marks[:4]}) == 4


def test_a_sparkline_is_one_line_per_series() -> None:
    """A sparkline is followed by its values: all of them, or the first and last of many."""
    found = [shown(row) for row in layout_rows(chart((0, 50, 100), (100, None, 25)), 60, "sparkline")]
    told = [row.replace(NBSP, " ") for row in found[2:]]
    assert told == [
        *("Series 0", "▁▅█  2017: 0 · 2018: 50 · 2019: 100"),
        *("Series 1", "█·▃  2017: 100 · 2018: – · 2019: 25"),
    ]
    years = tuple(str(year) for year in range(2010, 2019))
    long = [shown(row) for row in layout_rows(chart(tuple(range(9)), axis=years), 60, "sparkline")]
    assert long[-1] == f"▁▂▃▄▅▅▆▇█  2010:{NBSP}0 → 2018:{NBSP}8"


@given(
    st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=4),
    st.lists(TEXTS, min_size=4, max_size=4),
    WIDTHS,
    st.sampled_from(["full", "text", "sparkline"]),
)
def test_charts_of_any_text_and_number_fit(
    values: list[float | None], axis: list[str], width: int, chart_style: ChartStyle
) -> None:
    """Rows fit the width for any numbers and axis labels."""
    line = chart(tuple(values), axis=tuple(axis[: len(values)]))
    assert all(text_width(row) <= max(width, 2) for row in layout_rows(line, width, chart_style))


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=3, max_size=3),
        min_size=2,
        max_size=4,
    ),
    WIDTHS,
)
def test_lines_of_any_numbers_fit(values: list[list[float | None]], width: int) -> None:
    """Rows of huge, tiny, equal or missing numbers fit, and every number is shown."""
    line = chart(*map(tuple, values))
    found = layout_rows(line, width)
    assert all(text_width(row) <= max(width, 2) for row in found)
    if width > 60:
        told = "".join(map(shown, found)).replace(" ", "")
        assert all(number.replace(" ", "") in told for plot in line.series for number in plot.shown)
