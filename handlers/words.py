"""Ordinary words: names of places and parties, pasted reports, answers, and commands that do not exist."""

from telegram import (
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.ext import MessageHandler
from telegram.ext.filters import CAPTION, COMMAND, TEXT, ChatType, StatusUpdate, UpdateType

from handlers.context import Context, Handlers, Right, argument, asker, managing


async def on_words(update: Update, context: Context) -> None:
    """Take words for an answer that is waited for, for a part of a report, or for a name."""
    who, services = asker(update), context.services
    if who is None:
        return
    words = argument(update)
    if await services.broadcasts.answer(who, words) or await services.desk.take(who, words, origin(update)):
        return
    if await services.places.typed(who, words):
        return
    await services.wishes.offer(await managing(who, services, Right.CHANGE), words)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Answer a command that does not exist, in a private chat or when it is addressed to us."""
    who, message = asker(update), update.message
    if who is None or message is None or not message.text:
        return
    name, _, addressee = message.text.split()[0].removeprefix("/").partition("@")
    if addressee.casefold() == context.bot.username.casefold() or message.chat.type == message.chat.PRIVATE:
        await context.services.chats.unknown_command(who, name)


async def on_anything_else(update: Update, context: Context) -> None:
    """Say that a sticker, a voice or the like is nothing we can read."""
    if who := asker(update):
        await context.services.chats.not_readable(who)


def origin(update: Update) -> str | None:
    """Return whom a forwarded message comes from; None where it is the sender's own."""
    source = update.message.forward_origin if update.message else None
    match source:
        case MessageOriginChannel():
            return source.chat.title or "a channel"
        case MessageOriginChat():
            return source.sender_chat.title or "a group"
        case MessageOriginHiddenUser():
            return source.sender_user_name
        case MessageOriginUser():
            return source.sender_user.full_name
    return None


HANDLERS: Handlers = [
    MessageHandler(UpdateType.MESSAGE & COMMAND, on_unknown_command),
    MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & (TEXT | CAPTION), on_words),
    MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & ~StatusUpdate.ALL, on_anything_else),
]
