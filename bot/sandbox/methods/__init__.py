"""The methods of the Bot API that this server knows, by lower-case name; getUpdates alone lives in the server."""

from collections.abc import Callable

from bot.sandbox.account import Account, Answer
from bot.sandbox.methods import chats, copies, me, media, messages, webhooks
from bot.sandbox.params import Params

METHODS: dict[str, Callable[[Account, Params], Answer]] = {
    "getme": me.get_me,
    "setmycommands": me.set_my_commands,
    "getmycommands": me.get_my_commands,
    "deletemycommands": me.delete_my_commands,
    "setmyname": me.set_my_name,
    "getmyname": me.get_my_name,
    "setmydescription": me.set_my_description,
    "getmydescription": me.get_my_description,
    "setmyshortdescription": me.set_my_short_description,
    "getmyshortdescription": me.get_my_short_description,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "answercallbackquery": messages.answer_callback_query,
    "sendchataction": messages.send_chat_action,
    "sendlocation": media.send_location,
    "sendvenue": media.send_venue,
    "senddocument": media.send_document,
    "sendphoto": media.send_photo,
    "getfile": media.get_file,
    "forwardmessage": copies.forward_message,
    "copymessage": copies.copy_message,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatadministrators": chats.get_chat_administrators,
    "getchatmembercount": chats.get_chat_member_count,
    "leavechat": chats.leave_chat,
    "pinchatmessage": chats.pin_chat_message,
    "unpinchatmessage": chats.unpin_chat_message,
    "createforumtopic": chats.create_forum_topic,
    "setmessagereaction": chats.set_message_reaction,
    "setwebhook": webhooks.set_webhook,
    "deletewebhook": webhooks.delete_webhook,
    "getwebhookinfo": webhooks.get_webhook_info,
}
