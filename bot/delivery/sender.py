"""Bot API calls over HTTP. What comes back is what Telegram said, byte for byte, or how far the call got.

Nothing that leaves this module holds the token: addresses stay inside, and errors become words.
"""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

import aiohttp
from typing_extensions import override

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
UPLOAD_SECONDS = 90.0
_KEEP_ALIVE_SECONDS = (
    15.0  # shorter than any server's, so that an idle connection is not used while it is being closed
)


class Phase(StrEnum):
    """How far a call got.

    answered: there is an answer. unsendable: it cannot be written as a request. not_sent: nobody was reached.
    no_answer: the request was on its way, and what became of it is not known.
    """

    ANSWERED = "answered"
    UNSENDABLE = "unsendable"
    NOT_SENT = "not_sent"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from one call: HTTP status and body, or the kind of the error."""

    phase: Phase
    status: int = 0
    body: bytes = b""
    error: str = ""


_JSON = {"Content-Type": "application/json"}
# Raised before the request leaves: no connection, no name, no certificate.
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    ssl.SSLCertVerificationError,
)


class Sender:
    """Speaks to one Bot API server as one bot. Use it as an asynchronous context manager.

    Args:
        api_url: where the server is; `/bot<token>/<method>` is appended.
        token: the bot's token.
        answer_seconds: how long an answer may take.
    """

    def __init__(self, api_url: str, token: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEP_ALIVE_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    @override
    def __repr__(self) -> str:
        return "Sender(…)"

    async def call(self, method: str, fields: Mapping[str, Any], file: bytes | None = None) -> Reply:
        """Call a method of the Bot API once.

        Args:
            method: its name.
            fields: its JSON parameters; with a file, `document` names it.
            file: the content of a document to upload.
        """
        assert self._session is not None, "the sender is not open"
        try:
            data: bytes | aiohttp.FormData = _json(fields) if file is None else _form(fields, file)
        except (UnicodeEncodeError, TypeError, ValueError) as error:
            return Reply(Phase.UNSENDABLE, error=type(error).__name__)
        seconds = self._answer_seconds if file is None else UPLOAD_SECONDS
        timeout = aiohttp.ClientTimeout(
            total=CONNECT_SECONDS + seconds, connect=CONNECT_SECONDS, sock_read=seconds
        )
        headers = _JSON if file is None else None
        try:
            async with self._session.post(
                self._base + method, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return Reply(Phase.ANSWERED, response.status, await response.read())
        except _NOT_SENT as error:
            return Reply(Phase.NOT_SENT, error=type(error).__name__)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Reply(Phase.NO_ANSWER, error=type(error).__name__)


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _form(fields: Mapping[str, Any], file: bytes) -> aiohttp.FormData:
    # Quoted field names would arrive as %5B… at Telegram: python-telegram-bot's BaseRequest has the same need.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        if name != "document":
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            text.encode()
            form.add_field(name, text)
    form.add_field("document", file, filename=str(fields.get("document", "file")))
    return form
