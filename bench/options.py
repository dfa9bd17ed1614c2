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
        sessions: how many live at once over SSH.
        in_a_row: how many come and go there one after another.
        idle: seconds in which it is counted what is sent to somebody who does nothing.
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
        """The least there is: to see that a benchmark works, not to learn anything from its figures."""
        return cls(sections=30, rounds=1, keys=2, passages=(300,), sizes=(NARROW,), sessions=(3,), in_a_row=5, idle=1.0)
