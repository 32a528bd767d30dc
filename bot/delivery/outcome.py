"""What an answer of the Bot API means for a delivery: the only reader of Telegram's errors.

The server is the authority for the texts: https://github.com/tdlib/telegram-bot-api (Client.cpp, fail_query_with_error)
and the errors of core.telegram.org/methods that it passes on in capitals. Only what is certain to come from Telegram
itself ends a delivery or a chat: a page of a proxy does not.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.delivery.sender import Phase, Reply
from bot.domain.deliveries import Fate, Outcome

DEFAULT_RETRY_SECONDS = 5.0

_NOT_MODIFIED = "message is not modified"
_REFUSED: tuple[tuple[Fate, re.Pattern[str]], ...] = (
    (
        Fate.PLAIN,
        re.compile(
            r"can't parse (entities|message text|caption)|unsupported start tag|entity_.*invalid",
            re.IGNORECASE,
        ),
    ),
    (Fate.TOO_LONG, re.compile(r"message(_| is )too(_| )long|caption is too long", re.IGNORECASE)),
    (Fate.DELETED, re.compile(r"message to edit not found", re.IGNORECASE)),
    (
        Fate.LOST_ANCHOR,
        re.compile(
            r"message can't be edited|message_id_invalid|message identifier is not specified"
            r"|there is no text in the message to edit"
            r"|(message to be replied|replied message|reply message|message to reply) not found|reply_message_id_invalid",
            re.IGNORECASE,
        ),
    ),
    (
        Fate.TOPIC_GONE,
        re.compile(r"message thread not found|topic_(closed|deleted|id_invalid)", re.IGNORECASE),
    ),
    (
        Fate.GONE,
        re.compile(
            r"chat not found|user not found|user is deactivated|peer_id_invalid|channel_private|chat_id_invalid"
            r"|group chat was deactivated|chat_restricted|chat_write_forbidden|chat_send_\w+_forbidden|chat_admin_required"
            r"|user_is_blocked|not enough rights|have no rights|need administrator rights|bot was kicked|not a member",
            re.IGNORECASE,
        ),
    ),
)


def classify(reply: Reply, *, chat_id: int) -> Outcome:
    """Say what an answer means.

    Args:
        reply: what came back.
        chat_id: whom the message was for. A group that is flooded has its own limit (20 a minute), so only the
            limit of a private chat, which we never reach by ourselves, tells that the whole bot is too fast.
    """
    match reply.phase:
        case Phase.UNSENDABLE:
            return Outcome(Fate.FAILED, detail=f"cannot be written as a request: {reply.error}")
        case Phase.NOT_SENT:
            return Outcome(Fate.LATER, everyone=True, detail=reply.error)
        case Phase.NO_ANSWER:
            return Outcome(Fate.UNKNOWN, detail=reply.error)
        case _:
            answer = _answer(reply.body)
            return _not_telegram(reply.status) if answer is None else _telegram(answer, reply.status, chat_id)


def is_alive(reply: Reply) -> bool | None:
    """Say whether the answer to getMe shows that the token is accepted; None when it shows nothing."""
    answer = _answer(reply.body) if reply.phase is Phase.ANSWERED else None
    if answer is not None and answer["ok"]:
        return True
    refused = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}
    return False if reply.phase is Phase.ANSWERED and reply.status in refused else None


def _answer(body: bytes) -> Mapping[str, Any] | None:
    """Return the Bot API's answer object, None when this is none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("ok"), bool) else None


def _not_telegram(status: int) -> Outcome:
    """Something between us and Telegram has answered, or Telegram's answer was cut."""
    detail = f"HTTP {status} that is no Bot API answer"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return Outcome(Fate.UNAUTHORIZED, detail=detail)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Fate.LATER, retry_after=DEFAULT_RETRY_SECONDS, everyone=True, detail=detail)
    return Outcome(Fate.UNKNOWN, detail=detail)


def _telegram(answer: Mapping[str, Any], status: int, chat_id: int) -> Outcome:
    if answer["ok"]:
        result = answer.get("result")
        number = result.get("message_id") if isinstance(result, dict) else None
        return Outcome(Fate.SENT, message_id=number if isinstance(number, int) else None)
    code, detail = answer.get("error_code", status), str(answer.get("description", ""))
    given = answer.get("parameters")
    parameters: Mapping[str, Any] = given if isinstance(given, dict) else {}
    if isinstance(new_id := parameters.get("migrate_to_chat_id"), int):
        return Outcome(Fate.MIGRATED, new_chat_id=new_id, detail=detail)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = parameters.get("retry_after")
        wait = float(seconds) if isinstance(seconds, int | float) else DEFAULT_RETRY_SECONDS
        return Outcome(Fate.LATER, retry_after=max(wait, 1.0), everyone=chat_id > 0, detail=detail)
    if code == HTTPStatus.CONFLICT:
        return Outcome(Fate.LATER, retry_after=DEFAULT_RETRY_SECONDS, everyone=True, detail=detail)
    return Outcome(_fate(code, detail), detail=detail)


def _fate(code: object, detail: str) -> Fate:
    match code:
        case HTTPStatus.BAD_REQUEST:
            return _bad_request(detail)
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return Fate.UNAUTHORIZED
        case HTTPStatus.FORBIDDEN:
            return Fate.GONE
        case int() if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Fate.UNKNOWN
        case _:
            return Fate.FAILED


def _bad_request(detail: str) -> Fate:
    if _NOT_MODIFIED in detail.lower():
        return Fate.SENT
    return next((fate for fate, pattern in _REFUSED if pattern.search(detail)), Fate.FAILED)
