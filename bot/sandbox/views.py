"""Users, chats, members and messages as the Bot API shows them."""

from bot.sandbox.model import Chat, Json, Member, Message, User

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
USUAL_RIGHTS = frozenset({*ADMIN_RIGHTS, *GROUP_RIGHTS, *CHANNEL_RIGHTS} - {"can_promote_members"})
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
)
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def user_json(user: User) -> Json:
    """Return a User."""
    shown: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        shown["username"] = user.username
    if user.language_code:
        shown["language_code"] = user.language_code
    return shown


def chat_json(chat: Chat) -> Json:
    """Return a Chat."""
    name = "first_name" if chat.type == "private" else "title"
    shown: Json = {"id": chat.id, name: chat.title, "type": chat.type}
    if chat.username:
        shown["username"] = chat.username
    if chat.is_forum:
        shown["is_forum"] = True
    if chat.type == "group":
        shown["all_members_are_administrators"] = False
    return shown


def full_chat_json(chat: Chat) -> Json:
    """Return a ChatFullInfo, without its pinned message."""
    shown = chat_json(chat)
    if chat.username:
        shown["active_usernames"] = [chat.username]
    if chat.is_group:
        shown["permissions"] = {name: name != "can_change_info" for name in PERMISSIONS}
    if chat.linked_chat_id is not None:
        shown["linked_chat_id"] = chat.linked_chat_id
    shown["accepted_gift_types"] = dict.fromkeys(GIFTS, chat.type == "private")
    return {**shown, "max_reaction_count": 11, "accent_color_id": abs(chat.id) % 7}


def member_json(chat: Chat, member: Member, user: User, *, by_me: bool = False) -> Json:
    """Return a ChatMember; by_me: the bot itself promoted this administrator."""
    shown: Json = {"user": user_json(user), "status": member.status}
    if member.status == "creator":
        shown["is_anonymous"] = member.anonymous
    elif member.status == "administrator":
        kinds = CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS
        shown["can_be_edited"] = by_me
        shown |= {name: name in member.rights for name in (*ADMIN_RIGHTS, *kinds)}
        shown["can_manage_voice_chats"] = shown["can_manage_video_chats"]
        shown["is_anonymous"] = member.anonymous
    elif member.status == "restricted":
        shown |= {
            name: member.can_send and name != "can_change_info"
            for name in (*PERMISSIONS, "can_manage_topics")
        }
        shown |= {"until_date": 0, "is_member": True}
    elif member.status == "kicked":
        shown["until_date"] = 0
    return shown


def message_fields(message: Message, chat: Chat, sender: User | None, sender_chat: Chat | None) -> Json:
    """Return a Message, without the message it replies to."""
    shown: Json = {"message_id": message.id, "chat": chat_json(chat), "date": message.date}
    if sender is not None:
        shown["from"] = user_json(sender)
    if sender_chat is not None:
        shown["sender_chat"] = chat_json(sender_chat)
    if message.thread_id is not None:
        shown |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.forward_origin is not None:
        shown |= {"forward_origin": message.forward_origin, **_older_forward_fields(message.forward_origin)}
    optional = {
        "author_signature": message.author_signature,
        "edit_date": message.edit_date,
        "quote": message.quote,
        "link_preview_options": message.preview,
        "reply_markup": message.reply_markup,
        "is_automatic_forward": message.automatic_forward or None,
        "has_protected_content": message.protected or None,
    }
    shown |= {name: value for name, value in optional.items() if value is not None}
    return shown | message.content


def _older_forward_fields(origin: Json) -> Json:
    """Return the fields of a forward that the server still sends beside `forward_origin`."""
    fields: Json = {"forward_date": origin["date"]}
    if origin["type"] == "user":
        fields["forward_from"] = origin["sender_user"]
    elif origin["type"] == "hidden_user":
        fields["forward_sender_name"] = origin["sender_user_name"]
    elif origin["type"] == "chat":
        fields["forward_from_chat"] = origin["sender_chat"]
    else:
        fields["forward_from_chat"] = origin["chat"]
        fields["forward_from_message_id"] = origin["message_id"]
    if origin.get("author_signature"):
        fields["forward_signature"] = origin["author_signature"]
    return fields
