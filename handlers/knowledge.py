"""Editors change what the bot knows."""

from bot.domain.commands import Command, Scope
from bot.domain.subscriptions import Dimension
from handlers.context import Handlers, on, pressed

COMMANDS = [
    Command("place", "unknown places; add, alias, merge, parent, ignore", "[NAME]", Scope.ADMINS),
    Command("actor", "unknown parties; add, alias, merge, parent, ignore", "[NAME]", Scope.ADMINS),
]

HANDLERS: Handlers = [
    on("place", lambda who, text, services: services.knowledge.command(who, Dimension.REGION, text)),
    on("actor", lambda who, text, services: services.knowledge.command(who, Dimension.ACTOR, text)),
    pressed("strangers", lambda who, key, services: services.knowledge.page(who, key)),
    pressed("stranger", lambda who, key, services: services.knowledge.stranger(who, key)),
    pressed("settle", lambda who, key, services: services.knowledge.settle(who, key)),
]
