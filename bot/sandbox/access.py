"""May the bot do this here? The checks of the real server, in its order and its words.

Follows check_chat, check_chat_access, check_message and check_message_topic (Client.cpp) and
process_send_message_fail_error (MessagesManager.cpp).
"""

from enum import IntEnum

from bot.sandbox.errors import ApiError, bad_request, forbidden, migrated
from bot.sandbox.model import PRESENT, Chat, Message
from bot.sandbox.world import World


class Need(IntEnum):
    """What the bot wants in a chat: to look, to read its members, to change its own words, to speak."""

    READ = 0
    MEMBERS = 1
    EDIT = 2
    WRITE = 3


KIND = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def open_chat(world: World, reference: str, need: Need) -> Chat:
    """Return the chat the bot names. Raises ApiError 400 or 403 when it may not do there what it needs."""
    if not reference:
        raise bad_request("chat_id is empty")
    chat = world.find_chat(reference)
    if chat is None:
        raise _unknown(world, reference)
    if chat.type == "private":
        user = world.users[chat.id]
        if not user.met and not user.started:
            raise bad_request("chat not found")
        if user.deactivated and need >= Need.EDIT:
            raise forbidden("user is deactivated")
        return chat
    if chat.type == "group":
        _check_group(world, chat, need)
    else:
        _check_supergroup(world, chat, need)
    return chat


def _unknown(world: World, reference: str) -> ApiError:
    """Say why there is no such chat: nobody, or somebody who never wrote to the bot."""
    user = world.users.get(int(reference)) if reference.lstrip("-").isdigit() else None
    if user is not None and user.id == world.bot.id:
        return forbidden("bot can't send messages to the bot")
    if user is not None and user.met:
        return forbidden("user is deactivated") if user.deactivated else forbidden(NEVER_STARTED)
    return bad_request("chat not found")


NEVER_STARTED = "bot can't initiate conversation with a user"


def _check_group(world: World, chat: Chat, need: Need) -> None:
    if need == Need.MEMBERS:
        need = Need.WRITE
    if need >= Need.WRITE:
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.deleted:
            raise forbidden("the group chat was deleted")
    status = chat.member(world.bot.id).status
    if world.bot.id not in chat.members:
        raise bad_request("chat not found")
    if need >= Need.EDIT and chat.migrated_to is None and not chat.deleted:
        if status == "kicked":
            raise forbidden("bot was kicked from the group chat")
        if status == "left":
            raise forbidden("bot is not a member of the group chat")


def _check_supergroup(world: World, chat: Chat, need: Need) -> None:
    kind = KIND[chat.type]
    status = chat.member(world.bot.id).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if chat.deleted or (world.bot.id not in chat.members and chat.username is None):
        raise bad_request("chat not found")
    if status not in PRESENT and (chat.username is None or need >= Need.EDIT):
        raise forbidden(f"bot is not a member of the {kind} chat")


def check_sending(world: World, chat: Chat) -> None:
    """Raise the ApiError with which the server refuses a message to a chat that the bot can see."""
    if chat.type == "private":
        user = world.users[chat.id]
        if user.blocked_bot:
            raise forbidden("bot was blocked by the user")
        if not user.started:
            raise forbidden(NEVER_STARTED)
        return
    member = chat.member(world.bot.id)
    if chat.type == "channel":
        if member.status != "administrator" or "can_post_messages" not in member.rights:
            raise bad_request("need administrator rights in the channel chat")
    elif member.status == "restricted" and not member.can_send:
        raise bad_request("not enough rights to send text messages to the chat")


def topic_of(chat: Chat, thread_id: int) -> int | None:
    """Return the topic a message goes to; None outside of forums. Raises ApiError 400 for a topic that is not there."""
    if thread_id == 0 or (not chat.is_forum and chat.type != "private"):
        return None
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


def find_message(world: World, chat: Chat, message_id: int, what: str) -> Message:
    """Return a message that is there. Raises ApiError 400 "<what> not found"."""
    message = world.live_message(chat, message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def is_admin(world: World, chat: Chat, right: str) -> bool:
    """Whether the bot is an administrator of the chat with this right."""
    member = chat.member(world.bot.id)
    return member.status == "administrator" and right in member.rights
