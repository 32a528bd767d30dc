"""What every send… method shares: where to, as a reply to what, with which keyboard, how loud."""

from dataclasses import dataclass

from bot.sandbox.access import Need, check_sending, open_chat, topic_of
from bot.sandbox.account import Account
from bot.sandbox.errors import bad_request
from bot.sandbox.formatted import MAX_CAPTION, MAX_TEXT, Formatted, read_text
from bot.sandbox.keyboards import Markup, check_data, read_markup
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.params import Params
from bot.sandbox.spans import Span
from bot.sandbox.views import user_json
from bot.sandbox.world import World


@dataclass(slots=True, frozen=True)
class Reply:
    """What the bot wants to reply to."""

    message_id: int = 0
    chat: str = ""
    optional: bool = False
    quote: str = ""


def read_reply(params: Params) -> Reply:
    """Read `reply_parameters`, or the older pair of fields. Raises ApiError 400."""
    value = params.data("reply_parameters", "Can't parse reply parameters JSON object")
    if value is None:
        if "reply_to_message_id" in params:
            return Reply(
                params.integer("reply_to_message_id"), "", params.flag("allow_sending_without_reply")
            )
        return Reply()
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply parameters")
    if not value:
        return Reply()
    if not isinstance(value.get("message_id"), int):
        raise bad_request('Can\'t find field "message_id"')
    chat = "" if value.get("chat_id") is None else str(value["chat_id"])
    optional = bool(value.get("allow_sending_without_reply"))
    return Reply(value["message_id"], chat, optional, str(value.get("quote") or ""))


def _reply_target(world: World, chat: Chat, reply: Reply) -> Message | None:
    if reply.message_id <= 0:
        return None
    there = chat if reply.chat in {"", str(chat.id)} else open_chat(world, reply.chat, Need.READ)
    target = world.live_message(there, reply.message_id)
    if target is None and not reply.optional:
        raise bad_request("message to be replied not found")
    return target


def send(
    account: Account, params: Params, content: Json, *, method: str, origin: Json | None = None
) -> Message:
    """Put a message of the bot into the chat that the parameters name. Raises ApiError as the real server does."""
    world = account.world
    reply = read_reply(params)
    markup = read_markup(params)
    chat = open_chat(world, params.text("chat_id"), Need.WRITE)
    thread_id = topic_of(chat, params.integer("message_thread_id"))
    target = _reply_target(world, chat, reply)
    check_sending(world, chat)
    check_data(markup)
    message = _compose(world, chat, content, markup)
    message.silent = params.flag("disable_notification")
    message.protected = params.flag("protect_content")
    message.forward_origin = origin
    message.thread_id = thread_id
    if target is not None and target.chat_id == chat.id:
        message.reply_to = target.id
        message.thread_id = thread_id or (target.thread_id if chat.is_forum else None)
        if reply.quote:
            message.quote = _quote(target, reply.quote)
    return world.post(chat, message, by_bot=True, method=method)


def _compose(world: World, chat: Chat, content: Json, markup: Markup) -> Message:
    message = Message(0, chat.id, 0, 0, content, reply_markup=markup.inline, keyboard=markup.keyboard)
    if chat.type == "channel":
        message.sender_chat_id = chat.id
    else:
        message.sender_id = world.bot.id
    return message


def _quote(target: Message, quote: str) -> Json:
    """Return the quoted part. Raises ApiError 400 when the message does not say it."""
    said = target.words
    at = said.find(quote)
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": quote, "position": len(said[:at].encode("utf-16-le")) // 2, "is_manual": True}


def read_content(account: Account, params: Params, field: str = "text") -> Json:
    """Read the words of a message, `text` or `caption`, as message fields; {} for no caption. Raises ApiError 400."""
    spans_field, limit = ("entities", MAX_TEXT) if field == "text" else ("caption_entities", MAX_CAPTION)
    if field == "text" and not params.text("text"):
        raise bad_request("Message text is empty")
    words = read_text(params, field, spans_field, limit)
    spans = [span for span in words.spans if span.kind != "text_mention" or _known(account, span)]
    content = Formatted(words.text, spans).as_content(field, spans_field) if words.text else {}
    for entity in content.get(spans_field, ()):
        if entity["type"] == "text_mention":
            entity["user"] = user_json(account.world.users[entity["user"]["id"]])
    return content


def _known(account: Account, mention: Span) -> bool:
    """Whether a text mention names somebody the bot has met; one of a stranger is no entity."""
    user = account.world.users.get(mention.extra["user"]["id"])
    return user is not None and user.met


def read_preview(params: Params) -> Json | None:
    """Read `link_preview_options`, or the older flag. Raises ApiError 400."""
    value = params.data("link_preview_options", "Can't parse link preview options JSON object")
    if value is None:
        return {"is_disabled": True} if params.flag("disable_web_page_preview") else None
    if not isinstance(value, dict):
        raise bad_request("Object expected as link preview options")
    return {name: chosen for name, chosen in value.items() if chosen} or None
