"""Errors of `serve` before it listens: a message and the exit code of a usage error."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Spawn
from tests.ssh.server_process import start_server, write_access_file


@pytest.mark.parametrize("host", ["", "a..b", f"{'x' * 64}.example"])
def test_invalid_hosts(spawn: Spawn, binder: Path, tmp_path: Path, host: str) -> None:
    """An empty host would listen on all addresses, which is never meant."""
    write_access_file(tmp_path, rita="reader")
    refused = spawn("serve", binder, "--access", tmp_path / "access.yaml", "--host", host, "--port", "0")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith("--host needs an address or a host name; 0.0.0.0 listens on all addresses.\n")


@pytest.mark.parametrize("host", ["192.0.2.1", "no.invalid"])
def test_foreign_addresses(spawn: Spawn, binder: Path, tmp_path: Path, host: str) -> None:
    """An address of another machine is named in the message, without Python's own words."""
    write_access_file(tmp_path, rita="reader")
    refused = spawn("serve", binder, "--access", tmp_path / "access.yaml", "--host", host, "--port", "0")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert refused.err.startswith(f"Cannot listen on port 0 of {host}: ")
    assert host == "no.invalid" or "No such address on this machine." in refused.err
    assert "(" not in refused.err


def test_the_port_of_metrics_is_taken(spawn: Spawn, binder: Path, tmp_path: Path) -> None:
    """The message names the port and its option."""
    write_access_file(tmp_path, rita="reader")
    with start_server(tmp_path, binder, "--metrics=0") as served:
        port = served.log.partition("metrics at http://127.0.0.1:")[2].partition("/")[0]
        access = f"--access={tmp_path / 'access.yaml'}"
        refused = spawn("serve", binder, access, "--port=0", f"--metrics={port}")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"Port {port} of 127.0.0.1 is already in use. Choose another one with --metrics; 0 picks a free one.\n"
    )


def test_no_folder_for_temporary_files(binder: Path, tmp_path: Path) -> None:
    """Without a writable folder, the message asks for one."""
    write_access_file(tmp_path, rita="reader")
    command = [sys.executable, "-m", "bindertui", "serve", str(binder), f"--access={tmp_path / 'access.yaml'}"]
    refused = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command], capture_output=True, text=True, check=False, timeout=60
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "No folder for temporary files is writable. Set $TMPDIR to one that is.\n"
