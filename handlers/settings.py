"""How a chat wants to be spoken to."""

from bot.domain.commands import Command
from handlers.context import Handlers, Right, on, pressed

COMMANDS = [
    Command("settings", "digest hour and other settings", "[07:15|off]"),
    Command("timezone", "your time zone", "[city or zone]"),
]

HANDLERS: Handlers = [
    on("settings", lambda who, text, services: services.chats.settings(who, text), Right.CHANGE),
    on("timezone", lambda who, text, services: services.chats.timezone(who, text), Right.CHANGE),
    pressed("hours", lambda who, _, services: services.chats.hours(who), Right.CHANGE),
    pressed("hour", lambda who, hour, services: services.chats.set_hour(who, hour), Right.CHANGE),
    pressed(
        "empty", lambda who, wanted, services: services.chats.say_when_empty(who, wanted == "1"), Right.CHANGE
    ),
]
