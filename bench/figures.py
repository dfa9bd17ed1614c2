"""What a benchmark says: figures beside their floors, as one JSON document."""

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
    """One measured figure.

    Attributes:
        name: what was measured.
        unit: the unit of the value and of what it stands beside.
        value: the median, or the percentile the name says.
        beside: what was measured beside it in the same run; None for a figure that stands alone.
        floor: the value of that.
        ratio: how many times the floor the value is: the median of the ratios of the single pairs.
        budget: the most that the ratio (without a floor, the value) may be; None for information.
        met: whether it is kept; None without a budget.
        rounds: how many measurements the value comes from.
        spread: the least and the greatest of them.
        at_least: whether the budget is the least that the value may be, not the most.
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


def against(
    name: str, unit: str, pairs: Sequence[tuple[float, float]], *, beside: str, budget: float | None = None
) -> Figure:
    """The figure that pairs of measurements make: the thing itself, and its floor measured right beside it."""
    values, floors = zip(*pairs, strict=True)
    ratio = median(value / floor for value, floor in pairs)
    met = None if budget is None else ratio <= budget
    digits = (round(median(values), 2), beside, round(median(floors), 2), round(ratio, 3))
    return Figure(name, unit, *digits, budget, met, len(pairs), _spread(values))


def alone(name: str, unit: str, value: float, values: Sequence[float], *, budget: float | None = None) -> Figure:
    """A figure that no floor stands beside; `values` are what its value was taken from."""
    met = None if budget is None else value <= budget
    return Figure(name, unit, round(value, 2), None, None, None, budget, met, len(values), _spread(values))


def graded(name: str, grades: Sequence[float], *, budget: float | None = None) -> Figure:
    """The mean of grades from 0 to 1, of which 1 is the best: its budget is the least that it may be."""
    mean = sum(grades) / len(grades)
    met = None if budget is None else mean >= budget
    digits = (round(mean, 3), None, None, None, budget, met, len(grades), _spread(grades))
    return Figure(name, "of 1", *digits, at_least=True)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


def interleaved(
    rounds: int, thing: Callable[[], float], floor: Callable[[], float], say: Callable[[str], None]
) -> list[tuple[float, float]]:
    """Pairs of measurements, the two sides taking turns at going first.

    One of each before them is thrown away, unless a single round is wanted.
    """
    if rounds > 1:
        floor()
        thing()
    pairs = []
    for number in range(rounds):
        if number % 2:
            below = floor()
            value = thing()
        else:
            value = thing()
            below = floor()
        say(f"  {number + 1}/{rounds}: {value:.1f} beside {below:.1f}")
        pairs.append((value, below))
    return pairs


def document(bench: str, options: Mapping[str, Any], figures: Sequence[Figure], notes: Mapping[str, Any]) -> str:
    """The JSON document of a run."""
    whole = {
        "bench": bench,
        "machine": _machine(),
        "options": dict(options),
        "figures": [asdict(figure) for figure in figures],
        **notes,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def narrate(words: str) -> None:
    """Tell the person who waits what is going on."""
    print(words, file=sys.stderr, flush=True)


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
