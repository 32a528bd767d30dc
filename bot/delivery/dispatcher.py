"""The loop that keeps the promises: claims deliveries, lets them go, writes down what became of them.

There is one committer. Each of its commits acknowledges what has landed and claims what comes next, so that never more
deliveries are unaccounted for than the window allows, whatever happens.
"""

import asyncio
import heapq
import random
import time
from collections import Counter
from collections.abc import Callable

from bot import logs
from bot.delivery.committer import Committer
from bot.delivery.courier import Courier
from bot.delivery.credentials import CONFIRM_SECONDS, is_revoked
from bot.delivery.pacing import Pacer, window
from bot.delivery.points import At, Point, nothing
from bot.delivery.policy import settle
from bot.delivery.sender import Sender
from bot.delivery.upkeep import fan_out, gauge
from bot.domain.clock import Clock, utc_now
from bot.domain.deliveries import Delivery, DeliveryState, Fate, Lane, Outcome
from bot.domain.errors import TokenRevokedError
from storage import Storage

DRAIN_SECONDS = 10.0
TICK_SECONDS = 1.0
REFUSALS = 3  # of one call, while Telegram accepts the token elsewhere

log = logs.logger(__name__)


class Dispatcher:
    """Sends what the outbox promises. Only one process at a time may run one: see `Storage.lead`.

    Args:
        storage: where the promises are.
        sender: open; how they are kept.
        rate: messages a second for all chats together.
        now: the wall clock.
        timer: monotonic seconds.
        confirm_seconds: how long a token has to be refused before we believe it.
        at: told at every point where a process may die; for tests.
    """

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        *,
        rate: float = 30.0,
        now: Clock = utc_now,
        timer: Callable[[], float] = time.monotonic,
        confirm_seconds: float = CONFIRM_SECONDS,
        at: At = nothing,
    ) -> None:
        self._storage = storage
        self._sender = sender
        self._rate = rate
        self._now = now
        self._timer = timer
        self._confirm_seconds = confirm_seconds
        self._at = at
        self._pacer = Pacer(rate)
        self._courier = Courier(sender, self._pacer, timer, at)
        self._committer = Committer(storage, at)
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._retries: list[float] = []
        self._refused: Counter[int] = Counter()
        self._asking: asyncio.Task[bool] | None = None
        self._alerts_first = False
        self._hungry = True
        self._news = asyncio.Event()
        self._promised = asyncio.Event()
        self._done = asyncio.Event()
        self._drain_by: float | None = None

    def wake(self) -> None:
        """Something may have been promised: look at once."""
        self._hungry = True
        self._news.set()
        self._promised.set()

    async def run(self) -> None:
        """Send until `drain`.

        Raises:
            TokenRevokedError: Telegram does not accept the token.
            SupersededError: another process sends for this bot now.
        """
        self._storage.on_promise = self.wake
        helpers: list[asyncio.Task[None]] = []
        try:
            await self._committer.take_over()
            helpers = [
                asyncio.create_task(self._storage.listen(self.wake)),
                asyncio.create_task(fan_out(self._storage, self._promised, self.wake, self._at)),
                asyncio.create_task(gauge(self._storage)),
            ]
            await self._loop()
            self._at(Point.DRAINED)
        finally:
            tasks = [*helpers, *self._flying.values(), *([self._asking] if self._asking else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._done.set()

    async def drain(self) -> None:
        """Let what is on the wire land and be written down, for at most `DRAIN_SECONDS`; then `run` returns."""
        self._drain_by = self._timer() + DRAIN_SECONDS
        self._courier.hold.set()
        self._news.set()
        await self._done.wait()

    async def _loop(self) -> None:
        while not self._drained():
            self._news.clear()
            revoked = self._asking is not None and self._asking.done() and self._asking.result()
            if self._asking and self._asking.done():
                self._asking = None
            room = 0 if revoked else self._room()
            if self._committer.landed or (self._hungry and room):
                self._hungry = self._hungry and not room
                await self._commit(room)
            if revoked:
                raise TokenRevokedError(
                    "Telegram does not accept TELEGRAM_BOT_TOKEN; what is promised stays promised."
                )
            await self._wait()

    async def _commit(self, room: int) -> None:
        claimed = await self._committer.commit(
            room,
            resting=self._pacer.resting(self._timer()),
            alerts_first=self._alerts_first,
            flying=self._flying.keys(),
        )
        self._at(Point.CLAIMED)
        for delivery in claimed:
            self._alerts_first = delivery.kind.lane is Lane.REPLY
            self._flying[delivery.id] = asyncio.create_task(self._fly(delivery))

    def _room(self) -> int:
        """How many deliveries may go now."""
        if self._drain_by is not None or self._asking or self._pacer.paused(self._timer()):
            return 0
        allowed = window(self._rate, self._courier.round_trip, self._committer.seconds)
        return max(0, allowed - len(self._flying))

    async def _wait(self) -> None:
        """Wait for news, or until something that we know of becomes possible."""
        now = self._timer()
        waits = [TICK_SECONDS, *self._pacer.resting(now).values()]
        if paused := self._pacer.paused(now):
            waits.append(paused)
        if self._retries:
            waits.append(max(0.0, self._retries[0] - now))
        try:
            async with asyncio.timeout(min(waits)):
                await self._news.wait()
        except TimeoutError:
            self._hungry = True
        while self._retries and self._retries[0] <= self._timer():
            heapq.heappop(self._retries)
            self._hungry = True

    def _drained(self) -> bool:
        if self._drain_by is None:
            return False
        return not (self._flying or self._committer.landed) or self._timer() > self._drain_by

    async def _fly(self, delivery: Delivery) -> None:
        try:
            outcome = self._learn(delivery, await self._courier.deliver(delivery))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the message may have arrived
            log.warning(
                "a delivery failed in an unknown way", delivery=delivery.id, error=type(error).__name__
            )
            outcome = Outcome(Fate.UNKNOWN, detail=type(error).__name__)
        settlement = settle(delivery, outcome, self._now(), random.random())  # noqa: S311 -- spreads retries
        if settlement.state is DeliveryState.PENDING and settlement.send_after is not None:
            seconds = (settlement.send_after - self._now()).total_seconds()
            heapq.heappush(self._retries, self._timer() + seconds)
        if outcome.fate is not Fate.SENT:
            log.info(
                "not sent", delivery=delivery.id, kind=delivery.kind, fate=outcome.fate, why=outcome.detail
            )
        self._committer.land(settlement)
        del self._flying[delivery.id]
        self._at(Point.LANDED)
        self._news.set()

    def _learn(self, delivery: Delivery, outcome: Outcome) -> Outcome:
        """Draw what conclusions there are for everybody else; return the outcome for this delivery."""
        now = self._timer()
        match outcome.fate:
            case Fate.SENT:
                self._pacer.accepted()
                self._refused.pop(delivery.id, None)
            case Fate.LATER if outcome.retry_after:
                until = now + outcome.retry_after
                self._pacer.flooded(delivery.target.chat_id, until, everyone=outcome.everyone)
            case Fate.UNKNOWN:
                self._pacer.trouble(now)
            case Fate.LATER if outcome.everyone:
                self._pacer.trouble(now)
            case Fate.UNAUTHORIZED:
                return self._refusal(delivery, outcome)
            case _:
                pass
        return outcome

    def _refusal(self, delivery: Delivery, outcome: Outcome) -> Outcome:
        """Ask whether the token is accepted; if so, it is this call that is refused, which is not tried for ever."""
        self._refused[delivery.id] += 1
        if self._refused[delivery.id] > REFUSALS:
            del self._refused[delivery.id]
            return Outcome(Fate.FAILED, detail=outcome.detail)
        if self._asking is None:
            self._asking = asyncio.create_task(is_revoked(self._sender, self._confirm_seconds))
            self._asking.add_done_callback(lambda _: self.wake())
        return outcome
