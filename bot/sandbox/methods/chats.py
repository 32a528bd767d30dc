"""What the bot asks about chats and their members, and what it may change in them."""

from bot.sandbox.access import Need, find_message, is_admin, open_chat
from bot.sandbox.account import Account, Answer
from bot.sandbox.errors import bad_request
from bot.sandbox.model import PRESENT, Chat, Json, Member, Message, words
from bot.sandbox.params import Params
from bot.sandbox.topics import TOPIC_COLOR, open_topic
from bot.sandbox.views import full_chat_json, member_json, user_json

MAX_TOPIC_NAME = 128
ADMINS = frozenset({"creator", "administrator"})
REACTIONS = words(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 "
    "👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)


def get_chat(account: Account, params: Params) -> Answer:
    """GetChat."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.READ)
    shown = full_chat_json(chat)
    pinned = [message for message in chat.messages.values() if message.pinned and not message.deleted]
    if pinned:
        shown["pinned_message"] = world.show(pinned[-1], with_reply=False)
    return shown


def get_chat_member(account: Account, params: Params) -> Answer:
    """GetChatMember."""
    world = account.world
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    need = Need.READ if user_id == world.bot.id else Need.MEMBERS
    chat = open_chat(world, params.text("chat_id"), need)
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.type == "private":
        if user_id not in {chat.id, world.bot.id}:
            raise bad_request("member not found")
        return member_json(chat, Member(user_id, "member"), user)
    return member_json(chat, chat.member(user_id), user)


def get_chat_administrators(account: Account, params: Params) -> Answer:
    """GetChatAdministrators."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.MEMBERS)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(chat, member, world.users[member.user_id])
        for member in chat.members.values()
        if member.status in ADMINS
    ]


def get_chat_member_count(account: Account, params: Params) -> Answer:
    """GetChatMemberCount."""
    chat = open_chat(account.world, params.text("chat_id"), Need.MEMBERS)
    if chat.type == "private":
        return 2
    return sum(member.status in PRESENT for member in chat.members.values())


def leave_chat(account: Account, params: Params) -> Answer:
    """LeaveChat."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.READ)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.has(world.bot.id):
        raise bad_request("bot is not a member of the chat")
    world.journal.add("leave", chat.id, world.clock(), by_bot=True, method="leaveChat")
    if chat.is_group:
        _service(account, chat, {"left_chat_member": user_json(world.bot)})
    world.change_member(chat, world.bot, Member(world.bot.id, "left"), by=world.bot)
    return True


def _service(account: Account, chat: Chat, content: Json) -> None:
    """Post a service message about something the bot did; the bot gets no update about its own deeds."""
    message = Message(0, chat.id, 0, 0, content, sender_id=account.world.bot.id)
    account.world.post(chat, message, by_bot=True, kind="service")


def pin_chat_message(account: Account, params: Params) -> Answer:
    """PinChatMessage."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    message = find_message(world, chat, params.integer("message_id"), "message to pin")
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.type != "private" and not is_admin(world, chat, right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message.pinned = True
    world.note("pin", message, method="pinChatMessage")
    _service(account, chat, {"pinned_message": world.show(message, with_reply=False)})
    return True


def unpin_chat_message(account: Account, params: Params) -> Answer:
    """UnpinChatMessage; without a message id the newest pinned one."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    pinned = [message for message in chat.messages.values() if message.pinned]
    if "message_id" in params:
        message = find_message(world, chat, params.integer("message_id"), "message to unpin")
    elif pinned:
        message = pinned[-1]
    else:
        raise bad_request("Message to unpin not found")
    message.pinned = False
    world.note("unpin", message, method="unpinChatMessage")
    return True


def create_forum_topic(account: Account, params: Params) -> Answer:
    """CreateForumTopic."""
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not is_admin(world, chat, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = params.text("name").strip()
    if not name or len(name) > MAX_TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    topic = open_topic(world, chat, name, world.bot)
    return {
        "message_thread_id": topic.id,
        "name": name,
        "icon_color": params.integer("icon_color") or TOPIC_COLOR,
    }


def set_message_reaction(account: Account, params: Params) -> Answer:
    """SetMessageReaction."""
    world = account.world
    chosen = params.data("reaction", "Can't parse reaction types JSON object") or []
    if not isinstance(chosen, list):
        raise bad_request("Expected an Array of ReactionType")
    if any(
        not isinstance(item, dict) or item.get("type") not in {"emoji", "custom_emoji"} for item in chosen
    ):
        raise bad_request("invalid reaction type specified")
    chat = open_chat(world, params.text("chat_id"), Need.READ)
    message = find_message(world, chat, params.integer("message_id"), "message to react")
    if any(item.get("emoji", "").rstrip("\ufe0f") not in REACTIONS for item in chosen) or len(chosen) > 1:
        raise bad_request("REACTION_INVALID" if len(chosen) == 1 else "REACTIONS_TOO_MANY")
    message.reactions[world.bot.id] = chosen
    world.note("reaction", message, method="setMessageReaction")
    return True
