"""People's actions over HTTP, so that another process can play them: `/sandbox/<verb>`, JSON in, JSON out.

Every verb takes its arguments as a JSON object (POST) or in the query string (GET) and answers `{"ok": true, "result": …}`, or
status 400 and `{"ok": false, "error": "<one sentence>"}`. The verbs are described in docs/sandbox.md.
"""

from __future__ import annotations

import inspect
import json
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, FloodLimits
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.params import Params, read_params
from bot.sandbox.people import Person
from bot.sandbox.server import monotonic
from bot.sandbox.transcript import entry
from bot.sandbox.views import user_json

if TYPE_CHECKING:
    from bot.sandbox.rooms import Room
    from bot.sandbox.sandbox import Sandbox

MAX_WAIT = 60.0
"""Seconds a waiting verb holds its answer back."""


class Controller:
    """Answers `/sandbox/…` for one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle(self, request: web.BaseRequest, verb: str) -> web.Response:
        """Answer one request; verb is the path below `/sandbox/`."""
        act = VERBS.get(verb)
        if act is None:
            return _answer(
                404,
                {"ok": False, "error": f"there is no verb {verb!r}; known are {', '.join(sorted(VERBS))}"},
            )
        try:
            result = act(self._sandbox, await read_params(request))
            if inspect.isawaitable(result):
                result = await result
        except (ValueError, ApiError) as error:
            return _answer(400, {"ok": False, "error": str(error)})
        return _answer(200, {"ok": True, "result": result})


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


# --- reading arguments ----------------------------------------------------------------------------------------


def _text(params: Params, name: str) -> str:
    value = params.text(name)
    if not value:
        raise ValueError(f"the argument {name!r} is missing")
    return value


def _who(sandbox: Sandbox, params: Params, name: str = "as") -> Person:
    return sandbox.person(_text(params, name))


def _by(sandbox: Sandbox, params: Params) -> Person | None:
    return sandbox.person(params.text("by")) if params.text("by") else None


def _where(params: Params, name: str = "chat") -> str | None:
    return params.text(name) or None


def _room(sandbox: Sandbox, params: Params, name: str = "chat") -> Room:
    return sandbox.room(_text(params, name))


def _place(sandbox: Sandbox, params: Params, name: str = "chat") -> Chat:
    """Return the chat an argument names; without one the acting person's private chat."""
    reference = params.text(name)
    if reference:
        return sandbox.chat(reference)
    return sandbox.world.private_chat(_who(sandbox, params).user)


def _message(sandbox: Sandbox, params: Params, chat: str = "chat") -> Message:
    place = _place(sandbox, params, chat)
    number = params.integer("message_id")
    if number not in place.messages:
        raise ValueError(f"there is no message {number} in {place.title!r}")
    return place.messages[number]


def _integer(params: Params, name: str) -> int | None:
    return params.integer(name) if name in params else None


def _seconds(params: Params, default: float) -> float:
    return min(params.decimal("seconds"), MAX_WAIT) if "seconds" in params else default


def _room_json(room: Room) -> Json:
    return {"id": room.id, "title": room.title, "type": room.chat.type}


# --- verbs ----------------------------------------------------------------------------------------------------


def _say(sandbox: Sandbox, params: Params) -> Json:
    message = _who(sandbox, params).say(
        _text(params, "text"),
        _where(params),
        thread=_integer(params, "thread"),
        reply_to=_integer(params, "reply_to"),
        anonymous=params.flag("anonymous"),
        as_channel=_where(params, "as_channel"),
    )
    return entry(sandbox.world, message)


def _paste(sandbox: Sandbox, params: Params) -> list[Json]:
    messages = _who(sandbox, params).paste(_text(params, "text"), _where(params))
    return [entry(sandbox.world, message) for message in messages]


def _edit(sandbox: Sandbox, params: Params) -> Json:
    message = _who(sandbox, params).edit(_message(sandbox, params), _text(params, "text"))
    return entry(sandbox.world, message)


def _forward(sandbox: Sandbox, params: Params) -> Json:
    message = _message(sandbox, params, "from_chat")
    copy = _who(sandbox, params).forward(message, _where(params), hidden=params.flag("hidden"))
    return entry(sandbox.world, copy)


def _locate(sandbox: Sandbox, params: Params) -> Json:
    latitude, longitude = params.decimal("latitude"), params.decimal("longitude")
    return entry(sandbox.world, _who(sandbox, params).locate(latitude, longitude, _where(params)))


def _file(sandbox: Sandbox, params: Params) -> Json:
    data = b64decode(params.text("base64")) if "base64" in params else _text(params, "text").encode()
    mime = params.text("mime") or "text/plain"
    message = _who(sandbox, params).send_file(
        _text(params, "name"), data, _where(params), caption=params.text("caption"), mime=mime
    )
    return entry(sandbox.world, message)


async def _press(sandbox: Sandbox, params: Params) -> Json:
    named = _where(params, "button")
    button = int(named) if named is not None and named.isdigit() else named
    press = _who(sandbox, params).press(_message(sandbox, params), button, data=_where(params, "data"))
    try:
        await press.answer(_seconds(params, 0.0))
    except TimeoutError:
        return press.as_json()
    return press.as_json()


