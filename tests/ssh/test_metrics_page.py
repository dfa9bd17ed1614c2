"""The page of counts: one path, and whatever else is asked gets an answer or nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bindertui.ssh.metrics_page import serve_metrics


@asynccontextmanager
async def page(text: str = "counts 1\n") -> AsyncIterator[int]:
    """The port of a page."""
    async with await serve_metrics(lambda: text, 0) as server:
        yield server.sockets[0].getsockname()[1]


async def asked(port: int, request: bytes) -> bytes:
    """What a request is answered with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    if not request.endswith(b"\r\n\r\n"):
        writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


async def test_the_counts_are_there() -> None:
    """With their type and their length, each time as they are."""
    async with page("counts é\n") as port:
        answer = await asked(port, b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
    assert b"Content-Length: 10" in head
    assert body.decode() == "counts é\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /metrics/../etc HTTP/1.1\r\n\r\n", b"404"),
        (b"POST /metrics HTTP/1.1\r\n\r\n", b"405"),
        (b"x\r\n\r\n", b"400"),
        (b"\x16\x03\x01", b"400"),
        (b"GET /metrics HTTP/1.1\r\n" + b"X: y\r\n" * 1_000 + b"\r\n", b""),
        (b"GET /" + b"x" * 100_000 + b"\r\n\r\n", b""),
    ],
)
async def test_whatever_else_is_asked(request_: bytes, status: bytes) -> None:
    """Other paths and methods are refused, nonsense ends the connection, and the page is still there."""
    async with page() as port:
        try:
            answer = await asked(port, request_)
        except OSError:
            answer = b""
        assert answer.split()[1:2] == ([status] if status else [])
        assert b"counts 1" in await asked(port, b"GET /metrics HTTP/1.0\r\n\r\n")
