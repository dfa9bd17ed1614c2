"""Several questions one after another, each on a screen of its own."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

from textual.app import App
from textual.screen import Screen

T = TypeVar("T")

_running: set[asyncio.Task[None]] = set()
"""The loop itself keeps no hold of its tasks."""


def converse(app: App[None], talk: Coroutine[Any, Any, None]) -> None:
    """Have a conversation, without keeping the app from anything else; a bug in it is the app's."""
    task = asyncio.get_running_loop().create_task(talk)
    _running.add(task)
    task.add_done_callback(partial(_done, app))


async def asked(app: App[None], screen: Screen[T]) -> T | None:
    """What a screen ends with."""
    answer: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
    await app.push_screen(screen, partial(_answered, answer))
    return await answer


def _answered(answer: "asyncio.Future[T | None]", given: T | None) -> None:
    if not answer.done():
        answer.set_result(given)


def _done(app: App[None], task: asyncio.Task[None]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        app.call_later(_raise, error)


def _raise(error: BaseException) -> None:
    raise error
