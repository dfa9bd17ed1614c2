"""What is noted of one connection: who came from where, what they did, and how much went to and fro."""

from collections.abc import Mapping
from functools import partial
from time import monotonic
from uuid import uuid4

from attrs import define, evolve, field

from bindertui._frozen import frozen
from bindertui.errors import ExitCode
from bindertui.model.access import key_fingerprint
from bindertui.services.access import User
from bindertui.services.audit import Audit, AuditEvent, ConnectionInfo, NoAudit
from bindertui.services.rate_limit import LoginRateLimiter
from bindertui.ssh.channel import RefusedRequest
from bindertui.ssh.metrics import Metric, Metrics, NoMetrics

_LONGEST = 1_000
"""Characters of what a client sends that are noted."""
_MOST_REFUSED = 20
"""Refusals of one connection that are noted; the others are only counted."""
_OUTCOMES: Mapping[int, str] = {
    ExitCode.DONE: "saved",
    ExitCode.INVALID: "invalid",
    ExitCode.CONFLICT: "stale",
    ExitCode.DENIED: "denied",
    ExitCode.INTERRUPTED: "interrupted",
}
"""What the exit code of `set` says, in the words of `services.outcomes.kind_of`; any other, that it failed."""
_LATE = 10.0
"""Seconds after which what is drawn has nothing to do with the last key."""


@frozen
class Telemetry:
    """Where a server notes what happens, for all connections.

    Attributes:
        audit: what people do.
        metrics: the metrics of the server.
        login_limiter: the rate limit for connections of one address.
    """

    audit: Audit = field(factory=NoAudit)
    metrics: Metrics = field(factory=NoMetrics)
    login_limiter: LoginRateLimiter = field(factory=LoginRateLimiter)


@define
class ConnectionLog:
    """One connection.

    Attributes:
        visitor: who it is, as far as that is known.
    """

    _records: Telemetry
    _origin: str
    visitor: ConnectionInfo = field(init=False)
    _since: float = field(init=False, factory=monotonic)
    _admitted: bool = field(init=False, default=False)
    _user: str | None = field(init=False, default=None)
    _tried: int = field(init=False, default=0)
    _refused: int = field(init=False, default=0)
    _received: int = field(init=False, default=0)
    _sent: int = field(init=False, default=0)
    _typed: float | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        self.visitor = ConnectionInfo(self._origin, uuid4().hex[:12])

    # Coming and going

    def arrive(self) -> bool:
        """Whether the connection may be made at all."""
        self._admitted = self._records.login_limiter.admit(self._origin)
        if not self._admitted:
            self._refuse_unnamed("too many attempts")
        return self._admitted

    def name(self, user: str) -> None:
        """They begin to log in, and call themselves something; it decides nothing."""
        self._user = user[:_LONGEST]

    def try_key(self) -> None:
        """Another key was tried, which may be nobody's."""
        self._tried += 1

    def log_in(self, who: User, key: str) -> None:
        """Somebody has proved who they are.

        Args:
            who: who they are.
            key: the key they came with, in base64; empty without one.
        """
        shown = key_fingerprint(key) if key else None
        self.visitor = evolve(self.visitor, name=who.name, role=who.role, key=shown)
        self._records.metrics.add(Metric.LOGINS, who.role)
        self.note(AuditEvent.LOGIN, user=self._user or "")

    def leave(self) -> None:
        """The connection has ended."""
        if not self._admitted:
            return
        if self.visitor.role is not None:
            seconds = round(monotonic() - self._since, 3)
            self.note(AuditEvent.LOGOUT, seconds=seconds, received=self._received, sent=self._sent)
        elif self._tried:
            self._records.login_limiter.record_failure(self._origin)
            self._turned_away("no key that is known")
        elif self._user is not None:
            # A client that tried no key has guessed nothing: its connection counts, a failure does not.
            self._turned_away("no key")
        else:
            # A client that was called off, or something that looks for servers, as often as it likes.
            self._refuse_unnamed("no login")

    def _refuse_unnamed(self, reason: str) -> None:
        """Count a refused connection that sent no user name, and log it unless its address was logged just now."""
        self._records.metrics.add(Metric.REFUSALS, reason)
        if self._records.login_limiter.should_log(self._origin):
            self.note(AuditEvent.REFUSED, reason=reason)

    def _turned_away(self, reason: str) -> None:
        self._records.metrics.add(Metric.REFUSALS, reason)
        self.note(AuditEvent.REFUSED, reason=reason, keys=self._tried, user=self._user or "")

    # What goes to and fro

    def received(self, size: int, *, typed: bool) -> None:
        """So many bytes have come; they are keys if an app hears them."""
        self._received += size
        self._records.metrics.add(Metric.RECEIVED, amount=size)
        if typed and self._typed is None:
            self._typed = monotonic()

    def sent(self, size: int) -> None:
        """So many bytes were sent; the first after a key are what it changed."""
        self._sent += size
        self._records.metrics.add(Metric.SENT, amount=size)
        typed, self._typed = self._typed, None
        if typed is not None and (seconds := monotonic() - typed) < _LATE:
            self._records.metrics.observe_key(seconds)

    # What is done

    def note(self, deed: AuditEvent, **details: str | float) -> None:
        """Note what they have done."""
        if deed is AuditEvent.EDITED:
            self._records.metrics.add(Metric.SAVES, str(details["outcome"]))
        self._records.audit.note(deed, self.visitor, **details)

    def refuse(self, wish: RefusedRequest, wanted: str = "") -> None:
        """They have asked for what they never get.

        Args:
            wish: what it was.
            wanted: which one, in their words.
        """
        self._records.metrics.add(Metric.REFUSALS, wish)
        self._refused += 1
        if self._refused <= _MOST_REFUSED:
            self.note(AuditEvent.REFUSED, reason=wish, **({"wanted": wanted[:_LONGEST]} if wanted else {}))

    def wrote(self, what: str, code: int) -> None:
        """A command that was to change something has ended.

        Args:
            what: the address.
            code: its exit code, which says what came of it.
        """
        self.note(AuditEvent.EDITED, changed=what[:_LONGEST], outcome=_OUTCOMES.get(code, "failed"))

    def ran(self, line: str, code: int) -> None:
        """A command has ended."""
        self._records.metrics.add(Metric.COMMANDS, str(int(code)))
        self.note(AuditEvent.RAN, command=line[:_LONGEST], code=int(code))

    def opened(self) -> "partial[None]":
        """An app is shown; what comes back says that it has ended."""
        count = partial(self._records.metrics.add, Metric.SESSIONS, str(self.visitor.role))
        count(amount=1)
        return partial(count, amount=-1)
