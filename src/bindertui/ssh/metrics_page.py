"""The page that Prometheus reads: one path, on this machine alone."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

HOST = "127.0.0.1"
"""Where the page is: on this machine alone."""
_PATIENCE = 5.0
"""Seconds a request may take."""
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LINES = 100
"""Lines of a request that are read."""


async def serve_metrics(text: Callable[[], str], port: int) -> asyncio.Server:
    """Answer to `GET /metrics` on a port of this machine.

    Args:
        text: the page as it is now.
        port: the port; 0 picks one.

    Raises:
        OSError: the port is taken.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever asks may go away at any time, or never say what they want.
        with suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            async with asyncio.timeout(_PATIENCE):
                writer.write(_answered(await _asked(reader), text))
                await writer.drain()
        writer.close()

    return await asyncio.start_server(answer, HOST, port, limit=1 << 13)


async def _asked(reader: asyncio.StreamReader) -> list[bytes]:
    """The words of the first line of a request."""
    first = await reader.readline()
    for _ in range(_LINES):
        if (await reader.readline()).strip() == b"":
            return first.split()
    raise ValueError


def _answered(words: list[bytes], text: Callable[[], str]) -> bytes:
    match words:
        case [b"GET", b"/metrics", *_]:
            return _page("200 OK", text())
        case [b"GET", *_]:
            return _page("404 Not Found", "There is only /metrics here.\n")
        case [_, _, *_]:
            return _page("405 Method Not Allowed", "There is only GET /metrics here.\n", "Allow: GET\r\n")
        case _:
            return _page("400 Bad Request", "That is no request.\n")


def _page(status: str, text: str, more: str = "") -> bytes:
    body = text.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {_TYPE}\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n\r\n"
    )
    return head.encode() + body
