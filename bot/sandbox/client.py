"""A driver for a sandbox in another process: the verbs of `/sandbox/…` as one call, and a cursor for what was seen."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.model import Json


class SandboxClient:
    """Plays people on the sandbox at a URL. Use it as an asynchronous context manager."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._seen: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, verb: str, **arguments: object) -> Any:
        """Do a verb; `who` stands for the argument "as". Raises ValueError with the sandbox's sentence on refusal.

        Raises ConnectionError when there is no sandbox.
        """
        assert self._session is not None, "the client is not open"
        if "who" in arguments:
            arguments["as"] = arguments.pop("who")
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            async with self._session.post(f"{self._url}/sandbox/{verb}", json=given) as response:
                body = await response.json()
        except (aiohttp.ClientError, OSError) as error:
            raise ConnectionError(f"there is no sandbox at {self._url}: {error}") from error
        if not body["ok"]:
            raise ValueError(body["error"])
        return body["result"]

    async def say(self, who: str, text: str, **more: object) -> Json:
        """Let a person send a text to the bot, or to `chat`. Returns the message as the transcript has it."""
        result: Json = await self.call("say", who=who, text=text, **more)
        return result

    async def next(self, who: str, *, chat: str | int | None = None, seconds: float = 10.0) -> Json:
        """Return the bot's next message to a person (or in a chat) that this client has not returned yet.

        Raises TimeoutError when none comes.
        """
        key = str(chat or who)
        message = await self.call("next", who=who, chat=chat, after=self._seen.get(key, 0), seconds=seconds)
        if message is None:
            raise TimeoutError(f"the bot said nothing new to {key} within {seconds:g} s")
        self._seen[key] = message["order"]
        found: Json = message
        return found

    async def hear(
        self, who: str, words: str, *, chat: str | int | None = None, seconds: float = 10.0
    ) -> Json:
        """Return the newest message of the bot that says these words now (edits count), waiting for it if need be.

        Raises TimeoutError when none does.
        """
        message = await self.call("hear", who=who, chat=chat, text=words, seconds=seconds)
        if message is None:
            raise TimeoutError(f"the bot did not say {words!r} to {chat or who} within {seconds:g} s")
        found: Json = message
        return found

    async def press(self, who: str, message: Json, button: str | int, *, seconds: float = 10.0) -> Json:
        """Let a person press a button of a message and wait for the answer. Returns the press with its answer."""
        result: Json = await self.call(
            "press",
            who=who,
            chat=message["chat"],
            message_id=message["message_id"],
            button=button,
            seconds=seconds,
        )
        return result

    async def transcript(self, chat: str | int) -> list[Json]:
        """Return everything said in a chat (a person's name means the private chat)."""
        result: list[Json] = await self.call("transcript", chat=chat)
        return result

    async def events(
        self, after: int = 0, *, chat: str | int | None = None, seconds: float = 0.0
    ) -> tuple[list[Json], int]:
        """Return the events after a number and the number of the newest, waiting for the first one."""
        result = await self.call("events", after=after, chat=chat, seconds=seconds)
        return result["events"], result["last"]
