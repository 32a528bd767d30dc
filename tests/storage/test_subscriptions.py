"""Whom a development concerns: one statement for the whole algebra."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.chats import ChatKind, ChatState, Target
from bot.domain.circles import Circle, Reach, spot
from bot.domain.claims import Status
from bot.domain.subscriptions import Audience, Dimension, Subscription, Term
from storage.subscriptions import matching

MOSUL = frozenset({"h:mosul/old-city", "gn:99072", "a1:IQ.15", "cc:IQ"})
CAPTURE = {
    Dimension.REGION: MOSUL,
    Dimension.ACTOR: frozenset({"is", "iq-isf"}),
    Dimension.BY: frozenset({"iq-isf"}),
    Dimension.ON: frozenset({"is"}),
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


async def concerned(storage, keys=CAPTURE, severity=2, status=Status.DECLARED, **where):
    async with storage.engines.snapshot() as connection:
        rows = await connection.execute(matching(Audience(keys, severity, status, **where), storage.now()))
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
        ([Term(Dimension.BY, "iq-isf")], {}, True),
        ([Term(Dimension.ON, "iq-isf")], {}, False),
        ([Term(Dimension.BY, "iq-isf"), Term(Dimension.ON, "is")], {}, True),
        ([Term(Dimension.BY, "iq-isf"), Term(Dimension.ON, "iq-isf")], {}, False),
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


MOSUL_CENTRE = (36.34, 43.13)
KM_30_NORTH, KM_100_NORTH, KM_200_NORTH = (36.61, 43.13), (37.24, 43.13), (38.14, 43.13)


@pytest.mark.parametrize(
    ("km", "place", "reach", "expected"),
    [
        (25, MOSUL_CENTRE, Reach.CLOSE, True),
        (25, KM_30_NORTH, Reach.CLOSE, False),
        (50, KM_30_NORTH, Reach.CLOSE, True),
        (50, KM_100_NORTH, Reach.WIDE, False),
        (250, KM_200_NORTH, Reach.CLOSE, True),
        (None, MOSUL_CENTRE, Reach.CLOSE, True),
        (None, KM_30_NORTH, Reach.CLOSE, False),
        (None, KM_30_NORTH, Reach.FAR, True),
        (None, KM_100_NORTH, Reach.FAR, False),
        (None, KM_100_NORTH, Reach.WIDE, True),
        (None, KM_200_NORTH, Reach.WIDE, False),
    ],
)
async def test_a_circle_holds_what_happens_in_it_and_near_is_further_for_what_is_felt_further(
    storage, km, place, reach, expected
):
    circle = Circle(*MOSUL_CENTRE, km)
    await subscribe(storage, 7, region(circle.key))
    await subscribe(storage, 8, region("cc:IQ"), region(circle.key, negated=True))
    found = await concerned(storage, spots=(spot(*place),), reach=reach)
    assert found == ([7] if expected else [8])
    assert circle.holds(spot(*place), reach) is expected


async def test_a_changed_request_matches_what_it_asks_for_now_and_not_what_it_asked_before(storage):
    key = await subscribe(storage, 7, region("cc:UA"), region(Circle(50.45, 30.52, 100).key), actor("is"))
    async with storage.transaction() as tx:
        chat = await tx.targets.find(Target(7))
        (before,) = await tx.subscriptions.of(chat.id)
        after = replace(before, terms=(region("cc:IQ"),), min_severity=2)
        assert await tx.subscriptions.change(after)
        assert await tx.subscriptions.of(chat.id) == [after]
    assert key == after.id
    assert await concerned(storage) == [7]
    ukraine = {Dimension.REGION: frozenset({"cc:UA"}), Dimension.ACTOR: frozenset({"is"})}
    assert await concerned(storage, ukraine, spots=(spot(50.45, 30.52),)) == []


async def test_a_request_that_becomes_like_another_one_ends(storage):
    first = await subscribe(storage, 7, region("cc:IQ"))
    second = await subscribe(storage, 7, region("cc:IQ"), actor("is"))
    async with storage.transaction() as tx:
        chat = await tx.targets.find(Target(7))
        twin = replace((await tx.subscriptions.of(chat.id))[1], terms=(region("cc:IQ"),))
        assert not await tx.subscriptions.change(twin)
        assert [s.id for s in await tx.subscriptions.of(chat.id)] == [first] != [second]


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
