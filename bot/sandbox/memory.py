"""Who and what exists, kept in a file between two runs of the sandbox: people, groups, channels. Messages are not kept."""

import json
from dataclasses import asdict, fields
from pathlib import Path

from bot.sandbox.model import Chat, Json, Member, User
from bot.sandbox.world import World

_CHAT_FIELDS = tuple(
    field.name for field in fields(Chat) if field.name not in {"members", "topics", "messages"}
)


def save(world: World, path: Path) -> None:
    """Write the world's people and chats to a file, replacing it whole."""
    people = [asdict(user) for user in world.users.values() if not user.is_bot]
    document = {"people": people, "chats": [_chat_json(chat) for chat in world.chats.values()]}
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)


def _chat_json(chat: Chat) -> Json:
    members = [{**asdict(member), "rights": sorted(member.rights)} for member in chat.members.values()]
    return {
        **{name: getattr(chat, name) for name in _CHAT_FIELDS},
        "members": members,
        "topics": list(chat.topics.items()),
    }


def load(world: World, path: Path) -> None:
    """Read people and chats from a file; nothing happens when there is none. Raises ValueError for one that is damaged."""
    if not path.exists():
        return
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        users = [User(**fields) for fields in document["people"]]
        chats = [_chat(fields) for fields in document["chats"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"the sandbox's memory {path} is damaged ({error}); delete it to start afresh"
        ) from None
    world.users |= {user.id: user for user in users}
    world.chats |= {chat.id: chat for chat in chats}


def _chat(stored: Json) -> Chat:
    members = [
        Member(**{**fields, "rights": frozenset(fields["rights"])}) for fields in stored.pop("members")
    ]
    topics = {int(thread): str(name) for thread, name in stored.pop("topics")}
    return Chat(**stored, members={member.user_id: member for member in members}, topics=topics)
