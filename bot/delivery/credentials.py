"""Whether Telegram accepts our token: nobody believes a single 401 or 404, which a proxy can say as well."""

import asyncio

from bot import logs
from bot.delivery.outcome import is_alive
from bot.delivery.sender import Sender

CONFIRMATIONS = 3
CONFIRM_SECONDS = 60.0

log = logs.logger(__name__)


async def is_revoked(sender: Sender, within: float = CONFIRM_SECONDS) -> bool:
    """Ask who we are until Telegram has answered once, or refused three times.

    Args:
        sender: asks.
        within: the seconds from the first refusal to the last one.
    """
    refusals = 0
    while True:
        alive = is_alive(await sender.call("getMe", {}))
        if alive:
            return False
        refusals += alive is False
        if refusals >= CONFIRMATIONS:
            return True
        log.warning(
            "Telegram refuses the token" if alive is False else "Telegram cannot be asked about the token"
        )
        await asyncio.sleep(within / (CONFIRMATIONS - 1))
