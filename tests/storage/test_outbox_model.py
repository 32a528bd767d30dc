"""Whatever happens in whatever order, people end up knowing what they should: the outbox against a model of its chats."""

import asyncio
import random
import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from delivery.people import IRAQ, MOSUL, ensure, follow, happen, message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.policy import settle
from bot.domain.chats import ChatState
from bot.domain.deliveries import EDITS, DeliveryKind, Fate, Outcome, Plan
from storage import open_storage

KIND = DeliveryKind
CHATS = range(1, 5)

happenings = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["alert", "body", "update", "retract", "bury", "hour"])),
        st.tuples(st.just("claim"), st.integers(1, 5)),
        st.tuples(st.just("end"), st.sampled_from(["sent", "later", "lost", "doubt", "gone", "failed"])),
        st.tuples(st.just("crash"), st.booleans()),
        st.tuples(st.just("stop"), st.sampled_from(list(CHATS))),
    ),
    max_size=40,
)


class Chats:
    """What people have really seen, the sender's in-flight deliveries, and what has been promised about one event."""

    def __init__(self, storage):
        self.storage = storage
        self.now = datetime(2017, 7, 8, 12, tzinfo=UTC)
        self.version = 0
        self.retracted = False
        self.alerted = False
        self.epoch = 0
        self.flying = []
        self.seen = defaultdict(list)
        self.edited = {}
        self.disturbed = set()  # who stopped, or cannot be told any more
        self.refused = set()  # where some message was refused for good
        self.number = 100

    async def promise(self, kind):
        if self.retracted or (kind is not KIND.ALERT and not self.alerted):
            return
        self.version += 1
        self.alerted = True
        self.retracted = kind is KIND.RETRACTION
        async with self.storage.transaction() as tx:
            written = await tx.outbox.write(message(f"{kind} {self.version}"))
            audience = MOSUL if kind is KIND.ALERT else None
            await tx.outbox.fan_out(Plan(kind, 1, self.version, {"en": written}, "en", audience))

    async def claim(self, limit):
        async with self.storage.transaction() as tx:
            claimed = await tx.deliveries.claim(self.epoch, limit)
        assert not (self.retracted and KIND.ALERT in {delivery.kind for delivery in claimed}), (
            "it is taken back"
        )
        self.flying += claimed
        busy = [delivery.target_id for delivery in self.flying]
        assert len(busy) == len(set(busy)), "two on the wire to one chat"

    def arrive(self, delivery):
        """A person sees it: as a new message, or as a change of the one that they have."""
        chat, text = delivery.target.chat_id, delivery.message.payload["text"]
        if delivery.kind in EDITS:
            assert delivery.anchor is not None
            self.edited[chat] = text
            return
        again = [one for one in self.seen[chat] if one[0] == delivery.kind and one[1] == text]
        assert not again or delivery.repeated, "a repeat without its mark"
        self.seen[chat].append((delivery.kind, text))
        if delivery.kind is KIND.ALERT:
            self.edited[chat] = text

    async def end(self, how):
        if not self.flying:
            return
        delivery = self.flying.pop(0)
        self.number += 1
        outcome = {
            "sent": Outcome(Fate.SENT, message_id=self.number),
            "later": Outcome(Fate.LATER),
            "lost": Outcome(Fate.UNKNOWN),
            "doubt": Outcome(Fate.UNKNOWN),
            "gone": Outcome(Fate.GONE),
            "failed": Outcome(Fate.FAILED),
        }[how]
        if how in {"sent", "doubt"}:
            self.arrive(delivery)
        if how == "gone" or (how == "failed" and delivery.kind is KIND.RETRACTION):
            self.disturbed.add(delivery.target.chat_id)
        elif how == "failed":
            self.refused.add(delivery.target.chat_id)
        async with self.storage.transaction() as tx:
            assert await tx.deliveries.settle([settle(delivery, outcome, self.now, 0.5)]) == 0

    async def crash(self, arrived):
        for delivery in self.flying:
            if arrived:
                self.arrive(delivery)
        self.flying = []
        async with self.storage.transaction() as tx:
            self.epoch, _ = await tx.deliveries.take_over()

    async def bury(self):
        async with self.storage.transaction() as tx:
            await tx.deliveries.bury(100)

    async def stop(self, chat):
        self.disturbed.add(chat)
        async with self.storage.transaction() as tx:
            await tx.targets.set_state(chat, ChatState.STOPPED)

    async def hour(self):
        self.now += timedelta(hours=1)

    async def finish(self):
        """Let everything that waits arrive."""
        while True:
            while self.flying:
                await self.end("sent")
            await self.hour()
            await self.bury()
            await self.claim(10)
            if not self.flying:
                break
        async with self.storage.reading() as tx:
            counts = await tx.deliveries.counts()
        assert not {"pending", "sending"} & {str(state) for state in counts}

    def check(self):
        for chat in set(CHATS) - self.disturbed:
            kinds = [kind for kind, _ in self.seen[chat]]
            if self.retracted:
                assert (KIND.RETRACTION in kinds) or not kinds, f"{chat} still believes it"
            elif self.alerted and chat not in self.refused:
                assert KIND.ALERT in kinds, f"{chat} was never told"


async def play(folder, template, steps):
    shutil.copy(template, folder / "situation.db")
    chats = None
    async with open_storage(f"sqlite:///{folder}/situation.db", lambda: chats.now) as storage:
        chats = Chats(storage)
        await happen(storage, 1)
        for target in await ensure(storage, *CHATS):
            await follow(storage, target, IRAQ)
        await chats.crash(arrived=False)
        for name, *arguments in steps:
            match name:
                case "alert":
                    await chats.promise(KIND.ALERT)
                case "body" | "update":
                    await chats.promise(KIND(name))
                case "retract":
                    await chats.promise(KIND.RETRACTION)
                case _:
                    await getattr(chats, name)(*arguments)
        await chats.finish()
        chats.check()
        return chats


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happenings)
def test_people_end_up_knowing_what_they_should(sqlite_template, steps):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), sqlite_template, steps))


def test_the_newest_text_is_what_an_alert_shows_in_the_end(sqlite_template):
    """Random orders of promises, claims, losses and crashes, without refusals: nobody is left with an older text."""
    for seed in range(5):
        luck = random.Random(seed)
        choices = [("body",), ("claim", 2), ("claim", 4), ("end", "sent"), ("end", "sent"), ("hour",)]
        troubles = [("end", "later"), ("end", "lost"), ("end", "doubt"), ("crash", True), ("crash", False)]
        steps = [("alert",), *luck.choices([*choices, *choices, *troubles], k=30)]
        with tempfile.TemporaryDirectory() as folder:
            chats = asyncio.run(play(Path(folder), sqlite_template, steps))
        newest = max(
            [number for number, step in enumerate([s for s in steps if s[0] in {"alert", "body"}], 1)]
        )
        assert {text.split()[1] for text in chats.edited.values()} == {str(newest)}, seed
        assert set(chats.edited) == set(CHATS)
