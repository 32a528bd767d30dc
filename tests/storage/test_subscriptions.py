"""Whom a development concerns: one statement for the whole algebra."""

from datetime import time

import pytest

from bot.domain.chats import ChatKind, ChatState, Target
from bot.domain.claims import Status
from bot.domain.subscriptions import Audience, Dimension, Subscription, Term
from storage.subscriptions import matching

MOSUL = frozenset({"h:mosul/old-city", "gn:99072", "a1:IQ.15", "cc:IQ"})
CAPTURE = {
    Dimension.REGION: MOSUL,
    Dimension.ACTOR: frozenset({"is", "on:is", "iq-isf", "by:iq-isf"}),
    Dimension.TYPE: frozenset({"territory_change"}),
    Dimension.SOURCE: frozenset({"South Front"}),
}


def region(key, **more):
    return Term(Dimension.REGION, key, **more)


def actor(key, **more):
    return Term(Dimension.ACTOR, key, **more)


async def subscribe(storage, chat_id, *terms, **options):
    async with storage.transaction() as tx:
        chat = await tx.targets.ensure(
            Target(chat_id), ChatKind.PRIVATE, language="en", timezone="UTC", digest=time(18)
        )
        return await tx.subscriptions.add(Subscription(terms, target_id=chat.id, **options))


async def concerned(storage, keys=CAPTURE, severity=2, status=Status.DECLARED):
    async with storage.engines.snapshot() as connection:
        rows = await connection.execute(matching(Audience(keys, severity, status), storage.now()))
        ids = [row.target_id for row in rows]
    async with storage.reading() as tx:
        return sorted(chat.target.chat_id for chat in await tx.targets.by_ids(ids))


@pytest.mark.parametrize(
    ("terms", "options", "expected"),
    [
        ([region("a1:IQ.15")], {}, True),
        ([region("cc:UA")], {}, False),
        ([region("cc:UA"), region("cc:IQ")], {}, True),
        ([region("cc:IQ"), actor("is")], {}, True),
        ([region("cc:IQ"), actor("sd-rsf")], {}, False),
        ([region("cc:UA"), actor("is")], {}, False),
        ([actor("by:iq-isf")], {}, True),
        ([actor("on:iq-isf")], {}, False),
        ([region("cc:IQ"), region("gn:99072", negated=True)], {}, False),
        ([region("cc:IQ"), Term(Dimension.TYPE, "battle", negated=True)], {}, True),
        ([region("cc:IQ")], {"min_severity": 3}, False),
        ([region("cc:IQ")], {"min_status": Status.CONFIRMED}, False),
        ([region("cc:IQ")], {"min_status": Status.DECLARED}, True),
    ],
)
async def test_a_request_matches_what_it_asks_for(storage, terms, options, expected):
    await subscribe(storage, 7, *terms, **options)
    assert (await concerned(storage) == [7]) is expected


async def test_events_without_a_place_reach_only_those_who_asked_for_them(storage):
    unlocated = {**CAPTURE, Dimension.REGION: frozenset()}
    await subscribe(storage, 1, actor("is"))
    await subscribe(storage, 2, actor("is"), unlocated=True)
    assert await concerned(storage, unlocated) == [2]


async def test_a_chat_that_stopped_or_paused_is_not_concerned(storage, clock):
    await subscribe(storage, 1, region("cc:IQ"))
    await subscribe(storage, 2, region("cc:IQ"), paused_until=clock.now.replace(hour=13))
    async with storage.transaction() as tx:
        await tx.targets.set_state(1, ChatState.STOPPED)
    assert await concerned(storage) == []
    clock.now = clock.now.replace(hour=14)
    assert await concerned(storage) == [2]


async def test_the_same_request_is_kept_once(storage):
    assert await subscribe(storage, 1, region("cc:IQ"), actor("is")) is not None
    assert await subscribe(storage, 1, actor("is"), region("cc:IQ")) is None


async def test_a_request_is_read_back_as_it_was_written(storage):
    key = await subscribe(storage, 1, region("cc:IQ"), actor("is", negated=True), min_severity=3, sound=False)
    async with storage.transaction() as tx:
        chat = await tx.targets.find(Target(1))
        (found,) = await tx.subscriptions.of(chat.id)
        assert found.id == key
        assert set(found.terms) == {region("cc:IQ"), actor("is", negated=True)}
        assert (found.min_severity, found.sound) == (3, False)
        assert await tx.subscriptions.remove(chat.id, [key]) == 1
        assert await tx.subscriptions.of(chat.id) == []
