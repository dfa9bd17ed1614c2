"""Limits of the server."""

from bindertui._frozen import frozen


@frozen
class ServerLimits:
    """The limits of a server; times in seconds.

    Attributes:
        sessions: apps that run at once.
        each: of those, one person's.
        channels: what one connection may have open at once.
        strangers: connections that have not logged in yet; one more, and the oldest of them goes.
        login: how long they have for it.
        alive: how long a client may be silent until it is asked whether it is there; after three questions it is not.
        beginning: how long an app that begins may keep others waiting that are to begin after it.
        idle: how long nothing may be typed in an app.
        longest: how long an app may run.
        warning: how long before the end of either it is said.
        farewell: how long apps have to end when the server stops.
    """

    sessions: int = 200
    each: int = 20
    channels: int = 10
    strangers: int = 100
    login: float = 20.0
    alive: float = 30.0
    beginning: float = 0.5
    idle: float = 1800.0
    longest: float = 43_200.0
    warning: float = 60.0
    farewell: float = 5.0
