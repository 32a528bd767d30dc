"""Kill the sender again and again, and let the local Telegram in its own process say what arrived.

The judge is `python -m bot.sandbox`: it writes every message that it accepted to a file before it answers. What was promised is
read from the promises themselves: so many alerts, one broadcast and one digest to everybody.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time as wall_time
from pathlib import Path

from bot.delivery.pacing import ceiling
from bot.delivery.requests import MARK
from bot.domain.chats import ChatKind, Target
from bot.domain.subscriptions import Dimension, Subscription, Term
from bot.sandbox import SANDBOX_TOKEN, SandboxClient
from storage import open_storage
from storage.dialects import parse_url
from storage.migrate import migrate

CRASHED = 137
ROOT = Path(__file__).parents[2]


@dataclass
class Wish:
    """What to try: how many people get how many alerts, at which pace, over how slow a network, and which seed."""

    people: int = 320
    alerts: int = 4
    rate: float = 250.0
    latency: float = 0.03
    seed: int = 1
    faults: list[dict] = field(default_factory=list)

    @property
    def messages(self):
        return self.people * (self.alerts + 2)


@dataclass
class Verdict:
    """What the judge found; see docs/delivery.md for the words."""

    promised: int
    lost: int = 0
    duplicated: int = 0
    unmarked: int = 0
    unexpected: int = 0
    disordered: int = 0
    given_up: int = 0
    deaths: int = 0
    in_doubt: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self):
        per_death = self.duplicated / self.deaths if self.deaths else 0.0
        most = max(self.in_doubt, default=0)
        return (
            f"{self.promised} messages, {self.deaths} deaths: lost {self.lost}, unexpected {self.unexpected},"
            f" duplicated {self.duplicated} ({per_death:.2f} per death; on the wire at most {most}),"
            f" unmarked {self.unmarked}, out of order {self.disordered}, digests given up {self.given_up}"
            f" ({self.seconds:.0f} s)"
        )


class Arena:
    """A judge, a database with followers, and victims one after the other."""

    def __init__(self, folder, database, wish):
        self._log = folder / "accepted.jsonl"
        self._database = database
        self._wish = wish
        self._judge = self._nursery = None
        self._pid = None
        self._url = ""
        self.chats = []
        self.verdict = Verdict(wish.messages)

    async def __aenter__(self):
        self._judge = await _python("bot.sandbox", "--state-log", str(self._log))
        self._nursery = await _python("tests.kill.victim")
        self._url = (await self._judge.stdout.readline()).decode().strip()
        async with SandboxClient(self._url) as client:
            for number in range(self._wish.people):
                self.chats.append((await client.say(f"Follower {number}", "/start"))["chat"])
            await client.call("latency", seconds=self._wish.latency)
            for fault in self._wish.faults:
                await client.call("fault", **fault)
        await asyncio.to_thread(migrate, parse_url(self._database))
        await self._follow()
        return self

    async def __aexit__(self, *_):
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
        for process in (self._nursery, self._judge):
            process.kill()
            await process.wait()

    async def _follow(self):
        async with open_storage(self._database) as storage, storage.transaction() as tx:
            for chat_id in self.chats:
                chat = await tx.targets.ensure(
                    Target(chat_id), ChatKind.PRIVATE, language="en", timezone="UTC", digest=wall_time(18)
                )
                await tx.subscriptions.add(
                    Subscription((Term(Dimension.REGION, "cc:IQ"),), target_id=chat.id)
                )

    async def _ask(self, line):
        """Say a line to the nursery and return its answer."""
        self._nursery.stdin.write(f"{line}\n".encode())
        await self._nursery.stdin.drain()
        return int(await self._nursery.stdout.readline())

    async def victim(self, *more):
        """Let a victim begin; there is one at a time."""
        given = [f"--rate={self._wish.rate}", f"--alerts={self._wish.alerts}", *more]
        self._pid = await self._ask(" ".join([self._database, self._url, SANDBOX_TOKEN, *given]))
        assert await self._nursery.stdout.readline() == b"ready\n", "the victim did not start"

    async def end(self, number):
        """Send the victim a signal; return its exit code."""
        os.kill(self._pid, number)
        return await self.ended()

    async def ended(self):
        """Wait until the victim is dead, count what was on the wire, and return its exit code."""
        async with asyncio.timeout(60):
            code = await self._ask(f"wait {self._pid}")
        self._pid = None
        self.verdict.deaths += 1
        self.verdict.in_doubt.append((await self.counts()).get("sending", 0))
        return code

    async def accepted(self, more, seconds=60.0):
        """Wait until so many more lines are in the judge's log, or nothing is left to send."""
        size = self._log.stat().st_size + more * 150
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._log.stat().st_size < size:
                    await asyncio.sleep(0.005)

    async def counts(self):
        async with open_storage(self._database) as storage, storage.reading() as tx:
            return {str(state): count for state, count in (await tx.deliveries.counts()).items()}

    async def finish(self, seconds=600.0):
        """Let a last victim deliver the rest, end it in peace, and judge."""
        await self.victim()
        async with asyncio.timeout(seconds):
            while True:
                counts = await self.counts()
                if sum(counts.values()) >= self._wish.messages and not set(counts) & {"pending", "sending"}:
                    break
                await asyncio.sleep(0.1)
        assert await self.end(signal.SIGTERM) == 0
        self.verdict.deaths -= 1
        self._judge_all(counts)

    def _judge_all(self, counts):
        expected = {
            (chat, text)
            for chat in self.chats
            for text in [
                *(f"alert {number}" for number in range(1, self._wish.alerts + 1)),
                "broadcast 1000000",
                "digest 2000000",
            ]
        }
        accepted = defaultdict(list)
        order = defaultdict(list)
        for line in self._log.read_text().splitlines():
            event = json.loads(line)
            if event["kind"] == "message":
                text = event["text"].removesuffix(f"\n{MARK}")
                accepted[event["chat"], text].append(event["text"].endswith(MARK))
                if text.startswith("alert") and len(accepted[event["chat"], text]) == 1:
                    order[event["chat"]].append(int(text.split()[1]))
        verdict = self.verdict
        missing = expected - set(accepted)
        verdict.given_up = counts.get("unknown", 0)
        digests_missing = sum(text.startswith("digest") for _, text in missing)
        verdict.lost = len(missing) - digests_missing + max(0, digests_missing - verdict.given_up)
        verdict.unexpected = len(set(accepted) - expected)
        verdict.duplicated = sum(len(copies) - 1 for copies in accepted.values())
        verdict.unmarked = sum(not marked for copies in accepted.values() for marked in copies[1:])
        verdict.disordered = sum(numbers != sorted(numbers) for numbers in order.values())


