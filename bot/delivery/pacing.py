"""How fast we may send: Telegram's limits as decisions, without a clock of their own.

Times are monotonic seconds that the caller gives. Everybody together gets evenly spaced places, so that no second holds more
than the allowance and one. A chat gets one message a second, three of them at once, a group twenty a minute on top of it
(core.telegram.org/bots/faq, "My bot is hitting limits"), and the silence that Telegram itself asks for in retry_after.
"""

import heapq
import math
from dataclasses import dataclass, field

CHAT_MESSAGES, CHAT_SECONDS = 3, 3.0
GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
FLOODED_CHATS = 3
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 30.0
_JITTER = 0.1  # seconds by which the network may move a message
_ROUNDING = 1e-9


def window(rate: float, round_trip: float, commit: float) -> int:
    """Return how many deliveries may be on the wire at once: just enough to keep the pace.

    Fewer would be slower, more would only add to what a crash leaves in doubt.

    Args:
        rate: messages per second.
        round_trip: seconds that Telegram takes for one call.
        commit: seconds from the answer until it is on our disk, and the next one can go.
    """
    return max(1, min(math.ceil(rate * (round_trip + commit) - _ROUNDING), ceiling(rate)))


def ceiling(rate: float) -> int:
    """Return the most that `window` ever gives: 5, or what 0.1 s of sending holds."""
    return max(5, int(0.1 * rate))


@dataclass(slots=True)
class _Chat:
    """When the last messages of one chat leave or left, and until when Telegram wants silence there."""

    places: list[float] = field(default_factory=list)
    silent_until: float = -math.inf


class Pacer:
    """Gives every message its place in time: `rate` a second for all chats together.

    Only chats that still count are kept: a private chat for three seconds, a group for a minute after its last message.
    """

    def __init__(self, rate: float) -> None:
        self._interval = 1.0 / rate
        self._next = -math.inf
        self._paused_until = -math.inf
        self._chats: dict[int, _Chat] = {}
        self._resting: set[int] = set()
        self._ends: list[
            tuple[float, int]
        ] = []  # a heap: when a chat may be forgotten, if nothing more happens there
        self._flooded: set[int] = set()
        self._troubles = 0

    def reserve(self, chat_id: int, now: float) -> float:
        """Return when the next message to a chat that does not rest may leave, and count it as leaving then."""
        self._forget(now)
        place = max(now, self._next, self._paused_until)
        self._next = place + self._interval
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.places.append(place)
        del chat.places[: -(CHAT_MESSAGES if chat_id > 0 else GROUP_MESSAGES)]
        if _ready(chat_id, chat) > place:
            self._resting.add(chat_id)
        heapq.heappush(self._ends, (_end(chat_id, chat), chat_id))
        return place

    def rest(self, chat_id: int, now: float) -> float:
        """Return for how many seconds a chat may not be written to, 0 when it may."""
        chat = self._chats.get(chat_id)
        return max(0.0, _ready(chat_id, chat) - now) if chat else 0.0

    def resting(self, now: float) -> dict[int, float]:
        """Return the chats that may not be written to now, with the seconds left."""
        self._forget(now)
        rests = {chat_id: rest for chat_id in self._resting if (rest := self.rest(chat_id, now))}
        self._resting.intersection_update(rests)
        return rests

    def _forget(self, now: float) -> None:
        while self._ends and self._ends[0][0] <= now:
            _, chat_id = heapq.heappop(self._ends)
            chat = self._chats.get(chat_id)
            if chat is not None and _end(chat_id, chat) <= now:
                del self._chats[chat_id]

    def pause(self, until: float) -> None:
        """Send nothing to anybody before this time."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, now: float) -> float:
        """Return for how many seconds nothing may be sent to anybody, 0 when something may."""
        return max(0.0, self._paused_until - now)

    def flooded(self, chat_id: int, until: float, *, everyone: bool) -> None:
        """Telegram wants silence until a time: from us altogether, or as far as we know in this chat only.

        The third chat in a row that says so speaks for all of Telegram.
        """
        self._flooded.add(chat_id)
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.silent_until = max(chat.silent_until, until)
        self._resting.add(chat_id)
        heapq.heappush(self._ends, (_end(chat_id, chat), chat_id))
        if everyone or len(self._flooded) >= FLOODED_CHATS:
            self.pause(until)

    def trouble(self, now: float) -> None:
        """Telegram could not be reached, or gave no sensible answer: wait a moment, and longer each time in a row."""
        if not self.paused(now):
            self.pause(now + min(FIRST_PAUSE_SECONDS * 2.0**self._troubles, LONGEST_PAUSE_SECONDS))
            self._troubles = min(self._troubles + 1, 20)

    def accepted(self) -> None:
        """Telegram took a message: it is well, and not the whole bot has to wait."""
        self._flooded.clear()
        self._troubles = 0


def _ready(chat_id: int, chat: _Chat) -> float:
    """When a chat may have its next message."""
    ready = chat.silent_until
    if len(chat.places) >= CHAT_MESSAGES:
        ready = max(ready, chat.places[-CHAT_MESSAGES] + CHAT_SECONDS + _JITTER)
    if chat_id < 0 and len(chat.places) == GROUP_MESSAGES:
        ready = max(ready, chat.places[0] + GROUP_SECONDS + _JITTER)
    return ready


def _end(chat_id: int, chat: _Chat) -> float:
    """When nothing that happened in a chat counts any more."""
    if not chat.places:
        return chat.silent_until
    return max(
        chat.silent_until, chat.places[-1] + (CHAT_SECONDS if chat_id > 0 else GROUP_SECONDS) + _JITTER
    )
