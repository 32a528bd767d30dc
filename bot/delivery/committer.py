"""The one writer of delivery states: acknowledges what has landed and claims what comes next, in one commit.

While the database cannot be written, acknowledgements stay in memory and nothing is claimed: what cannot be
acknowledged is not sent.
"""

import asyncio
import random
import time
from collections.abc import Collection, Iterable
from dataclasses import replace

from bot import logs
from bot.delivery.points import At, Point
from bot.delivery.policy import backoff
from bot.domain.deliveries import Delivery, DeliveryState, Fate, Outcome, Settlement
from bot.domain.errors import SupersededError
from bot.metrics import DELIVERIES, FENCED, IN_DOUBT
from storage import Storage, Transaction

FIRST_GUESS_SECONDS = 0.01  # until we know better
BURY_SECONDS = 1.0
BURY_AT_ONCE = 5_000
TRIES_TOGETHER = 3
_LONGEST_RETRY_SECONDS = 5.0
_WEIGHT = 0.1  # of the newest one in the estimate

log = logs.logger(__name__)


class Committer:
    """Writes for one epoch.

    `landed` is what has still to be written, `seconds` the time from landing until that is done, as lately seen.
    """

    def __init__(self, storage: Storage, at: At) -> None:
        self._storage = storage
        self._at = at
        self._epoch = 0
        self._failures = 0
        self._bury_at = 0.0
        self._landed_at = 0.0
        self.landed: list[Settlement] = []
        self.seconds = FIRST_GUESS_SECONDS

    def land(self, settlement: Settlement) -> None:
        """Take note of what has to be written."""
        if not self.landed:
            self._landed_at = time.perf_counter()
        self.landed.append(settlement)

    async def take_over(self) -> None:
        """Become the sending process, as soon as the database can be written; what was on the wire is in doubt."""
        while self._epoch == 0:
            try:
                async with self._storage.transaction() as tx:
                    epoch, doubts = await tx.deliveries.take_over()
            except Exception as error:  # noqa: BLE001 -- whatever it is, there is nothing to do but to try again
                await self._failed(error)
            else:
                self._failures = 0
                self._epoch = epoch
        for kind, count in doubts.items():
            IN_DOUBT.labels(kind).inc(count)
        log.info("sending", epoch=epoch, in_doubt=sum(doubts.values()))
        self._at(Point.TAKEN_OVER)

    async def commit(
        self, limit: int, *, resting: Iterable[int], alerts_first: bool, flying: Collection[int]
    ) -> list[Delivery]:
        """Acknowledge what has landed and claim up to `limit` deliveries; nothing is claimed when that fails.

        Args:
            limit: how many may go.
            resting: chats that must not be written to now.
            alerts_first: whether the first place is an alert's.
            flying: the ids of claimed deliveries that have not landed.

        Raises:
            SupersededError: another process sends now.
        """
        landed, self.landed = self.landed, []
        landed_at = self._landed_at
        try:
            async with self._storage.transaction() as tx:
                self._at(Point.CLAIMING)
                fenced = await self._write(tx, landed, flying)
                claimed = (
                    await tx.deliveries.claim(self._epoch, limit, resting=resting, alerts_first=alerts_first)
                    if limit > 0
                    else []
                )
                self._at(Point.SETTLING)
        except SupersededError:
            raise
        except Exception as error:  # noqa: BLE001 -- nothing that a database does may end the loop
            self.landed = landed + self.landed
            await self._failed(error)
            return []
        self._at(Point.SETTLED)
        self._failures = 0
        if landed:
            self.seconds += _WEIGHT * (time.perf_counter() - landed_at - self.seconds)
        _count(landed, fenced)
        return claimed

    async def _write(self, tx: Transaction, landed: list[Settlement], flying: Collection[int]) -> int:
        await tx.deliveries.own(self._epoch)
        if self._failures:
            await tx.deliveries.release(self._epoch, [*flying, *(s.delivery.id for s in landed)])
        fenced = await tx.deliveries.settle(landed)
        if time.monotonic() >= self._bury_at:
            buried = await tx.deliveries.bury(BURY_AT_ONCE)
            self._bury_at = time.monotonic() + (0 if buried else BURY_SECONDS)
        return fenced

    async def _failed(self, error: Exception) -> None:
        self._failures += 1
        log.warning("the database cannot be written", error=first_line(error), failures=self._failures)
        await asyncio.sleep(min(backoff(self._failures, random.random()) / 5, _LONGEST_RETRY_SECONDS))  # noqa: S311 -- spreads retries
        if self._failures >= TRIES_TOGETHER and self.landed:
            await self._one_by_one()

    async def _one_by_one(self) -> None:
        """Find out whether it is single acknowledgements that cannot be written: they must not hold back the others."""
        waiting, self.landed = self.landed, []
        refused = [settlement for settlement in waiting if not await self._alone(settlement)]
        if not refused or not await self._writable():
            self.landed = refused + self.landed
            return
        for settlement in refused:
            failed = Outcome(Fate.FAILED, detail="its outcome could not be written")
            if not await self._alone(replace(settlement, outcome=failed, state=DeliveryState.FAILED)):
                log.error("left to the next start, in doubt", delivery=settlement.delivery.id)

    async def _writable(self) -> bool:
        try:
            async with self._storage.transaction() as tx:
                await tx.deliveries.own(self._epoch)
                await tx.meta.beat(self._storage.now())
        except SupersededError:
            raise
        except Exception:  # noqa: BLE001 -- that is the question
            return False
        return True

    async def _alone(self, settlement: Settlement) -> bool:
        try:
            async with self._storage.transaction() as tx:
                await tx.deliveries.own(self._epoch)
                fenced = await tx.deliveries.settle([settlement])
        except SupersededError:
            raise
        except Exception as error:  # noqa: BLE001 -- see above
            log.warning(
                "cannot be written alone", delivery=settlement.delivery.id, error=type(error).__name__
            )
            return False
        _count([settlement], fenced)
        return True


def _count(landed: list[Settlement], fenced: int) -> None:
    FENCED.inc(fenced)
    for settlement in landed:
        if settlement.state is not DeliveryState.PENDING:
            DELIVERIES.labels(settlement.delivery.kind, settlement.state).inc()


def first_line(error: Exception) -> str:
    """Return what a database error says, without the statement and its parameters."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"
