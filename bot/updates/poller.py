"""Long polling: ask, commit, acknowledge. Telegram keeps what we have not acknowledged for 24 hours."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.logs import logger
from bot.updates.intake import WANTED, store
from storage import Storage

POLL_SECONDS = 50
LONGEST_PAUSE = 30.0
IDLE_SECONDS = 0.1
log = logger(__name__)


class PollError(Exception):
    """Telegram did not give updates; try again after `pause` seconds."""

    def __init__(self, reason: str, pause: float) -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass(slots=True)
class Poller:
    """Fetches updates into the inbox: `address` is the method's, with the token in it; `wake` tells the worker."""

    storage: Storage
    session: aiohttp.ClientSession
    address: str
    wake: Callable[[], None]

    async def run(self) -> None:
        """Poll until cancelled; what goes wrong is said once, and tried again ever more slowly."""
        pause = 0.0
        async with self.storage.reading() as tx:
            last = await tx.inbox.last_id()
        offset = None if last is None else last + 1
        while True:
            try:
                offset = await self._once(offset)
                pause = 0.0
            except (PollError, aiohttp.ClientError, TimeoutError, ValueError) as error:
                pause = max(getattr(error, "pause", 0.0), min(LONGEST_PAUSE, pause * 2 or 0.5))
                log.warning(
                    "no updates from Telegram",
                    reason=type(error).__name__,
                    detail=_detail(error),
                    pause=pause,
                )
                await asyncio.sleep(pause)

    async def _once(self, offset: int | None) -> int | None:
        parameters: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": list(WANTED)}
        if offset is not None:
            parameters["offset"] = offset
        timeout = aiohttp.ClientTimeout(total=POLL_SECONDS + 20, sock_connect=15)
        async with self.session.post(self.address, json=parameters, timeout=timeout) as response:
            answer = json.loads(await response.read())
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refusal(answer)
        updates = [update for update in answer["result"] if isinstance(update.get("update_id"), int)]
        if not updates:
            await asyncio.sleep(IDLE_SECONDS)  # a server without long polling would have us ask without end
            return offset
        await store(self.storage, updates)
        self.wake()
        return int(max(update["update_id"] for update in updates)) + 1


def _refusal(answer: Any) -> PollError:
    if not isinstance(answer, dict):
        return PollError("not an answer of the Bot API", 5)
    seconds = answer.get("parameters", {}).get("retry_after", 0)
    # 409: somebody else polls with this token; we stand by. 401, 404: the token is not (yet) good.
    pause = {409: 15, 401: 30, 404: 30}.get(answer.get("error_code", 0), 0)
    return PollError(str(answer.get("description")), max(pause, seconds))


def _detail(error: Exception) -> str:
    """Say what happened without the address, which holds the token."""
    return str(error) if isinstance(error, PollError) else ""
