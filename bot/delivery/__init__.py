"""From the outbox to Telegram: `Dispatcher` moves deliveries, `Sender` puts them into chats. See docs/delivery.md."""

from bot.delivery.dispatcher import Dispatcher
from bot.delivery.sender import Sender

__all__ = ["Dispatcher", "Sender"]
