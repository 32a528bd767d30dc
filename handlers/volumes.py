"""How loud the bot may be."""

from bot.domain.commands import Command
from handlers.context import Handlers, Right, on, pressed

COMMANDS = [Command("quiet", "quiet hours, and how often I may ring", "[22:00-07:00|off]")]

HANDLERS: Handlers = [
    on("quiet", lambda who, text, services: services.volumes.quiet(who, text), Right.CHANGE),
    pressed("volume", lambda who, choice, services: services.volumes.choose(who, choice), Right.CHANGE),
    pressed("rings", lambda who, _, services: services.volumes.rings(who), Right.CHANGE),
]
