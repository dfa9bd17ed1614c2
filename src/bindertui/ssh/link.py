"""How fast the line to a client is, and what follows from it for what it is sent."""

import socket
import struct
from enum import StrEnum

_SLOW = 0.15
"""Seconds to a client and back from which on a line counts as slow."""
_LEAST, _MOST = 0.1, 0.5
"""Seconds between two frames on a slow line."""
_ROUND_TRIP = 68
"""Where the system's account of a connection has the round trip, in microseconds."""


class Link(StrEnum):
    """What a line is taken for."""

    AUTO = "auto"
    SLOW = "slow"
    FAST = "fast"


def pause_of(link: Link, connection: socket.socket | None) -> float:
    """Seconds that are left between two frames.

    On a slow line what changes meanwhile is told once, as it is in the end; a frame on its way takes as long as the
    line does, and those behind it would only keep the answer to the next key waiting.

    Args:
        link: what the operator takes lines for.
        connection: the line, by which it is measured where it is to be; the log-in has gone to and fro on it.
    """
    trip = round_trip(connection) if connection is not None else None
    if link is Link.FAST or (link is Link.AUTO and (trip is None or trip < _SLOW)):
        return 0.0
    return min(max(trip or 0.0, _LEAST), _MOST)


def round_trip(connection: socket.socket) -> float | None:
    """Seconds from here to the other end and back, as the system has measured them; None where it does not say."""
    try:
        account = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ROUND_TRIP + 4)
    except (AttributeError, OSError):
        return None
    if len(account) < _ROUND_TRIP + 4:
        return None
    microseconds: int = struct.unpack_from("I", account, _ROUND_TRIP)[0]
    return microseconds / 1_000_000
