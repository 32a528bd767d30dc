"""What a chat follows."""

from bot.domain.commands import Command
from handlers.context import Handlers, on, pressed

COMMANDS = [
    Command("subscribe", "follow a region or an actor", "Mosul"),
    Command("subscriptions", "what you follow"),
    Command("unsubscribe", "follow something no more", "[Mosul]"),
]

HANDLERS: Handlers = [
    on("subscribe", lambda who, text, services: services.subscriptions.subscribe(who, text)),
    on("subscriptions", lambda who, _, services: services.subscriptions.show(who)),
    on("unsubscribe", lambda who, text, services: services.subscriptions.unsubscribe(who, text)),
    pressed("follow", lambda who, key, services: services.subscriptions.follow(who, key)),
    pressed("remove", lambda who, key, services: services.subscriptions.remove(who, key)),
]