async def _python(module, *arguments):
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


@contextlib.asynccontextmanager
async def arena(folder, database, wish):
    """Open an arena; at the end its verdict is printed."""
    began = time.monotonic()
    async with Arena(folder, database, wish) as opened:
        yield opened
        opened.verdict.seconds = time.monotonic() - began
        print(f"\n{opened.verdict}")  # noqa: T201 -- the evidence


async def kills(folder, database, times, wish):
    """Kill so many victims at random moments while messages go out; return the verdict."""
    luck = random.Random(wish.seed)
    share = (
        wish.messages / times
    )  # of the messages in one life, so that the kills fall into the whole of the sending
    async with arena(folder, database, wish) as fight:
        for _ in range(times):
            await fight.victim()
            if luck.random() < 0.8:
                await fight.accepted(int(luck.uniform(1, 1.5 * share)), seconds=5.0)
            await asyncio.sleep(luck.uniform(0.0, 0.05))
            assert await fight.end(signal.SIGKILL) == -signal.SIGKILL
        await fight.finish()
        return fight.verdict


async def crashes(folder, database, points, wish):
    """Let a victim die at each of these points, when it passes them for the nth time; return the verdict."""
    async with arena(folder, database, wish) as fight:
        for point, times in points:
            await fight.victim(f"--crash-at={point}", f"--times={times}", "--chunk=40")
            assert await fight.ended() == CRASHED, f"nobody came by {point}"
        await fight.finish()
        return fight.verdict


async def terminations(folder, database, times, wish):
    """End so many victims in peace; return the verdict and how long the slowest one took, in seconds."""
    luck = random.Random(wish.seed)
    slowest = 0.0
    async with arena(folder, database, wish) as fight:
        for _ in range(times):
            await fight.victim()
            await fight.accepted(luck.randint(0, 60), seconds=5.0)
            began = time.monotonic()
            assert await fight.end(signal.SIGTERM) == 0
            slowest = max(slowest, time.monotonic() - began)
        await fight.finish()
        return fight.verdict, slowest


def hold(verdict, rate, *, strangers=False):
    """Assert what must hold after any number of deaths; faults of the network (`strangers`) repeat messages as well."""
    assert verdict.lost == 0
    assert verdict.unexpected == 0
    assert verdict.unmarked == 0
    assert verdict.disordered == 0
    assert all(count <= ceiling(rate) for count in verdict.in_doubt)
    assert strangers or verdict.duplicated <= sum(verdict.in_doubt)
