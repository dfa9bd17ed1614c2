"""The options of a benchmark run."""

from attrs import frozen

from bench.terminal import NARROW, WIDE


@frozen
class Options:
    """How much to measure; the attributes are the keys of the options in the JSON output.

    Attributes:
        sections: the size of the generated binder; 0 measures only the shipped binder where that is possible.
        rounds: pairs of measurements for each figure.
        keys: how many times to press each key.
        passages: the sizes of the generated binders to search.
        sizes: the terminal sizes to press keys in.
        sessions: numbers of simultaneous SSH sessions.
        in_a_row: the number of consecutive SSH sessions.
        idle: seconds to count the bytes sent to an idle session.
    """

    sections: int = 10_000
    rounds: int = 7
    keys: int = 110
    passages: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    sizes: tuple[tuple[int, int], ...] = (NARROW, WIDE)
    sessions: tuple[int, ...] = (50, 100, 200)
    in_a_row: int = 1000
    idle: float = 10.0

    @classmethod
    def quick(cls) -> "Options":
        """Return the smallest options, to test that a benchmark works; its figures mean nothing."""
        return cls(sections=30, rounds=1, keys=2, passages=(300,), sizes=(NARROW,), sessions=(3,), in_a_row=5, idle=1.0)
