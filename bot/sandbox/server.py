"""The HTTP side: `/bot<token>/<method>`, `/file/bot<token>/<path>`, `/sandbox/…`, and a line of text at `/`."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox.account import Account, Answer, Described
from bot.sandbox.errors import ApiError, conflict, not_found, too_many_requests, unauthorized
from bot.sandbox.faults import CAPTIVE_PORTAL, Fault, Faults, FloodLimits
from bot.sandbox.methods import METHODS
from bot.sandbox.model import Json, words
from bot.sandbox.params import MAX_BODY, Params, read_params
from bot.sandbox.pusher import WebhookPusher
from bot.sandbox.updates import MAX_LIMIT, MAX_TIMEOUT

SHUTDOWN_SECONDS = 0.5
"""How long stop() lets running calls finish."""

_TOKEN = re.compile(r"[1-9][0-9]*:[A-Za-z0-9_\-]*")
_SENDING = words(
    "sendmessage sendlocation sendvenue senddocument sendphoto copymessage forwardmessage "
    "editmessagetext editmessagecaption editmessagereplymarkup"
)
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

Control = Callable[[web.BaseRequest, str], Awaitable[web.StreamResponse]]


class BotApiServer:
    """Answers one account's Bot API calls.

    Fields: faults (scripted trouble), limits (flood limits, None when off), calls (how many calls of each method came,
    lower-case name).
    """

    def __init__(self, account: Account, control: Control) -> None:
        self.account = account
        self.faults = Faults()
        self.limits: FloodLimits | None = None
        self.calls: dict[str, int] = {}
        self._control = control
        self._prefix = f"/bot{account.token}/"
        self._runner: web.ServerRunner | None = None
        self._pusher = WebhookPusher(account, self._run)

    async def start(self, host: str, port: int) -> int:
        """Listen; port 0 takes a free one. Returns the port."""
        server = web.Server(self.handle, request_factory=_request)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._pusher.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and end the connections."""
        await self._pusher.stop()
        self.account.world.updates.let_go()
        self.account.world.journal.let_go()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        try:
            if path.startswith(self._prefix):
                return await self._call(request, path.removeprefix(self._prefix))
            if path.startswith("/sandbox/"):
                return await self._control(request, path.removeprefix("/sandbox/"))
            if path.startswith("/file/bot"):
                return self._file(path.removeprefix("/file/bot"))
            if path == "/":
                return web.Response(
                    text="A local Telegram for trying and testing; the bot talks to /bot<token>/.\n"
                )
            raise _refusal(path)
        except ApiError as error:
            return _error(error)

    async def _call(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        params = await read_params(request)
        method = (name or params.text("method")).lower()
        self.calls[method] = self.calls.get(method, 0) + 1
        latency = self.faults.latency if method != "getupdates" else 0.0
        if latency:
            await asyncio.sleep(latency / 2)
        fault = None if self.faults.idle else self.faults.take(method, params.text("chat_id"))
        if fault is None:
            response: web.StreamResponse = await self._execute(method, params)
        else:
            response = await self._troubled(request, method, params, fault)
        if latency:
            await asyncio.sleep(latency / 2)
        return response

    async def _execute(self, method: str, params: Params) -> web.Response:
        if method == "getupdates":
            return _ok(await self._get_updates(params))
        return _ok(self._run(method, params))

    def _run(self, method: str, params: Params) -> Answer:
        """Execute any method but getUpdates. Raises ApiError."""
        run = METHODS.get(method)
        if run is None:
            raise not_found("method not found")
        if self.limits is not None and method in _SENDING:
            chat = params.text("chat_id")
            wait = self.limits.check(chat, is_group=chat.startswith(("-", "@")))
            if wait is not None:
                raise too_many_requests(wait)
        return run(self.account, params)

    async def _troubled(
        self, request: web.BaseRequest, method: str, params: Params, fault: Fault
    ) -> web.StreamResponse:
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.action == "answer":
            return _scripted(fault)
        if fault.action == "html":
            return web.Response(body=CAPTIVE_PORTAL, content_type="text/html", headers=fault.headers)
        if fault.action == "drop_before":
            return _hang_up(request)
        try:
            response = await self._execute(method, params)
        except ApiError as error:
            response = _error(error)
        if fault.action == "drop_after":
            return _hang_up(request)
        if fault.action == "cut":
            body = response.body
            assert isinstance(body, bytes)
            return web.Response(body=body[: len(body) // 2], content_type="application/json")
        return response

    async def _get_updates(self, params: Params) -> list[Json]:
        if self.account.webhook.url:
            raise conflict(_WEBHOOK_ACTIVE)
        updates = self.account.world.updates
        with suppress(ApiError):  # kinds that are no JSON are ignored
            updates.allow(params.data("allowed_updates", ""))
        limit = params.integer("limit", MAX_LIMIT, 1, MAX_LIMIT)
        seconds = params.integer("timeout", 0, 0, MAX_TIMEOUT)
        return await updates.poll(params.integer("offset"), limit, seconds)

    def _file(self, rest: str) -> web.Response:
        token, _, path = rest.partition("/")
        if token != self.account.token:
            raise _refusal(f"/bot{rest}")
        for stored in self.account.world.files.values():
            if stored.path == path:
                return web.Response(body=stored.data, content_type="application/octet-stream")
        raise not_found()


def _refusal(path: str) -> ApiError:
    """Say what is wrong with a path that is not this bot's."""
    token, slash, _ = path.removeprefix("/bot").partition("/")
    if not path.startswith("/bot") or not slash:
        return not_found()
    return unauthorized() if _TOKEN.fullmatch(token) else not_found()


def _request(
    message: object, payload: object, protocol: object, writer: object, task: object
) -> web.BaseRequest:
    """Make a request that may carry a file."""
    return web.BaseRequest(
        message,  # type: ignore[arg-type]
        payload,  # type: ignore[arg-type]
        protocol,  # type: ignore[arg-type]
        writer,  # type: ignore[arg-type]
        task,  # type: ignore[arg-type]
        asyncio.get_running_loop(),
        client_max_size=MAX_BODY,
    )


def _json(status: int, body: Json, headers: dict[str, str] | None = None) -> web.Response:
    content = json.dumps(body, separators=(",", ":")).encode()
    return web.Response(body=content, status=status, content_type="application/json", headers=headers)


def _ok(result: Answer) -> web.Response:
    if isinstance(result, Described):
        return _json(200, {"ok": True, "result": True, "description": result.description})
    return _json(200, {"ok": True, "result": result})


def _error(error: ApiError) -> web.Response:
    seconds = error.parameters.get("retry_after")
    return _json(error.code, error.as_json(), None if seconds is None else {"Retry-After": str(seconds)})


def _scripted(fault: Fault) -> web.Response:
    if isinstance(fault.body, str):
        return web.Response(text=fault.body, status=fault.status, headers=fault.headers)
    body = fault.body
    if body is None:
        retry = {"parameters": {"retry_after": 1}} if fault.status == 429 else {}
        words = "Too Many Requests: retry after 1" if retry else "Internal Server Error"
        body = {"ok": False, "error_code": fault.status, "description": words, **retry}
    return _json(fault.status, body, fault.headers)


def _hang_up(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
