"""How far a reader has come in the tour, kept between runs."""

from pathlib import Path

from attrs import evolve

from bindertui.store import state
from bindertui.values import frozen


@frozen
class Touring:
    """What is known of a reader and the tour: a value.

    Attributes:
        file: where it is kept.
        step: the step to go on with, counted from 0.
        known: whether the reader has taken the tour, or does not want it to be offered.
    """

    file: Path
    step: int = 0
    known: bool = False

    @classmethod
    def load(cls, folder: Path) -> "Touring":
        """What is kept below a state folder; a file that cannot be read still says that the tour is known."""
        file = folder / "tour.json"
        written = state.load(file)
        step = written.get("step") if isinstance(written, dict) else None
        return cls(file, step if isinstance(step, int) and step >= 0 else 0, file.exists())

    def at(self, step: int) -> "Touring":
        """The tour at another step; it is known from then on."""
        return evolve(self, step=step, known=True)

    def save(self) -> None:
        """Keep it for the next run; `OSError` if the folder cannot be written."""
        state.save(self.file, {"step": self.step})
