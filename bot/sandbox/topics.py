"""Topics of a forum: each begins with a service message whose id is the topic's thread id."""

from bot.sandbox.model import Chat, Message, User
from bot.sandbox.world import World

TOPIC_COLOR = 7322096
"""RGB of a topic's icon when nobody chose one (0x6FB9F0)."""


def open_topic(world: World, chat: Chat, name: str, by: User) -> Message:
    """Open a topic; returns the service message it begins with. Raises ValueError outside of forums."""
    if not chat.is_forum:
        raise ValueError(f"{chat.title!r} is no forum")
    content = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOR}}
    created = Message(0, chat.id, 0, 0, content, sender_id=by.id, opens_topic=True)
    by_bot = by.id == world.bot.id
    world.post(chat, created, by_bot=by_bot, kind="service")
    chat.topics[created.id] = name
    return created
