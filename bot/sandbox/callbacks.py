"""Pressed buttons: from the press to the bot's answer."""

import asyncio
from dataclasses import dataclass, field

from bot.sandbox.model import Json, Message, User
from bot.sandbox.updates import CALLBACK_LIFETIME
from bot.sandbox.views import chat_json, user_json
from bot.sandbox.world import World, stable_number


@dataclass(slots=True)
class Press:
    """A button somebody pressed; `answer` waits for what the bot says to it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    delivered: bool
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, seconds: float = 10.0) -> str:
        """Return the text of the bot's answer ("" for a silent one). Raises TimeoutError without an answer."""
        if not await self.settled(seconds):
            raise TimeoutError(f"the bot did not answer the button {self.data!r} within {seconds:g} s")
        return self.text

    async def settled(self, seconds: float) -> bool:
        """Wait for the bot's answer; False when the seconds pass without one."""
        try:
            async with asyncio.timeout(seconds):
                await self._done.wait()
        except TimeoutError:
            return False
        return True

    def settle(self, text: str, url: str, *, alert: bool) -> None:
        """Note the bot's answer."""
        self.answered, self.text, self.alert, self.url = True, text, alert, url
        self._done.set()

    def as_json(self) -> Json:
        """Return what a driver over HTTP sees."""
        shown = {"id": self.id, "chat": self.chat_id, "message_id": self.message_id, "data": self.data}
        return {**shown, "answered": self.answered, "text": self.text, "alert": self.alert, "url": self.url}


class Callbacks:
    """The presses of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._presses: dict[str, Press] = {}
        self._last = 0

    def press(self, user: User, message: Message, data: str) -> Press:
        """Let a user press a button with this data; the bot gets a callback query."""
        world = self._world
        self._last += 1
        number = str((user.id << 20 & 0x7FFF_FFFF_FFFF_FFFF) + self._last)
        chat = world.chats[message.chat_id]
        if message.deleted:
            shown: Json = {"chat": chat_json(chat), "message_id": message.id, "date": 0}
        else:
            shown = world.show(message)
        query = {
            "id": number,
            "from": user_json(user),
            "message": shown,
            "chat_instance": str(stable_number(f"chat {chat.id}", 63)),
            "data": data,
        }
        update_id = world.updates.push("callback_query", query, CALLBACK_LIFETIME)
        press = Press(number, user.id, chat.id, message.id, data, world.clock(), update_id is not None)
        self._presses[number] = press
        return press

    def find(self, number: str) -> Press | None:
        """Return a press by its query id."""
        return self._presses.get(number)

    def open(self, number: str) -> Press | None:
        """Return a press that the bot may still answer: known, not answered, not too old."""
        press = self._presses.get(number)
        if press is None or press.answered or self._world.clock() - press.at > CALLBACK_LIFETIME:
            return None
        return press
