"""The whole bot on a local Telegram, in this process."""

from contextlib import asynccontextmanager

import aiohttp

from bot.app import running
from bot.domain.clock import utc_now


class Town:
    """People with the bot among them."""

    def __init__(self, sandbox, app):
        self.sandbox = sandbox
        self.app = app

    def person(self, name):
        return Citizen(self, self.sandbox.person(name))

    async def call(self, method):
        """Ask the Bot API something without parameters."""
        address = f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return (await answer.json())["result"]

    def said_to(self, name):
        """What the bot has said to somebody, as it reads now."""
        said = self.sandbox.transcript(self.sandbox.person(name).id)
        return [line["text"] for line in said if line["by_bot"]]


class Citizen:
    def __init__(self, town, person):
        self._town = town
        self.it = person

    def says(self, text, **more):
        return self.it.say(text, **more)

    async def hears(self, part, *, seconds=15.0, **where):
        """Wait for the bot's next message; it has to contain this."""
        message = await self.it.next(seconds=seconds, **where)
        text = message.content["text"]
        assert part in text, text
        return message

    async def asks(self, text, part, **more):
        """Say something, and wait for the answer, which has to contain this."""
        self.says(text, **more)
        return await self.hears(part, **more)

    async def presses(self, message, label):
        """Press a button, and wait until the bot has answered the press."""
        return await self.it.press(message, label).answer()

    @property
    def log(self):
        """What the bot has said to this person."""
        return self._town.said_to(self.it.name)


@asynccontextmanager
async def town_on(settings, sandbox, world, now=utc_now):
    async with running(settings, world, now) as app:
        yield Town(sandbox, app)
