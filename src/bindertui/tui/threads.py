"""Blocking calls in threads that never keep the app from exiting."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, TypeVar

from textual.app import App

T = TypeVar("T")

BACKGROUND = "background"
"""The name of these threads."""


def run_in_thread(app: App[None], work: Callable[[], T], then: Callable[[T], object]) -> None:
    """Run a call in a thread, and pass its result to a callback in the app.

    Unlike Textual's workers and asyncio's threads, the thread does not keep the app from exiting: a reader who quits
    need not wait for an index. An exception in the thread is raised in the app.

    Args:
        app: the app; after it has exited, the callback is not called.
        work: the call; it must not touch widgets.
        then: the callback.
    """

    def run() -> None:
        callback: Callable[[], object]
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the app reports it
            callback = partial(_raise, error)
        else:
            callback = partial(then, result)
        # The event loop is closed if the app has exited meanwhile.
        with suppress(RuntimeError):
            app.call_later(callback)

    Thread(target=run, name=BACKGROUND, daemon=True).start()


class SingleFlight:
    """Runs blocking calls in a thread, one at a time.

    A running thread cannot be cancelled, so a new call waits for the previous one. When called from an `exclusive`
    Textual worker, only the newest waiting call survives.
    """

    def __init__(self) -> None:
        self._running: asyncio.Future[Any] | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """Run a call in a thread and return its result; it must not touch widgets."""
        while self._running is not None and not self._running.done():
            await asyncio.wait({self._running})
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._running = future
        Thread(target=_run_call, args=(future, call), daemon=True).start()
        # The caller may be cancelled; the thread is not.
        return await asyncio.shield(future)


def _run_call(future: "asyncio.Future[T]", call: Callable[[], T]) -> None:
    settle: Callable[[], object]
    try:
        result = call()
    except Exception as error:  # noqa: BLE001 - the caller gets it
        settle = partial(future.set_exception, error)
    else:
        settle = partial(future.set_result, result)
    # The event loop is closed if the app has exited meanwhile.
    with suppress(RuntimeError):
        future.get_loop().call_soon_threadsafe(settle)


def _raise(error: Exception) -> None:
    raise error
