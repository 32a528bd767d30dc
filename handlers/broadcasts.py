"""Messages from the admins to everybody."""

from bot.domain.commands import Command, Scope
from bot.rendering.texts import marked
from handlers.context import Handlers, on, pressed

COMMANDS = [Command("broadcast", "write to every chat, after a preview", marked("TEXT"), Scope.ADMINS)]

HANDLERS: Handlers = [
    on("broadcast", lambda who, text, services: services.broadcasts.draft(who, text)),
    pressed("send", lambda who, key, services: services.broadcasts.confirm(who, int(key))),
    pressed("drop", lambda who, key, services: services.broadcasts.drop(who, int(key))),
]
