"""Work in the background that never keeps the app from ending."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TypeVar

from textual.app import App

T = TypeVar("T")


def in_background(app: App[None], work: Callable[[], T], then: Callable[[T], object]) -> None:
    """Do some work in a thread of its own, and hand what comes of it back to the app.

    A worker of Textual, or a thread of asyncio, is waited for when the app ends; a reader who quits is not to wait
    for an index that nobody wants any more. An exception in the work is raised in the app.

    Args:
        app: the app; once it has ended, nothing is handed back.
        work: what is done in the thread; it must not touch widgets.
        then: what the app does with the outcome.
    """

    def run() -> None:
        handed: Callable[[], object]
        try:
            outcome = work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the app that reports it
            handed = partial(_raise, error)
        else:
            handed = partial(then, outcome)
        # The loop is gone when the app has ended meanwhile.
        with suppress(RuntimeError):
            app.call_later(handed)

    Thread(target=run, daemon=True).start()


def _raise(error: Exception) -> None:
    raise error
