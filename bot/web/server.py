"""Where the HTTP server listens, and which room answers what."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.domain.errors import SettingsError
from bot.web.health import Health
from bot.web.ingest import Ingest

LARGEST_BODY = 4 * 1024 * 1024


@asynccontextmanager
async def serving(
    listen: str, health: Health, ingest: Ingest, more: Sequence[web.RouteDef]
) -> AsyncIterator[str]:
    """Serve for the duration of the block; give the address.

    Args:
        listen: host and port, such as 127.0.0.1:8080; port 0 takes a free one.
        health: answers /healthz, /readyz and /metrics.
        ingest: answers /ingest/reports.
        more: further routes, such as Telegram's webhook.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(
        [
            web.get("/healthz", health.healthz),
            web.get("/readyz", health.readyz),
            web.get("/metrics", health.metrics),
            web.post("/ingest/reports", ingest.reports),
            *more,
        ]
    )
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    host, _, port = listen.rpartition(":")
    try:
        site = web.TCPSite(runner, host.strip("[]"), int(port))
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    except OSError as error:
        raise SettingsError(f"HTTP_LISTEN: {listen} cannot be listened on ({error.strerror}).") from error
    finally:
        await runner.cleanup()
