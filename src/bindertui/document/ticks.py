"""Round numbers for a scale."""

from math import ceil, floor, isfinite, log10

_INTERVALS = 4
_FROM_ZERO = 0.6
"""Up to which share of the greatest value the least may be for the scale to begin at zero."""


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the lowest value to above the highest, evenly apart; none where that cannot be."""
    if 0 <= low <= _FROM_ZERO * high or 0 <= low == high:
        low = 0.0
    elif _FROM_ZERO * low <= high <= 0 or low == high:
        high = 0.0
    span = high - low
    if not isfinite(span) or span > 1e15 or 0 < span < 1e-9:
        return []
    rough = (span or 1.0) / _INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [_whole(round(number * step, 12)) for number in range(first, max(last, first + 1) + 1)]


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
