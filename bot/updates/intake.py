"""Raw updates on their way into the inbox, whichever way they came."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage import Storage

# What we ask Telegram for: anything else would fill the inbox with what nobody handles.
WANTED = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "my_chat_member",
)


async def store(storage: Storage, updates: Sequence[Mapping[str, Any]]) -> int:
    """Commit raw updates; return how many were not known yet. Only then may Telegram be told that we have them."""
    rows = [(update["update_id"], chat_of(update), update) for update in updates]
    async with storage.transaction() as tx:
        return await tx.inbox.add(rows)


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat that an update belongs to, by which updates are ordered; 0 where there is none."""
    for kind, body in update.items():
        if kind == "update_id" or not isinstance(body, Mapping):
            continue
        for holder in (body, body.get("message")):
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return int(chat["id"])
        person = body.get("from")
        if isinstance(person, Mapping) and isinstance(person.get("id"), int):
            return int(person["id"])
    return 0
