"""What is said when an address cannot be had to listen on."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from bindertui.errors import BinderError, system_words
from bindertui.speech import Wording, wording


class ListeningError(BinderError):
    """Nothing can listen on an address."""


@contextmanager
def listening(option: str, host: str, port: int) -> Iterator[None]:
    """Say in a sentence why what is begun here cannot listen.

    Args:
        option: that of the command line that names the port.
        host: the address to listen on.
        port: the port.

    Raises:
        ListeningError: the address cannot be had.
    """
    try:
        yield
    except OSError as error:
        raise ListeningError(_words(error, option, host, port)) from None


def _words(error: OSError, option: str, host: str, port: int) -> Wording:
    if error.errno == errno.EADDRINUSE:
        return wording(
            "Port {port} of {host} is taken already. Name another one with {option}; 0 picks one that is free.",
            port=port,
            host=host,
            option=option,
        )
    # What asyncio says of it is meant for programmers.
    plain = error if isinstance(error, socket.gaierror) else OSError(error.errno, os.strerror(error.errno or 0))
    return wording(
        "Nothing can listen on port {port} of {host}: {reason}.", port=port, host=host, reason=system_words(plain)
    )
