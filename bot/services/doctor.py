"""Is everything there that the bot needs? One line for each thing, worst news plainly."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp

from storage import Storage


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


async def examine(storage: Storage) -> AsyncIterator[Finding]:
    """Yield what is found out about the database."""
    async with storage.reading() as tx:
        problem = await tx.health.problem()
        yield Finding("database", problem is None, problem or "whole")
        if warning := tx.health.engine_warning():
            yield Finding("database engine", True, warning)
        yield Finding("tables", True, ", ".join(f"{name} {count}" for name, count in await tx.health.sizes()))
        inbox = await tx.inbox.counts()
        waiting, poison = inbox.get("new", 0), inbox.get("poison", 0)
        yield Finding("inbox", poison == 0, f"{waiting} waiting, {poison} set aside")
        outbox = await tx.deliveries.counts()
        yield Finding(
            "outbox",
            True,
            ", ".join(f"{state} {count}" for state, count in sorted(outbox.items())) or "empty",
        )


async def examine_telegram(api_url: str, token: str) -> Finding:
    """Return whether Telegram knows the token; the token itself is in no text."""
    timeout = aiohttp.ClientTimeout(total=15)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{api_url}/bot{token}/getMe") as answer,
        ):
            found = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return Finding("telegram", False, f"{api_url} cannot be reached ({type(error).__name__})")
    if not isinstance(found, dict) or not found.get("ok"):
        return Finding("telegram", False, f"{api_url} does not accept the token")
    return Finding("telegram", True, f"this is @{found['result'].get('username')}")
