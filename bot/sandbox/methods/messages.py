"""sendMessage, its edits, its deletion, and what may be done to a message afterwards."""

from bot.sandbox.access import Need, find_message, is_admin, open_chat
from bot.sandbox.account import Account, Answer
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import check_data, read_markup
from bot.sandbox.methods.sending import read_content, read_preview, send
from bot.sandbox.model import Json, Message, words
from bot.sandbox.params import Params

DELETABLE_SECONDS = 48 * 3600
"""How long after sending a message can be deleted for everyone."""
MAX_ALERT = 200
"""Letters of an answer to a pressed button."""
ACTIONS = words(
    "typing upload_photo record_video upload_video record_audio upload_audio record_voice upload_voice upload_document "
    "choose_sticker pick_up_location find_location record_video_note upload_video_note cancel"
)
MEDIA = ("document", "photo")


def send_message(account: Account, params: Params) -> Answer:
    """SendMessage."""
    preview = read_preview(params)
    content = read_content(account, params)
    message = send(account, params, content, method="sendMessage")
    message.preview = preview
    return account.world.show(message)


def _own_message(account: Account, params: Params) -> Message:
    """Return the message to edit. Raises ApiError 400 when it is not there or not the bot's."""
    if not params.text("chat_id") and not params.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.EDIT)
    message = find_message(world, chat, params.integer("message_id"), "message to edit")
    may_edit = message.by_bot or (chat.type == "channel" and is_admin(world, chat, "can_edit_messages"))
    if not may_edit or message.forward_origin is not None:
        raise bad_request("Message can't be edited")
    return message


def edit_message_text(account: Account, params: Params) -> Answer:
    """EditMessageText."""
    preview = read_preview(params)
    content = read_content(account, params)
    message = _own_message(account, params)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    return _edit(account, params, message, content, preview)


def edit_message_caption(account: Account, params: Params) -> Answer:
    """EditMessageCaption."""
    caption = read_content(account, params, "caption")
    message = _own_message(account, params)
    if not any(kind in message.content for kind in MEDIA):
        raise bad_request("There is no caption in the message to edit")
    media = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _edit(account, params, message, media | caption, message.preview, method="editMessageCaption")


def edit_message_reply_markup(account: Account, params: Params) -> Answer:
    """EditMessageReplyMarkup."""
    message = _own_message(account, params)
    return _edit(account, params, message, message.content, message.preview, method="editMessageReplyMarkup")


def _edit(
    account: Account,
    params: Params,
    message: Message,
    content: Json,
    preview: Json | None,
    *,
    method: str = "editMessageText",
) -> Answer:
    world = account.world
    markup = read_markup(params)
    if markup.keyboard is not None:
        raise bad_request("Inline keyboard expected")
    check_data(markup)
    if (content, markup.inline, preview) == (message.content, message.reply_markup, message.preview):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"
        )
    only_markup = content == message.content and preview == message.preview
    message.reply_markup = markup.inline
    message.preview = preview
    if only_markup:
        message.edit_date = int(world.clock())
        world.note("markup", message, method=method)
    else:
        world.edited(message, content, by_bot=True, method=method)
    return world.show(message)


def delete_message(account: Account, params: Params) -> Answer:
    """DeleteMessage."""
    world = account.world
    if not params.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    message_id = params.integer("message_id")
    if message_id == 0:
        raise bad_request("Message identifier is not specified")
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    message = find_message(world, chat, message_id, "message to delete")
    fresh = world.clock() - message.date < DELETABLE_SECONDS
    if not (is_admin(world, chat, "can_delete_messages") or chat.type == "private" or message.by_bot):
        raise bad_request("message can't be deleted")
    if not fresh and not is_admin(world, chat, "can_delete_messages"):
        raise bad_request("Message can't be deleted for everyone")
    message.deleted = True
    world.note("delete", message, method="deleteMessage")
    return True


def answer_callback_query(account: Account, params: Params) -> Answer:
    """AnswerCallbackQuery."""
    press = account.callbacks.open(params.text("callback_query_id"))
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    press.settle(text, params.text("url"), alert=params.flag("show_alert"))
    world = account.world
    world.journal.add(
        "answer",
        press.chat_id,
        world.clock(),
        by_bot=True,
        message_id=press.message_id,
        user=press.user_id,
        text=text,
        alert=press.alert,
    )
    return True


def send_chat_action(account: Account, params: Params) -> Answer:
    """SendChatAction."""
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    world = account.world
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    world.journal.add("action", chat.id, world.clock(), by_bot=True, action=action)
    return True
