"""Hyperlinks in terminals over SSH and on this machine."""

import re
from pathlib import Path

import pytest

from tests.conftest import WriteBinder
from tests.ssh.clients import connected, session
from tests.ssh.conftest import FILES, Keys, Serve
from tests.tui.terminal import terminal

_LINK = re.compile(rb"\x1b\]8;[^;]*;([^\x1b\x07]*)\x1b\\")
"""A sequence that begins a link, with where it leads, or ends one."""
_LINKS = {
    "partners/agency.yaml": """\
kind: organization
name: {en: The agency, fr: L’agence}
summary: {en: 'See [the report](https://example.org/r?a=1;b=2).', fr: 'Voir [le rapport](https://example.org/f).'}
links:
  - {label: {en: With an accent, fr: Accent}, url: 'https://example.org/été page'}
  - {label: {en: No web, fr: Autre}, url: 'file:///etc/passwd'}
  - {label: {en: A trap, fr: Piège}, url: "https://example.org/\\u009d52;c;eA==\\a\\e]52;c;eA==\\a"}
  - {label: {en: Endless, fr: Sans fin}, url: 'https://example.org/LONG'}
""".replace("LONG", "x" * 600),
}


@pytest.fixture
def linking(write_binder: WriteBinder) -> Path:
    """Return a binder with valid and hostile links."""
    return write_binder(FILES | _LINKS, "linking")


async def links(serve: Serve, keys: Keys, folder: Path, term: str) -> tuple[set[bytes], str]:
    """Return the link targets sent to a type of terminal, and its screen."""
    async with (
        serve(folder=folder) as serving,
        connected(serving.port, keys.rita) as connection,
        session(connection, "agency", size=(100, 40), term=term) as client,
    ):
        await client.wait_for("Endless")
        await client.quiet()
        assert client.raw.count(b"\x1b]") == len(_LINK.findall(client.raw))
        return set(_LINK.findall(client.raw)), client.text()


async def test_links_lead_to_the_web(serve: Serve, keys: Keys, linking: Path) -> None:
    """Terminals that may support hyperlinks get those to web pages, percent-encoded."""
    targets, _ = await links(serve, keys, linking, "xterm-256color")
    assert targets == {
        b"",
        b"https://example.org/r?a=1;b=2",
        b"https://example.org/%C3%A9t%C3%A9%20page",
        b"https://example.org/%5Cx9d52;c;eA==%5Cx07%5Cx1b]52;c;eA==%5Cx07",
    }


async def test_an_old_terminal_gets_none(serve: Serve, keys: Keys, linking: Path) -> None:
    """A terminal that might show the sequences as text gets none; its screen is the same."""
    targets, screen = await links(serve, keys, linking, "linux")
    assert not targets
    assert screen == (await links(serve, keys, linking, "xterm-256color"))[1]


def test_the_local_terminal(linking: Path, tmp_path: Path) -> None:
    """The local app has hyperlinks too."""
    with terminal("open", str(linking), "--at", "agency", folder=tmp_path) as run:
        run.wait_for("the report")
        assert b";https://example.org/r?a=1;b=2\x1b\\" in run.raw
