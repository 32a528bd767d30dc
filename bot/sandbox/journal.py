"""Everything that happened in this Telegram, numbered: who waits for news reads it, and a file keeps what the bot did."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bot.sandbox.model import Json


@dataclass(slots=True, frozen=True)
class Event:
    """One thing that happened.

    Fields: order (running number from 1), at (Unix seconds), kind (message, edit, markup, delete, answer, action, pin,
    reaction, leave), chat_id, by_bot, details (method, message_id, text, thread_id, silent, reply_to … as the kind has them).
    """

    order: int
    at: float
    kind: str
    chat_id: int
    by_bot: bool
    details: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return the event as one flat object."""
        who = {
            "order": self.order,
            "at": self.at,
            "kind": self.kind,
            "chat": self.chat_id,
            "by_bot": self.by_bot,
        }
        return {**who, **self.details}


class Journal:
    """The numbered events of one world, in memory, and the bot's own as JSON lines in a file.

    A line is on its way to the operating system before the bot's call is answered; with `fsync` it is on the disk.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._waiting: set[asyncio.Future[None]] = set()
        self._file: IO[str] | None = None
        self._fsync = False

    def open(self, path: Path, *, fsync: bool = False) -> None:
        """Append the bot's events to this file from now on."""
        self.close()
        self._file = path.open("a", encoding="utf-8")
        self._fsync = fsync

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def last(self) -> int:
        """The number of the newest event, 0 before the first."""
        return len(self.events)

    def add(self, kind: str, chat_id: int, at: float, *, by_bot: bool, **details: object) -> Event:
        """Append an event and wake everybody who waits."""
        event = Event(len(self.events) + 1, at, kind, chat_id, by_bot, details)
        self.events.append(event)
        if by_bot and self._file is not None:
            self._file.write(json.dumps(event.as_json(), ensure_ascii=False) + "\n")
            self._file.flush()
            if self._fsync:
                os.fsync(self._file.fileno())
        self.let_go()
        return event

    def let_go(self) -> None:
        """End everybody's waiting."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def since(self, after: int) -> Iterator[Event]:
        """Yield the events with a higher number."""
        yield from self.events[max(after, 0) :]

    async def changed(self, after: int, seconds: float) -> bool:
        """Wait until there is an event with a higher number; False when the seconds pass without one."""
        if self.last > after:
            return self.last > after
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return self.last > after
