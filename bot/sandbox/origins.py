"""Where a forwarded message comes from."""

from bot.sandbox.model import Json, Message
from bot.sandbox.views import chat_json, user_json
from bot.sandbox.world import World


def origin_json(world: World, message: Message, *, hidden: bool = False) -> Json:
    """Return the MessageOrigin of a forward of this message; hidden: its author shows no account in forwards."""
    chat = world.chats[message.chat_id]
    signature = {"author_signature": message.author_signature} if message.author_signature else {}
    if chat.type == "channel":
        where = {"chat": chat_json(chat), "message_id": message.id, **signature}
        return {"type": "channel", "date": message.date, **where}
    if message.sender_chat_id is not None:
        sender = chat_json(world.chats[message.sender_chat_id])
        return {"type": "chat", "date": message.date, "sender_chat": sender, **signature}
    assert message.sender_id is not None, "every message outside of channels has a sender"
    author = world.users[message.sender_id]
    if hidden:
        return {"type": "hidden_user", "date": message.date, "sender_user_name": author.first_name}
    return {"type": "user", "date": message.date, "sender_user": user_json(author)}
