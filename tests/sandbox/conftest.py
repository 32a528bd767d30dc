"""A running sandbox, a raw HTTP session as the bot, and two people."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox


@dataclass
class Wire:
    """The bot as plain HTTP: what the server really sends."""

    http: aiohttp.ClientSession
    sandbox: Sandbox

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        url = f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"
        async with self.http.post(url, json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert body["ok"] == (response.status == 200)
            assert body.get("error_code", 200) == response.status
            return body

    async def ok(self, method: str, **parameters: Any) -> Any:
        body = await self(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        body = await self(method, **parameters)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = await self.ok("getUpdates", **parameters)
        return result

    async def reading(self) -> None:
        """Return when a long poll is under way."""
        while not self.sandbox.server.calls.get("getupdates"):
            await asyncio.sleep(0.01)


@pytest.fixture
def moment() -> list[float]:
    """The sandbox's clock; tests move it by changing its only element."""
    return [1_800_000_000.0]


@pytest.fixture
async def sandbox(moment: list[float]) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=lambda: moment[0]) as running:
        yield running


@pytest.fixture
async def wire(sandbox: Sandbox) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(http, sandbox)


@pytest.fixture
def anna(sandbox: Sandbox):
    person = sandbox.person("Anna")
    person.say("/start")
    return person


@pytest.fixture
def bob(sandbox: Sandbox):
    return sandbox.person("Bob")
