"""The Bot API calls of one delivery: its prepared message with the target, the anchor and what happened before."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.cleaning import utf16_length
from bot.domain.deliveries import EDITS, Delivery, Fate

MARK = "↻ may repeat"
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_TEXTS = ("sendMessage", "editMessageText")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_FORMATTING = ("parse_mode", "entities", "caption_entities")
# What only a new message has.
_NOT_FOR_EDITS = ("disable_notification", "message_thread_id", "reply_parameters", "protect_content")


@dataclass(frozen=True, slots=True)
class Request:
    """One call: the method's name, its JSON parameters, and perhaps a document to upload."""

    method: str
    fields: dict[str, Any]
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How a message is put: without formatting, in parts, without the message that it would edit or answer."""

    plain: bool = False
    parted: bool = False
    detached: bool = False

    def after(self, fate: Fate) -> "Form | None":
        """Return the form in which a refused message is tried again at once, None when it is not."""
        match fate:
            case Fate.PLAIN if not self.plain:
                return replace(self, plain=True)
            case Fate.TOO_LONG if not self.parted:
                return replace(self, plain=True, parted=True)
            case Fate.LOST_ANCHOR | Fate.DELETED if not self.detached:
                return replace(self, detached=True)
            case _:
                return None


def requests(delivery: Delivery, form: Form) -> list[Request]:
    """Return the calls that deliver a message in this form: one, or several for a text that is too long."""
    method, fields = delivery.message.method, dict(delivery.message.payload)
    if form.detached:
        fields.pop("message_id", None)
    elif delivery.kind in EDITS and delivery.anchor is not None:
        fields["message_id"] = delivery.anchor
    if method in _TEXTS:  # the same text is an edit where it has something to edit, and else a new message
        method = "editMessageText" if "message_id" in fields else "sendMessage"
    sending = method.startswith("send")
    name, limit = ("caption", CAPTION_LIMIT) if "caption" in fields else ("text", TEXT_LIMIT)
    if form.plain:
        fields = _without_formatting(fields, name)
    if delivery.repeated and sending:
        fields.update(_marked(fields, name, limit))
    if sending:
        fields.update(_surroundings(delivery, form))
    else:
        fields = {key: value for key, value in fields.items() if key not in _NOT_FOR_EDITS}
    fields["chat_id"] = delivery.target.chat_id
    whole = Request(method, fields, delivery.message.file)
    return _parts(whole, name, limit) if form.parted else [whole]


def _surroundings(delivery: Delivery, form: Form) -> dict[str, Any]:
    """Where in the chat a new message goes, and whether it is heard."""
    fields: dict[str, Any] = {}
    if delivery.target.thread_id:
        fields["message_thread_id"] = delivery.target.thread_id
    if delivery.silent:
        fields["disable_notification"] = True
    if delivery.anchor is not None and delivery.kind not in EDITS and not form.detached:
        fields["reply_parameters"] = {"message_id": delivery.anchor, "allow_sending_without_reply": True}
    return fields


def _marked(fields: Mapping[str, Any], name: str, limit: int) -> dict[str, Any]:
    """Tell the reader that this may be the second time, where there is room for it."""
    text = fields.get(name)
    if not isinstance(text, str):
        return {}
    marked = f"{text}\n{MARK}"
    return {name: marked} if utf16_length(html.unescape(_TAG.sub("", marked))) <= limit else {}


def _without_formatting(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same text without tags: they are what Telegram could not read."""
    bare = {key: value for key, value in fields.items() if key not in _FORMATTING}
    if fields.get("parse_mode") == "HTML" and isinstance(fields.get(name), str):
        bare[name] = html.unescape(_TAG.sub("", fields[name]))
    return bare


def _parts(whole: Request, name: str, limit: int) -> list[Request]:
    """Cut a text; an edit or a caption is one message whatever happens, and buttons belong below the last part."""
    text = whole.fields.get(name)
    if not isinstance(text, str):
        return [whole]
    pieces = cut(text, limit)
    if name == "caption" or not whole.method.startswith("send"):
        pieces = pieces[:1]
    calls = [replace(whole, fields={**whole.fields, name: piece}) for piece in pieces]
    for call in calls[:-1]:
        call.fields.pop("reply_markup", None)
    return calls


def cut(text: str, limit: int) -> list[str]:
    """Cut plain text into pieces of at most `limit` UTF-16 units, at line ends or spaces where there are any."""
    pieces = []
    while utf16_length(text) > limit:
        end = _fitting(text, limit)
        stops = [stop for mark in ("\n", " ") if (stop := text.rfind(mark, 0, end)) > end // 2]
        end = stops[0] if stops else end
        pieces.append(text[:end])
        text = text[end:].lstrip()
    return [*pieces, text] if text or not pieces else pieces


def _fitting(text: str, limit: int) -> int:
    """Return how many characters from the start fit into `limit` UTF-16 units."""
    units = 0
    for position, character in enumerate(text):
        units += 1 + (character > "\uffff")
        if units > limit:
            return position
    return len(text)
