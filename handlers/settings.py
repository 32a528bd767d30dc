"""How a chat wants to be spoken to."""

from bot.domain.commands import Command
from bot.rendering.texts import marked
from handlers.context import Handlers, Right, on, pressed

COMMANDS = [
    Command("settings", "digest hour and other settings", "[07:15|off]"),
    Command("timezone", "your time zone", marked("[city or zone]")),
    Command("language", "the language that I speak here", "[uk]"),
]

HANDLERS: Handlers = [
    on("settings", lambda who, text, services: services.chats.settings(who, text), Right.CHANGE),
    on("language", lambda who, text, services: services.chats.language(who, text), Right.CHANGE),
    on("timezone", lambda who, text, services: services.chats.timezone(who, text), Right.CHANGE),
    pressed("language", lambda who, tag, services: services.chats.language(who, tag), Right.CHANGE),
    pressed("hours", lambda who, _, services: services.chats.hours(who), Right.CHANGE),
    pressed("hour", lambda who, hour, services: services.chats.set_hour(who, hour), Right.CHANGE),
    pressed(
        "empty", lambda who, wanted, services: services.chats.say_when_empty(who, wanted == "1"), Right.CHANGE
    ),
]
