"""A real server on a port of its own, in the test's own process."""

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
from tests.ssh.guarded import Guarded
from tests.ssh.serving import admitted, serving

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
class Serving:
    """A server that runs.

    Attributes:
        port: where it listens, on 127.0.0.1.
        server: the server.
        folder: the binder it serves.
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
    """The keys of those who may come in, and one of somebody who may not."""

    rita: asyncssh.SSHKey
    ed: asyncssh.SSHKey
    stranger: asyncssh.SSHKey


@pytest.fixture(scope="session")
def keys() -> Keys:
    """A key for each."""
    return Keys(*(asyncssh.generate_private_key("ssh-ed25519") for _ in range(3)))


def access(keys: Keys, anonymous: str = "none") -> str:
    """An access file: Rita reads, Ed edits."""
    people = "".join(
        f"  - name: {name}\n    role: {role}\n    keys: ['{key.export_public_key().decode().strip()}']\n"
        for name, role, key in (("rita", "reader", keys.rita), ("ed", "editor", keys.ed))
    )
    return f"anonymous: {anonymous}\npeople:\n{people}"


class Serve(Protocol):
    """Serves a small binder, or another."""

    def __call__(
        self, bounds: ServerLimits = ..., *, folder: Path | None = None, anonymous: str = "none"
    ) -> AbstractAsyncContextManager[Serving]:
        """The server while it runs."""


@pytest.fixture
def serve(tmp_path: Path, write_binder: WriteBinder, keys: Keys) -> Serve:
    """Serves a small binder, or another."""

    @asynccontextmanager
    async def served(
        bounds: ServerLimits = _USUAL, *, folder: Path | None = None, anonymous: str = "none"
    ) -> AsyncIterator[Serving]:
        place = folder or write_binder(FILES, "small")
        file = tmp_path / "access.yaml"
        file.write_text(access(keys, anonymous))
        environment = {"XDG_STATE_HOME": f"{tmp_path}/state", "XDG_CACHE_HOME": f"{tmp_path}/cache", "LC_ALL": "C"}
        settings = Settings.resolve(environment, binder=place)
        library = SharedLibrary.open_all(Library.open(settings))
        roster = AccessDirectory(file, print)
        server = Server(build_context(library, settings, roster, bounds))
        roster.subscribe(server.close_revoked)
        port = await server.listen("127.0.0.1", 0, [asyncssh.generate_private_key("ssh-ed25519")])
        try:
            yield Serving(port, server, place, settings, file)
        finally:
            await server.stop()
            library.close()

    return served


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server for a reader, an editor and an admin, as an operator starts it; Eve has a key that is nobody's."""
    folder = tmp_path_factory.mktemp("attacked")
    binder = written(folder / "binder", VERBS_FILES)
    admitted(folder, rita="reader", ed="editor", ada="admin")
    key_pair(folder / "eve")
    with serving(folder, binder, "--metrics=0") as served:
        yield Guarded(served, binder)


@pytest.fixture
async def guarded(attacked: Guarded) -> AsyncIterator[Guarded]:
    """A server that must serve after the test as before."""
    attacked.begin()
    yield attacked
    await attacked.serves()


@pytest.fixture
def many_files() -> Iterator[Callable[[int], None]]:
    """Lets this process have so many files open; where it may not, the test is skipped."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    def let(count: int) -> None:
        if before[1] != resource.RLIM_INFINITY and before[1] < count:
            pytest.skip(f"this system lets a process have {before[1]} files open, and {count} are needed")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], count), before[1]))

    yield let
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
