"""Handle what waits in the inbox: one update of a chat at a time, in order, many chats at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot import metrics
from bot.logs import logger
from bot.updates.floods import Floods, Verdict
from storage import Storage, handling
from storage.inbox import Waiting

CHATS_AT_ONCE = 16
TRIES = 3
RETRY_SECONDS = 5.0
log = logger(__name__)

# PTB swallows what handlers raise, even when its error handler raises it again: it is handed over in this list.
_raised: ContextVar[list[Exception]] = ContextVar("raised")


def hand_over(error: Exception) -> None:
    """Tell the worker that handling the present update failed."""
    _raised.get().append(error)


@dataclass(slots=True)
class Worker:
    """Moves updates from the inbox through the handlers.

    `apologise` answers the chat of an update that failed for good; `calm` answers a flood, once.
    """

    storage: Storage
    application: Application[Any, Any, Any, Any, Any, Any]
    apologise: Callable[[Update], Awaitable[None]]
    calm: Callable[[Update], Awaitable[None]]
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _held: dict[int, float] = field(default_factory=dict)
    _floods: Floods = field(default_factory=Floods)

    def wake(self) -> None:
        """Tell that something waits in the inbox."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled; what is being handled then is finished first."""
        try:
            while True:
                self._awake.clear()
                await self._start_waiting()
                wait = min(self._held.values(), default=time.monotonic() + 5) - time.monotonic()
                try:
                    async with asyncio.timeout(max(0.01, wait)):
                        await self._awake.wait()
                except TimeoutError:
                    pass
        finally:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _start_waiting(self) -> None:
        now = time.monotonic()
        self._held = {update_id: until for update_id, until in self._held.items() if until > now}
        room = CHATS_AT_ONCE - len(self._tasks)
        if room <= 0:
            return
        async with self.storage.reading() as tx:
            waiting = await tx.inbox.waiting(room, list(self._tasks), list(self._held))
        for item in waiting:
            task = asyncio.create_task(self._handle(item), name=f"update {item.update_id}")
            self._tasks[item.chat_id] = task
            task.add_done_callback(partial(self._finished, item))

    def _finished(self, item: Waiting, task: asyncio.Task[None]) -> None:
        del self._tasks[item.chat_id]
        if not task.cancelled() and (error := task.exception()):
            log.error("the inbox could not be written", update=item.update_id, exc_info=error)
            self._held[item.update_id] = time.monotonic() + RETRY_SECONDS
        self.wake()

    async def _handle(self, item: Waiting) -> None:
        try:
            update = Update.de_json(dict(item.payload), self.application.bot)
        except Exception as error:  # noqa: BLE001 -- whatever a malformed update raises, it must not stop the others
            await self._quarantine(item, error)
            return
        raised: list[Exception] = []
        token = _raised.set(raised)
        with handling(item.update_id) as handled:
            try:
                await self._through_handlers(item, update)
            except Exception as error:  # noqa: BLE001 -- a fault of ours in one update must not stop the others
                raised.append(error)
            finally:
                _raised.reset(token)
        if raised and not handled.done:
            await self._failed(item, update, raised[0])
            return
        if raised:
            log.error("a handler failed after its effect", update=item.update_id, exc_info=raised[0])
        if not handled.done:
            await self._finish(item)
        metrics.UPDATES.labels(state="done").inc()

    async def _through_handlers(self, item: Waiting, update: Update) -> None:
        match self._floods.judge(item.chat_id, update):
            case Verdict.CALM:
                await self.calm(update)
            case Verdict.SILENCE:
                metrics.UPDATES.labels(state="flood").inc()
            case _:
                await self.application.process_update(update)

    async def _finish(self, item: Waiting) -> None:
        """Mark an update that changed nothing; one that did was marked with its effect."""
        async with self.storage.transaction() as tx:
            await tx.inbox.finish(item.update_id)

    async def _failed(self, item: Waiting, update: Update, error: Exception) -> None:
        metrics.UPDATES.labels(state="failed").inc()
        log.error(
            "handling an update failed", update=item.update_id, attempt=item.attempts + 1, exc_info=error
        )
        if item.attempts + 1 < TRIES:
            async with self.storage.transaction() as tx:
                await tx.inbox.failed(item.update_id, repr(error))
            self._held[item.update_id] = time.monotonic() + 2.0**item.attempts
            return
        await self._quarantine(item, error)
        await self.apologise(update)

    async def _quarantine(self, item: Waiting, error: Exception) -> None:
        async with self.storage.transaction() as tx:
            await tx.inbox.quarantine(item.update_id, repr(error))
        metrics.UPDATES.labels(state="poison").inc()
        log.error("an update was set aside", update=item.update_id, reason=repr(error))
