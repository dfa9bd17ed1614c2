"""The records of one connection: audit events, metrics, and failures for the login rate limit."""

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

_MAX_LENGTH = 1_000
"""Characters recorded of a text that a client sends."""
_MAX_REFUSALS = 20
"""Refusals recorded of one connection; the others are only counted."""
_OUTCOMES: Mapping[int, str] = {
    ExitCode.DONE: "saved",
    ExitCode.INVALID: "invalid",
    ExitCode.CONFLICT: "stale",
    ExitCode.DENIED: "denied",
    ExitCode.INTERRUPTED: "interrupted",
}
"""The outcome of `set` by its exit code, in the words of `outcome_kind`; any other code is a failure."""
_MAX_KEY_LATENCY = 10.0
"""Seconds after which output has nothing to do with the last key."""


@frozen
class Telemetry:
    """The audit trail, metrics and login rate limit of a server.

    Attributes:
        audit: the audit trail.
        metrics: the metrics.
        login_limiter: the login rate limit.
    """

    audit: Audit = field(factory=NoAudit)
    metrics: Metrics = field(factory=NoMetrics)
    login_limiter: LoginRateLimiter = field(factory=LoginRateLimiter)


@define
class ConnectionLog:
    """Records the events of one connection.

    Attributes:
        info: the client, as far as it is known.
    """

    _telemetry: Telemetry
    _address: str
    info: ConnectionInfo = field(init=False)
    _connected_at: float = field(init=False, factory=monotonic)
    _is_admitted: bool = field(init=False, default=False)
    _login_name: str | None = field(init=False, default=None)
    _keys_tried: int = field(init=False, default=0)
    _refusals: int = field(init=False, default=0)
    _bytes_received: int = field(init=False, default=0)
    _bytes_sent: int = field(init=False, default=0)
    _key_pressed_at: float | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        self.info = ConnectionInfo(self._address, uuid4().hex[:12])

    # Connection and login

    def admit(self) -> bool:
        """Return whether the login rate limit allows the connection."""
        self._is_admitted = self._telemetry.login_limiter.admit(self._address)
        if not self._is_admitted:
            self._refuse_unnamed("too many attempts")
        return self._is_admitted

    def start_login(self, name: str) -> None:
        """Note the name of a login; it does not decide who the user is."""
        self._login_name = name[:_MAX_LENGTH]

    def count_key(self) -> None:
        """Count a key that the client tries, known or not."""
        self._keys_tried += 1

    def log_in(self, user: User, key: str) -> None:
        """Record a login.

        Args:
            user: the user.
            key: the key in base64; empty without one.
        """
        fingerprint = key_fingerprint(key) if key else None
        self.info = evolve(self.info, name=user.name, role=user.role, key=fingerprint)
        self._telemetry.metrics.add(Metric.LOGINS, user.role)
        self.record(AuditEvent.LOGIN, user=self._login_name or "")

    def disconnect(self) -> None:
        """Record the end of the connection: a logout, or a failed login."""
        if not self._is_admitted:
            return
        if self.info.role is not None:
            seconds = round(monotonic() - self._connected_at, 3)
            self.record(AuditEvent.LOGOUT, seconds=seconds, received=self._bytes_received, sent=self._bytes_sent)
        elif self._keys_tried:
            self._telemetry.login_limiter.record_failure(self._address)
            self._refuse_login("no key that is known")
        elif self._login_name is not None:
            # A client that tried no key has guessed nothing: for the rate limit this is a connection, not a failure.
            self._refuse_login("no key")
        else:
            # A port scanner, or a client that was cancelled.
            self._refuse_unnamed("no login")

    def _refuse_unnamed(self, reason: str) -> None:
        """Count a refused connection that sent no user name, and record it unless its address was recorded just now."""
        self._telemetry.metrics.add(Metric.REFUSALS, reason)
        if self._telemetry.login_limiter.should_log(self._address):
            self.record(AuditEvent.REFUSED, reason=reason)

    def _refuse_login(self, reason: str) -> None:
        self._telemetry.metrics.add(Metric.REFUSALS, reason)
        self.record(AuditEvent.REFUSED, reason=reason, keys=self._keys_tried, user=self._login_name or "")

    # Traffic

    def count_received(self, size: int, *, is_typed: bool) -> None:
        """Count bytes from the client.

        Args:
            size: the number of bytes.
            is_typed: whether they are keys for an app; then the latency is measured.
        """
        self._bytes_received += size
        self._telemetry.metrics.add(Metric.RECEIVED, amount=size)
        if is_typed and self._key_pressed_at is None:
            self._key_pressed_at = monotonic()

    def count_sent(self, size: int) -> None:
        """Count bytes to the client; the first ones after a key end the measurement of its latency."""
        self._bytes_sent += size
        self._telemetry.metrics.add(Metric.SENT, amount=size)
        pressed_at, self._key_pressed_at = self._key_pressed_at, None
        if pressed_at is not None and (seconds := monotonic() - pressed_at) < _MAX_KEY_LATENCY:
            self._telemetry.metrics.observe_key(seconds)

    # User activity

    def record(self, event: AuditEvent, **details: str | float) -> None:
        """Record an audit event of this connection."""
        if event is AuditEvent.EDITED:
            self._telemetry.metrics.add(Metric.SAVES, str(details["outcome"]))
        self._telemetry.audit.record(event, self.info, **details)

    def refuse(self, request: RefusedRequest, wanted: str = "") -> None:
        """Record a refused request.

        Args:
            request: the kind of request.
            wanted: its argument, as the client sent it.
        """
        self._telemetry.metrics.add(Metric.REFUSALS, request)
        self._refusals += 1
        if self._refusals <= _MAX_REFUSALS:
            details = {"wanted": wanted[:_MAX_LENGTH]} if wanted else {}
            self.record(AuditEvent.REFUSED, reason=request, **details)

    def record_edit(self, address: str, code: int) -> None:
        """Record the end of a command that changes the binder.

        Args:
            address: the address it changes.
            code: its exit code.
        """
        self.record(AuditEvent.EDITED, changed=address[:_MAX_LENGTH], outcome=_OUTCOMES.get(code, "failed"))

    def record_command(self, line: str, code: int) -> None:
        """Record the end of a command."""
        self._telemetry.metrics.add(Metric.COMMANDS, str(int(code)))
        self.record(AuditEvent.RAN, command=line[:_MAX_LENGTH], code=int(code))

    def count_app(self) -> "partial[None]":
        """Count an app as open, and return the function that counts it as closed."""
        count = partial(self._telemetry.metrics.add, Metric.SESSIONS, str(self.info.role))
        count(amount=1)
        return partial(count, amount=-1)
