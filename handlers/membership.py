"""Coming and going: blocked, kicked, let in, groups that become supergroups; and channels that are managed from here."""

from telegram import MessageOriginChannel, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ChatMemberHandler, CommandHandler, MessageHandler
from telegram.ext.filters import StatusUpdate, UpdateType

from bot.domain.chats import ChatKind
from bot.domain.commands import Command
from bot.services.groups import Room
from handlers.context import Context, Handlers, argument, asker, pressed

OUT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
COMMANDS = [Command("channel", "manage a channel from this private chat", "[@name|off]")]


async def on_membership(update: Update, context: Context) -> None:
    """Stop writing to a chat that threw us out, and write again to one that let us in; greet it when it is new."""
    change, who = update.my_chat_member, asker(update)
    if change is None or who is None:
        return
    services = context.services
    services.groups.forget(change.chat.id)
    if change.new_chat_member.status in OUT:
        await services.chats.unreachable(who)
    elif change.old_chat_member.status in OUT and who.kind is not ChatKind.PRIVATE:
        await services.groups.arrived(who, Room(change.chat.id, who.kind, change.chat.title or ""))
    else:
        await services.chats.reachable(who)


async def on_migration(update: Update, context: Context) -> None:
    """Follow a group that became a supergroup; Telegram says so in the old group and in the new one."""
    message = update.message
    if message and message.migrate_to_chat_id:
        await context.services.chats.moved(message.chat_id, message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        await context.services.chats.moved(message.migrate_from_chat_id, message.chat_id)


async def on_channel(update: Update, context: Context) -> None:
    """Choose the channel to manage: by its @name, or as an answer to one of its posts that was forwarded here."""
    who, message = asker(update), update.message
    if who is None or message is None:
        return
    named = argument(update)
    answered = message.reply_to_message
    if not named and answered and isinstance(answered.forward_origin, MessageOriginChannel):
        named = str(answered.forward_origin.chat.id)
    await context.services.groups.choose_channel(who, named)


HANDLERS: Handlers = [
    ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(UpdateType.MESSAGE & StatusUpdate.MIGRATE, on_migration),
    CommandHandler("channel", on_channel, filters=UpdateType.MESSAGE),
    pressed("channel", lambda who, key, services: services.groups.choose_channel(who, key)),
]
