"""The bot's queue of updates: kept until confirmed, given out by long polling to one reader at a time.

Follows do_get_updates (Client.cpp) and TQueue.cpp: an offset confirms everything before it, a negative one keeps only the
newest, one far beyond the end counts as none, a second reader ends the first with 409.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, conflict
from bot.sandbox.model import Json, words

MESSAGE_LIFETIME = 86_400
"""Seconds an update about a message waits for the bot."""
CALLBACK_LIFETIME = 150
"""Seconds a pressed button waits for the bot."""
MAX_LIMIT = 100
MAX_TIMEOUT = 50
"""Seconds the server holds a long poll open (LONG_POLL_MAX_TIMEOUT)."""
FAR_AHEAD = 10
CONFLICT_PAUSE = 3.0

KINDS = words(
    "message edited_message channel_post edited_channel_post business_connection business_message edited_business_message "
    "deleted_business_messages guest_message message_reaction message_reaction_count inline_query chosen_inline_result "
    "callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member "
    "chat_join_request chat_boost removed_chat_boost managed_bot"
)
UNASKED = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
"""What a bot gets that never said what it wants."""

_TAKEN = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, frozen=True)
class _Update:
    id: int
    expires: float
    body: Json


class UpdateQueue:
    """The updates that the bot has not confirmed yet.

    The first id comes from the clock (Unix seconds), so that a bot that remembers ids of an earlier run sees new ones.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._queue: deque[_Update] = deque()
        self._next_id = int(clock())
        self._poll: asyncio.Future[ApiError | None] | None = None
        self._next_conflict = 0.0
        self.allowed = UNASKED
        self._news = asyncio.Event()

    def __len__(self) -> int:
        self._drop_expired()
        return len(self._queue)

    def allow(self, kinds: object) -> None:
        """Remember the kinds the bot wants; [] means the usual ones, None leaves them as they are."""
        if isinstance(kinds, list):
            wanted = KINDS.intersection(str(kind).lower() for kind in kinds)
            self.allowed = wanted or UNASKED

    def push(self, kind: str, payload: Json, lifetime: float = MESSAGE_LIFETIME) -> int | None:
        """Queue an update; returns its id, None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._queue.append(
            _Update(update_id, self._clock() + lifetime, {"update_id": update_id, kind: payload})
        )
        self._wake(None)
        self._news.set()
        return update_id

    def clear(self) -> None:
        """Forget every waiting update."""
        self._queue.clear()

    def confirm(self, offset: int) -> None:
        """Forget the updates before this id; a negative offset keeps that many of the newest."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        elif offset <= self._next_id + FAR_AHEAD - 1:
            while self._queue and self._queue[0].id < offset:
                self._queue.popleft()

    def waiting(self, limit: int = MAX_LIMIT) -> list[Json]:
        """Return the oldest waiting updates, confirming nothing."""
        self._drop_expired()
        return [update.body for update, _ in zip(self._queue, range(limit), strict=False)]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer getUpdates. Raises ApiError 409 when another reader comes meanwhile."""
        self.confirm(offset)
        ready = self.waiting(limit)
        if ready or seconds <= 0:
            return ready
        self.stop_reader(_TAKEN)
        future: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._poll = future
        try:
            async with asyncio.timeout(seconds):
                error = await future
        except TimeoutError:
            error = None
        finally:
            if self._poll is future:
                self._poll = None
        if error is not None:
            await self._pause_before_conflict()
            raise error
        return self.waiting(limit)

    def stop_reader(self, reason: str) -> None:
        """End a long poll that is under way with 409."""
        self._wake(conflict(reason))

    def let_go(self) -> None:
        """End a long poll that is under way with what there is."""
        self._wake(None)

    def wake_pusher(self) -> None:
        """Let whoever waits for something_new look again."""
        self._news.set()

    async def something_new(self) -> None:
        """Wait until an update is queued or wake_pusher is called."""
        self._news.clear()
        await self._news.wait()

    async def _pause_before_conflict(self) -> None:
        """Answer a second conflict within 3 s late, as the real server does to calm two fighting bots."""
        now = asyncio.get_running_loop().time()
        if now < self._next_conflict:
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            self._next_conflict = now + CONFLICT_PAUSE

    def _wake(self, error: ApiError | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(error)

    def _drop_expired(self) -> None:
        now = self._clock()
        if self._queue and any(update.expires < now for update in self._queue):
            self._queue = deque(update for update in self._queue if update.expires >= now)
