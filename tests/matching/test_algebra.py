"""Every statement that holds subscriptions against events agrees with the brute-force matcher, on both databases."""

from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from matching.brute_force import rings, too_close_to_call, wants

from bot.domain.chats import ChatKind, Target
from bot.domain.circles import Circle, Reach, circle_of, spot
from bot.domain.claims import Basis, Claim, EventType, Status
from bot.domain.developments import Change, Development
from bot.domain.events import Event
from bot.domain.subscriptions import FOREVER, Audience, Cadence, Dimension, Subscription, Term
from storage.events import Events
from storage.followed import Followed
from storage.subscriptions import Subscriptions, matching
from storage.targets import Targets

NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)
KEYS = {
    Dimension.REGION: ["cc:IQ", "a1:IQ.15", "gn:99072", "cc:UA"],
    Dimension.ACTOR: ["is", "iq-isf"],
    Dimension.BY: ["is"],
    Dimension.ON: ["is", "generic:civilians"],
    Dimension.TYPE: ["battle", "airstrike", "casualties"],
    Dimension.SOURCE: ["reuters", "desk one"],
}
STATUSES = [
    Status.DENIED,
    Status.DISPUTED,
    Status.CLAIMED,
    Status.REPORTED,
    Status.DECLARED,
    Status.CONFIRMED,
]

# Drawn so that a good part of the requests match: most sets of keys are large, most requests short and undemanding.
seldom = st.sampled_from([False] * 5 + [True])
# Places crowd around a few points, some at a pole and on both sides of the date line, so that circles often hold them.
middles = st.sampled_from([(36.34, 43.13), (-17.8, 179.99), (-17.8, -179.97), (89.9, 120.0)])
offsets = st.one_of(st.floats(-0.25, 0.25), st.floats(-0.8, 0.8))
places = st.builds(
    lambda middle, up, along: (
        max(-90.0, min(90.0, round(middle[0] + up, 4))),
        (round(middle[1] + along, 4) + 180) % 360 - 180,
    ),
    middles, offsets, offsets,
)  # fmt: skip
sizes = st.sampled_from([None, None, None, None, 1, 10, 11, 50, 100, 137, 499, 500])
circles = st.builds(lambda at, km: circle_of(Circle(*at, km).key), places, sizes)
named = [
    st.builds(Term, st.just(dimension), st.sampled_from(keys), seldom) for dimension, keys in KEYS.items()
]
drawn = st.builds(lambda circle, negated: Term(Dimension.REGION, circle.key, negated), circles, seldom)
terms = st.one_of(*named, drawn, drawn)
subscriptions = st.builds(
    Subscription,
    terms=st.lists(terms, min_size=1, max_size=3, unique_by=lambda term: (term.dimension, term.key)).map(
        tuple
    ),
    min_severity=st.sampled_from([1] * 6 + [2, 3, 4]),
    min_status=st.sampled_from([Status.CLAIMED] * 4 + STATUSES[2:]),
    cadence=st.sampled_from([Cadence.INSTANT] * 6 + [Cadence.DIGEST]),
    sound=st.booleans(),
    unlocated=st.booleans(),
    paused_until=st.sampled_from([None] * 6 + [NOW - timedelta(hours=1), NOW + timedelta(hours=1), FOREVER]),
)


def keys_of(all_keys):
    most = st.lists(st.booleans(), min_size=len(all_keys), max_size=len(all_keys)).map(
        lambda flags: frozenset(key for key, keep in zip(all_keys, flags, strict=True) if keep)
    )
    return st.one_of(st.just(frozenset(all_keys)), st.just(frozenset(all_keys)), most)


happenings = st.fixed_dictionaries({
    "keys": st.fixed_dictionaries({d: keys_of(keys) for d, keys in KEYS.items()}),
    "places": st.lists(places, min_size=1, max_size=3),
    "reach": st.sampled_from(list(Reach)),
    "severity": st.sampled_from([1, 2, 3, 4, 4, 4]),
    "status": st.sampled_from(STATUSES + [Status.DECLARED, Status.CONFIRMED] * 2),
})  # fmt: skip
MANY = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
FEW = settings(MANY, max_examples=12)


class Back(Exception):  # noqa: N818 -- no error: the way back
    """Takes a transaction back."""


@asynccontextmanager
async def scratch(storage):
    with suppress(Back):
        async with storage.engines.begin() as connection:
            yield connection
            raise Back


