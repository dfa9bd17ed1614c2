"""How much a run measures."""

from attrs import frozen

from bench.terminal import NARROW, WIDE


@frozen
class Options:
    """The options of a run.

    Attributes:
        sections: the size of the generated binder; 0 measures the shipped binder alone where that makes sense.
        rounds: pairs of measurements for each figure.
        keys: strokes of each key.
        passages: the sizes of the generated binders that are searched.
        sizes: the terminals that keys are pressed in.
    """

    sections: int = 10_000
    rounds: int = 7
    keys: int = 110
    passages: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    sizes: tuple[tuple[int, int], ...] = (NARROW, WIDE)

    @classmethod
    def quick(cls) -> "Options":
        """The least there is: to see that a benchmark works, not to learn anything from its figures."""
        return cls(sections=30, rounds=1, keys=2, passages=(300,), sizes=(NARROW,))
