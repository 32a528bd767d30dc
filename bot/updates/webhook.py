"""Telegram's webhook: the same inbox as long polling fills."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.updates.intake import store
from storage import Storage

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name


@dataclass(frozen=True, slots=True)
class Webhook:
    """Receives updates: `secret` is what Telegram has to send along, `wake` tells the worker."""

    storage: Storage
    secret: str
    wake: Callable[[], None]

    @property
    def path(self) -> str:
        """A path that nobody can guess."""
        return f"/telegram/{hashlib.sha256(self.secret.encode()).hexdigest()[:32]}"

    async def receive(self, request: web.Request) -> web.Response:
        """Commit an update, and only then accept it."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        await store(self.storage, [update])
        self.wake()
        return web.Response()
