"""Other terminal programs, to measure in comparison if they are installed."""

import shutil
from pathlib import Path

from attrs import frozen

PAGE_DOWN = b"\x1b[6~"


@frozen
class Peer:
    """A program to compare with the app.

    Attributes:
        name: the program's name.
        command: the program and its arguments.
        marker: a text on its screen once it is ready.
        page_down: the key for the next page.
        home: the key for the first page.
    """

    name: str
    command: tuple[str, ...]
    marker: str
    page_down: bytes = PAGE_DOWN
    home: bytes = b"g"


def startup_peers(markdown: Path, marker: str) -> tuple[list[Peer], list[str]]:
    """Return the installed peers for start-up, and the names of those that are missing.

    Args:
        markdown: the page to show, as Markdown.
        marker: the beginning of its text.
    """
    return _present(
        Peer("frogmouth", ("frogmouth", str(markdown)), marker),
        Peer("harlequin", ("harlequin",), "Query Editor"),
    )


def paging_peers(text: Path, markdown: Path, markers: tuple[str, str]) -> tuple[list[Peer], list[str]]:
    """Return the installed peers for paging, and the names of those that are missing.

    Args:
        text: a whole binder as plain text.
        markdown: one document of it as Markdown.
        markers: the beginnings of their texts.
    """
    return _present(
        Peer("less", ("less", str(text)), markers[0]),
        Peer("lnav", ("lnav", "-q", str(text)), markers[0]),
        Peer("frogmouth", ("frogmouth", str(markdown)), markers[1], home=b"\x1b[H"),
    )


def _present(*peers: Peer) -> tuple[list[Peer], list[str]]:
    found, missing = [], []
    for peer in peers:
        program = shutil.which(peer.command[0])
        if program is None:
            missing.append(peer.name)
        else:
            found.append(Peer(peer.name, (program, *peer.command[1:]), peer.marker, peer.page_down, peer.home))
    return found, missing
