"""Figures: what is computed from measurements, and when a budget is met."""

import json

import pytest
from bench.figures import against, alone, document, graded, interleaved, percentile


def test_a_ratio_comes_from_pairs() -> None:
    """The ratio is the median of the pairs' own ratios, so that a slow moment hits both sides alike."""
    figure = against("start", "ms", [(10, 5), (300, 100), (12, 5)], beside="the floor", budget=2.4)
    assert (figure.value, figure.floor, figure.ratio) == (12, 5, 2.4)
    assert (figure.met, figure.rounds, figure.spread) == (True, 3, (10, 300))


@pytest.mark.parametrize(("budget", "met"), [(None, None), (7.9, False), (8.0, True)])
def test_a_budget_is_met_or_missed(budget: float | None, met: bool | None) -> None:
    """A figure that stands alone is held against its value; without a budget nothing is said."""
    assert alone("key", "ms", 8, [6, 8], budget=budget).met is met


@pytest.mark.parametrize(("budget", "met"), [(None, None), (0.75, True), (0.76, False)])
def test_grades_are_to_reach_their_budget(budget: float | None, met: bool | None) -> None:
    """Of grades, more is better: the budget is the least that their mean may be."""
    figure = graded("recall", [1.0, 0.5], budget=budget)
    assert (figure.value, figure.at_least, figure.met) == (0.75, True, met)


@pytest.mark.parametrize(("part", "value"), [(0.0, 1), (0.5, 51), (0.95, 96), (1.0, 100)])
def test_percentiles(part: float, value: float) -> None:
    """A percentile is one of the values."""
    assert percentile(range(1, 101), part) == value


def test_the_two_sides_take_turns_at_going_first() -> None:
    """Neither side is measured always before the other, and what warms them up is not counted."""
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return len(order)

    pairs = interleaved(2, lambda: side("thing"), lambda: side("floor"), lambda _: None)
    assert order == ["floor", "thing", "thing", "floor", "floor", "thing"]
    assert pairs == [(3, 4), (6, 5)]


def test_a_document_is_json() -> None:
    """The document says what was run, where, and each figure with its budget."""
    figure = alone("key", "ms", 8, [6, 8], budget=50)
    read = json.loads(document("reader", {"keys": 2}, [figure], {"absent": ["lnav"]}))
    assert read["bench"] == "reader"
    assert read["machine"]["processors"] >= 1
    assert read["figures"][0]["met"] is True
    assert read["absent"] == ["lnav"]
