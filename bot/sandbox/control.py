"""People's actions over HTTP, so that another process can play them: `/sandbox/<verb>`, JSON in, JSON out.

Every verb takes its arguments as a JSON object (POST) or in the query string (GET) and answers `{"ok": true, "result": …}`, or
status 400 and `{"ok": false, "error": "<one sentence>"}`. The verbs are described in docs/sandbox.md.
"""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.model import Json
from bot.sandbox.params import read_params
from bot.sandbox.verbs import VERBS
from bot.sandbox.verbs.arguments import Arguments
from bot.sandbox.verbs.watching import WATCHING

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Controller:
    """Answers `/sandbox/…` for one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle(self, request: web.BaseRequest, verb: str) -> web.Response:
        """Answer one request; verb is the path below `/sandbox/`."""
        act = VERBS.get(verb)
        if act is None:
            return _answer(
                404, {"ok": False, "error": f"there is no verb {verb!r}; known are {', '.join(VERBS)}"}
            )
        try:
            result = act(Arguments(self._sandbox, await read_params(request)))
            if inspect.isawaitable(result):
                result = await result
        except (ValueError, ApiError) as error:
            return _answer(400, {"ok": False, "error": str(error)})
        if verb not in WATCHING:
            self._sandbox.remember()
        return _answer(200, {"ok": True, "result": result})


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))
