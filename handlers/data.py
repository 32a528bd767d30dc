"""What is kept about a chat: say it, hand it out, take it in, erase it."""

from telegram import Update
from telegram.ext import MessageHandler
from telegram.ext.filters import ChatType, Document, UpdateType

from bot.domain.commands import Command
from handlers.context import Context, Handlers, Right, asker, managing, on, pressed
from handlers.desk import document as report

COMMANDS = [
    Command("privacy", "what I keep about this chat"),
    Command("export", "what this chat follows, as a document to keep or send to me elsewhere"),
    Command("deleteme", "erase everything about this chat"),
]


async def on_json(update: Update, context: Context) -> None:
    """Take in a document that /export gave; any other document is a report."""
    who, message = asker(update), update.message
    if who is None or message is None or message.document is None:
        return
    sharing = context.services.sharing
    if (message.document.file_size or 0) <= sharing.largest_document:
        file = await message.document.get_file()
        text = bytes(await file.download_as_bytearray()).decode("utf-8-sig", errors="replace")
        if sharing.is_ours(text):
            await sharing.take(await managing(who, context.services, Right.CHANGE), text)
            return
    await report(update, context)


HANDLERS: Handlers = [
    on("privacy", lambda who, _, services: services.personal.privacy(who)),
    on("export", lambda who, _, services: services.sharing.export(who), Right.CHANGE),
    on("deleteme", lambda who, _, services: services.personal.ask(who), Right.CHANGE),
    pressed("export", lambda who, _, services: services.sharing.export(who), Right.CHANGE),
    pressed("deleteme", lambda who, _, services: services.personal.ask(who), Right.CHANGE),
    pressed("erase", lambda who, _, services: services.personal.erase(who), Right.CHANGE),
    pressed("keep", lambda who, _, services: services.personal.keep(who), Right.CHANGE),
    MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & Document.FileExtension("json"), on_json),
]
