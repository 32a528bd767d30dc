"""Delivers updates to the bot's webhook, one after the other, each until it is accepted."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

import aiohttp

from bot.sandbox.account import Account, Webhook
from bot.sandbox.errors import ApiError
from bot.sandbox.model import Json
from bot.sandbox.params import Params

ANSWER_SECONDS = 60.0
"""How long the bot may take to accept an update."""
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
"""Seconds between attempts; doubled after each failure."""


class WebhookPusher:
    """Sends what waits in the queue to the account's webhook while one is set.

    run: executes a method call that the bot puts into its answer, as Telegram does.
    """

    def __init__(self, account: Account, run: Callable[[str, Params], object]) -> None:
        self._account = account
        self._run = run
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after the webhook."""
        self._task = asyncio.create_task(self._push_for_ever())

    async def stop(self) -> None:
        """Stop; updates that are not accepted stay in the queue."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _push_for_ever(self) -> None:
        pause = FIRST_PAUSE
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                hook = self._account.webhook
                waiting = self._account.world.updates.waiting(1) if hook.url else []
                if not waiting:
                    await self._account.world.updates.something_new()
                elif await self._push(session, hook, waiting[0]):
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)

    async def _push(self, session: aiohttp.ClientSession, hook: Webhook, update: Json) -> bool:
        """Offer an update; True when it was accepted."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update, headers=headers) as response:
                body = await response.read()
                accepted = response.status // 100 == 2
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            accepted, problem, body = False, f"Connection failed: {type(error).__name__}", b""
        if accepted:
            self._account.world.updates.confirm(update["update_id"] + 1)
            self._obey(body)
        else:
            hook.last_error_at, hook.last_error = int(self._account.world.clock()), problem
        return accepted

    def _obey(self, body: bytes) -> None:
        """Execute the method call in the bot's answer, if there is one; its result goes nowhere."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            with suppress(ApiError):
                self._run(call.pop("method").lower(), Params(call))
