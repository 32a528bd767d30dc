"""What admins hand in: situation reports, typed, pasted, forwarded or as a text document."""

from telegram import Update
from telegram.ext import MessageHandler
from telegram.ext.filters import ChatType, Document, UpdateType

from bot.domain.commands import Command, Scope
from bot.domain.errors import UserError
from bot.rendering.texts import marked
from handlers.context import Context, Handlers, asker, on, pressed

LARGEST_DOCUMENT = 1_000_000
COMMANDS = [
    Command("ingest", "read a situation report", marked("TEXT"), Scope.ADMINS),
    Command("desk", "fresh events; correct, merge, split, retract", "[12 retract; why]", Scope.ADMINS),
]


async def document(update: Update, context: Context) -> None:
    """Read a text document that an admin sends."""
    who, message = asker(update), update.message
    if who is None or message is None or message.document is None:
        return
    context.services.desk.require_right(who)
    if (message.document.file_size or 0) > LARGEST_DOCUMENT:
        raise UserError("This document is larger than 1 MB; please send it in parts.")
    file = await message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("I can only read text documents in UTF-8.") from error
    await context.services.desk.hand_in(who, text, source=message.document.file_name)


HANDLERS: Handlers = [
    on("desk", lambda who, text, services: services.editing.desk(who, text)),
    pressed("desk", lambda who, key, services: services.editing.open(who, key)),
    pressed("correct", lambda who, choice, services: services.editing.press(who, choice)),
    pressed("undo", lambda who, key, services: services.editing.undo(who, key)),
    on("ingest", lambda who, text, services: services.desk.paste(who, text)),
    MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & Document.ALL, document),
]
