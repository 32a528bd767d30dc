"""Who says too much at once."""

import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from telegram import Update

FLOOD_UPDATES = 20
FLOOD_SECONDS = 10.0
REMEMBERED_CHATS = 10_000


class Verdict(StrEnum):
    """What to do with an update: handle it, ask its chat once to slow down, or pass over it in silence."""

    HANDLE = "handle"
    CALM = "calm"
    SILENCE = "silence"


class Floods:
    """Counts what was said within ten seconds and also came within ten seconds.

    By when it was said alone, a clock that stands still would silence a chat; by when it came alone, so would the
    backlog after an outage.
    """

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._said: dict[int, deque[tuple[float, float]]] = {}
        self._calmed: set[int] = set()

    def judge(self, chat_id: int, update: Update) -> Verdict:
        """Return what to do with the next update of a chat: more than 20 within 10 s are too many."""
        came = self._timer()
        said = update.message.date.timestamp() if update.message else came
        times = self._said.setdefault(chat_id, deque())
        while times and (times[0][0] <= said - FLOOD_SECONDS or times[0][1] <= came - FLOOD_SECONDS):
            times.popleft()
        times.append((said, came))
        if len(self._said) > REMEMBERED_CHATS:
            self._said = {
                chat: kept for chat, kept in self._said.items() if kept[-1][1] > came - FLOOD_SECONDS
            }
        if len(times) <= FLOOD_UPDATES:
            self._calmed.discard(chat_id)
            return Verdict.HANDLE
        if chat_id in self._calmed:
            return Verdict.SILENCE
        self._calmed.add(chat_id)
        return Verdict.CALM
