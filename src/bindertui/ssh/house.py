"""What all sessions of a server share, and who of them is there."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import Factory, define, field

from bindertui.errors import BinderError, ExitCode
from bindertui.services.access import Role, may
from bindertui.services.people import People
from bindertui.services.remote import Opening
from bindertui.speech import wording
from bindertui.ssh.attendance import Records
from bindertui.ssh.beginnings import Beginnings
from bindertui.ssh.bounds import Bounds
from bindertui.ssh.commands import Commands
from bindertui.ssh.session import Session
from bindertui.ssh.showing import Showing
from bindertui.ssh.tidying import Tidying
from bindertui.ssh.timing import timed
from bindertui.ssh.visit import MakeApp


class FullError(BinderError):
    """There are as many sessions as there may be."""

    exit_code = ExitCode.DENIED


@define
class House:
    """What the sessions of a server share.

    Attributes:
        people: tells who may come in, as the access file is now.
        make_app: makes the app of a visit.
        opening: what a command line asks of the app; None if it asks for a command.
        changing: the address that a command line asks to change; None if it changes nothing.
        commands: runs commands.
        bounds: how many may be here, and how long.
        records: where it is noted what they do.
        language: of those who do not say theirs.
        sessions: the sessions in which something runs.
        beginnings: has apps begin one after another.
        tidying: takes down what apps leave behind.
    """

    people: Callable[[], People]
    make_app: MakeApp
    opening: Callable[[str], Opening | None]
    changing: Callable[[str], str | None]
    commands: Commands
    bounds: Bounds = field(factory=Bounds)
    records: Records = field(factory=Records)
    language: str = "en"
    sessions: set[Session] = field(init=False, factory=set)
    beginnings: Beginnings = field(init=False, default=Factory(lambda self: Beginnings(self.bounds.beginning), True))  # noqa: FBT003 - as attrs has it
    tidying: Tidying = field(init=False, factory=Tidying)
    _shown: Counter[str | None] = field(init=False, factory=Counter)

    @property
    def heard(self) -> float:
        """When a key last came from anybody, by the clock of the loop; 0 if nobody is here."""
        return max((session.heard for session in self.sessions), default=0.0)

    @contextmanager
    def present(self, session: Session) -> Iterator[None]:
        """A session in which something runs."""
        self.sessions.add(session)
        try:
            yield
        finally:
            self.sessions.discard(session)

    @contextmanager
    def showing(self, session: Session, showing: Showing) -> Iterator[None]:
        """An app that runs, for as long as one may.

        Raises:
            FullError: there are too many already.
        """
        name = session.who.name
        if self._shown.total() >= self.bounds.sessions and not may(session.who, Role.ADMIN):
            raise FullError(wording("The server has as many sessions as it takes. Try again later."))
        if self._shown[name] >= self.bounds.each:
            raise FullError(wording("You have as many sessions open here as one person may. Close one first."))
        self._shown[name] += 1
        timing = asyncio.get_running_loop().create_task(timed(showing, self.bounds))
        try:
            yield
        finally:
            timing.cancel()
            self.tidying.ended()
            self._shown[name] -= 1
            self._shown += Counter()
