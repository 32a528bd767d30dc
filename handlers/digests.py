"""The daily digest, on demand."""

from bot.domain.commands import Command
from handlers.context import Handlers, on

COMMANDS = [Command("digest", "what happened since your last digest")]

HANDLERS: Handlers = [on("digest", lambda who, _, services: services.digests.on_demand(who))]