def _person(sandbox: Sandbox, params: Params) -> Json:
    username = _where(params, "username")
    return user_json(
        sandbox.person(_text(params, "as"), username=username, user_id=_integer(params, "id")).user
    )


def _group(sandbox: Sandbox, params: Params) -> Json:
    room = sandbox.group(
        _text(params, "title"),
        _who(sandbox, params, "owner"),
        supergroup=params.flag("supergroup"),
        forum=params.flag("forum"),
        username=_where(params, "username"),
        with_bot="with_bot" not in params or params.flag("with_bot"),
    )
    return _room_json(room)


def _channel(sandbox: Sandbox, params: Params) -> Json:
    room = sandbox.channel(
        _text(params, "title"),
        _who(sandbox, params, "owner"),
        username=_where(params, "username"),
        with_bot="with_bot" not in params or params.flag("with_bot"),
    )
    return _room_json(room)


def _add(sandbox: Sandbox, params: Params) -> None:
    _room(sandbox, params).add(_who(sandbox, params), by=_by(sandbox, params))


def _remove(sandbox: Sandbox, params: Params) -> None:
    _room(sandbox, params).remove(_who(sandbox, params), by=_by(sandbox, params))


def _add_bot(sandbox: Sandbox, params: Params) -> None:
    admin = params.flag("admin") if "admin" in params else None
    _room(sandbox, params).add_bot(by=_by(sandbox, params), admin=admin)


def _link(sandbox: Sandbox, params: Params) -> None:
    _room(sandbox, params, "channel").link_discussion(_room(sandbox, params, "group"))


def _transcript(sandbox: Sandbox, params: Params) -> list[Json]:
    return sandbox.transcript(_place(sandbox, params))


async def _next(sandbox: Sandbox, params: Params) -> Json | None:
    place = _place(sandbox, params)
    try:
        message = await sandbox.wait_message(place, params.integer("after"), _seconds(params, 10.0))
    except TimeoutError:
        return None
    return entry(sandbox.world, message)


async def _events(sandbox: Sandbox, params: Params) -> Json:
    """Return the events after a number, waiting for the first one."""
    journal = sandbox.world.journal
    after = params.integer("after")
    chat = _place(sandbox, params).id if "chat" in params or "as" in params else None
    deadline = time.monotonic() + _seconds(params, 0.0)
    while True:
        found = [event.as_json() for event in journal.since(after) if chat in {None, event.chat_id}]
        last = journal.last
        if found or not await journal.changed(last, max(deadline - time.monotonic(), 0.0)):
            return {"events": found, "last": last}


def _fault(sandbox: Sandbox, params: Params) -> None:
    known = set(Fault.__dataclass_fields__)
    unknown = set(params.values) - known
    if unknown:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}")
    _text(params, "action")
    sandbox.server.faults.add(Fault(**params.values))


def _latency(sandbox: Sandbox, params: Params) -> None:
    sandbox.server.faults.latency = params.decimal("seconds")


def _limits(sandbox: Sandbox, params: Params) -> None:
    if not params.flag("on"):
        sandbox.server.limits = None
        return
    sandbox.server.limits = FloodLimits(
        monotonic,
        params.integer("overall", 30),
        params.integer("chat_burst", 3),
        params.integer("group_per_minute", 20),
    )


def _state(sandbox: Sandbox, _: Params) -> Json:
    world = sandbox.world
    return {
        "bot": user_json(world.bot),
        "chats": [{"id": chat.id, "type": chat.type, "title": chat.title} for chat in world.chats.values()],
        "calls": sandbox.server.calls,
        "updates_waiting": len(world.updates),
        "faults_pending": sandbox.server.faults.pending,
        "last": world.journal.last,
    }


VERBS: dict[str, Callable[[Sandbox, Params], Any | Awaitable[Any]]] = {
    "say": _say,
    "paste": _paste,
    "edit": _edit,
    "forward": _forward,
    "locate": _locate,
    "file": _file,
    "press": _press,
    "person": _person,
    "block": lambda sandbox, params: _who(sandbox, params).block(),
    "unblock": lambda sandbox, params: _who(sandbox, params).unblock(),
    "deactivate": lambda sandbox, params: _who(sandbox, params).deactivate(),
    "group": _group,
    "channel": _channel,
    "add": _add,
    "remove": _remove,
    "promote": lambda sandbox, params: _room(sandbox, params).promote(_who(sandbox, params)),
    "demote": lambda sandbox, params: _room(sandbox, params).demote(_who(sandbox, params)),
    "add_bot": _add_bot,
    "remove_bot": lambda sandbox, params: _room(sandbox, params).remove_bot(by=_by(sandbox, params)),
    "promote_bot": lambda sandbox, params: _room(sandbox, params).promote_bot(),
    "silence_bot": lambda sandbox, params: _room(sandbox, params).silence_bot(),
    "topic": lambda sandbox, params: _room(sandbox, params).create_topic(_text(params, "name")),
    "link": _link,
    "migrate": lambda sandbox, params: _room_json(_room(sandbox, params).migrate()),
    "delete_chat": lambda sandbox, params: _room(sandbox, params).delete(),
    "transcript": _transcript,
    "next": _next,
    "events": _events,
    "fault": _fault,
    "clear_faults": lambda sandbox, _: sandbox.server.faults.clear(),
    "latency": _latency,
    "limits": _limits,
    "state": _state,
}
