"""What goes on beside the committer: large fan-outs are finished, and what waits is counted."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from bot import logs
from bot.delivery.committer import first_line
from bot.delivery.points import At, Point
from bot.metrics import PENDING
from storage import Storage

FANOUT_SECONDS = 5.0
GAUGE_SECONDS = 5.0

log = logs.logger(__name__)


async def fan_out(storage: Storage, promised: asyncio.Event, wake: Callable[[], None], at: At) -> NoReturn:
    """Go on with unfinished fan-outs, a part in each transaction, whenever something is promised or time has passed."""
    while True:
        promised.clear()
        while await _part(storage, at):
            wake()
            await asyncio.sleep(0)  # the committer is first in line for the database
        with suppress(TimeoutError):
            async with asyncio.timeout(FANOUT_SECONDS):
                await promised.wait()


async def _part(storage: Storage, at: At) -> bool:
    try:
        async with storage.transaction() as tx:
            more = await tx.fanouts.advance()
            if more:
                at(Point.FANNING_OUT)
    except Exception as error:  # noqa: BLE001 -- tried again after a while, whatever it is
        log.warning("a fan-out cannot go on", error=first_line(error))
        return False
    if more:
        at(Point.FANNED_OUT)
    return more


async def gauge(storage: Storage) -> NoReturn:
    """Count what waits in each lane, every few seconds."""
    while True:
        try:
            async with storage.reading() as tx:
                waiting = await tx.deliveries.waiting()
        except Exception as error:  # noqa: BLE001 -- a number that is missing harms nobody
            log.warning("cannot count what waits", error=first_line(error))
        else:
            for lane, count in waiting.items():
                PENDING.labels(lane.name.lower()).set(count)
        await asyncio.sleep(GAUGE_SECONDS)
