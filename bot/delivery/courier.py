"""One delivery on its way: it waits for its place in time, calls Telegram, and tries another form where that helps."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bot import logs
from bot.delivery.outcome import classify
from bot.delivery.pacing import Pacer
from bot.delivery.points import At, Point
from bot.delivery.requests import Form, Request, requests
from bot.delivery.sender import Phase, Sender
from bot.domain.deliveries import EDITS, Delivery, Fate, Outcome
from bot.metrics import SEND_SECONDS

FIRST_GUESS_SECONDS = 0.09  # a round trip to Telegram, until we know better
_WEIGHT = 0.1  # of the newest round trip in the estimate
_IN_DOUBT_WITH_THE_FIRST_PART = {Fate.LATER, Fate.UNAUTHORIZED}

log = logs.logger(__name__)


class Courier:
    """Delivers one message at a time for each of its callers.

    `round_trip` is the time that Telegram takes, in seconds, as lately seen. While `hold` is set, nothing new leaves.
    """

    def __init__(self, sender: Sender, pacer: Pacer, timer: Callable[[], float], at: At) -> None:
        self._sender = sender
        self._pacer = pacer
        self._timer = timer
        self._at = at
        self.round_trip = FIRST_GUESS_SECONDS
        self.hold = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Try to deliver, in other forms too where Telegram refuses the first one; say how it ended."""
        form: Form | None = Form()
        while form is not None:
            outcome = await self._in_form(delivery, form)
            form = None if _unwanted(delivery, outcome) else form.after(outcome.fate)
        return outcome

    async def _in_form(self, delivery: Delivery, form: Form) -> Outcome:
        try:
            calls = requests(delivery, form)
        except (TypeError, ValueError, AttributeError) as error:
            return Outcome(Fate.FAILED, detail=f"cannot be put into a request: {type(error).__name__}")
        first: Outcome | None = None
        for call in calls:
            outcome = await self._call(delivery, call)
            if first is not None and outcome.fate in _IN_DOUBT_WITH_THE_FIRST_PART:
                return Outcome(Fate.UNKNOWN, detail=f"only its first parts arrived: {outcome.detail}")
            if outcome.fate is not Fate.SENT:
                return outcome
            first = first or outcome
        assert first is not None, "a delivery is at least one call"
        return first

    async def _call(self, delivery: Delivery, call: Request) -> Outcome:
        chat_id = delivery.target.chat_id
        while rest := self._pacer.rest(chat_id, self._timer()):
            await self._wait(rest)
            if self.hold.is_set():
                return Outcome(Fate.LATER, detail="held back")
        await self._wait(self._pacer.reserve(chat_id, self._timer()) - self._timer())
        if self.hold.is_set() or self._pacer.paused(self._timer()):
            return Outcome(Fate.LATER, detail="held back")
        self._at(Point.SENDING)
        began = self._timer()
        try:
            reply = await self._sender.call(call.method, call.fields, call.file)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the request may have arrived
            log.warning("a call failed in an unknown way", error=type(error).__name__)
            return Outcome(Fate.UNKNOWN, detail=type(error).__name__)
        self._at(Point.SENT)
        took = self._timer() - began
        SEND_SECONDS.labels(call.method).observe(took)
        if reply.phase is Phase.ANSWERED:
            self.round_trip += _WEIGHT * (took - self.round_trip)
        return classify(reply, chat_id=chat_id)

    async def _wait(self, seconds: float) -> None:
        """Sleep, but not through a hold."""
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.hold.wait()


def _unwanted(delivery: Delivery, outcome: Outcome) -> bool:
    """Whether a person has deleted the live message that this would edit: it is not put there again."""
    return delivery.kind in EDITS and outcome.fate is Fate.DELETED
