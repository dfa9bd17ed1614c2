"""The tour: steps that a reader takes by doing what they are about."""

from collections.abc import Callable

from attrs import evolve

from bindertui.model.address import Address
from bindertui.values import frozen


@frozen
class Seen:
    """What of the screen the tour looks at.

    Attributes:
        here: the place under the cursor.
        document: the id of the document that is open.
        asking: whether a query is being typed.
        found: the query whose answer is shown.
        stepped: how often the reader has gone from one match to another; of a single one it leads to itself.
        behind: how many places there are to go back to.
        details: whether the details are shown.
        covered: how often another screen was opened above.
    """

    here: Address
    document: str
    folded: frozenset[Address]
    asking: bool
    found: str
    stepped: int
    behind: int
    language: str
    details: bool
    marked: tuple[Address, ...]
    covered: int


@frozen
class Step:
    """A step of the tour.

    Attributes:
        name: what it is about; its sentence is said under this name.
        done: whether it has been taken, by what was seen when it began and what is seen now.
    """

    name: str
    done: Callable[[Seen, Seen], bool]


STEPS = (
    Step("move", lambda begun, now: now.here != begun.here),
    Step("open", lambda begun, now: now.document != begun.document),
    Step("fold", lambda begun, now: now.folded != begun.folded),
    Step("search", lambda _, now: now.asking and bool(now.found)),
    Step("take", lambda _, now: not now.asking and bool(now.found)),
    Step("next", lambda begun, now: now.stepped > begun.stepped),
    Step("back", lambda begun, now: now.behind < begun.behind),
    Step("language", lambda begun, now: now.language != begun.language),
    Step("details", lambda begun, now: now.details != begun.details),
    Step("bookmark", lambda begun, now: now.marked != begun.marked),
    Step("help", lambda begun, now: now.covered > begun.covered),
)
"""The steps; after the last one a word of farewell."""


@frozen
class Tour:
    """A tour that is being taken: a value.

    Attributes:
        step: which of the steps, counted from 0; after the last one it is over.
        begun: what was seen when the step began.
        praised: whether the step before has just been done.
        steps: those that can be taken.
    """

    step: int
    begun: Seen
    praised: bool = False
    steps: tuple[Step, ...] = STEPS

    @property
    def over(self) -> bool:
        """Whether every step is done."""
        return self.step >= len(self.steps)

    def looked(self, now: Seen) -> "Tour":
        """The tour after a look at the screen: at the next step, if this one is done."""
        return (
            self.skipped(now, praised=True) if not self.over and self.steps[self.step].done(self.begun, now) else self
        )

    def skipped(self, now: Seen, *, praised: bool = False) -> "Tour":
        """The tour at the next step."""
        return evolve(self, step=self.step + 1, begun=now, praised=praised)
