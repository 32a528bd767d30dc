"""Trouble on order: scripted answers, lost connections, delays, and Telegram's own flood limits."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.sandbox.model import Json

CAPTIVE_PORTAL = (
    b"<!DOCTYPE html><html><head><title>Welcome to Free WiFi</title></head><body>Please log in</body></html>"
)

ACTIONS = frozenset({"answer", "drop_before", "drop_after", "cut", "html", "pass"})
"""answer: reply with status and body, execute nothing. drop_before: close the connection unheard. drop_after: execute, then close
the connection. cut: execute, then send half of the answer. html: a page of a captive portal with status 200, nothing executed.
pass: execute normally (useful with seconds)."""


@dataclass(slots=True)
class Fault:
    """One piece of trouble.

    Fields: action (ACTIONS), method (lower case or "*"), chat (only calls for this chat id), status and body (of an `answer`;
    a missing body is made from the status), headers, seconds (wait before anything else), times (how often; 0: always),
    rate (share of the matching calls it hits, 0 … 1).
    """

    action: str
    method: str = "*"
    chat: int | None = None
    status: int = 500
    body: Json | str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    times: int = 1
    rate: float = 1.0

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"unknown fault {self.action!r}; known are {', '.join(sorted(ACTIONS))}")
        self.method = self.method.lower()


class Faults:
    """The queue of faults of one server; the first that matches a call is used up by it."""

    def __init__(self, seed: int = 0) -> None:
        self._queue: list[Fault] = []
        self._random = Random(seed)  # noqa: S311 - reproducible trouble, no secret
        self.latency = 0.0
        self.hits = 0

    def add(self, fault: Fault) -> Fault:
        """Queue a fault."""
        self._queue.append(fault)
        return fault

    def clear(self) -> None:
        """Forget every fault and the latency."""
        self._queue.clear()
        self.latency = 0.0

    @property
    def pending(self) -> int:
        """How many faults wait for their call."""
        return len(self._queue)

    def take(self, method: str, chat: str) -> Fault | None:
        """Return the fault that hits this call, if any. method: lower case; chat: `chat_id` as it came."""
        for fault in self._queue:
            if fault.method not in {"*", method} or (fault.chat is not None and str(fault.chat) != chat):
                continue
            if fault.rate < 1.0 and self._random.random() >= fault.rate:
                continue
            if fault.times == 1:
                self._queue.remove(fault)
            elif fault.times > 1:
                fault.times -= 1
            self.hits += 1
            return fault
        return None

    @property
    def idle(self) -> bool:
        """Whether no call needs to be looked at."""
        return not self._queue


@dataclass(slots=True)
class FloodLimits:
    """How fast the bot may send, as Telegram lets bots send; windows slide.

    Fields: overall (messages a second), chat_burst (messages in a chat within that many seconds), group_per_minute, clock
    (monotonic seconds).
    """

    overall: int = 30
    chat_burst: int = 3
    group_per_minute: int = 20
    clock: Callable[[], float] = time.monotonic
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[str, deque[float]] = field(default_factory=dict)

    def check(self, chat: str, *, is_group: bool) -> int | None:
        """Count a message; returns None, or how many seconds to wait when it is one too many (it then does not count)."""
        now = self.clock()
        mine = self._chats.setdefault(chat, deque())
        window, allowed = (
            (60.0, self.group_per_minute) if is_group else (float(self.chat_burst), self.chat_burst)
        )
        waits = [_wait(self._all, now, 1.0, self.overall), _wait(mine, now, window, allowed)]
        if any(waits):
            return int(max(waits)) + 1
        self._all.append(now)
        mine.append(now)
        return None


def _wait(sent: deque[float], now: float, window: float, allowed: int) -> float:
    while sent and sent[0] <= now - window:
        sent.popleft()
    return sent[0] + window - now if len(sent) >= allowed else 0.0
