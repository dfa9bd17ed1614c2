"""Other programs that show text in a terminal: measured where they are installed, named as absent where not."""

import shutil
from pathlib import Path

from attrs import frozen

PAGE_DOWN = b"\x1b[6~"


@frozen
class Peer:
    """A program to measure beside the app.

    Attributes:
        name: the program's name.
        command: the program and its arguments.
        marker: a text that shows that it is ready.
        page_down: the key that turns the page.
        home: the key that goes back to the first page.
    """

    name: str
    command: tuple[str, ...]
    marker: str
    page_down: bytes = PAGE_DOWN
    home: bytes = b"g"


def starting(markdown: Path, marker: str) -> tuple[list[Peer], list[str]]:
    """The peers for the start of a program, and the names of those that are absent.

    Args:
        markdown: the page to show, as Markdown.
        marker: how its text starts.
    """
    return _present(
        Peer("frogmouth", ("frogmouth", str(markdown)), marker),
        Peer("harlequin", ("harlequin",), "Query Editor"),
    )


def paging(text: Path, markdown: Path, markers: tuple[str, str]) -> tuple[list[Peer], list[str]]:
    """The peers for turning pages, and the names of those that are absent.

    Args:
        text: a whole binder as plain text.
        markdown: one document of it as Markdown.
        markers: how either starts.
    """
    return _present(
        Peer("less", ("less", str(text)), markers[0]),
        Peer("lnav", ("lnav", "-q", str(text)), markers[0]),
        Peer("frogmouth", ("frogmouth", str(markdown)), markers[1], home=b"\x1b[H"),
    )


def _present(*peers: Peer) -> tuple[list[Peer], list[str]]:
    found, absent = [], []
    for peer in peers:
        program = shutil.which(peer.command[0])
        if program is None:
            absent.append(peer.name)
        else:
            found.append(Peer(peer.name, (program, *peer.command[1:]), peer.marker, peer.page_down, peer.home))
    return found, absent