async def enter(connection, clock, asked):
    """Store each request under a chat of its own; return subscriptions with their targets."""
    targets, stored = Targets(connection, clock), Subscriptions(connection, clock)
    found = []
    for number, subscription in enumerate(asked, 1):
        chat = await targets.ensure(
            Target(number), ChatKind.PRIVATE, language="en", timezone="UTC", digest=time(18)
        )
        await stored.add(Subscription(**{**as_fields(subscription), "target_id": chat.id}))
        found.append((chat.id, subscription))
    return found


def as_fields(subscription):
    return {name: getattr(subscription, name) for name in Subscription.__slots__}


def heard(happened):
    spots = tuple(spot(*place) for place in happened["places"])
    return Audience(happened["keys"], happened["severity"], happened["status"], spots, happened["reach"])


async def alerts_agree(storage, asked, happened):
    assume(not any(too_close_to_call(term, happened) for s in asked for term in s.terms))
    async with scratch(storage) as connection:
        stored = await enter(connection, lambda: NOW, asked)
        rows = await connection.execute(matching(heard(happened), NOW))
        found = {row.target_id: bool(row.sound) for row in rows}

    assert found == {target: s.sound for target, s in stored if rings(s, happened, NOW)}


async def digests_and_previews_agree(storage, asked, happened):
    assume(not any(too_close_to_call(term, happened) for s in asked for term in s.terms))
    async with scratch(storage) as connection:
        stored = await enter(connection, lambda: NOW, asked)
        event = event_of(happened)
        events = Events(connection, lambda: NOW)
        key = await events.add(event)
        event = Event(**{**{name: getattr(event, name) for name in Event.__slots__}, "id": key})
        audience = heard(happened)
        await events.save(event, {**audience.keys}, audience.spots, audience.reach)
        await events.developed(Development(Change.NEW, "first report", event, CLAIM), claim_id=None)
        followed = Followed(connection)
        before = NOW - timedelta(days=1)
        since = await followed.since([target for target, _ in stored], before)
        told = {target for target, s in stored if await followed.would_tell(s, before, 10)}
    assert set(since) == {target for target, s in stored if wants(s, happened) and s.paused_until != FOREVER}
    assert told == {target for target, s in stored if wants(s, happened)}


CLAIM = Claim(EventType.BATTLE, "clashed", "clashed", (0, 7), "They clashed.", Status.REPORTED, Basis.FLAT)


def event_of(happened):
    return Event(
        id=0, type=EventType.BATTLE, subtype="clashed", status=happened["status"], severity=happened["severity"],
        headline="Clashes", places=(), actors=(), on=None, killed=None, injured=None, ledger=(),
        first_at=NOW, changed_at=NOW,
    )  # fmt: skip


@given(st.lists(subscriptions, min_size=8, max_size=16), happenings)
@MANY
async def test_alerts_find_whom_they_concern(sqlite_storage, asked, happened):
    await alerts_agree(sqlite_storage, asked, happened)


@given(st.lists(subscriptions, min_size=8, max_size=16), happenings)
@FEW
async def test_alerts_find_whom_they_concern_on_postgres(postgres_storage, asked, happened):
    await alerts_agree(postgres_storage, asked, happened)


@given(st.lists(subscriptions, min_size=8, max_size=16), happenings)
@MANY
async def test_digests_and_previews_find_the_same(sqlite_storage, asked, happened):
    await digests_and_previews_agree(sqlite_storage, asked, happened)


@given(st.lists(subscriptions, min_size=8, max_size=16), happenings)
@FEW
async def test_digests_and_previews_find_the_same_on_postgres(postgres_storage, asked, happened):
    await digests_and_previews_agree(postgres_storage, asked, happened)


@given(circles)
@example(Circle(36.34, 43.13, 25, "gn:99072"))
@example(Circle(-0.001, -179.999))
@settings(MANY)
def test_a_circle_is_read_back_from_its_key(circle):
    again = circle_of(circle.key)
    assert again is not None
    assert again.key == circle.key
    assert again.centre == circle.centre
    assert (again.km, again.place) == (circle.km, circle.place)


@pytest.mark.parametrize(
    "key", ["gn:99072", "within:0@1.00,2.00", "within:999@1.00,2.00", "near@91.00,2.00", "within:5@1,2"]
)
def test_other_keys_are_no_circles(key):
    assert circle_of(key) is None
