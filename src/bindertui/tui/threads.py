"""Work in the background that never keeps the app from ending."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, TypeVar

from textual.app import App

T = TypeVar("T")

BACKGROUND = "background"
"""The name of the threads that work here."""


def run_in_thread(app: App[None], work: Callable[[], T], then: Callable[[T], object]) -> None:
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

    Thread(target=run, name=BACKGROUND, daemon=True).start()


class SingleFlight:
    """Questions answered in a thread, never two at once.

    A thread cannot be called off: a slow answer that nobody wants any more is waited for before the next question is
    put. Asked from an exclusive worker, of all that wait meanwhile only the newest is left.
    """

    def __init__(self) -> None:
        self._running: asyncio.Future[Any] | None = None

    async def run(self, ask: Callable[[], T]) -> T:
        """What `ask` returns or raises; it must not touch widgets."""
        while self._running is not None and not self._running.done():
            await asyncio.wait({self._running})
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._running = answer
        Thread(target=_answer, args=(answer, ask), daemon=True).start()
        # Who asked may be cancelled; the thread is not.
        return await asyncio.shield(answer)


def _answer(answer: "asyncio.Future[T]", ask: Callable[[], T]) -> None:
    settle: Callable[[], object]
    try:
        outcome = ask()
    except Exception as error:  # noqa: BLE001 - whoever asked gets it
        settle = partial(answer.set_exception, error)
    else:
        settle = partial(answer.set_result, outcome)
    # The loop is gone when the app has ended meanwhile.
    with suppress(RuntimeError):
        answer.get_loop().call_soon_threadsafe(settle)


def _raise(error: Exception) -> None:
    raise error
