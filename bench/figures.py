"""Figures: measurements compared with a baseline and a budget, printed as one JSON document."""

import json
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any

from attrs import asdict, frozen


@frozen
class Figure:
    """One measured figure; its attributes are the keys in the JSON output.

    Attributes:
        name: what was measured.
        unit: the unit of `value` and `floor`.
        value: the median, or the percentile in the name.
        beside: the baseline measured in the same run; None for a figure without one.
        floor: the value of the baseline.
        ratio: `value` divided by `floor`: the median of the ratios of the single pairs.
        budget: the limit for the ratio, or without a baseline for the value; None if the figure is for information
            only.
        met: whether the budget is met; None without a budget.
        rounds: the number of measurements.
        spread: the smallest and the largest measurement.
        at_least: whether the budget is a minimum, not a maximum.
    """

    name: str
    unit: str
    value: float
    beside: str | None
    floor: float | None
    ratio: float | None
    budget: float | None
    met: bool | None
    rounds: int
    spread: tuple[float, float]
    at_least: bool = False


def ratio_figure(
    name: str, unit: str, pairs: Sequence[tuple[float, float]], *, beside: str, budget: float | None = None
) -> Figure:
    """Return the figure of pairs of measurements: the subject and its baseline, measured in turn."""
    values, floors = zip(*pairs, strict=True)
    ratio = median(value / floor for value, floor in pairs)
    met = None if budget is None else ratio <= budget
    digits = (round(median(values), 2), beside, round(median(floors), 2), round(ratio, 3))
    return Figure(name, unit, *digits, budget, met, len(pairs), _spread(values))


def value_figure(name: str, unit: str, value: float, values: Sequence[float], *, budget: float | None = None) -> Figure:
    """Return a figure without a baseline; `values` are the measurements behind its value."""
    met = None if budget is None else value <= budget
    return Figure(name, unit, round(value, 2), None, None, None, budget, met, len(values), _spread(values))


def grade_figure(name: str, grades: Sequence[float], *, budget: float | None = None) -> Figure:
    """Return the mean of grades from 0 to 1, where 1 is best; the budget is a minimum."""
    mean = sum(grades) / len(grades)
    met = None if budget is None else mean >= budget
    digits = (round(mean, 3), None, None, None, budget, met, len(grades), _spread(grades))
    return Figure(name, "of 1", *digits, at_least=True)


def percentile(values: Sequence[float], part: float) -> float:
    """Return the smallest value that is at least as large as a part (0 to 1) of all values."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


def measure_pairs(
    rounds: int, subject: Callable[[], float], floor: Callable[[], float], report: Callable[[str], None]
) -> list[tuple[float, float]]:
    """Measure a subject and its baseline in pairs, alternating which goes first.

    One measurement of each is discarded before, unless there is only one round.
    """
    if rounds > 1:
        floor()
        subject()
    pairs = []
    for number in range(rounds):
        if number % 2:
            baseline = floor()
            value = subject()
        else:
            value = subject()
            baseline = floor()
        report(f"  {number + 1}/{rounds}: {value:.1f}, baseline {baseline:.1f}")
        pairs.append((value, baseline))
    return pairs


def to_json(bench: str, options: Mapping[str, Any], figures: Sequence[Figure], notes: Mapping[str, Any]) -> str:
    """Return the JSON document of a run."""
    whole = {
        "bench": bench,
        "machine": _machine(),
        "options": dict(options),
        "figures": [asdict(figure) for figure in figures],
        **notes,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def log(message: str) -> None:
    """Print progress on stderr."""
    print(message, file=sys.stderr, flush=True)


def _machine() -> dict[str, Any]:
    try:
        load: list[float] | None = [round(part, 2) for part in os.getloadavg()]
    except OSError:
        load = None
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "textual": _version("textual"),
        "load": load,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return round(min(values), 2), round(max(values), 2)
