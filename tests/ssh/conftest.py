"""Fixtures: a real server on a free port, in the test's process or in one of its own."""

import resource
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import asyncssh
import pytest
from attrs import frozen

from bindertui.cli.server import build_context
from bindertui.services.access_directory import AccessDirectory
from bindertui.services.library import Library
from bindertui.services.live import SharedLibrary
from bindertui.settings import Settings
from bindertui.ssh.context import ServerLimits
from bindertui.ssh.server import Server
from tests.cli.conftest import FILES as VERBS_FILES
from tests.conftest import WriteBinder, written
from tests.keys import key_pair
from tests.ssh.guarded_server import GuardedServer
from tests.ssh.server_process import start_server, write_access_file

FILES = {
    "sections/one.yaml": """\
title: {en: The first section, fr: La première section}
summary: {en: What comes first., fr: Ce qui vient en premier.}
body:
  - text: {en: A paragraph that stands in the first section., fr: Un paragraphe de la première section.}
""",
    "sections/two.yaml": """\
title: {en: The second section, fr: La deuxième section}
body:
  - text: {en: Something else entirely., fr: Tout autre chose.}
""",
}


_USUAL = ServerLimits()


@frozen
class RunningServer:
    """A server in this process.

    Attributes:
        port: its port on 127.0.0.1.
        server: the server.
        folder: the binder.
        settings: its settings.
        access: its access file.
    """

    port: int
    server: Server
    folder: Path
    settings: Settings
    access: Path


@frozen
class Keys:
    """The keys of two users, and a key that is not in the access file."""

    rita: asyncssh.SSHKey
    ed: asyncssh.SSHKey
    stranger: asyncssh.SSHKey


@pytest.fixture(scope="session")
def keys() -> Keys:
    """Create the keys once for all tests."""
    return Keys(*(asyncssh.generate_private_key("ssh-ed25519") for _ in range(3)))


def access(keys: Keys, anonymous: str = "none") -> str:
    """Return an access file in which Rita is a reader and Ed an editor."""
    people = "".join(
        f"  - name: {name}\n    role: {role}\n    keys: ['{key.export_public_key().decode().strip()}']\n"
        for name, role, key in (("rita", "reader", keys.rita), ("ed", "editor", keys.ed))
    )
    return f"anonymous: {anonymous}\npeople:\n{people}"


class Serve(Protocol):
    """Starts a server in this process."""

    def __call__(
        self, limits: ServerLimits = ..., *, folder: Path | None = None, anonymous: str = "none"
    ) -> AbstractAsyncContextManager[RunningServer]:
        """Return a context manager that runs the server."""


@pytest.fixture
def serve(tmp_path: Path, write_binder: WriteBinder, keys: Keys) -> Serve:
    """Return a function that serves a small binder, or another one."""

    @asynccontextmanager
    async def served(
        limits: ServerLimits = _USUAL, *, folder: Path | None = None, anonymous: str = "none"
    ) -> AsyncIterator[RunningServer]:
        place = folder or write_binder(FILES, "small")
        file = tmp_path / "access.yaml"
        file.write_text(access(keys, anonymous))
        environment = {"XDG_STATE_HOME": f"{tmp_path}/state", "XDG_CACHE_HOME": f"{tmp_path}/cache", "LC_ALL": "C"}
        settings = Settings.resolve(environment, binder=place)
        library = SharedLibrary.open_all(Library.open(settings))
        directory = AccessDirectory(file, print)
        server = Server(build_context(library, settings, directory, limits))
        directory.subscribe(server.close_revoked)
        port = await server.listen("127.0.0.1", 0, [asyncssh.generate_private_key("ssh-ed25519")])
        try:
            yield RunningServer(port, server, place, settings, file)
        finally:
            await server.stop()
            library.close()

    return served


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedServer]:
    """Start a server process with a reader, an editor and an admin; Eve's key is not in the access file."""
    folder = tmp_path_factory.mktemp("attacked")
    binder = written(folder / "binder", VERBS_FILES)
    write_access_file(folder, rita="reader", ed="editor", ada="admin")
    key_pair(folder / "eve")
    with start_server(folder, binder, "--metrics=0") as served:
        yield GuardedServer(served, binder)


@pytest.fixture
async def guarded(attacked: GuardedServer) -> AsyncIterator[GuardedServer]:
    """Return that server, and check after the test that it still serves."""
    attacked.skip_events()
    yield attacked
    await attacked.check_serves()


@pytest.fixture
def raise_file_limit() -> Iterator[Callable[[int], None]]:
    """Raise the limit of open files, or skip the test if the system does not allow it."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    def let(count: int) -> None:
        if before[1] != resource.RLIM_INFINITY and before[1] < count:
            pytest.skip(f"this system lets a process have {before[1]} files open, and {count} are needed")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], count), before[1]))

    yield let
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
