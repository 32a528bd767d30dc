"""What a chat follows."""

from bot.domain.commands import Command
from handlers.context import Handlers, on, pressed

COMMANDS = [
    Command("subscribe", "follow a region or an actor", "Mosul"),
    Command("subscriptions", "what you follow"),
    Command("unsubscribe", "follow something no more", "[Mosul]"),
]

HANDLERS: Handlers = [
    on("subscribe", lambda who, text, services: services.wishes.subscribe(who, text)),
    on("subscriptions", lambda who, _, services: services.subscriptions.show(who)),
    on("unsubscribe", lambda who, text, services: services.subscriptions.unsubscribe(who, text)),
    pressed("follow", lambda who, key, services: services.subscriptions.follow(who, key)),
    pressed("remove", lambda who, key, services: services.subscriptions.remove(who, key)),
    pressed("list", lambda who, page, services: services.subscriptions.show(who, int(page))),
    pressed("edit", lambda who, key, services: services.subscriptions.edit(who, key)),
    pressed("set", lambda who, key, services: services.subscriptions.change(who, key)),
    pressed("pick", lambda who, key, services: services.wishes.pick(who, key)),
    pressed("want", lambda who, key, services: services.wishes.want(who, key)),
]
