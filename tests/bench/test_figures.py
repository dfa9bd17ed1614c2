"""Figures: how they are computed from measurements, and when a budget is met."""

import json

import pytest
from bench.figures import grade_figure, measure_pairs, percentile, ratio_figure, to_json, value_figure


def test_a_ratio_comes_from_pairs() -> None:
    """The ratio is the median of the ratios of the pairs, so that a slow moment affects both sides alike."""
    figure = ratio_figure("start", "ms", [(10, 5), (300, 100), (12, 5)], beside="the floor", budget=2.4)
    assert (figure.value, figure.floor, figure.ratio) == (12, 5, 2.4)
    assert (figure.met, figure.rounds, figure.spread) == (True, 3, (10, 300))


@pytest.mark.parametrize(("budget", "met"), [(None, None), (7.9, False), (8.0, True)])
def test_a_budget_is_met_or_missed(budget: float | None, met: bool | None) -> None:
    """Without a baseline, the budget applies to the value; without a budget, there is no verdict."""
    assert value_figure("key", "ms", 8, [6, 8], budget=budget).met is met


@pytest.mark.parametrize(("budget", "met"), [(None, None), (0.75, True), (0.76, False)])
def test_grades_have_a_minimum(budget: float | None, met: bool | None) -> None:
    """The budget of grades is a minimum of their mean."""
    figure = grade_figure("recall", [1.0, 0.5], budget=budget)
    assert (figure.value, figure.at_least, figure.met) == (0.75, True, met)


@pytest.mark.parametrize(("part", "value"), [(0.0, 1), (0.5, 51), (0.95, 96), (1.0, 100)])
def test_percentiles(part: float, value: float) -> None:
    """A percentile is one of the values."""
    assert percentile(range(1, 101), part) == value


def test_subject_and_baseline_alternate() -> None:
    """Neither side is always measured first, and the warm-up is not counted."""
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return len(order)

    pairs = measure_pairs(2, lambda: side("thing"), lambda: side("floor"), lambda _: None)
    assert order == ["floor", "thing", "thing", "floor", "floor", "thing"]
    assert pairs == [(3, 4), (6, 5)]


def test_the_output_is_json() -> None:
    """The document has the benchmark, the machine, and each figure with its budget."""
    figure = value_figure("key", "ms", 8, [6, 8], budget=50)
    read = json.loads(to_json("reader", {"keys": 2}, [figure], {"absent": ["lnav"]}))
    assert read["bench"] == "reader"
    assert read["machine"]["processors"] >= 1
    assert read["figures"][0]["met"] is True
    assert read["absent"] == ["lnav"]
