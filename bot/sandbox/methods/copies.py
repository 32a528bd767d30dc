"""forwardMessage and copyMessage."""

from bot.sandbox.access import Need, find_message, open_chat
from bot.sandbox.account import Account, Answer
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import read_content, send
from bot.sandbox.model import Message
from bot.sandbox.origins import origin_json
from bot.sandbox.params import Params

_CONTENT = frozenset({"text", "document", "photo", "location"})


def _source(account: Account, params: Params, what: str) -> Message:
    """Return the message to pass on. Raises ApiError 400 when it is not there or may not leave its chat."""
    chat = open_chat(account.world, params.required("from_chat_id"), Need.READ)
    message = find_message(account.world, chat, params.integer("message_id"), f"message to {what}")
    if not _CONTENT.intersection(message.content):
        raise bad_request(f"the message can't be {'copied' if what == 'copy' else 'forwarded'}")
    if message.protected:
        raise bad_request("Message has protected content and can't be forwarded")
    return message


def forward_message(account: Account, params: Params) -> Answer:
    """ForwardMessage."""
    world = account.world
    source = _source(account, params, "forward")
    origin = source.forward_origin or origin_json(world, source)
    plain = Params(
        {
            name: value
            for name, value in params.values.items()
            if name not in {"reply_markup", "reply_parameters"}
        }
    )
    return world.show(send(account, plain, dict(source.content), method="forwardMessage", origin=origin))


def copy_message(account: Account, params: Params) -> Answer:
    """CopyMessage."""
    source = _source(account, params, "copy")
    content = dict(source.content)
    if "caption" in params and not {"text", "location"}.intersection(content):
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= read_content(account, params, "caption")
    return {"message_id": send(account, params, content, method="copyMessage").id}
