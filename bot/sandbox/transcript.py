"""A chat as a person scrolling through it would see it."""

from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.world import World


def transcript(world: World, chat: Chat) -> list[Json]:
    """Return every message of the chat in the order of sending, deleted ones marked."""
    return [entry(world, message) for message in chat.messages.values()]


def entry(world: World, message: Message) -> Json:
    """Return one message: what it says now, what it said before, its buttons and circumstances.

    Keys: order, chat, message_id, from (a name), by_bot, at (Unix seconds), text, entities, thread, reply_to, silent, edited
    (how often), history (older texts), buttons (rows of {"text", "data" or "url"}), deleted, pinned, and the content's own
    field (document, photo, location, service messages …).
    """
    content = message.content
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    shown: Json = {
        "order": message.order,
        "chat": message.chat_id,
        "message_id": message.id,
        "from": _author(world, message),
        "by_bot": message.by_bot,
        "at": message.date,
        "text": message.words,
        "entities": content.get("entities", content.get("caption_entities", [])),
        "thread": message.thread_id,
        "reply_to": message.reply_to,
        "silent": message.silent,
        "edited": len(message.history),
        "history": [
            {"text": past.get("text", past.get("caption", "")), "at": past["at"]} for past in message.history
        ],
        "buttons": [[_button(button) for button in row] for row in rows],
        "deleted": message.deleted,
        "pinned": message.pinned,
    }
    if message.keyboard is not None:
        shown["keyboard"] = message.keyboard
    if message.forward_origin is not None:
        shown["forward_origin"] = message.forward_origin
    words = {"text", "entities", "caption", "caption_entities"}
    return shown | {name: value for name, value in content.items() if name not in words}


def _author(world: World, message: Message) -> str:
    if message.sender_chat_id is not None:
        return world.chats[message.sender_chat_id].title
    return "" if message.sender_id is None else world.users[message.sender_id].first_name


def _button(button: Json) -> Json:
    if "callback_data" in button:
        return {"text": button["text"], "data": button["callback_data"]}
    return dict(button)
