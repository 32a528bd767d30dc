"""The frame of every chat: beginning, help, what is kept, and the end."""

from bot.domain.chats import Asker
from bot.domain.commands import Command, Scope
from handlers.context import Handlers, Services, on

COMMANDS = [
    Command("start", "begin, or begin again after /stop"),
    Command("help", "show what I understand"),
    Command("stop", "be silent; what you follow is kept"),
    Command("cancel", "end what we are in the middle of"),
    Command("privacy", "what I keep about this chat"),
    Command("about", "who I am, and where my knowledge comes from"),
]


async def show_help(who: Asker, _: str, services: Services) -> None:
    """Show the commands that this asker may use."""
    admin = services.chats.conversation.is_admin(who)
    shown = [command for command in services.commands if admin or command.scope is Scope.EVERYBODY]
    await services.chats.help(who, shown)


HANDLERS: Handlers = [
    on("start", lambda who, _, services: services.chats.start(who)),
    on("help", show_help),
    on("stop", lambda who, _, services: services.chats.stop(who)),
    on("cancel", lambda who, _, services: services.chats.cancel(who)),
    on("privacy", lambda who, _, services: services.chats.privacy(who)),
    on("about", lambda who, _, services: services.chats.about(who)),
]
