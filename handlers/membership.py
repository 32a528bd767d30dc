"""Coming and going: blocked, kicked, let in, and groups that become supergroups."""

from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ChatMemberHandler, MessageHandler
from telegram.ext.filters import StatusUpdate, UpdateType

from handlers.context import Context, Handlers, asker

OUT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


async def on_membership(update: Update, context: Context) -> None:
    """Stop writing to a chat that threw us out, and write again to one that let us in."""
    change, who = update.my_chat_member, asker(update)
    if change is None or who is None:
        return
    if change.new_chat_member.status in OUT:
        await context.services.chats.unreachable(who)
    else:
        await context.services.chats.reachable(who)


async def on_migration(update: Update, context: Context) -> None:
    """Follow a group that became a supergroup; Telegram says so in the old group and in the new one."""
    message = update.message
    if message and message.migrate_to_chat_id:
        await context.services.chats.moved(message.chat_id, message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        await context.services.chats.moved(message.migrate_from_chat_id, message.chat_id)


HANDLERS: Handlers = [
    ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(UpdateType.MESSAGE & StatusUpdate.MIGRATE, on_migration),
]
