"""Processes that promise and deliver, made to be killed.

`python -m tests.kill.victim` is their nursery: it imports everything once, and forks a victim for each line of arguments on its
standard input (DATABASE API_URL TOKEN …). It answers with the process id, the victim itself with "ready" when it begins. A line
"wait PID" is answered with how that process ended, as subprocess.Popen.returncode says it.

A victim works through a list of happenings, each promised in one transaction, while its dispatcher delivers; on SIGTERM it drains.
"""

import argparse
import asyncio
import os
import signal
import sys
import traceback
from collections import Counter

from sqlalchemy import select

from bot import logs
from bot.delivery import Dispatcher, Sender
from bot.delivery.points import Point
from bot.domain.claims import Status
from bot.domain.deliveries import DeliveryKind, Message, Plan
from bot.domain.subscriptions import Audience, Dimension
from storage import fanouts, open_storage
from storage.dialects import insert_new
from storage.schema import events, targets

CRASHED = 137  # as a shell says it of kill -9
EVERYBODY = Audience({Dimension.REGION: frozenset({"cc:IQ"})}, severity=2, status=Status.DECLARED)
BROADCAST = 1_000_000
DIGEST = 2_000_000


async def promise(storage, number, kind):
    """Promise one happening to everybody, in one transaction; say whether it was not promised yet."""
    async with storage.transaction() as tx:
        connection = tx.outbox._connection
        row = {
            "id": number,
            "type": "battle",
            "subtype": "",
            "status": "declared",
            "severity": 2,
            "headline": f"event {number}",
            "revision": 1,
            "state": "open",
            "first_at": storage.now(),
            "changed_at": storage.now(),
            "body": {},
        }
        new = insert_new(connection, events).values(row).returning(events.c.id)
        if (await connection.execute(new)).first() is None:
            return False
        written = await tx.outbox.write(Message("sendMessage", {"text": f"{kind} {number}"}))
        if kind is DeliveryKind.DIGEST:
            everybody = (await connection.execute(select(targets.c.id))).scalars().all()
            await tx.outbox.promise(kind, number, 0, dict.fromkeys(everybody, written))
        else:
            audience = EVERYBODY if kind is DeliveryKind.ALERT else None
            await tx.outbox.fan_out(Plan(kind, number, 1, {"en": written}, "en", audience))
    return True


async def produce(storage, alerts):
    """Promise so many alerts, then a broadcast and a digest."""
    for number in range(1, alerts + 1):
        await promise(storage, number, DeliveryKind.ALERT)
        await asyncio.sleep(0.05)
    await promise(storage, BROADCAST, DeliveryKind.BROADCAST)
    await promise(storage, DIGEST, DeliveryKind.DIGEST)


def dying_at(point, times):
    """Return a hook that ends the process when a point is passed for the nth time."""
    passed = Counter()

    def at(here):
        passed[here] += 1
        if here == point and passed[here] == times:
            os._exit(CRASHED)

    return at


async def live(given):
    """Promise and deliver until told to stop."""
    at = dying_at(Point(given.crash_at), given.times) if given.crash_at else lambda _: None
    async with (
        open_storage(given.database) as storage,
        storage.lead(),
        Sender(given.api_url, given.token) as sender,
    ):
        dispatcher = Dispatcher(storage, sender, rate=given.rate, at=at)
        ending = []
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGTERM, lambda: ending.append(asyncio.create_task(dispatcher.drain()))
        )
        producer = asyncio.create_task(produce(storage, given.alerts))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await dispatcher.run()
        producer.cancel()
        await asyncio.gather(producer, *ending, return_exceptions=True)


def born(arguments):
    """Live one life in this process, and end it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("api_url")
    parser.add_argument("token")
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--alerts", type=int, default=5)
    parser.add_argument("--chunk", type=int, default=100)
    parser.add_argument("--crash-at")
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args(arguments)
    fanouts.CHUNK = given.chunk
    try:
        asyncio.run(live(given))
    except BaseException:  # noqa: BLE001 -- the nursery's own life must not go on in here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main():
    """Fork victims as told."""
    logs.set_up("WARNING", "console")
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(int(rest[0]), 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                born([word, *rest])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
