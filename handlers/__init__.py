"""What a chat can say: one module per topic, each with its `HANDLERS`, and `COMMANDS` where it has any.

A handler reads the update and calls one service; the service answers. To add a command, write a module and name it
in `MODULES`; help and the command menu follow from its `COMMANDS`. `words` comes last: it takes what nobody else took.
"""

from typing import Any

from telegram.ext import Application

from bot.domain.commands import Command
from handlers import (
    alerts,
    broadcasts,
    data,
    desk,
    digests,
    errors,
    knowledge,
    lookups,
    membership,
    places,
    settings,
    start,
    subscriptions,
    volumes,
    words,
)

MODULES = (
    start,
    subscriptions,
    alerts,
    lookups,
    digests,
    settings,
    volumes,
    data,
    desk,
    broadcasts,
    knowledge,
    membership,
    places,
    words,
)
COMMANDS: tuple[Command, ...] = tuple(
    command for module in MODULES for command in getattr(module, "COMMANDS", ())
)


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Add every handler to the application."""
    for module in MODULES:
        application.add_handlers(module.HANDLERS)
    application.add_error_handler(errors.on_error)
