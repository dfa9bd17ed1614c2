"""OpenSSH's own server on a free port, with keys that run `bindertui remote`."""

import contextlib
import getpass
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from tests.helpers import PATIENCE
from tests.keys import key_pair
from tests.programs import find_program


@frozen
class Sshd:
    """A running server.

    Attributes:
        folder: has the server's files and each user's key.
        port: its port on 127.0.0.1.
    """

    folder: Path
    port: int

    def ssh(self, name: str, *options: str) -> list[str]:
        """Return the first words of a command line of OpenSSH's client, with a user's key."""
        usual = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentityAgent=none")
        settings = [word for each in (*usual, "IdentitiesOnly=yes", "BatchMode=yes") for word in ("-o", each)]
        who = f"{getpass.getuser()}@127.0.0.1"
        return ["ssh", "-F", "none", *settings, *options, "-i", str(self.folder / name), "-p", str(self.port), who]

    def run(self, name: str, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a user's command without a terminal."""
        command = [*self.ssh(name), *words]
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=PATIENCE, check=False)


def remote(binder: Path, name: str, role: str) -> str:
    """Return the forced command of a key."""
    return f"{sys.executable} -m bindertui remote -b {binder} --name {name} --role {role}"


@contextmanager
def sshd(folder: Path, binder: Path, *more: str, **people: str) -> Iterator[Sshd]:
    """Start a server for users with roles; additional lines come first in its configuration."""
    lines = []
    for name, role in people.items():
        key = key_pair(folder / name)
        lines.append(f'restrict,pty,command="{remote(binder, name, role)}" {key}\n')
    (folder / "authorized_keys").write_text("".join(lines))
    key_pair(folder / "host_key")
    port = free_port()
    configuration = (
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {folder}/host_key",
        f"AuthorizedKeysFile {folder}/authorized_keys",
        f"PidFile {folder}/pid",
        f"SetEnv XDG_STATE_HOME={folder}/state XDG_CACHE_HOME={folder}/cache",
        "AcceptEnv LANG LC_* NO_COLOR COLORTERM",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        # The test's own folders may be world-writable.
        "StrictModes no",
        *more,
    )
    (folder / "sshd_config").write_text("\n".join(configuration) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    program = find_program("sshd")
    assert program is not None
    log = (folder / "sshd.log").open("w")
    with log:
        process = subprocess.Popen([program, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
    try:
        _wait(port, process, folder / "sshd.log")
        yield Sshd(folder, port)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server listens."""
    while True:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            return
