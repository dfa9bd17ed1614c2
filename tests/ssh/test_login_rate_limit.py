"""The login rate limit on real connections."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

import asyncssh
import pytest
from prometheus_client import generate_latest

from bindertui.cli.commands.remote import parse_command
from bindertui.services.access_directory import AccessDirectory
from bindertui.services.audit import AuditTrail
from bindertui.services.rate_limit import LoginRateLimiter
from bindertui.settings import Settings
from bindertui.ssh.command_session import CommandRunner
from bindertui.ssh.connection_log import Telemetry
from bindertui.ssh.context import AppRequest, ServerContext
from bindertui.ssh.prometheus import PrometheusMetrics
from bindertui.ssh.server import Server
from bindertui.terminal.driver import DriverFactory
from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
from tests.helpers import complete_lines
from tests.keys import key_pair
from tests.ssh.server_process import ServerProcess, write_access_file


def _no_app(request: AppRequest, create_driver: DriverFactory) -> NoReturn:
    raise AssertionError("No test here opens the app.")


class Clock:
    """A clock that moves only when a test moves it."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the limiter."""
    return Clock()


@asynccontextmanager
async def limited(
    folder: Path, binder: Path, limiter: LoginRateLimiter
) -> AsyncIterator[tuple[ServerProcess, PrometheusMetrics]]:
    """Run a server in this process that limits connections from this machine too."""
    write_access_file(folder, rita="reader")
    access = AccessDirectory(folder / "access.yaml", print)
    audit = AuditTrail(folder / "audit.jsonl", print)
    metrics = PrometheusMetrics()
    telemetry = Telemetry(audit, metrics, login_limiter=limiter)
    settings = Settings.resolve(
        {"XDG_STATE_HOME": f"{folder}/state", "XDG_CACHE_HOME": f"{folder}/cache"}, binder=binder
    )
    server = Server(ServerContext(access, _no_app, parse_command, CommandRunner(settings), telemetry=telemetry))
    port = await server.listen("127.0.0.1", 0, [asyncssh.generate_private_key("ssh-ed25519")])
    try:
        yield ServerProcess(folder, None, port), metrics  # type: ignore[arg-type] # it is this process
    finally:
        await server.stop()
        audit.close()


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """Return a small binder."""
    return write_binder(FILES)


def exported(metrics: PrometheusMetrics) -> str:
    """Return the metrics in the text format of Prometheus."""
    return generate_latest(metrics.registry).decode()


def refusals(folder: Path) -> list[str]:
    """Return the reasons of refused connections in the audit trail."""
    lines = (json.loads(line) for line in complete_lines(folder / "audit.jsonl"))
    return [line["reason"] for line in lines if line["what"] == "refused"]


async def test_an_address_that_connects_too_often_is_refused(tmp_path: Path, binder: Path, clock: Clock) -> None:
    """Connections beyond the limit are closed, recorded once, and accepted again after a while."""
    limiter = LoginRateLimiter(burst=2, per_minute=1, limit_loopback=True, clock=clock)
    async with limited(tmp_path, binder, limiter) as (served, metrics):
        first, second = await served.connect("rita"), await served.connect("rita")
        for _ in range(3):
            with pytest.raises((asyncssh.ConnectionLost, ConnectionError)):
                await served.connect("rita")
        first.close()
        await first.wait_closed()
        clock.now += 61
        assert (await served.run("rita", "show unhcr#name --lang en"))[1] == b"Refugee Agency\n"
        second.close()
        assert 'bindertui_refusals_total{reason="too many attempts"} 3.0' in exported(metrics)
    assert refusals(tmp_path) == ["too many attempts"]


async def test_failed_logins_delay_the_next_attempt(tmp_path: Path, binder: Path, clock: Clock) -> None:
    """After failures even a known key is refused until some time has passed; then it is let in."""
    key_pair(tmp_path / "eve")
    limiter = LoginRateLimiter(burst=6, per_minute=1, failure_cost=2, limit_loopback=True, clock=clock)
    async with limited(tmp_path, binder, limiter) as (served, metrics):
        for _ in range(2):
            with pytest.raises(asyncssh.PermissionDenied):
                await served.connect("eve")
        with pytest.raises((asyncssh.ConnectionLost, ConnectionError)):
            await served.connect("rita")
        clock.now += 61
        assert (await served.run("rita", "show unhcr#name"))[0] == 0
        assert 'bindertui_refusals_total{reason="no key that is known"} 2.0' in exported(metrics)
    assert refusals(tmp_path) == ["no key that is known"] * 2 + ["too many attempts"]
