"""Asking what happened, and what the bot knows."""

from bot.domain.commands import Command
from bot.rendering.texts import marked
from handlers.context import Handlers, on

COMMANDS = [
    Command("latest", "the latest events, of what you follow or of a place or party", marked("[Mosul]")),
    Command("search", "find a region or an actor", marked("Mosul")),
]

HANDLERS: Handlers = [
    on("latest", lambda who, text, services: services.lookups.latest(who, text)),
    on("search", lambda who, text, services: services.lookups.search(who, text)),
]
