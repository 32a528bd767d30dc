"""Is the bot alive, is it ready, and what has it counted."""

from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from storage import Storage


@dataclass(frozen=True, slots=True)
class Health:
    """Answers /healthz (the process runs), /readyz (it can also read its database) and /metrics (Prometheus)."""

    storage: Storage

    async def healthz(self, _: web.Request) -> web.Response:
        """Say that the process answers."""
        return web.json_response({"ok": True})

    async def readyz(self, _: web.Request) -> web.Response:
        """Say whether reports would be accepted and promises be kept."""
        try:
            async with self.storage.reading() as tx:
                await tx.inbox.last_id()
        except Exception as error:  # noqa: BLE001 -- whatever keeps the database from answering, we are not ready
            return web.json_response({"ok": False, "reason": type(error).__name__}, status=503)
        return web.json_response({"ok": True})

    async def metrics(self, _: web.Request) -> web.Response:
        """Return every metric in Prometheus' text format."""
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
