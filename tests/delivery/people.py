"""Targets, events and messages for tests of the outbox and of the dispatcher."""

from datetime import time

from bot.domain.chats import ChatKind, Target
from bot.domain.claims import Status
from bot.domain.deliveries import Message
from bot.domain.subscriptions import Audience, Dimension, Subscription, Term
from storage.dialects import insert_new
from storage.schema import alerts, events

MOSUL = Audience(
    {
        Dimension.REGION: frozenset({"gn:99072", "a1:IQ.15", "cc:IQ"}),
        Dimension.ACTOR: frozenset({"is"}),
        Dimension.ON: frozenset({"is"}),
        Dimension.TYPE: frozenset({"territory_change"}),
    },
    severity=2,
    status=Status.DECLARED,
)
IRAQ = Term(Dimension.REGION, "cc:IQ")
NINEVEH = Term(Dimension.REGION, "a1:IQ.15")
UKRAINE = Term(Dimension.REGION, "cc:UA")


def message(words="Old Mosul declared captured", **more):
    return Message("sendMessage", {"text": words, "parse_mode": "HTML", **more})


async def ensure(storage, *chat_ids, thread=0, language="en"):
    """Make targets; return their ids in the same order."""
    async with storage.transaction() as tx:
        chats = [
            await tx.targets.ensure(
                Target(chat, thread),
                ChatKind.PRIVATE if chat > 0 else ChatKind.SUPERGROUP,
                language=language,
                timezone="UTC",
                digest=time(18),
            )
            for chat in chat_ids
        ]
    return [chat.id for chat in chats]


async def happen(storage, *event_ids):
    """Let there be events with these ids."""
    async with storage.engines.begin() as connection:
        for event_id in event_ids:
            await connection.execute(
                insert_new(connection, events).values(
                    id=event_id,
                    type="battle",
                    subtype="",
                    status="reported",
                    severity=2,
                    headline="Clashes in Mosul",
                    revision=1,
                    state="open",
                    first_at=storage.now(),
                    changed_at=storage.now(),
                    body={},
                )
            )


async def live_alert(storage, target_id, event_id, *, telegram_id=50, host=0):
    """Let the alert of an event have arrived in a chat."""
    await happen(storage, event_id)
    async with storage.engines.begin() as connection:
        await connection.execute(
            alerts.insert().values(
                target_id=target_id,
                event_id=event_id,
                telegram_id=telegram_id,
                revision=1,
                host=host,
                created_at=storage.now(),
            )
        )


async def follow(storage, target, *terms, **options):
    async with storage.transaction() as tx:
        await tx.subscriptions.add(Subscription(terms, target_id=target, **options))
