"""Undo and redo: the texts of a draft, one after the other."""

from attrs import evolve

from bindertui.model.address import Path
from bindertui.values import frozen

_MOST = 10_000_000
"""Characters of earlier texts that are kept to go back to."""


@frozen
class Step:
    """A draft at a moment.

    Attributes:
        text: the whole text.
        path: the field that was changed to come here.
        typing: what was being typed in; a change that goes on in the same place is no step of its own.
    """

    text: str
    path: Path = ()
    typing: object = None


@frozen
class Steps:
    """A draft with what it was before, and what it was before that was undone: a value."""

    now: Step
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()

    def taken(self, step: Step) -> "Steps":
        """One step further; typing on in the same place belongs to the step that began there."""
        if step.text == self.now.text:
            return self
        if step.typing is not None and step.typing == self.now.typing and self.before:
            return Steps(step, self.before)
        return Steps(step, _fitting((*self.before, self.now)))

    def undone(self) -> "Steps":
        """A step back; itself at the first."""
        if not self.before:
            return self
        *before, last = self.before
        return Steps(evolve(last, typing=None), tuple(before), (self.now, *self.after))

    def redone(self) -> "Steps":
        """A step that was undone, again; itself at the last."""
        if not self.after:
            return self
        first, *after = self.after
        return Steps(evolve(first, typing=None), (*self.before, evolve(self.now, typing=None)), tuple(after))


def _fitting(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The newest of several steps that are not too much to keep."""
    kept = 0
    for position in range(len(steps) - 1, -1, -1):
        kept += len(steps[position].text)
        if kept > _MOST and position < len(steps) - 1:
            return steps[position + 1 :]
    return steps
