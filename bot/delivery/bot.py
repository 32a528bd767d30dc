"""python-telegram-bot's `Bot` for direct calls: answers to button presses, rights, files, commands of the menu.

Messages do not go this way but through the outbox. httpx, the library's default, is not used: it slows down with each call
in flight, logs addresses with the token in them, and is no longer maintained.
"""

from typing import Any

import aiohttp
from telegram.error import InvalidToken, NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0


class AiohttpRequest(BaseRequest):
    """Calls of python-telegram-bot over aiohttp; what it raises holds no address."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float:
        return ANSWER_SECONDS

    @override
    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    @override
    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, ANSWER_SECONDS),
        )
        data = _form(request_data) if request_data else None
        try:
            async with self._session.request(
                method, url, data=data, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NetworkError(type(error).__name__) from None


def _seconds(given: object, standard: float) -> float | None:
    return given if given is None or isinstance(given, int | float) else standard


def _form(data: RequestData) -> aiohttp.FormData:
    # Telegram reads the names of fields as they are: quoted, attach://name would find nothing.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    if data.contains_files:
        for name, (filename, content, content_type) in data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=content_type)
    return form


class DirectBot(ExtBot[None]):
    """A `Bot` whose token does not show: not in its repr, not in its errors.

    Args:
        api_url: where the Bot API server is.
        token: the bot's token.
    """

    def __init__(self, api_url: str, token: str) -> None:
        address = api_url.rstrip("/")
        super().__init__(
            token,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(),
        )

    @override
    def __repr__(self) -> str:
        return "DirectBot(…)"

    @override
    async def initialize(self) -> None:
        """Ask Telegram who we are.

        Raises:
            InvalidToken: Telegram does not accept the token.
        """
        try:
            await super().initialize()
        except BaseException as error:
            for request in self._request:  # shutdown() passes over a bot that was not initialized
                await request.shutdown()
            if isinstance(error, InvalidToken):
                raise InvalidToken("Telegram does not accept the bot token.") from None
            raise
