"""The frame of every chat: beginning, help, what is kept, and the end."""

from bot.domain.chats import Asker
from bot.domain.commands import Command, Scope
from handlers.context import Handlers, Right, Services, on

CHANGE = Right.CHANGE
COMMANDS = [
    Command("start", "begin, or begin again after /stop"),
    Command("help", "show what I understand"),
    Command("stop", "be silent; what you follow is kept"),
    Command("cancel", "end what we are in the middle of"),
    Command("about", "who I am, and where my knowledge comes from"),
]


async def show_help(who: Asker, _: str, services: Services) -> None:
    """Show the commands that this asker may use."""
    admin = services.chats.conversation.is_admin(who)
    shown = [command for command in services.commands if admin or command.scope is Scope.EVERYBODY]
    await services.chats.help(who, shown)


HANDLERS: Handlers = [
    on(
        "start",
        lambda who, payload, services: services.chats.start(who, payload, services.sharing.open),
        CHANGE,
    ),
    on("help", show_help),
    on("stop", lambda who, _, services: services.chats.stop(who), CHANGE),
    on("cancel", lambda who, _, services: services.chats.cancel(who)),
    on("about", lambda who, _, services: services.chats.about(who)),
]
