"""The whole bot, killed while its alerts go out: every follower hears of everything, and repeats are marked."""

import asyncio
import random
from collections import Counter

import aiohttp
from processes import BotProcess

from bot.sandbox import Sandbox

PEOPLE = 30
KILLS = 4
RATE = 60
TOWNS = ("Mosul", "Fallujah", "Ramadi", "Tikrit", "Baiji", "Tal Afar")
KEY = {"Authorization": "Bearer test-key"}


def reports():
    return [
        {
            "source": "Desk",
            "key": town,
            "text": f"Iraqi security forces captured {town} from ISIS, the Iraqi military has declared.",
        }
        for town in TOWNS
    ]


async def test_followers_hear_of_everything_although_the_bot_is_killed(sqlite_url, data_dir, unused_tcp_port):
    dice = random.Random(11)
    environment = {
        "HTTP_LISTEN": f"127.0.0.1:{unused_tcp_port}",
        "INGEST_API_KEYS": "test-key",
        "MESSAGES_PER_SECOND": str(RATE),
    }
    async with Sandbox() as sandbox:
        sandbox.server.faults.latency = 0.03
        people = [sandbox.person(f"Follower {number}") for number in range(PEOPLE)]

        def bot():
            return BotProcess(sandbox.url, sandbox.token, data_dir, sqlite_url, **environment)

        async with bot() as running:
            for person in people:
                person.say("/subscribe Iraq")
            for person in people:
                await person.hear("You follow", seconds=30)
            address = f"http://{environment['HTTP_LISTEN']}/ingest/reports"
            async with (
                aiohttp.ClientSession() as session,
                session.post(address, json=reports(), headers=KEY) as answer,
            ):
                assert answer.status == 202
            await asyncio.sleep(dice.random() * 0.5)
            await running.kill()
        for _ in range(KILLS - 1):
            async with bot() as running:
                await asyncio.sleep(0.2 + dice.random() * 0.6)
                await running.kill()
        async with bot() as running:
            for person in people:
                await wait_for(lambda person=person: len(headlines(sandbox, person)) == len(TOWNS))
            assert await running.stop() == 0
        surplus = 0
        for person in people:
            heard = Counter(headlines(sandbox, person, unmarked=True))
            assert max(heard.values()) == 1, heard
            surplus += len(alerts(sandbox, person)) - len(TOWNS)
        assert surplus <= KILLS * max(5, 0.1 * RATE)


def alerts(sandbox, person):
    lines = sandbox.transcript(person.id)
    return [line["text"] for line in lines if line["by_bot"] and "declared captured" in line["text"]]


def headlines(sandbox, person, *, unmarked=False):
    """The different headlines that somebody has received, or every unmarked one."""
    heard = alerts(sandbox, person)
    if unmarked:
        return [text.splitlines()[0] for text in heard if "may repeat" not in text]
    return {text.splitlines()[0] for text in heard}


async def wait_for(condition, seconds=60):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)
