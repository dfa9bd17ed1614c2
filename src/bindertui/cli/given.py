"""What is given on stdin: all of it, or nothing."""

import os
import sys

import click

from bindertui.cli.options import stdin_size

_DIGITS = 32
"""More bytes than the size has that is told of anything."""


def given() -> bytes:
    """All that comes on stdin.

    Where a server hands it on, the server also tells its size once the client has come to the end. A pipe ends in the
    same way when the server dies, but then no size is told, and what came is half of something.

    Raises:
        click.Abort: the server has died before the client came to the end.
    """
    data = sys.stdin.buffer.read()
    descriptor = stdin_size()
    if descriptor is not None and os.read(descriptor, _DIGITS) != str(len(data)).encode():
        raise click.Abort
    return data
